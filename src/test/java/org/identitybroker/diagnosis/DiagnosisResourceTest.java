package org.identitybroker.diagnosis;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.pool.PoolName;
import org.identitybroker.pool.Pools;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.LogLines;
import org.identitybroker.token.EmulatorControl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// The diagnosis of a running broker, beside what [EmulatedPoolTest] shows of AWS: the answer, and the checks
/// of what is the broker's own.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class DiagnosisResourceTest {
    private static final String POOL = BrokerSettings.CLINIC_ID;
    private static final String USERS = "arn:aws:iam::111122223333:role/ClinicUsers";

    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    @Inject
    DataSource database;

    @Inject
    Diagnoses diagnoses;

    @Inject
    Pools pools;

    private final String user = "user-" + UUID.randomUUID();
    private EmulatorControl control;
    private CognitoIdentityClient operator;

    @BeforeEach
    void setUpThePoolRight() {
        control = new EmulatorControl(emulatorPort);
        control.reset();
        operator = AwsClients.operator(URI.create("http://127.0.0.1:" + emulatorPort));
        operator.updateIdentityPool(request -> request.identityPoolId(POOL)
                .identityPoolName("clinic")
                .allowUnauthenticatedIdentities(false)
                .allowClassicFlow(false));
        operator.setIdentityPoolRoles(request -> request.identityPoolId(POOL).roles(Map.of("authenticated", USERS)));
        run("DELETE FROM developer_login WHERE pool = 'clinic'; DELETE FROM identity WHERE pool = 'clinic'");
        run("DELETE FROM quota WHERE name = 'pool:clinic'");
    }

    @AfterEach
    void stop() {
        control.reset();
        operator.close();
    }

    @Test
    void everyCheckIsAnsweredInOrder() {
        token(user);

        JsonPath answer = diagnosis();

        assertThat(answer.getString("pool")).isEqualTo("clinic");
        assertThat(answer.getList("items.id"))
                .isEqualTo(Arrays.stream(CheckId.values()).map(CheckId::text).toList());
        assertThat(answer.getString("checkedAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(answer.getList("items.findAll { it.status != 'pass' }.id"))
                .as(answer.prettify())
                .containsExactly("aws-credentials");
        assertThat(answer.getString("status")).isEqualTo("warn");
        assertThat(answer.getList("items.remedy", String.class))
                .allSatisfy(remedy -> assertThat(remedy).isNotBlank());
        assertThat(finding(answer, "mapping"))
                .isEqualTo("Of a sample of 1 identities, all have the same users at" + " Cognito as here.");
        assertThat(finding(answer, "postgres-version")).startsWith("Postgres 18");
    }

    @Test
    void nobodyIsNamed() {
        String identity = token(user);
        operator.deleteIdentities(request -> request.identityIdsToDelete(identity));

        String answer = diagnosis().prettify();

        assertThat(answer).doesNotContain(user, identity, identity.substring(identity.indexOf(':') + 1));
    }

    @Test
    void aMappingThatCognitoForgotIsDrift() {
        token(user);
        String lost = token("lost-" + user);
        operator.deleteIdentities(request -> request.identityIdsToDelete(lost));
        // So that both are drawn: two points of time may well meet the same one.
        run("UPDATE identity SET created_at = created_at - interval '1 day' WHERE pool = 'clinic' AND identity_id = '"
                + lost + "'");

        assertTold("mapping", "warn", "1 have no user at Cognito", "verify=true");
    }

    @Test
    void aUserOfAnotherIdentityIsDrift() {
        String identity = token(user);
        token("other-" + user);
        run("UPDATE developer_login SET developer_user_identifier = 'nobody' WHERE pool = 'clinic' AND identity_id = '"
                + identity + "'");
        run("UPDATE identity SET created_at = created_at - interval '1 day' WHERE pool = 'clinic' AND identity_id = '"
                + identity + "'");

        assertTold("mapping", "warn", "1 have not all of their users there", "verify=true");
    }

    @Test
    void aDatabaseOfAnotherPoolIsAFailure() {
        String identity = token(user);
        operator.deleteIdentities(request -> request.identityIdsToDelete(identity));

        assertTold("mapping", "fail", "do not belong together", "identity-pool-id");
    }

    @Test
    void noMoreThanTheSampleIsLookedUp() {
        for (int i = 0; i < 15; i++) {
            token(user + i);
        }
        control.reset();

        diagnosis();

        assertThat(control.outcomesOf("LookupDeveloperIdentity")).hasSizeBetween(1, Diagnoses.SAMPLE);
        assertThat(control.outcomesOf(EmulatorControl.TOKEN_CALL)).isEmpty();
    }

    @Test
    void aLookupThatIsDeniedNamesThePermission() {
        token(user);
        control.always("access-denied", "LookupDeveloperIdentity");

        assertTold("mapping", "warn", "Could not be checked", "Allow cognito-identity:LookupDeveloperIdentity");
    }

    @Test
    void aQuotaThatCognitoThrottledIsTold() {
        run("INSERT INTO quota (name, next_at, reduced_to, throttled_at)"
                + " VALUES ('pool:clinic', now(), 0.7, now() - interval '1 second')");

        assertTold("quota", "warn", "although no more than 40 calls a second", "requests-per-second");
    }

    @Test
    void aMonthWithoutAPartitionIsTold() {
        YearMonth last = YearMonth.now(ZoneOffset.UTC).plusMonths(2);
        run("DROP TABLE audit_event_" + last.toString().replace('-', '_'));
        try {
            assertTold("audit-partitions", "warn", "in 2 months", "partitions");
        } finally {
            run("SELECT create_audit_partition('" + last.atDay(1) + "')");
        }
    }

    @Test
    void aReplicationSlotThatNobodyReadsIsTold() {
        run("SELECT pg_create_physical_replication_slot('left_behind', true)");
        try {
            assertTold("replication", "warn", "1 replication slots are read by nobody", "pg_drop_replication_slot");
        } finally {
            run("SELECT pg_drop_replication_slot('left_behind')");
        }
    }

    @Test
    void aKeyFileThatIsGoneIsToldBeforeTheRestartThatFails() throws IOException {
        // Not injected: the tests without these settings start the same classes.
        String setting = ConfigProvider.getConfig().getValue("broker.issuers.inhouse.jwks", String.class);
        Path file = Path.of(URI.create(setting).getSchemeSpecificPart());
        String keys = Files.readString(file);
        Files.writeString(file, "{");
        try {
            assertTold("caller-keys", "warn", "broker.issuers.inhouse.jwks cannot be read", "back in order");
        } finally {
            Files.writeString(file, keys);
        }
    }

    @Test
    void trustThatForgotTagsIsToldWhereCallersSetThem() {
        String role = "http://127.0.0.1:" + emulatorPort + "/_emulator/trust-policies?role=" + USERS;
        String policy = given().get(role).then().statusCode(200).extract().asString();
        String withoutTags = policy.substring(policy.indexOf("/ClinicUsers\":") + "/ClinicUsers\":".length())
                .replace(",\"sts:TagSession\"", "")
                .replaceFirst("}}$", "");
        given().contentType("application/json")
                .body(withoutTags)
                .put(role)
                .then()
                .statusCode(200);
        try {
            assertTold("user-role-trust", "fail", "does not allow sts:TagSession", "Allow sts:TagSession");
        } finally {
            given().delete(role).then().statusCode(200);
        }
    }

    @Test
    void anAwsThatHangsHidesNothingElse() {
        control.delay(20_000);

        JsonPath answer = diagnosis();

        assertThat(answer.getList("items")).hasSize(CheckId.values().length);
        assertThat(answer.getString("items.find { it.id == 'pool-reachable' }.status"))
                .isEqualTo("fail");
        assertThat(finding(answer, "guests")).contains("Could not be checked");
        for (String own : List.of("postgres-version", "replication", "audit-partitions", "quota", "caller-keys")) {
            assertThat(answer.getString("items.find { it.id == '" + own + "' }.status"))
                    .as(own)
                    .isEqualTo("pass");
        }
    }

    @Test
    void whatIsWrongIsAWarningInTheLog() {
        control.always("access-denied", "DescribeIdentityPool");
        try (LogLines log = LogLines.recorded()) {
            StartDiagnosis.tell(diagnoses.of(pools.find(new PoolName("clinic")).orElseThrow(), 1));

            assertThat(log.text())
                    .contains("pool clinic, pool-reachable: WARN. Could not be checked")
                    .contains("Allow cognito-identity:DescribeIdentityPool")
                    .contains("pool clinic was diagnosed: warn")
                    .doesNotContain("postgres-version");
        }
    }

    @Test
    void onlyADoctorMayAsk() {
        given().auth()
                .oauth2(CallerTokens.of("patient"))
                .get("/v1/pools/clinic/diagnosis")
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(CallerTokens.of("doctor"))
                .get("/v1/pools/customers/diagnosis")
                .then()
                .statusCode(403);
    }

    private void assertTold(String check, String status, String finding, String remedy) {
        JsonPath answer = diagnosis();
        assertThat(answer.getString("items.find { it.id == '" + check + "' }.status"))
                .as(answer.prettify())
                .isEqualTo(status);
        assertThat(finding(answer, check)).contains(finding);
        assertThat(answer.getString("items.find { it.id == '" + check + "' }.remedy"))
                .contains(remedy);
    }

    private static String finding(JsonPath answer, String check) {
        return answer.getString("items.find { it.id == '" + check + "' }.finding");
    }

    private static JsonPath diagnosis() {
        return given().auth()
                .oauth2(CallerTokens.of("doctor"))
                .get("/v1/pools/clinic/diagnosis")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .extract()
                .jsonPath();
    }

    private static String token(String userId) {
        return given().auth()
                .oauth2(CallerTokens.of("patient"))
                .contentType("application/json")
                .body(Map.of("userId", userId))
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("identityId");
    }

    private void run(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new AssertionError("the test's own statement failed", failure);
        }
    }
}
