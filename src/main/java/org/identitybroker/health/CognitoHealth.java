package org.identitybroker.health;

import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.identitybroker.cognito.LastCall;

/// Shows how the last call to Cognito ended, and is always UP: with Cognito down, taking every replica out of
/// service would only turn clear answers into refused connections. Calls nobody.
@Readiness
class CognitoHealth implements HealthCheck {
    private final LastCall lastCall;

    CognitoHealth(LastCall lastCall) {
        this.lastCall = lastCall;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("Cognito").up();
        lastCall.ending()
                .ifPresent(ending -> answer.withData("lastCall", ending.outcome())
                        .withData(
                                "at",
                                ending.at().truncatedTo(ChronoUnit.SECONDS).toString()));
        return answer.build();
    }
}
