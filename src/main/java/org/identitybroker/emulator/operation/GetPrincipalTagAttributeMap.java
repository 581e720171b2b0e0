package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.wire.Operation;

/// Shows which claims of a provider's tokens become principal tags; none, unless that was set.
final class GetPrincipalTagAttributeMap implements Handler {
    private final Lookup lookup;

    GetPrincipalTagAttributeMap(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Operation operation() {
        return Operation.GET_PRINCIPAL_TAG_ATTRIBUTE_MAP;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        String provider = call.input().text("IdentityProviderName");
        return Optional.of(AttributeMapJson.of(lookup.pool(call).settings(), provider));
    }
}
