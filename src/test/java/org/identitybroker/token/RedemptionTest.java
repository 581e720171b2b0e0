package org.identitybroker.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.GetCredentialsForIdentityResponse;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;

/// What a device does with the broker's answer, with the real AWS SDK.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class RedemptionTest {
    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    private final String user = "user-" + UUID.randomUUID();
    private CognitoIdentityClient device;

    @BeforeEach
    void startDevice() {
        device = AwsClients.device(URI.create("http://127.0.0.1:" + emulatorPort));
    }

    @AfterEach
    void stopDevice() {
        device.close();
    }

    @Test
    void theAnswerIsRedeemedAsItIs() {
        JsonPath issued = issue(Map.of("userId", user));
        GetCredentialsForIdentityResponse redeemed = device.getCredentialsForIdentity(
                request -> request.identityId(issued.getString("identityId")).logins(issued.getMap("logins")));
        assertThat(redeemed.identityId()).isEqualTo(issued.getString("identityId"));
        assertThat(redeemed.credentials().accessKeyId()).startsWith("ASIA");
        assertThat(redeemed.credentials().sessionToken()).isNotEmpty();
        assertThat(redeemed.credentials().expiration())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(59)),
                        Instant.now().plus(Duration.ofMinutes(61)));
    }

    @Test
    void aTokenIsGoodForItsOwnIdentityOnly() {
        JsonPath mine = issue(Map.of("userId", user));
        JsonPath other = issue(Map.of("userId", "other-" + user));
        assertThat(mine.getString("identityId")).isNotEqualTo(other.getString("identityId"));
        assertThatThrownBy(() -> device.getCredentialsForIdentity(request ->
                        request.identityId(other.getString("identityId")).logins(mine.getMap("logins"))))
                .isInstanceOf(NotAuthorizedException.class);
    }

    @Test
    void theTokenIsSignedWithThePublishedKeyAndSaysWhoTheUserIs() throws Exception {
        JsonPath issued =
                issue(Map.of("userId", user, "tokenDurationSeconds", 300, "principalTags", Map.of("tier", "gold")));
        SignedJWT token = SignedJWT.parse(issued.getString("token"));
        JWKSet published = JWKSet.load(URI.create("http://127.0.0.1:" + emulatorPort + "/.well-known/jwks_uri")
                .toURL());
        assertThat(token.verify(new RSASSAVerifier(
                        published.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo(issued.getString("identityId"));
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(BrokerSettings.CUSTOMERS_ID);
        assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant())
                .isEqualTo(Instant.parse(issued.getString("expiresAt")));
        assertThat(token.getJWTClaimsSet().getStringListClaim("amr"))
                .containsExactly(
                        "authenticated",
                        BrokerSettings.PROVIDER,
                        BrokerSettings.PROVIDER + ":" + BrokerSettings.CUSTOMERS_ID + ":" + user);
        assertThat(token.getJWTClaimsSet().getJSONObjectClaim("https://aws.amazon.com/tags"))
                .isEqualTo(Map.of("principal_tags", Map.of("tier", List.of("gold"))));
    }

    @Test
    void theDurationIsTheRequested() throws Exception {
        SignedJWT token = SignedJWT.parse(
                issue(Map.of("userId", user, "tokenDurationSeconds", 77)).getString("token"));
        assertThat(Duration.between(
                        token.getJWTClaimsSet().getIssueTime().toInstant(),
                        token.getJWTClaimsSet().getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofSeconds(77));
    }

    private JsonPath issue(Map<String, ?> body) {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(CallerTokens.of("shop"))
                .body(body)
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
