package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.identitybroker.emulator.state.AttributeMap;
import org.identitybroker.emulator.state.PoolSettings;

/// A provider's attribute map as the API shows it.
final class AttributeMapJson {
    private AttributeMapJson() {}

    static ObjectNode of(PoolSettings pool, String provider) {
        AttributeMap map = pool.attributeMapOf(provider);
        ObjectNode json = Json.object()
                .put("IdentityPoolId", pool.id())
                .put("IdentityProviderName", provider)
                .put("UseDefaults", map.useDefaults());
        map.claims().forEach(json.putObject("PrincipalTags")::put);
        return json;
    }
}
