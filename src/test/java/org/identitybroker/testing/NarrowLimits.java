package org.identitybroker.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Limits that a test can reach: two requests at once, and a second for Cognito. One profile for all tests that need
/// some,
/// because a broker is built and started for each.
public final class NarrowLimits implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "broker.http.max-concurrent-requests", "2",
                "broker.cognito.call-timeout", "PT1S",
                "broker.cognito.attempt-timeout", "PT0.5S");
    }
}
