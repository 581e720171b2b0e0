package org.identitybroker.audit;

import java.util.Optional;

/// The mapping of a user who was unknown until now to an identity that nobody had, as it is to be stored beside the
/// events of the exchange that made it. A log sees none of it.
///
/// @param keyId which key made the identifier, if it is a pseudonym
/// @param caller who vouched for the user
public record FirstMapping(
        String pool,
        String userId,
        String identityId,
        String developerUserIdentifier,
        Optional<String> keyId,
        String caller) {

    @Override
    public String toString() {
        return "FirstMapping[redacted]";
    }
}
