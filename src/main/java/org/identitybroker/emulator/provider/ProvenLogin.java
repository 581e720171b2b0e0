package org.identitybroker.emulator.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.identitybroker.emulator.jwt.CompactJwt;
import org.identitybroker.emulator.state.AttributeMap;
import org.identitybroker.emulator.state.Login;

/// A public login whose token was genuine.
///
/// @param amr what a token of Cognito says about it
/// @param configurationKey under which a pool has role mappings and attribute maps for its provider
/// @param claims the values of a claim of the provider's token, or of an attribute of its assertion, by name
public record ProvenLogin(
        Login login, List<String> amr, String configurationKey, Function<String, List<String>> claims) {
    /// The values of a claim as text: none if it is missing, several if it is a list.
    public List<String> claim(String name) {
        return claims.apply(name);
    }

    static Function<String, List<String>> claimsOf(CompactJwt token) {
        return name -> {
            JsonNode claim = token.claim(name);
            Stream<JsonNode> values = claim.isArray() ? claim.valueStream() : Stream.of(claim);
            return values.filter(value -> value.isValueNode() && !value.isNull())
                    .map(JsonNode::asText)
                    .toList();
        };
    }

    /// The principal tags that the token's claims become; of a list the first item, as a tag has one value.
    public Map<String, String> tags(AttributeMap map) {
        Map<String, String> tags = new LinkedHashMap<>();
        map.claims()
                .forEach((tag, claim) -> claim(claim).stream().findFirst().ifPresent(value -> tags.put(tag, value)));
        return tags;
    }

    /// Has a user's claims in it.
    @Override
    public String toString() {
        return "ProvenLogin[redacted]";
    }
}
