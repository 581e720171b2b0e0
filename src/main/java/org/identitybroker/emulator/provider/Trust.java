package org.identitybroker.emulator.provider;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.identitybroker.emulator.state.PublicLogins;
import org.identitybroker.emulator.state.UserPoolClient;

/// How an identity pool trusts a provider: by which way it is configured, and for which audiences.
///
/// @param reference the provider in the third entry of `amr`
/// @param kind what stands there before the subject; if empty, the audience
record Trust(String provider, String reference, Optional<String> kind, Set<String> audiences) {
    private static final String USER_POOL_KIND = "CognitoSignIn";
    private static final String ARN_RESOURCE = ":oidc-provider/";

    static Optional<Trust> find(PublicLogins logins, PublicProvider provider) {
        return Stream.of(
                        supported(logins, provider.name()),
                        userPool(logins, provider.name()),
                        openIdConnect(logins, provider))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// For `amr`: that the user is authenticated, by whom, and as whom.
    List<String> amr(String audience, String subject) {
        return List.of("authenticated", provider, String.join(":", reference, kind.orElse(audience), subject));
    }

    /// The same for a SAML provider.
    static List<String> samlAmr(String arn, String subject) {
        return List.of("authenticated", arn, String.join(":", arn, "SAML", subject));
    }

    /// A user pool's clients are configured one by one, other providers as a whole.
    String configurationKey(String audience) {
        return kind.filter(USER_POOL_KIND::equals).isPresent() ? provider + ":" + audience : reference;
    }

    private static Optional<Trust> supported(PublicLogins logins, String name) {
        return Optional.ofNullable(logins.supported().get(name))
                .map(clients -> new Trust(name, name, Optional.empty(), Set.copyOf(List.of(clients.split(";")))));
    }

    private static Optional<Trust> userPool(PublicLogins logins, String name) {
        Set<String> clients = logins.userPoolClients().stream()
                .filter(client -> client.providerName().equals(name))
                .map(UserPoolClient::clientId)
                .collect(Collectors.toUnmodifiableSet());
        return clients.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trust(name, name, Optional.of(USER_POOL_KIND), clients));
    }

    private static Optional<Trust> openIdConnect(PublicLogins logins, PublicProvider provider) {
        return logins.openIdConnectArns().stream()
                .filter(arn -> arn.endsWith(ARN_RESOURCE + provider.name()))
                .findFirst()
                .map(arn -> new Trust(provider.name(), arn, Optional.of("OIDC"), provider.clientIds()));
    }
}
