package org.identitybroker.emulator.fault;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A request as the log keeps it: who asked for what about whom, and what came of it, but no token and no user.
///
/// @param operation empty if the request named none that is known
/// @param accessKeyId of a valid signature
/// @param identityIds named in the request or the answer
/// @param outcome `ok`, the name of an error, or the label of a fault that left no API answer
public record ReceivedRequest(
        Instant time,
        String requestId,
        Optional<String> operation,
        Optional<String> accessKeyId,
        Optional<String> identityPoolId,
        List<String> identityIds,
        String outcome) {
    public ReceivedRequest {
        identityIds = List.copyOf(identityIds);
    }
}
