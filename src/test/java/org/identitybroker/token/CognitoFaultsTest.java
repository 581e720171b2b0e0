package org.identitybroker.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// What callers are answered, and what is stored, when Cognito fails, loses identities, or is changed by others.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class CognitoFaultsTest {
    private static final int ATTEMPTS = 3;

    /// Texts of Cognito's answers and of the SDK; none of them is for callers.
    private static final String[] UPSTREAM_TEXTS = {
        "Rate exceeded",
        "Internal error",
        "Exception",
        "Identity '",
        "IdentityPool",
        "Logins don't match",
        "public provider",
        "html",
        "Service:",
        "Status Code",
        "Request ID",
        "Unable to",
        "eu-west-1",
        "127.0.0.1"
    };

    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    @Inject
    DataSource database;

    private final String user = "user-" + UUID.randomUUID();
    private EmulatorControl emulator;
    private StoredRows rows;
    private CognitoIdentityClient operator;

    @BeforeEach
    void start() {
        emulator = new EmulatorControl(emulatorPort);
        emulator.reset();
        rows = new StoredRows(database);
        operator = AwsClients.operator(URI.create("http://127.0.0.1:" + emulatorPort));
    }

    @AfterEach
    void clearFaults() {
        emulator.reset();
        operator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "throttle, upstream-throttled",
        "internal-error, upstream-unavailable",
        "html-ok, upstream-unavailable",
        "html-error, upstream-unavailable",
        "reset, upstream-unavailable",
        "lost-answer, upstream-unavailable"
    })
    void failureOfAllAttemptsIsToldAndNothingIsStored(String fault, String code) {
        List<String> before = rows.identities();
        emulator.always(fault);

        refused(issue(user), 503, code).header("Retry-After", matchesPattern("[2-4]"));

        assertThat(emulator.outcomesOf(EmulatorControl.TOKEN_CALL)).hasSize(ATTEMPTS);
        assertThat(rows.identitiesOf(user)).isEmpty();
        assertThat(rows.identities()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throttle", "internal-error", "html-ok", "html-error", "reset", "lost-answer"})
    void failureOfAKnownUserChangesNothing(String fault) {
        String identity = identityOf(user);
        emulator.always(fault);

        refused(issue(user), 503);
        emulator.reset();

        issue(user).statusCode(200).body("identityId", equalTo(identity)).body("created", equalTo(false));
        assertThat(rows.identitiesOf(user)).containsExactly(identity);
        assertThat(rows.statusOf(identity)).containsExactly("enabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throttle", "internal-error", "html-error", "reset"})
    void oneFailedAttemptIsNotNoticed(String fault) {
        emulator.next(1, fault);

        String identity = identityOf(user);

        assertThat(emulator.outcomesOf(EmulatorControl.TOKEN_CALL)).hasSize(2);
        assertThat(rows.identitiesOf(user)).containsExactly(identity);
    }

    @Test
    void anAnswerThatIsLostOnceLeavesOneIdentity() {
        List<String> before = rows.identities();
        emulator.next(1, "lost-answer");

        String identity = identityOf(user);

        assertThat(emulator.outcomesOf(EmulatorControl.TOKEN_CALL)).hasSize(2);
        assertThat(identityAtCognito(user)).isEqualTo(identity);
        assertThat(rows.identitiesOf(user)).containsExactly(identity);
        assertThat(rows.identities()).hasSize(before.size() + 1).contains(identity);
        assertThat(identityOf(user)).isEqualTo(identity);
    }

    @Test
    void anIdentityThatCognitoMadeWithoutBeingHeardIsFoundByTheNextRequest() {
        emulator.always("lost-answer");
        refused(issue(user), 503, "upstream-unavailable");
        emulator.reset();

        String identity = identityOf(user);

        assertThat(identityAtCognito(user)).isEqualTo(identity);
        assertThat(rows.identitiesOf(user)).containsExactly(identity);
    }

    @Test
    void anIdentityThatWasDeletedAtCognitoIsReplaced() {
        String lost = identityOf(user);
        delete(lost);

        String made = issue(user)
                .statusCode(200)
                .body("created", equalTo(true))
                .body("identityId", not(equalTo(lost)))
                .extract()
                .path("identityId");

        assertThat(rows.identitiesOf(user)).containsExactly(made);
        assertThat(rows.statusOf(lost)).isEmpty();
        issue(user).statusCode(200).body("identityId", equalTo(made)).body("created", equalTo(false));
    }

    @Test
    void aFailureWhileALostIdentityIsReplacedChangesNothing() {
        String lost = identityOf(user);
        delete(lost);
        emulator.always("internal-error");

        refused(issue(user), 503, "upstream-unavailable");

        assertThat(rows.identitiesOf(user)).containsExactly(lost);
        assertThat(rows.statusOf(lost)).containsExactly("enabled");
    }

    @Test
    void aUserThatWasMergedElsewhereSharesTheIdentity() {
        String identity = identityOf(user);
        String stranger = "stranger-" + user;
        signInAtCognito(stranger);
        merge(stranger, user);

        issue(stranger).statusCode(200).body("identityId", equalTo(identity)).body("created", equalTo(true));

        assertThat(rows.usersOf(identity)).containsExactly(stranger, user);
        issue(stranger).statusCode(200).body("identityId", equalTo(identity)).body("created", equalTo(false));
        issue(user).statusCode(200).body("identityId", equalTo(identity)).body("created", equalTo(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"throttle", "internal-error", "reset"})
    void aMergeThatCannotBeConfirmedIsNotStored(String fault) {
        String identity = identityOf(user);
        String stranger = "stranger-" + user;
        signInAtCognito(stranger);
        merge(stranger, user);
        emulator.always(fault, "LookupDeveloperIdentity");

        refused(issue(stranger), 503);

        assertThat(rows.usersOf(identity)).containsExactly(user);
        assertThat(rows.identitiesOf(stranger)).isEmpty();
    }

    @Test
    void aGuestThatAnotherUserTookAtCognitoIsAConflictAndLeavesNoRow() {
        String stranger = "stranger-" + user;
        String taken = signInAtCognito(stranger);

        refused(issue(user, taken), 409, "identity-conflict");

        assertThat(rows.identitiesOf(user)).isEmpty();
        assertThat(rows.statusOf(taken)).isEmpty();
        assertThat(identityAtCognito(stranger)).isEqualTo(taken);
    }

    @Test
    void anIdentityOfAnotherUserIsAConflictAndLeavesNoRow() {
        String victims = identityOf("victim-" + user);

        refused(issue(user, victims), 409, "identity-conflict");

        assertThat(rows.identitiesOf(user)).isEmpty();
        assertThat(rows.usersOf(victims)).containsExactly("victim-" + user);
    }

    @ParameterizedTest
    @CsvSource({
        "throttle, upstream-throttled",
        "internal-error, upstream-unavailable",
        "html-ok, upstream-unavailable",
        "reset, upstream-unavailable"
    })
    void aGuestThatCouldNotBeLinkedIsFreeAgain(String fault, String code) {
        String guest = newGuest();
        emulator.always(fault);

        refused(issue(user, guest), 503, code);

        assertThat(rows.identitiesOf(user)).isEmpty();
        assertThat(rows.statusOf(guest)).isEmpty();
        emulator.reset();
        issue(user, guest).statusCode(200).body("identityId", equalTo(guest)).body("created", equalTo(true));
    }

    @Test
    void aGuestThatCognitoLinkedWithoutBeingHeardIsTheUsersAfterwards() {
        String guest = newGuest();
        emulator.always("lost-answer");
        refused(issue(user, guest), 503, "upstream-unavailable");
        emulator.reset();

        issue(user, guest).statusCode(200).body("identityId", equalTo(guest));

        assertThat(rows.identitiesOf(user)).containsExactly(guest);
    }

    @Test
    void anIdentityThatCognitoDoesNotKnowIsRejectedAndLeavesNoRow() {
        String unknown = "eu-west-1:" + UUID.randomUUID();

        refused(issue(user, unknown), 422, "login-rejected");

        assertThat(rows.identitiesOf(user)).isEmpty();
        assertThat(rows.statusOf(unknown)).isEmpty();
    }

    @Test
    void aPublicLoginThatCognitoRefusesIsRejectedAndLeavesNoRow() {
        List<String> before = rows.identities();

        refused(
                issue(Map.of("userId", user, "logins", Map.of("accounts.google.com", "no-token"))),
                422,
                "login-rejected");

        assertThat(rows.identitiesOf(user)).isEmpty();
        assertThat(rows.identities()).isEqualTo(before);
    }

    private static ValidatableResponse issue(String userId) {
        return issue(Map.of("userId", userId));
    }

    private static ValidatableResponse issue(String userId, String identity) {
        return issue(Map.of("userId", userId, "identityId", identity));
    }

    private static ValidatableResponse issue(Map<String, ?> body) {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(CallerTokens.of("shop"))
                .body(body)
                .post("/v1/tokens")
                .then();
    }

    private static String identityOf(String userId) {
        return issue(userId).statusCode(200).extract().path("identityId");
    }

    private ValidatableResponse refused(ValidatableResponse answer, int status, String code) {
        return refused(answer, status).body("code", equalTo(code));
    }

    private ValidatableResponse refused(ValidatableResponse answer, int status) {
        assertThat(answer.extract().asString()).doesNotContain(UPSTREAM_TEXTS).doesNotContain(user);
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .header("Cache-Control", equalTo("no-store"));
    }

    private String newGuest() {
        return operator.getId(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID))
                .identityId();
    }

    /// Makes the user known to Cognito without the broker.
    private String signInAtCognito(String userId) {
        return operator.getOpenIdTokenForDeveloperIdentity(
                        request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID)
                                .logins(Map.of(BrokerSettings.PROVIDER, userId)))
                .identityId();
    }

    private String identityAtCognito(String userId) {
        return operator.lookupDeveloperIdentity(request ->
                        request.identityPoolId(BrokerSettings.CUSTOMERS_ID).developerUserIdentifier(userId))
                .identityId();
    }

    private void merge(String source, String destination) {
        operator.mergeDeveloperIdentities(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID)
                .developerProviderName(BrokerSettings.PROVIDER)
                .sourceUserIdentifier(source)
                .destinationUserIdentifier(destination));
    }

    private void delete(String identity) {
        assertThat(operator.deleteIdentities(request -> request.identityIdsToDelete(identity))
                        .unprocessedIdentityIds())
                .isEmpty();
    }
}
