package org.identitybroker.emulator.provider;

import java.util.Map;
import java.util.Set;

/// A public login provider, with the keys that its genuine tokens are signed with.
///
/// @param name its key in a `Logins` map and, after `https://`, the issuer of its tokens: `accounts.google.com`,
///     `cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aBcDeFgHi`, or an OpenID Connect host
/// @param clientIds the audiences of an OpenID Connect provider; for others the identity pool names them
public record PublicProvider(String name, ProviderKeys keys, Set<String> clientIds) {
    public PublicProvider {
        clientIds = Set.copyOf(clientIds);
    }

    /// A provider whose client ids the identity pools name, such as Google or a user pool.
    ///
    /// @param jwks its JSON Web Key Set
    public static PublicProvider of(String name, String jwks) {
        return new PublicProvider(name, ProviderKeys.parse(jwks), Set.of());
    }

    /// An OpenID Connect provider, as it would be registered with IAM.
    ///
    /// @param jwks its JSON Web Key Set
    public static PublicProvider openIdConnect(String name, String jwks, Set<String> clientIds) {
        return new PublicProvider(name, ProviderKeys.parse(jwks), clientIds);
    }

    static PublicProvider unknown(String name) {
        return new PublicProvider(name, new ProviderKeys(Map.of()), Set.of());
    }
}
