package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.identitybroker.emulator.provider.ProvenLogin;
import org.identitybroker.emulator.provider.PublicProviders;
import org.identitybroker.emulator.state.Identities;
import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Refusal;

/// Takes public logins off an identity, for a device that proves one of the identity's logins.
final class UnlinkIdentity implements Handler {
    private final Lookup lookup;
    private final PublicProviders providers;

    UnlinkIdentity(Lookup lookup, PublicProviders providers) {
        this.lookup = lookup;
        this.providers = providers;
    }

    @Override
    public Operation operation() {
        return Operation.UNLINK_IDENTITY;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        Lookup.Found found = lookup.identity(call);
        PoolSettings pool = found.pool().settings();
        PublicAccess.requireEnabled(found.identity());
        List<String> unwanted = call.input().textList("LoginsToRemove");
        if (unwanted.stream().anyMatch(pool::isDeveloperProvider)) {
            throw Refusal.publicProviderNeeded();
        }
        List<Login> proven = providers.prove(pool, call.input().textMap("Logins")).stream()
                .map(ProvenLogin::login)
                .toList();
        return found.pool().change(identities -> {
            requireOneLinked(identities, found.identity().id(), proven);
            identities.unlink(found.identity().id(), login -> unwanted.contains(login.provider()));
            return Optional.empty();
        });
    }

    private static void requireOneLinked(Identities identities, String identityId, List<Login> proven) {
        if (proven.stream().noneMatch(login -> isHolder(identities, identityId, login))) {
            throw Refusal.loginsDoNotMatch();
        }
    }

    private static boolean isHolder(Identities identities, String identityId, Login login) {
        return identities
                .holderOf(login)
                .filter(holder -> holder.id().equals(identityId))
                .isPresent();
    }
}
