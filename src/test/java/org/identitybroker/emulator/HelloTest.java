package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.identitybroker.emulator.Wire.Answer;
import org.identitybroker.emulator.iam.PolicyDocument;
import org.identitybroker.emulator.state.PoolRoles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// A route of API Gateway that wants IAM authorization.
class HelloTest {
    private static final String HELLO = "/hello";
    private static final String SERVICE = "execute-api";
    private static final String NO_TOKEN = "{\"message\":\"Missing Authentication Token\"}";
    private static final String BAD_TOKEN = "{\"message\":\"The security token included in the request is invalid.\"}";

    private TestEmulator cognito;
    private CloudUser ann;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start();
        ann = CloudUser.signedIn(cognito, "ann");
    }

    @AfterEach
    void stop() {
        ann.close();
        cognito.close();
    }

    @Test
    void aUserIsGreetedByIdentity() {
        Answer answer = ann.send(SERVICE, "GET", HELLO, "");

        assertAll(
                () -> assertEquals(200, answer.status()),
                () -> assertEquals(
                        ann.identityId, answer.json().path("identityId").asText()),
                () -> assertEquals(
                        TestEmulator.POOL, answer.json().path("identityPoolId").asText()),
                () -> assertEquals(
                        "arn:aws:sts::111122223333:assumed-role/CognitoAuthenticated/CognitoIdentityCredentials",
                        answer.json().path("principalArn").asText()),
                () -> assertEquals(
                        "authenticated", answer.json().path("amr").path(0).asText()),
                () -> assertEquals("*", answer.header("access-control-allow-origin")));
    }

    @Test
    void guestsAreNotAuthorized() {
        try (CloudUser guest = CloudUser.guest(cognito)) {
            assertRefused(
                    "{\"Message\":\"User: arn:aws:sts::111122223333:assumed-role/CognitoUnauthenticated/"
                            + "CognitoIdentityCredentials is not authorized to perform: execute-api:Invoke on resource: "
                            + "arn:aws:execute-api:eu-west-1:********3333:hello/demo/GET/hello\"}",
                    guest.send(SERVICE, "GET", HELLO, ""));
        }
    }

    @Test
    void aDenyIsToldAsSuch() {
        cognito.emulator
                .policies()
                .set(
                        PoolRoles.standard().authenticated().orElseThrow(),
                        PolicyDocument.parse(
                                "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}"));

        assertTrue(ann.send(SERVICE, "GET", HELLO, "").http().body().endsWith("GET/hello with an explicit deny\"}"));
    }

    @Test
    void withoutASignatureATokenIsMissing() {
        assertRefused(NO_TOKEN, cognito.wire.get(HELLO));
        assertRefused(NO_TOKEN, ann.send(SERVICE, "GET", "/goodbye", ""));
        assertRefused(NO_TOKEN, ann.send(SERVICE, "POST", HELLO, "{}"));
    }

    @Test
    void foreignCredentialsAreInvalid() {
        AwsSessionCredentials good = ann.session();
        try (CloudUser bob = CloudUser.signedIn(cognito, "bob");
                CloudUser unknown = CloudUser.with(cognito, AwsBasicCredentials.create("AKIAUNKNOWN", "x"));
                CloudUser tokenless = CloudUser.with(
                        cognito, AwsBasicCredentials.create(good.accessKeyId(), good.secretAccessKey()));
                CloudUser borrowed = CloudUser.with(
                        cognito,
                        AwsSessionCredentials.create(
                                good.accessKeyId(),
                                good.secretAccessKey(),
                                bob.session().sessionToken()))) {
            assertRefused(BAD_TOKEN, unknown.send(SERVICE, "GET", HELLO, ""));
            assertRefused(BAD_TOKEN, tokenless.send(SERVICE, "GET", HELLO, ""));
            assertRefused(BAD_TOKEN, borrowed.send(SERVICE, "GET", HELLO, ""));
        }
    }

    @Test
    void aSignatureIsForOnePath() {
        Answer refused = ann.send(HELLO + "?x=1", "", ann.sign(SERVICE, "GET", HELLO, "", Map.of()));

        assertEquals(403, refused.status());
        assertTrue(refused.json()
                .path("message")
                .asText()
                .startsWith("The request signature we calculated does not match the signature you provided."));
        assertEquals("InvalidSignatureException", refused.header("x-amzn-ErrorType"));
    }

    @Test
    void credentialsAndSignaturesExpire() {
        var signed = ann.sign(SERVICE, "GET", HELLO, "", Map.of());
        cognito.clock.advance(Duration.ofHours(1));

        assertRefused(
                "{\"message\":\"The security token included in the request is expired\"}",
                ann.send(SERVICE, "GET", HELLO, ""));
        assertTrue(ann.send(HELLO, "", signed).json().path("message").asText().startsWith("Signature expired: "));
    }

    @Test
    void theAccountsKeyMayDoEverything() {
        try (CloudUser admin = CloudUser.admin(cognito)) {
            assertEquals(
                    "arn:aws:iam::111122223333:user/test",
                    admin.send(SERVICE, "GET", HELLO, "")
                            .json()
                            .path("principalArn")
                            .asText());
        }
    }

    @Test
    void aBrowserMayCallIt() {
        Answer preflight = cognito.wire.send(
                HttpRequest.newBuilder(cognito.emulator.endpoint().resolve(HELLO))
                        .method("OPTIONS", BodyPublishers.noBody()));

        assertEquals(200, preflight.status());
        assertEquals("*", preflight.header("access-control-allow-origin"));
    }

    private static void assertRefused(String body, Answer answer) {
        assertEquals(403, answer.status());
        assertEquals(body, answer.http().body());
    }
}
