package org.identitybroker.emulator.operation;

import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.Refusal;

/// The users that a developer names, once the provider and the identifier have been checked.
final class DeveloperUsers {
    /// The limit of the identifier's own type. The map's is 50,000; which of them AWS applies here is not known.
    private static final int LENGTH_MAX = 1024;

    private DeveloperUsers() {}

    /// An identifier that came as a value of a `Logins` map, where the model allows a longer one.
    static String checked(String identifier) {
        if (identifier.length() > LENGTH_MAX) {
            throw Refusal.tooLong("developerUserIdentifier", identifier, LENGTH_MAX);
        }
        return identifier;
    }

    /// The user in a member of an input that has the provider in `DeveloperProviderName`.
    static Login named(PoolSettings pool, Input input, String member) {
        String provider = input.text("DeveloperProviderName");
        if (!pool.isDeveloperProvider(provider)) {
            throw Refusal.developerProviderNotSupported();
        }
        return Login.ofDeveloper(provider, input.text(member));
    }
}
