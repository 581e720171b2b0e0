package org.identitybroker.token;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.Test;

/// A pool with pseudonyms, over HTTP, against a real Postgres and the emulator: what leaves the broker does not have
/// the user id.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class PseudonymTest {
    @Inject
    DataSource database;

    private final String user = "user-" + UUID.randomUUID();

    @Test
    void tokenHasThePseudonymAndNowhereTheUserId() throws ParseException, GeneralSecurityException {
        ValidatableResponse answer = issue();

        JWTClaimsSet claims =
                SignedJWT.parse(answer.extract().<String>path("token")).getJWTClaimsSet();
        assertThat(claims.getStringListClaim("amr"))
                .contains(BrokerSettings.PROVIDER + ":" + BrokerSettings.MEMBERS_ID + ":" + pseudonym());
        assertThat(claims.toString()).doesNotContain(user);
        assertThat(answer.extract().asString()).doesNotContain(user);
    }

    @Test
    void rowHasThePseudonymAndItsKey() throws SQLException, GeneralSecurityException {
        issue();

        assertThat(stored()).isEqualTo(pseudonym() + " k2026");
    }

    @Test
    void theSameUserKeepsItsIdentity() {
        String identity = issue().extract().path("identityId");

        issue().body("identityId", equalTo(identity)).body("created", equalTo(false));
    }

    /// As after a restart with another key.
    @Test
    void knownUserKeepsTheIdentifierThatAnOlderKeyMade() throws SQLException, ParseException {
        String identity = issue().extract().path("identityId");
        String older = "0123456789abcdef-" + user.hashCode();
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE developer_login SET developer_user_identifier = ?, key_id = 'k2025' WHERE user_id = ?")) {
            update.setString(1, older);
            update.setString(2, user);
            update.executeUpdate();
        }

        ValidatableResponse answer = issue().body("identityId", equalTo(identity));

        assertThat(SignedJWT.parse(answer.extract().<String>path("token"))
                        .getJWTClaimsSet()
                        .getStringListClaim("amr"))
                .anyMatch(reference -> reference.endsWith(":" + older));
        assertThat(stored()).isEqualTo(older + " k2025");
    }

    private ValidatableResponse issue() {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(CallerTokens.of("club"))
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .then()
                .statusCode(200);
    }

    private String pseudonym() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("m".repeat(32).getBytes(UTF_8), "HmacSHA256"));
        mac.update(BrokerSettings.MEMBERS_ID.getBytes(UTF_8));
        mac.update((byte) 0);
        return HexFormat.of().formatHex(mac.doFinal(user.getBytes(UTF_8)));
    }

    private String stored() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT developer_user_identifier, key_id FROM developer_login WHERE user_id = ?")) {
            query.setString(1, user);
            ResultSet rows = query.executeQuery();
            assertThat(rows.next()).isTrue();
            return rows.getString(1) + " " + rows.getString(2);
        }
    }
}
