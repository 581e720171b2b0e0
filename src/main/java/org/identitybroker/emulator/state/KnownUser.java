package org.identitybroker.emulator.state;

/// A developer's user that is there when the emulator starts, for whoever kept the identity id from an earlier
/// run.
///
/// @param userIdentifier the developer user identifier
public record KnownUser(String poolId, String identityId, String userIdentifier) {
    @Override
    public String toString() {
        return "KnownUser[" + poolId + ", " + identityId + ", redacted]";
    }
}
