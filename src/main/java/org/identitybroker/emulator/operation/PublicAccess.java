package org.identitybroker.emulator.operation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.link.PublicLinking;
import org.identitybroker.emulator.provider.ProvenLogin;
import org.identitybroker.emulator.provider.PublicProviders;
import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Refusal;

/// Lets a device use an identity: a guest by its id alone, a user by at least one valid login.
final class PublicAccess {
    private static final List<String> GUEST_AMR = List.of("unauthenticated");

    private final PublicProviders providers;
    private final PublicLinking linking;

    PublicAccess(PublicProviders providers, PublicLinking linking) {
        this.providers = providers;
        this.linking = linking;
    }

    /// @param tokens by provider name; none for a guest
    Grant grant(Lookup.Found found, Map<String, String> tokens) {
        requireEnabled(found.identity());
        return tokens.isEmpty() ? guest(found) : user(found, tokens);
    }

    static void requireEnabled(Identity identity) {
        if (identity.disabled()) {
            throw Refusal.identityForbidden(identity.id());
        }
    }

    private static Grant guest(Lookup.Found found) {
        Identity identity = found.identity();
        if (!identity.isGuest()) {
            throw Refusal.identityForbidden(identity.id());
        }
        if (!found.pool().settings().allowUnauthenticatedIdentities()) {
            throw Refusal.guestsNotSupported();
        }
        return new Grant(identity.id(), GUEST_AMR, Map.of(), Optional.empty());
    }

    private Grant user(Lookup.Found found, Map<String, String> tokens) {
        PoolSettings pool = found.pool().settings();
        List<ProvenLogin> proven = providers.prove(pool, tokens);
        Identity identity = found.pool()
                .change(identities -> linking.attach(
                        identities,
                        found.identity().id(),
                        proven.stream().map(ProvenLogin::login).toList()));
        // The first login speaks for all: a session has one `amr`, and each provider may have a mapping of its own.
        ProvenLogin first = proven.getFirst();
        return new Grant(
                identity.id(),
                first.amr(),
                first.tags(pool.attributeMapOf(first.configurationKey())),
                Optional.of(first));
    }
}
