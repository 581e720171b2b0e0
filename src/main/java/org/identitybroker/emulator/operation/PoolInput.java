package org.identitybroker.emulator.operation;

import java.util.Optional;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.PublicLogins;
import org.identitybroker.emulator.state.UserPoolClient;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.Refusal;

/// An identity pool as CreateIdentityPool and UpdateIdentityPool describe it.
final class PoolInput {
    private PoolInput() {}

    /// A new pool has no roles; credentials can be had only once it was given some.
    static PoolSettings created(String id, Input input) {
        return PoolSettings.bare(id, input.text("IdentityPoolName"))
                .withGuests(input.flag("AllowUnauthenticatedIdentities").orElse(false))
                .withClassicFlow(input.flag("AllowClassicFlow"))
                .withDeveloperProvider(input.optionalText("DeveloperProviderName"))
                .withPublicLogins(publicLogins(input))
                .withTags(PoolTags.checked(input.textMap("IdentityPoolTags")));
    }

    /// What the update leaves out goes back to its default, but the developer provider's name and the tags stay.
    static PoolSettings updated(PoolSettings before, Input input) {
        PoolSettings update = created(before.id(), input);
        Optional<String> provider = before.developerProviderName();
        if (provider.isPresent()
                && update.developerProviderName().isPresent()
                && !provider.equals(update.developerProviderName())) {
            throw Refusal.invalidParameter("The developer provider name cannot be changed once it is set.");
        }
        return before.withName(update.name())
                .withGuests(update.allowUnauthenticatedIdentities())
                .withClassicFlow(update.allowClassicFlow())
                .withDeveloperProvider(provider.or(update::developerProviderName))
                .withPublicLogins(update.publicLogins())
                .withTags(update.tags().isEmpty() ? before.tags() : update.tags());
    }

    private static PublicLogins publicLogins(Input input) {
        return new PublicLogins(
                input.textMap("SupportedLoginProviders"),
                input.structures("CognitoIdentityProviders").stream()
                        .map(PoolInput::userPoolClient)
                        .toList(),
                input.textList("OpenIdConnectProviderARNs"),
                input.textList("SamlProviderARNs"));
    }

    private static UserPoolClient userPoolClient(Input client) {
        return new UserPoolClient(
                client.optionalText("ProviderName").orElse(""),
                client.optionalText("ClientId").orElse(""),
                client.flag("ServerSideTokenCheck").orElse(false));
    }
}
