package org.identitybroker.adoption;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.SlowImport;
import org.junit.jupiter.api.Test;

/// Imports that something comes in the way of: Cognito, a pausing sender, other requests, a lost database.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class TroubledImportTest extends ImportScene {
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
}
