package org.identitybroker.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.identitybroker.testing.BrokerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;

/// What `/v1/identities` changes over HTTP, with the state checked on both sides: in Postgres, and at Cognito with the
/// AWS SDK.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class IdentityChangesTest extends DirectoryScene {
    // --- Merge --------------------------------------------------------------------------------------------------

    @Test
    void theDestinationsIdentitySurvivesAMerge() throws SQLException {
        String third = "third-" + user;
        String source = identityOf(user);
        identityOf(third);
        merge("admin", third, user).statusCode(200);
        String destination = identityOf(other);
        merge("admin", user, other)
                .statusCode(200)
                .body("identityId", equalTo(destination))
                .body("status", equalTo("enabled"))
                .body("users.userId", containsInAnyOrder(user, third, other));
        get("admin", source).statusCode(200).body("status", equalTo("disabled")).body("users", empty());
        assertThat(count(
                        "SELECT count(*) FROM identity WHERE identity_id = ? AND status_reason = 'merged into "
                                + destination + "'",
                        source))
                .isEqualTo(1);
        assertThat(usersAtCognito(destination)).containsExactlyInAnyOrder(user, third, other);
        assertThat(usersAtCognito(source)).isEmpty();
        for (String each : List.of(user, third, other)) {
            assertThat(identityOf(each)).isEqualTo(destination);
        }
        merge("admin", user, other).statusCode(200).body("identityId", equalTo(destination));
    }

    @Test
    void aMergeNeedsTwoKnownUsers() throws SQLException {
        identityOf(user);
        problem(merge("admin", user, user), 400, "invalid-request").body("errors.field", contains("destinationUserId"));
        problem(merge("admin", user, other), 404, "not-found");
        problem(merge("admin", other, user), 404, "not-found");
        assertThat(count("SELECT count(*) FROM developer_login WHERE user_id = ?", other))
                .isZero();
    }

    @Test
    void aDisabledIdentityIsNotMerged() {
        String source = identityOf(user);
        String destination = identityOf(other);
        status("admin", source, "disabled");
        problem(merge("admin", user, other), 403, "identity-disabled");
        problem(merge("admin", other, user), 403, "identity-disabled");
        assertThat(usersAtCognito(source)).containsExactly(user);
        assertThat(usersAtCognito(destination)).containsExactly(other);
    }

    @ParameterizedTest
    @CsvSource({
        "throttle, 503, upstream-throttled",
        "internal-error, 503, upstream-unavailable",
        "reset, 503, upstream-unavailable",
        "html-ok, 503, upstream-unavailable"
    })
    void aMergeThatFailedIsFinishedByARepeat(String kind, int status, String code) {
        String source = identityOf(user);
        String destination = identityOf(other);
        fault(kind, "MergeDeveloperIdentities");
        problem(merge("admin", user, other), status, code);
        get("admin", source).body("users.userId", contains(user)).body("status", equalTo("enabled"));
        RestAssured.delete(emulator("/_emulator/faults"));
        merge("admin", user, other).statusCode(200).body("identityId", equalTo(destination));
        assertThat(usersAtCognito(destination)).containsExactlyInAnyOrder(user, other);
    }

    @Test
    void aMergeWhoseAnswerWasLostIsFinished() {
        String source = identityOf(user);
        String destination = identityOf(other);
        fault("lost-answer", "MergeDeveloperIdentities");
        // The first attempt takes effect; the SDK's own retries, or ours, are told that there is nothing to merge.
        merge("admin", user, other);
        RestAssured.delete(emulator("/_emulator/faults"));
        merge("admin", user, other)
                .statusCode(200)
                .body("identityId", equalTo(destination))
                .body("users.userId", containsInAnyOrder(user, other));
        get("admin", source).body("users", empty()).body("status", equalTo("disabled"));
        assertThat(identityOf(user)).isEqualTo(destination);
    }

    @Test
    void aMergeThatCognitoMadeBeforeIsStored() {
        String source = identityOf(user);
        String destination = identityOf(other);
        cognito.mergeDeveloperIdentities(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID)
                .developerProviderName(BrokerSettings.PROVIDER)
                .sourceUserIdentifier(user)
                .destinationUserIdentifier(other));
        merge("admin", user, other).statusCode(200).body("identityId", equalTo(destination));
        get("admin", source).body("users", empty());
    }

    // --- Unlink -------------------------------------------------------------------------------------------------

    @Test
    void anUnlinkedUserGetsANewIdentity() throws SQLException {
        String id = identityOf(user);
        unlink("admin", id, user).statusCode(204);
        assertThat(usersAtCognito(id)).isEmpty();
        assertThat(count("SELECT count(*) FROM developer_login WHERE user_id = ?", user))
                .isZero();
        get("admin", id).statusCode(200).body("users", empty()).body("status", equalTo("enabled"));
        find(user).body("items", empty());
        unlink("admin", id, user).statusCode(204);
        String next = identityOf(user);
        assertThat(next).isNotEqualTo(id);
        unlink("admin", id, user).statusCode(204);
        assertThat(identityOf(user)).isEqualTo(next);
    }

    @Test
    void unlinkingSomebodyElseChangesNothing() {
        String id = identityOf(user);
        String others = identityOf(other);
        unlink("admin", id, other).statusCode(204);
        unlink("admin", id, "nobody-" + user).statusCode(204);
        assertThat(identityOf(other)).isEqualTo(others);
        assertThat(usersAtCognito(id)).containsExactly(user);
        problem(unlink("admin", UNKNOWN, user), 404, "not-found");
        problem(call("admin", "POST", "/" + id + "/unlink", Map.of()), 400, "invalid-request")
                .body("errors.field", contains("userId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"internal-error", "throttle", "reset", "lost-answer"})
    void anUnlinkThatFailedIsFinishedByARepeat(String kind) {
        String id = identityOf(user);
        fault(kind, "UnlinkDeveloperIdentity");
        int status = unlink("admin", id, user).extract().statusCode();
        assertThat(status).isIn(204, 503);
        if (status == 503) {
            get("admin", id).body("users.userId", contains(user));
        }
        RestAssured.delete(emulator("/_emulator/faults"));
        unlink("admin", id, user).statusCode(204);
        get("admin", id).body("users", empty());
        assertThat(identityOf(user)).isNotEqualTo(id);
    }

    // --- Status -------------------------------------------------------------------------------------------------

    @Test
    void aDisabledIdentityGetsNothingUntilItIsEnabled() throws SQLException {
        String id = identityOf(user);
        status("admin", id, "disabled")
                .statusCode(200)
                .body("identityId", equalTo(id))
                .body("status", equalTo("disabled"))
                .body("users.userId", contains(user));
        problem(issue(user), 403, "identity-disabled");
        problem(unlink("admin", id, user), 403, "identity-disabled");
        problem(issue(user), 403, "identity-disabled");
        assertThat(usersAtCognito(id)).containsExactly(user);
        assertThat(count(
                        "SELECT count(*) FROM identity WHERE identity_id = ? AND status_reason = 'because'"
                                + " AND updated_at > created_at",
                        id))
                .isEqualTo(1);
        status("admin", id, "enabled").statusCode(200).body("status", equalTo("enabled"));
        assertThat(identityOf(user)).isEqualTo(id);
    }

    @Test
    void aStatusIsSaidProperly() {
        String id = identityOf(user);
        setStatus("admin", id, Map.of("status", "disabled")).statusCode(200);
        setStatus("admin", id, Map.of("status", "disabled", "reason", "😀".repeat(512)))
                .statusCode(200);
        for (Map<String, String> wrong : List.of(
                Map.of("status", "enabled", "reason", "x".repeat(513)),
                Map.of("status", "enabled", "reason", "a\nb"),
                Map.of("status", "enabled", "reason", "\u0000"))) {
            problem(setStatus("admin", id, wrong), 400, "invalid-request").body("errors.field", contains("reason"));
        }
        for (Map<String, String> wrong :
                List.of(Map.of("status", "gone"), Map.of("reason", "x"), Map.of("status", "ENABLED"))) {
            problem(setStatus("admin", id, wrong), 400, "invalid-request").body("errors.field", contains("status"));
        }
        get("admin", id).body("status", equalTo("disabled"));
        problem(status("admin", UNKNOWN, "enabled"), 404, "not-found");
    }

    // --- Delete -------------------------------------------------------------------------------------------------

    @Test
    void aDeletedIdentityIsForgottenOnBothSides() throws SQLException {
        String id = identityOf(user);
        delete("admin", id).statusCode(204);
        problem(get("admin", id), 404, "not-found");
        find(user).body("items", empty());
        assertThat(count("SELECT count(*) FROM identity WHERE identity_id = ?", id))
                .isZero();
        assertThat(count("SELECT count(*) FROM developer_login WHERE identity_id = ?", id))
                .isZero();
        assertThatThrownBy(() -> usersAtCognito(id)).isInstanceOf(ResourceNotFoundException.class);
        delete("admin", id).statusCode(204);
        assertThat(identityOf(user)).isNotEqualTo(id);
        delete("admin", UNKNOWN).statusCode(204);
        delete("admin", "nonsense").statusCode(204);
    }

    @Test
    void whatCognitoForgotIsDeletedHere() {
        String id = identityOf(user);
        cognito.deleteIdentities(request -> request.identityIdsToDelete(id));
        delete("admin", id).statusCode(204);
        problem(get("admin", id), 404, "not-found");
    }

    /// The emulator answers AccessDenied for an identity that it never knew.
    @Test
    void whatCognitoNeverKnewIsDeletedHere() throws SQLException {
        String id = "eu-west-1:" + UUID.randomUUID();
        execute(
                "INSERT INTO identity (identity_id, pool, status, created_at, updated_at)"
                        + " VALUES (?, 'customers', 'enabled', now(), now())",
                id);
        delete("admin", id).statusCode(204);
        problem(get("admin", id), 404, "not-found");
    }

    @Test
    void aDisabledIdentityCanBeForgotten() {
        String id = identityOf(user);
        status("admin", id, "disabled");
        delete("admin", id).statusCode(204);
        assertThat(identityOf(user)).isNotEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"internal-error", "throttle", "reset", "lost-answer"})
    void aDeleteThatFailedIsFinishedByARepeat(String kind) {
        String id = identityOf(user);
        fault(kind, "DeleteIdentities");
        int status = delete("admin", id).extract().statusCode();
        assertThat(status).isIn(204, 503);
        if (status == 503) {
            get("admin", id).statusCode(200).body("users.userId", contains(user));
        }
        RestAssured.delete(emulator("/_emulator/faults"));
        delete("admin", id).statusCode(204);
        problem(get("admin", id), 404, "not-found");
        assertThat(identityOf(user)).isNotEqualTo(id);
    }
}
