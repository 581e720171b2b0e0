package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.link.PublicLinking;
import org.identitybroker.emulator.provider.ProvenLogin;
import org.identitybroker.emulator.provider.PublicProviders;
import org.identitybroker.emulator.state.Identities;
import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Refusal;

/// Answers with the identity of public logins, or with a new guest each time. A developer's user has no way
/// through here: neither the developer's provider name nor a token of Cognito is taken.
final class GetId implements Handler {
    private final Lookup lookup;
    private final PublicProviders providers;
    private final PublicLinking linking;

    GetId(Lookup lookup, PublicProviders providers, PublicLinking linking) {
        this.lookup = lookup;
        this.providers = providers;
        this.linking = linking;
    }

    @Override
    public Operation operation() {
        return Operation.GET_ID;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        Pool pool = lookup.pool(call);
        Map<String, String> tokens = call.input().textMap("Logins");
        Identity identity = tokens.isEmpty() ? guest(pool) : user(pool, tokens);
        return Optional.of(Json.object().put("IdentityId", identity.id()));
    }

    private static Identity guest(Pool pool) {
        if (!pool.settings().allowUnauthenticatedIdentities()) {
            throw Refusal.guestsNotSupported();
        }
        return pool.change(Identities::create);
    }

    private Identity user(Pool pool, Map<String, String> tokens) {
        providers.requireNoneFromCognito(pool.settings(), tokens);
        List<Login> logins = providers.prove(pool.settings(), tokens).stream()
                .map(ProvenLogin::login)
                .toList();
        return pool.change(identities -> linking.resolve(identities, logins));
    }
}
