package org.identitybroker.emulator.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The public login providers that a pool trusts.
///
/// @param supported provider name to client id, or several of them with `;` between
public record PublicLogins(
        Map<String, String> supported,
        List<UserPoolClient> userPoolClients,
        List<String> openIdConnectArns,
        List<String> samlArns) {
    public PublicLogins {
        supported = Collections.unmodifiableMap(new LinkedHashMap<>(supported));
        userPoolClients = List.copyOf(userPoolClients);
        openIdConnectArns = List.copyOf(openIdConnectArns);
        samlArns = List.copyOf(samlArns);
    }

    public static PublicLogins none() {
        return new PublicLogins(Map.of(), List.of(), List.of(), List.of());
    }

    /// These and one more, such as `accounts.google.com` with the client id of an app.
    public PublicLogins withSupported(String providerName, String clientId) {
        Map<String, String> more = new LinkedHashMap<>(supported);
        more.put(providerName, clientId);
        return new PublicLogins(more, userPoolClients, openIdConnectArns, samlArns);
    }

    public PublicLogins withUserPoolClient(UserPoolClient client) {
        List<UserPoolClient> more = new ArrayList<>(userPoolClients);
        more.add(client);
        return new PublicLogins(supported, more, openIdConnectArns, samlArns);
    }

    /// These and one more, of an OpenID Connect provider that is registered with IAM.
    ///
    /// @param arn e.g. `arn:aws:iam::111122223333:oidc-provider/login.example.org`
    public PublicLogins withOpenIdConnect(String arn) {
        List<String> more = new ArrayList<>(openIdConnectArns);
        more.add(arn);
        return new PublicLogins(supported, userPoolClients, more, samlArns);
    }

    /// These and one more, of a SAML provider that is registered with IAM.
    ///
    /// @param arn e.g. `arn:aws:iam::111122223333:saml-provider/office`
    public PublicLogins withSaml(String arn) {
        List<String> more = new ArrayList<>(samlArns);
        more.add(arn);
        return new PublicLogins(supported, userPoolClients, openIdConnectArns, more);
    }
}
