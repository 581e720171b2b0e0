package org.identitybroker.emulator.credential;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What temporary credentials stand for.
///
/// @param amr how the user was authenticated, for policy variables and trust conditions
/// @param tags the principal tags of the session
public record Session(
        String identityId,
        String poolId,
        String roleArn,
        List<String> amr,
        Map<String, String> tags,
        Instant expiration) {
    public Session {
        amr = List.copyOf(amr);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }
}
