package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.identitybroker.emulator.state.Identity;

/// An identity as the API shows it: with the names of its providers, never with its users.
final class IdentityJson {
    private IdentityJson() {}

    static ObjectNode of(Identity identity) {
        ObjectNode json = Json.object().put("IdentityId", identity.id());
        if (!identity.logins().isEmpty()) {
            identity.providers().forEach(json.putArray("Logins")::add);
        }
        json.set("CreationDate", Json.time(identity.created()));
        json.set("LastModifiedDate", Json.time(identity.modified()));
        return json;
    }
}
