package org.identitybroker.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.NarrowLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A Cognito that is slower than the broker waits, with limits that are short enough to wait for.
@QuarkusTest
@TestProfile(NarrowLimits.class)
@WithTestResource(BrokerSettings.class)
@Tag("soak")
class CognitoTimeoutTest {
    /// Far above every limit, so that only a limit can end the wait in time.
    private static final int LATE_MILLIS = 20_000;

    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    @Inject
    DataSource database;

    private final String user = "user-" + UUID.randomUUID();
    private EmulatorControl emulator;
    private StoredRows rows;

    @BeforeEach
    void start() {
        emulator = new EmulatorControl(emulatorPort);
        emulator.reset();
        rows = new StoredRows(database);
    }

    @AfterEach
    void clearFaults() {
        emulator.reset();
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.SECONDS)
    void anAnswerThatIsTooLateIsATimeoutAndNothingIsStored() {
        List<String> before = rows.identities();
        emulator.delay(LATE_MILLIS);

        assertTimeout(issue());

        assertThat(rows.identitiesOf(user)).isEmpty();
        assertThat(rows.identities()).isEqualTo(before);
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.SECONDS)
    void aTimeoutOfAKnownUserChangesNothing() {
        String identity = issue().statusCode(200).extract().path("identityId");
        emulator.delay(LATE_MILLIS);

        assertTimeout(issue());
        emulator.reset();

        issue().statusCode(200).body("identityId", equalTo(identity)).body("created", equalTo(false));
        assertThat(rows.identitiesOf(user)).containsExactly(identity);
    }

    private void assertTimeout(ValidatableResponse answer) {
        answer.statusCode(504)
                .contentType("application/problem+json")
                .body("code", equalTo("upstream-timeout"))
                .header("Retry-After", matchesPattern("[2-4]"));
        assertThat(answer.extract().asString())
                .doesNotContain("execution", "Exception", "configured timeout", "millis", user);
    }

    private ValidatableResponse issue() {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(CallerTokens.of("shop"))
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .then();
    }
}
