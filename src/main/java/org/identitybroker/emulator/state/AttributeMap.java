package org.identitybroker.emulator.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which claims of a public provider's token become principal tags.
///
/// @param useDefaults whether they are Amazon's own choice
/// @param claims the claim's name by the tag's
public record AttributeMap(boolean useDefaults, Map<String, String> claims) {
    public AttributeMap {
        claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    }

    public static AttributeMap none() {
        return new AttributeMap(false, Map.of());
    }

    /// Amazon Cognito guide, "Using attributes for access control": who the app is, and who the user is.
    public static AttributeMap defaults() {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("client", "aud");
        claims.put("username", "sub");
        return new AttributeMap(true, claims);
    }
}
