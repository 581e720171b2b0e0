package org.identitybroker.adoption;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.SlowImport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.IdentityDescription;
import software.amazon.awssdk.services.cognitoidentity.model.ListIdentitiesRequest;
import software.amazon.awssdk.services.cognitoidentity.model.ListIdentitiesResponse;

/// `/v1/pools/{pool}/imports` over HTTP, with the state checked in Postgres and Cognito played by the emulator.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class ImportResourceTest {
    private static final String NDJSON = "application/x-ndjson";

    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    @Inject
    DataSource database;

    private final String user = "user-" + UUID.randomUUID();
    private final String other = "other-" + UUID.randomUUID();
    private CognitoIdentityClient cognito;

    @BeforeEach
    void connect() {
        cognito = AwsClients.operator(emulator(""));
    }

    @AfterEach
    void disconnect() {
        RestAssured.delete(emulator("/_emulator/faults"));
        cognito.close();
    }

    // --- What becomes of a line ---------------------------------------------------------------------------------

    @Test
    void linesWithIdentitiesAreStoredWithoutAskingCognito() throws SQLException {
        String id = atCognito(user);
        RestAssured.delete(emulator("/_emulator/requests"));
        counts(send("admin", line(user, id) + line(other, fresh())), 2, 0, 0, 0)
                .header("Cache-Control", equalTo("no-store"))
                .body("pool", equalTo("customers"));
        assertThat(RestAssured.get(emulator("/_emulator/requests")).jsonPath().getList("requests"))
                .isNullOrEmpty();
        assertThat(stored(user)).containsExactly(id + " " + user + " null admin enabled");
        issue(user).statusCode(200).body("identityId", equalTo(id)).body("created", equalTo(false));
    }

    @Test
    void theSameFileAgainChangesNothing() throws SQLException {
        String file = line(user, fresh()) + line(other, fresh());
        counts(send("admin", file), 2, 0, 0, 0);
        List<String> before = stored(user);
        counts(send("shopdesk", file), 0, 0, 0, 2);
        counts(send("admin", file + file), 0, 4, 0, 0);
        assertThat(stored(user)).isEqualTo(before);
    }

    @Test
    void anIdentityThatIsLeftOutIsLookedUp() throws SQLException {
        String id = atCognito(user);
        counts(send("admin", line(user)), 1, 0, 0, 0);
        assertThat(stored(user)).containsExactly(id + " " + user + " null admin enabled");
        RestAssured.delete(emulator("/_emulator/requests"));
        counts(send("admin", line(user)), 0, 1, 0, 0);
        assertThat(RestAssured.get(emulator("/_emulator/requests")).jsonPath().getList("requests"))
                .as("what is known needs no lookup")
                .isNullOrEmpty();
    }

    @Test
    void aUserWhomCognitoDoesNotKnowFails() throws SQLException {
        counts(send("admin", line(user)), 0, 0, 0, 1)
                .body("failures.reason", contains("not-found"))
                .body("failures.userId", contains(user));
        counts(verify(line(user, fresh())), 0, 0, 0, 1).body("failures.reason", contains("not-found"));
        assertThat(stored(user)).isEmpty();
    }

    @Test
    void aPairThatCognitoDeniesIsAConflict() throws SQLException {
        String id = atCognito(user);
        String others = atCognito(other);
        counts(verify(line(user, others) + line(other, others)), 1, 0, 1, 0)
                .body("conflicts.reason", contains("cognito-differs"))
                .body("conflicts.line", contains(1))
                .body("conflicts.identityId", contains(others));
        assertThat(stored(user)).isEmpty();
        counts(verify(line(user, id)), 1, 0, 0, 0);
        counts(verify(line(user, id)), 0, 1, 0, 0);
    }

    @Test
    void whatIsStoredHolds() throws SQLException {
        String id = fresh();
        counts(send("admin", line(user, id)), 1, 0, 0, 0);
        counts(send("admin", line(user, fresh()) + line(other, id)), 0, 0, 2, 0)
                .body("conflicts.reason", contains("user-already-linked", "identity-conflict"))
                .body("conflicts.userId", contains(user, other));
        assertThat(stored(user)).hasSize(1).first().asString().startsWith(id);
        assertThat(stored(other)).isEmpty();
    }

    @Test
    void linesOfOneFileAreJudgedInTheirOrder() throws SQLException {
        String id = fresh();
        counts(send("admin", line(user, id) + line(user, fresh()) + line(other, id) + line(user, id)), 1, 1, 2, 0)
                .body("conflicts.line", contains(2, 3));
        assertThat(stored(user)).hasSize(1).first().asString().startsWith(id);
    }

    @Test
    void anIdentityOfAnotherPoolIsNotToldFromAnotherUsers() {
        String id = fresh();
        counts(send("staffadmin", "staff", "", line(user, id)), 1, 0, 0, 0);
        counts(send("admin", line(other, id)), 0, 0, 1, 0)
                .body("conflicts.reason", contains("identity-conflict"))
                .body("conflicts.message", contains("The identity is, or was, not this user's alone."));
    }

    @Test
    void aDisabledIdentityIsNotGiven() throws SQLException {
        String id = fresh();
        counts(send("admin", line(user, id)), 1, 0, 0, 0);
        execute("UPDATE identity SET status = 'disabled' WHERE identity_id = ?", id);
        counts(send("admin", line(other, id)), 0, 0, 1, 0).body("conflicts.reason", contains("identity-disabled"));
        counts(send("admin", line(user, id)), 0, 1, 0, 0);
        assertThat(stored(other)).isEmpty();
    }

    @Test
    void anIdentityThatLostItsUserIsGivenOnlyIfCognitoConfirms() throws SQLException {
        String id = atCognito(user);
        counts(send("admin", line(user, id)), 1, 0, 0, 0);
        execute("DELETE FROM developer_login WHERE identity_id = ?", id);
        counts(send("admin", line(user, id)), 0, 0, 1, 0);
        counts(verify(line(user, id)), 1, 0, 0, 0);
    }

    @Test
    void usersWhoWereMergedAtCognitoShareTheirIdentity() throws SQLException {
        atCognito(user);
        String id = atCognito(other);
        cognito.mergeDeveloperIdentities(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID)
                .developerProviderName(BrokerSettings.PROVIDER)
                .sourceUserIdentifier(user)
                .destinationUserIdentifier(other));
        counts(send("admin", line(user, id) + line(other, id)), 1, 0, 1, 0);
        counts(verify(line(user, id) + line(other, id)), 1, 1, 0, 0);
        assertThat(stored(user)).hasSize(1);
        assertThat(stored(other)).hasSize(1);
        String third = "third-" + user;
        counts(send("admin", line(third, id)), 0, 0, 1, 0);
    }

    @Test
    void pseudonymsAreStoredAndAsked() throws SQLException {
        String id = fresh();
        counts(send("clubadmin", "members", "", line(user, id)), 1, 0, 0, 0);
        String row = stored(user).getFirst();
        assertThat(row).matches(id + " [0-9a-f]{64} k2026 clubadmin enabled");
        String known = given().contentType(ContentType.JSON)
                .auth()
                .oauth2(CallerTokens.of("club"))
                .body(Map.of("userId", other))
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("identityId");
        execute("DELETE FROM developer_login WHERE identity_id = ?", known);
        execute("DELETE FROM identity WHERE identity_id = ?", known);
        counts(send("clubadmin", "members", "", line(other)), 1, 0, 0, 0);
        assertThat(stored(other).getFirst()).startsWith(known);
    }

    // --- What a line may be -------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "null",
                "{}",
                "{\"userId\":7}",
                "{\"userId\":\"\"}",
                "{\"userId\":\"a\\u0000b\"}",
                "{\"userId\":\"a\",\"extra\":1}",
                "{\"userId\":\"a\",\"userId\":\"b\"}",
                "{\"userId\":\"a\",\"identityId\":\"nonsense\"}",
                "{\"userId\":\"a\",\"identityId\":\"us-east-1:00000000-0000-4000-8000-000000000001\"}",
                "{\"userId\":\"a\"} {\"userId\":\"b\"}"
            })
    void aLineThatIsWrongFailsAndTheImportGoesOn(String wrong) {
        counts(send("admin", line(user, fresh()) + "\n" + wrong + "\n" + line(other, fresh())), 2, 0, 0, 1)
                .body("failures.line", contains(3))
                .body("failures.reason", contains("invalid-request"))
                .body("failures[0].message", not(equalTo("")));
    }

    @Test
    void editorsAndOperatingSystemsMayLeaveTheirMarks() {
        String file = "\ufeff" + line(user, fresh()).replace("\n", "\r\n") + "\r\n \t\r\n"
                + line(other, fresh()).strip();
        counts(send("admin", file), 2, 0, 0, 0);
    }

    @Test
    void aLineHasALengthAndUtf8() {
        String longest = "\\ud83d\\ude00".repeat(512);
        String tooLong = "{\"userId\":\"" + "a".repeat(600_000) + "\"}\n";
        counts(send("admin", line(longest, fresh()) + tooLong + line(user, fresh())), 2, 0, 0, 1)
                .body("failures.line", contains(2))
                .body("failures[0].message", equalTo("has more than 8192 bytes"));
        byte[] notUtf8 = "{\"userId\":\"\u00ff\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        given().contentType(NDJSON)
                .auth()
                .oauth2(CallerTokens.of("admin"))
                .body(notUtf8)
                .post("/v1/pools/customers/imports")
                .then()
                .statusCode(200)
                .body("failures[0].message", equalTo("is not valid UTF-8"));
    }

    @Test
    void anAnswerNamesAThousandFindingsAndCountsTheRest() {
        counts(send("admin", "x\n".repeat(1234)), 0, 0, 0, 1234)
                .body("failures", hasSize(1000))
                .body("failuresOmitted", equalTo(234))
                .body("conflictsOmitted", equalTo(0))
                .body("conflicts", empty());
    }

    // --- Who may import what ------------------------------------------------------------------------------------

    @Test
    void aCallerWithPrefixesImportsItsOwnUsersOnly() throws SQLException {
        String mine = "shop:" + user;
        counts(send("shopdesk", line(mine, atCognito(mine)) + line(user, fresh())), 1, 0, 0, 1)
                .body("failures.line", contains(2))
                .body("failures.reason", contains("forbidden"));
        assertThat(stored(mine)).hasSize(1);
        assertThat(stored(user)).isEmpty();
    }

    /// Unknown here is not free: Cognito would link the second user to it, too.
    @Test
    void aCallerWithPrefixesCannotClaimAnotherLoginSystemsIdentity() throws SQLException {
        String mine = "shop:" + user;
        String victims = atCognito(other);
        counts(send("shopdesk", line(mine, victims)), 0, 0, 0, 1).body("failures.reason", contains("not-found"));
        atCognito(mine);
        counts(send("shopdesk", line(mine, victims)), 0, 0, 1, 0).body("conflicts.reason", contains("cognito-differs"));
        assertThat(stored(mine)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"reader, customers", "shop, customers", "admin, staff", "admin, nonesuch", "staffadmin, customers"})
    void othersMayNot(String caller, String pool) throws SQLException {
        problem(send(caller, pool, "", line(user, fresh())), 403, "forbidden");
        assertThat(stored(user)).isEmpty();
    }

    @Test
    void progressIsForThoseWhoMayReadOrWrite() {
        String id = send("admin", line(user, fresh())).extract().path("importId");
        for (String caller : List.of("admin", "reader", "shop")) {
            run(caller, "customers", "/" + id)
                    .statusCode(200)
                    .body("state", equalTo("finished"))
                    .body("caller", equalTo("admin"))
                    .body("imported", equalTo(1));
            run(caller, "customers", "").statusCode(200).body("items[0].importId", equalTo(id));
        }
        problem(run("both", "customers", ""), 403, "forbidden");
        problem(run("staffadmin", "customers", "/" + id), 403, "forbidden");
        problem(run("staffadmin", "staff", "/" + id), 404, "not-found");
        problem(run("admin", "customers", "/nonsense"), 404, "not-found");
        problem(run("admin", "nonesuch", ""), 403, "forbidden");
    }

    @Test
    void theRequestIsAsStrictAsAnyOther() {
        problem(send("admin", "customers", "?verify=yes", ""), 400, "invalid-request")
                .body("errors.field", contains("verify"));
        problem(send("admin", "customers", "?check=true", ""), 400, "invalid-request");
        for (String type : List.of("application/json", "text/plain")) {
            problem(post("admin", "/v1/pools/customers/imports", type, ""), 415, "unsupported-media-type");
        }
        counts(post("admin", "/v1/pools/customers/imports", "application/jsonl", ""), 0, 0, 0, 0);
        problem(
                given().contentType(NDJSON)
                        .header("Content-Encoding", "gzip")
                        .auth()
                        .oauth2(CallerTokens.of("admin"))
                        .body(new byte[0])
                        .post("/v1/pools/customers/imports")
                        .then(),
                415,
                "unsupported-media-type");
    }

    @Test
    void aBodyMayHaveAnyLengthHereAndNowhereElse() {
        String blank = " ".repeat(999) + "\n";
        String long600K = blank.repeat(600);
        counts(send("admin", long600K + line(user, fresh())), 1, 0, 0, 0);
        problem(post("shop", "/v1/tokens", "application/json", long600K), 413, "payload-too-large");
        problem(post("admin", "/v1/identities/merge", "application/json", long600K), 413, "payload-too-large");
    }

    // --- When something fails -----------------------------------------------------------------------------------

    @Test
    void anOutageOfCognitoEndsTheImport() throws SQLException {
        fault("internal-error");
        String many = IntStream.range(0, 200).mapToObj(i -> line(user + i)).collect(Collectors.joining());
        ValidatableResponse answer = problem(send("admin", line(other, fresh()) + many), 503, "upstream-unavailable");
        assertThat(answer.extract().header("Retry-After")).isNotNull();
        assertThat(stored(other)).as("what was read before").hasSize(1);
        run("admin", "customers", "")
                .body("items[0].state", equalTo("failed"))
                .body("items[0].problem", equalTo("upstream-unavailable"))
                .body("items[0].imported", equalTo(1))
                .body("items[0].failed", equalTo(9));
    }

    @Test
    void aSingleLookupThatFailsCostsOneLine() {
        String id = atCognito(other);
        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "faults",
                        List.of(Map.of("kind", "throttle", "operation", "LookupDeveloperIdentity", "times", 3))))
                .put(emulator("/_emulator/faults"));
        counts(verify(line(user) + line(other, id)), 1, 0, 0, 1)
                .body("failures.reason", contains("upstream-throttled"));
    }

    @Test
    void progressShowsWhileTheSenderPausesAndACutIsTold() throws Exception {
        try (SlowImport slow = SlowImport.begin(RestAssured.port, "customers", CallerTokens.of("admin"))) {
            slow.send(line(user, fresh()));
            await().untilAsserted(() -> assertThat(stored(user)).hasSize(1));
            await().untilAsserted(() -> run("reader", "customers", "")
                    .body("items[0].state", equalTo("running"))
                    .body("items[0].imported", equalTo(1)));
            slow.send(line(other, fresh()));
            await().untilAsserted(() -> assertThat(stored(other)).hasSize(1));
        }
        await().untilAsserted(() -> run("reader", "customers", "")
                .body("items[0].state", equalTo("failed"))
                .body("items[0].problem", equalTo("invalid-request"))
                .body("items[0].imported", equalTo(2)));
    }

    @Test
    void aRunThatIsSilentIsInterruptedAndOldOnesGo() throws SQLException {
        String id = send("staffadmin", "staff", "", "").extract().path("importId");
        execute(
                "UPDATE import_run SET state = 'running', updated_at = now() - interval '3 minutes' "
                        + "WHERE import_id = cast(? AS uuid)",
                id);
        run("staffadmin", "staff", "/" + id).body("state", equalTo("interrupted"));
        execute("UPDATE import_run SET started_at = now() - interval '1 day' WHERE import_id = cast(? AS uuid)", id);
        for (int i = 0; i < ImportRuns.KEPT_MAX; i++) {
            send("staffadmin", "staff", "", "").statusCode(200);
        }
        run("staffadmin", "staff", "").body("items", hasSize(ImportRuns.KEPT_MAX));
        problem(run("staffadmin", "staff", "/" + id), 404, "not-found");
    }

    @Test
    void aReplicaRunsAFewAtOnce() throws Exception {
        List<SlowImport> slow = new ArrayList<>();
        try {
            for (int i = 0; i < Importing.AT_ONCE_MAX; i++) {
                slow.add(SlowImport.begin(RestAssured.port, "customers", CallerTokens.of("admin")));
                slow.get(i).send(line(user + i, fresh()));
                String name = user + i;
                await().untilAsserted(() -> assertThat(stored(name)).hasSize(1));
            }
            problem(send("admin", line(other, fresh())), 429, "rate-limited").header("Retry-After", equalTo("30"));
        } finally {
            slow.forEach(SlowImport::close);
        }
        await().untilAsserted(() -> send("admin", "").statusCode(200));
    }

    // --- Races --------------------------------------------------------------------------------------------------

    @Test
    void importsAndTokenRequestsOfTheSameUsersEndWithOneMappingEach() throws Exception {
        List<String> users =
                IntStream.range(0, 40).mapToObj(i -> user + "-" + i).toList();
        users.forEach(this::atCognito);
        String file = users.stream().map(ImportResourceTest::line).collect(Collectors.joining());
        List<CompletableFuture<HttpResponse<String>>> imports = List.of(sendLater(file), sendLater(file));
        List<CompletableFuture<String>> identities = users.reversed().stream()
                .map(each -> CompletableFuture.supplyAsync(
                        () -> issue(each).statusCode(200).extract().<String>path("identityId")))
                .toList();
        for (int i = 0; i < users.size(); i++) {
            String identity = identities.get(i).join();
            assertThat(stored(users.reversed().get(i)))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith(identity);
        }
        for (CompletableFuture<HttpResponse<String>> each : imports) {
            assertThat(each.join().body()).contains("\"conflicting\":0,\"failed\":0");
        }
    }

    /// In a pool of which no test reads every page.
    @Test
    void theSameFileTwiceAtOnceIsStoredOnce() throws Exception {
        String file = IntStream.range(0, 5000)
                .mapToObj(i -> line(user + "-" + i, fresh()))
                .collect(Collectors.joining());
        List<String> lines = new ArrayList<>(file.lines().toList());
        CompletableFuture<HttpResponse<String>> one = sendLater("staffadmin", "staff", file);
        CompletableFuture<HttpResponse<String>> two =
                sendLater("staffadmin", "staff", String.join("\n", lines.reversed()));
        int imported = 0;
        for (CompletableFuture<HttpResponse<String>> each : List.of(one, two)) {
            assertThat(each.join().statusCode()).isEqualTo(200);
            assertThat(each.join().body()).contains("\"conflicting\":0,\"failed\":0");
            imported += Integer.parseInt(each.join().body().replaceAll(".*\"imported\":(\\d+).*", "$1"));
        }
        assertThat(imported).isEqualTo(5000);
    }

    // --- After the database was lost ----------------------------------------------------------------------------

    /// docs/operations.md, "The database is lost": what Cognito knows is exported and imported.
    @Test
    void afterTheDatabaseWasLostEveryUserKeepsTheIdentity() throws SQLException {
        Map<String, String> before = new TreeMap<>();
        for (String name : List.of("a", "b", "c", "d", "merged")) {
            before.put(user + name, identityOf(user + name));
        }
        given().contentType(ContentType.JSON)
                .auth()
                .oauth2(CallerTokens.of("admin"))
                .body(Map.of("sourceUserId", user + "merged", "destinationUserId", user + "a"))
                .post("/v1/identities/merge")
                .then()
                .statusCode(200);
        before.put(user + "merged", before.get(user + "a"));

        execute("DELETE FROM developer_login WHERE starts_with(user_id, ?)", user, before.size());
        for (String identity : Set.copyOf(before.values())) {
            execute("DELETE FROM identity WHERE identity_id = ?", identity);
        }

        issue(user + "d")
                .statusCode(200)
                .body("identityId", equalTo(before.get(user + "d")))
                .body("created", equalTo(true));
        String export = usersAtCognito(user);
        counts(send("admin", export), 3, 1, 1, 0).body("conflicts.reason", contains("identity-conflict"));
        counts(verify(export), 1, 4, 0, 0);

        before.forEach((name, identity) -> issue(name)
                .statusCode(200)
                .body("identityId", equalTo(identity))
                .body("created", equalTo(false)));
    }

    private static String identityOf(String userId) {
        return issue(userId).statusCode(200).extract().path("identityId");
    }

    /// As docs/imports.md has it for a shell: each identity of the pool, and of each its users.
    private String usersAtCognito(String prefix) {
        StringBuilder lines = new StringBuilder();
        String page = null;
        do {
            ListIdentitiesResponse identities = cognito.listIdentities(ListIdentitiesRequest.builder()
                    .identityPoolId(BrokerSettings.CUSTOMERS_ID)
                    .maxResults(60)
                    .nextToken(page)
                    .build());
            for (IdentityDescription identity : identities.identities()) {
                if (!identity.logins().contains(BrokerSettings.PROVIDER)) {
                    continue; // a guest's
                }
                cognito
                        .lookupDeveloperIdentity(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID)
                                .identityId(identity.identityId()))
                        .developerUserIdentifierList()
                        .stream()
                        .filter(name -> name.startsWith(prefix))
                        .forEach(name -> lines.append(line(name, identity.identityId())));
            }
            page = identities.nextToken();
        } while (page != null);
        return lines.toString();
    }

    // --- Sending ------------------------------------------------------------------------------------------------

    private static String line(String user, String identity) {
        return "{\"userId\":\"" + user + "\",\"identityId\":\"" + identity + "\"}\n";
    }

    private static String line(String user) {
        return "{\"userId\":\"" + user + "\"}\n";
    }

    private static String fresh() {
        return "eu-west-1:" + UUID.randomUUID();
    }

    private static ValidatableResponse send(String caller, String file) {
        return send(caller, "customers", "", file);
    }

    private static ValidatableResponse verify(String file) {
        return send("admin", "customers", "?verify=true", file);
    }

    private static ValidatableResponse send(String caller, String pool, String query, String file) {
        return post(caller, "/v1/pools/" + pool + "/imports" + query, NDJSON, file);
    }

    private static ValidatableResponse post(String caller, String path, String type, String body) {
        return given().header("Content-Type", type)
                .config(RestAssured.config()
                        .encoderConfig(RestAssured.config()
                                .getEncoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .auth()
                .oauth2(CallerTokens.of(caller))
                .body(body.getBytes(UTF_8))
                .post(path)
                .then();
    }

    /// Chunked, unlike the others.
    private static CompletableFuture<HttpResponse<String>> sendLater(String file) {
        return sendLater("admin", "customers", file);
    }

    private static CompletableFuture<HttpResponse<String>> sendLater(String caller, String pool, String file) {
        byte[] bytes = file.getBytes(UTF_8);
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(
                                        "http://localhost:" + RestAssured.port + "/v1/pools/" + pool + "/imports"))
                                .header("Authorization", "Bearer " + CallerTokens.of(caller))
                                .header("Content-Type", NDJSON)
                                .POST(BodyPublishers.ofInputStream(() -> new SequenceInputStream(
                                        new ByteArrayInputStream(bytes), new ByteArrayInputStream(new byte[0]))))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static ValidatableResponse run(String caller, String pool, String path) {
        return given().auth()
                .oauth2(CallerTokens.of(caller))
                .get("/v1/pools/" + pool + "/imports" + path)
                .then();
    }

    private static ValidatableResponse counts(
            ValidatableResponse answer, int imported, int unchanged, int conflicting, int failed) {
        return answer.statusCode(200)
                .body("imported", equalTo(imported))
                .body("unchanged", equalTo(unchanged))
                .body("conflicting", equalTo(conflicting))
                .body("failed", equalTo(failed));
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status).contentType("application/problem+json").body("code", equalTo(code));
    }

    private static ValidatableResponse issue(String userId) {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(CallerTokens.of("shop"))
                .body(Map.of("userId", userId))
                .post("/v1/tokens")
                .then();
    }

    // --- Both sides ---------------------------------------------------------------------------------------------

    private URI emulator(String path) {
        return URI.create("http://127.0.0.1:" + emulatorPort + path);
    }

    /// The user's identity, made as the company's old backend made it.
    private String atCognito(String name) {
        return cognito.getOpenIdTokenForDeveloperIdentity(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID)
                        .logins(Map.of(BrokerSettings.PROVIDER, name)))
                .identityId();
    }

    private void fault(String kind) {
        given().contentType(ContentType.JSON)
                .body(Map.of("faults", List.of(Map.of("kind", kind, "operation", "LookupDeveloperIdentity"))))
                .put(emulator("/_emulator/faults"))
                .then()
                .statusCode(lessThan(300));
    }

    private List<String> stored(String name) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("""
                        SELECT concat_ws(' ', identity_id, developer_user_identifier, coalesce(key_id, 'null'),
                            linked_by, status)
                        FROM developer_login JOIN identity USING (identity_id) WHERE user_id = ?""")) {
            query.setString(1, name);
            ResultSet rows = query.executeQuery();
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private void execute(String sql, String value) throws SQLException {
        execute(sql, value, 1);
    }

    private void execute(String sql, String value, int rows) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            assertThat(statement.executeUpdate()).isEqualTo(rows);
        }
    }
}
