package org.identitybroker.token;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// A guest who signs in keeps the identity, and nobody else gets it. In the demo's pool, which admits guests.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class GuestUpgradeTest {
    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    @ConfigProperty(name = "broker.pools.demo.identity-pool-id")
    String identityPoolId;

    private final String user = "user-" + UUID.randomUUID();
    private CognitoIdentityClient device;
    private String caller = "";

    @BeforeEach
    void startDevice() {
        device = AwsClients.device(URI.create("http://127.0.0.1:" + emulatorPort));
        caller = RestAssured.post("/dev/caller-token?caller=demo-login").asString();
    }

    @AfterEach
    void stopDevice() {
        device.close();
    }

    @Test
    void theGuestKeepsItsIdentity() {
        String guest = newGuest();
        signIn(user, guest).statusCode(200).body("identityId", equalTo(guest)).body("created", equalTo(true));
        signIn(user).statusCode(200).body("identityId", equalTo(guest)).body("created", equalTo(false));
    }

    @Test
    void sendingTheGuestAgainChangesNothing() {
        String guest = newGuest();
        signIn(user, guest).statusCode(200);
        signIn(user, guest).statusCode(200).body("identityId", equalTo(guest)).body("created", equalTo(false));
    }

    @Test
    void aSecondUserDoesNotGetTheFirstOnesIdentity() {
        String guest = newGuest();
        signIn(user, guest).statusCode(200);
        signIn("thief-" + user, guest).statusCode(409).body("code", equalTo("identity-conflict"));
    }

    @Test
    void aUserWithAnIdentityDoesNotGetASecondOne() {
        String first = signIn(user).statusCode(200).extract().path("identityId");
        signIn(user, newGuest()).statusCode(409).body("code", equalTo("user-already-linked"));
        signIn(user).statusCode(200).body("identityId", equalTo(first));
    }

    private String newGuest() {
        return device.getId(request -> request.identityPoolId(identityPoolId)).identityId();
    }

    private ValidatableResponse signIn(String userId) {
        return post(Map.of("userId", userId));
    }

    private ValidatableResponse signIn(String userId, String guest) {
        return post(Map.of("userId", userId, "identityId", guest));
    }

    private ValidatableResponse post(Map<String, String> body) {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(caller)
                .body(body)
                .post("/v1/tokens")
                .then();
    }
}
