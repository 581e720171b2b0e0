package org.identitybroker.adoption;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `/v1/pools/{pool}/imports` over HTTP, with the state checked in Postgres and Cognito played by the emulator.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class ImportResourceTest extends ImportScene {
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
}
