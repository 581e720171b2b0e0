package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.link.DeveloperLinking;
import org.identitybroker.emulator.provider.ProvenLogin;
import org.identitybroker.emulator.provider.PublicProviders;
import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Refusal;

/// Vouches for a developer's user: finds or makes the identity and answers with a token for it.
final class GetOpenIdTokenForDeveloperIdentity implements Handler {
    /// AWS API reference: without a TokenDuration a token is good for 15 minutes.
    private static final long LIFETIME_SECONDS_USUAL = 900;

    private final Lookup lookup;
    private final PublicProviders providers;
    private final DeveloperLinking linking;
    private final TokenIssue tokens;

    GetOpenIdTokenForDeveloperIdentity(
            Lookup lookup, PublicProviders providers, DeveloperLinking linking, TokenIssue tokens) {
        this.lookup = lookup;
        this.providers = providers;
        this.linking = linking;
        this.tokens = tokens;
    }

    @Override
    public Operation operation() {
        return Operation.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        Pool pool = lookup.pool(call);
        PoolSettings settings = pool.settings();
        Map<String, String> logins = new LinkedHashMap<>(call.input().textMap("Logins"));
        Login developer = developerLogin(settings, logins);
        List<Login> publicLogins = providers.prove(settings, logins).stream()
                .map(ProvenLogin::login)
                .toList();

        Optional<String> identityId = call.input().optionalText("IdentityId");
        Identity identity = pool.change(identities -> linking.link(identities, identityId, developer, publicLogins));

        return Optional.of(tokens.output(
                identity.id(),
                settings.id(),
                amr(settings, developer),
                call.input().textMap("PrincipalTags"),
                Duration.ofSeconds(call.input().number("TokenDuration").orElse(LIFETIME_SECONDS_USUAL))));
    }

    /// Takes the developer's login out of the map; the public ones stay.
    private static Login developerLogin(PoolSettings pool, Map<String, String> logins) {
        return pool.developerProviderName()
                .flatMap(provider -> Optional.ofNullable(logins.remove(provider))
                        .map(DeveloperUsers::checked)
                        .map(user -> Login.ofDeveloper(provider, user)))
                .orElseThrow(Refusal::developerProviderNotSupported);
    }

    private static List<String> amr(PoolSettings pool, Login developer) {
        return List.of(
                "authenticated",
                developer.provider(),
                String.join(":", developer.provider(), pool.id(), developer.subject()));
    }
}
