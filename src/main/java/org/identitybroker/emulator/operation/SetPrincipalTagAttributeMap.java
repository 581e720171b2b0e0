package org.identitybroker.emulator.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.state.AttributeMap;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Refusal;

/// Sets which claims of a provider's tokens become principal tags. Amazon's defaults leave no room for others.
final class SetPrincipalTagAttributeMap implements Handler {
    /// Amazon Cognito guide, "Using attributes for access control": the size of all attributes together.
    private static final int BYTES_MAX = 460;

    private final Lookup lookup;

    SetPrincipalTagAttributeMap(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Operation operation() {
        return Operation.SET_PRINCIPAL_TAG_ATTRIBUTE_MAP;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        String provider = call.input().text("IdentityProviderName");
        AttributeMap map = map(call.input());
        PoolSettings changed = lookup.pool(call).changeSettings(before -> before.withAttributeMap(provider, map));
        return Optional.of(AttributeMapJson.of(changed, provider));
    }

    static AttributeMap map(Input input) {
        Map<String, String> claims = input.textMap("PrincipalTags");
        int bytes = claims.values().stream()
                .mapToInt(claim -> claim.getBytes(UTF_8).length)
                .sum();
        if (bytes > BYTES_MAX) {
            throw Refusal.invalidParameter("All attributes together can have at most %d bytes.".formatted(BYTES_MAX));
        }
        return input.flag("UseDefaults").orElse(false) ? AttributeMap.defaults() : new AttributeMap(false, claims);
    }
}
