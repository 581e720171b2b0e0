package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.UserPoolClient;

/// An identity pool as the API shows it: what was never set is left out.
final class PoolJson {
    private PoolJson() {}

    static ObjectNode of(PoolSettings pool) {
        ObjectNode json = Json.object()
                .put("IdentityPoolId", pool.id())
                .put("IdentityPoolName", pool.name())
                .put("AllowUnauthenticatedIdentities", pool.allowUnauthenticatedIdentities());
        pool.allowClassicFlow().ifPresent(allowed -> json.put("AllowClassicFlow", allowed));
        putMap(json, "SupportedLoginProviders", pool.publicLogins().supported());
        pool.developerProviderName().ifPresent(name -> json.put("DeveloperProviderName", name));
        putList(json, "OpenIdConnectProviderARNs", pool.publicLogins().openIdConnectArns());
        putClients(json, pool.publicLogins().userPoolClients());
        putList(json, "SamlProviderARNs", pool.publicLogins().samlArns());
        putMap(json, "IdentityPoolTags", pool.tags());
        return json;
    }

    private static void putMap(ObjectNode json, String member, Map<String, String> entries) {
        if (!entries.isEmpty()) {
            entries.forEach(json.putObject(member)::put);
        }
    }

    private static void putList(ObjectNode json, String member, List<String> items) {
        if (!items.isEmpty()) {
            items.forEach(json.putArray(member)::add);
        }
    }

    private static void putClients(ObjectNode json, List<UserPoolClient> clients) {
        if (clients.isEmpty()) {
            return;
        }
        ArrayNode list = json.putArray("CognitoIdentityProviders");
        clients.forEach(client -> list.addObject()
                .put("ProviderName", client.providerName())
                .put("ClientId", client.clientId())
                .put("ServerSideTokenCheck", client.serverSideTokenCheck()));
    }
}
