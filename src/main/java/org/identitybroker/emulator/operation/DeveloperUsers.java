package org.identitybroker.emulator.operation;

import org.identitybroker.emulator.wire.Refusal;

/// Developer user identifiers that come as a value of a `Logins` map.
final class DeveloperUsers {
    /// The limit of the identifier's own type. The map's is 50,000; which of them AWS applies here is not known.
    private static final int LENGTH_MAX = 1024;

    private DeveloperUsers() {}

    static String checked(String identifier) {
        if (identifier.length() > LENGTH_MAX) {
            throw Refusal.tooLong("developerUserIdentifier", identifier, LENGTH_MAX);
        }
        return identifier;
    }
}
