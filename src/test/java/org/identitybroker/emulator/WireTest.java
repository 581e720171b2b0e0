package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.identitybroker.emulator.Wire.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The protocol as bytes and headers, apart from what the operations mean.
class WireTest {
    private static final String GET_ID = "{\"IdentityPoolId\":\"%s\"}".formatted(TestEmulator.POOL);
    private static TestEmulator cognito;

    @BeforeAll
    static void start() {
        cognito = TestEmulator.start();
    }

    @AfterAll
    static void stop() {
        cognito.close();
    }

    @Test
    void successHasTheHeadersOfAwsJson() {
        Answer answer = cognito.wire.call("GetId", GET_ID);

        assertAll(
                () -> assertEquals(200, answer.status()),
                () -> assertEquals("application/x-amz-json-1.1", answer.header("Content-Type")),
                () -> assertEquals(
                        36,
                        UUID.fromString(answer.header("x-amzn-RequestId"))
                                .toString()
                                .length()),
                () -> assertTrue(answer.header("Date").matches("\\w{3}, \\d{2} \\w{3} \\d{4} [\\d:]{8} GMT")),
                () -> assertEquals("*", answer.header("access-control-allow-origin")),
                () -> assertEquals(
                        "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
                        answer.header("access-control-expose-headers")),
                () -> assertTrue(answer.http().body().matches("\\{\"IdentityId\":\"eu-west-1:[0-9a-f-]{36}\"}")));
    }

    @Test
    void errorIsInTheHeadersAndInTheBody() {
        Answer answer = cognito.wire.call("GetId", "{\"IdentityPoolId\":\"eu-west-1:00\"}");

        assertAll(
                () -> assertEquals(400, answer.status()),
                () -> assertEquals("application/x-amz-json-1.1", answer.header("Content-Type")),
                () -> assertEquals("ResourceNotFoundException:", answer.header("x-amzn-ErrorType")),
                () -> assertEquals("IdentityPool 'eu-west-1:00' not found.", answer.header("x-amzn-ErrorMessage")),
                () -> assertEquals(36, answer.header("x-amzn-RequestId").length()),
                () -> assertEquals("*", answer.header("access-control-allow-origin")),
                () -> assertEquals(
                        "{\"__type\":\"ResourceNotFoundException\","
                                + "\"message\":\"IdentityPool 'eu-west-1:00' not found.\"}",
                        answer.http().body()));
    }

    @Test
    void everyAnswerHasARequestIdOfItsOwn() {
        assertFalse(cognito.wire
                .call("GetId", GET_ID)
                .header("x-amzn-RequestId")
                .equals(cognito.wire.call("GetId", GET_ID).header("x-amzn-RequestId")));
    }

    @Test
    void theLongTargetOfOldSamplesIsKnown() {
        Answer answer = cognito.wire.send(cognito.wire.request(
                GET_ID,
                Map.of(
                        "Content-Type", List.of("application/x-amz-json-1.1; charset=utf-8"),
                        "X-Amz-Target",
                                List.of("com.amazonaws.cognito.identity.model.AWSCognitoIdentityService.GetId"))));

        assertEquals(200, answer.status());
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-amz-json-1.1, AWSCognitoIdentityService.GetNothing",
        "application/x-amz-json-1.1, AWSCognitoIdentityService.getid",
        "application/x-amz-json-1.1, AWSCognitoIdentityService.",
        "application/x-amz-json-1.1, AWSCognitoIdentityProviderService.GetId",
        "application/x-amz-json-1.1, GetId",
        "application/json, AWSCognitoIdentityService.GetId",
    })
    void otherTargetsAndContentTypesAreUnknownOperations(String contentType, String target) {
        Answer answer = cognito.wire.send(cognito.wire.request(
                GET_ID, Map.of("Content-Type", List.of(contentType), "X-Amz-Target", List.of(target))));

        assertEquals(400, answer.status());
        assertEquals("UnknownOperationException", answer.error());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"text\"",
                "{} {}",
                "{\"IdentityPoolId\":7}",
                "{\"IdentityPoolId\":\"\\ud800\"}",
                "{\"IdentityPoolId\":\"eu-west-1:0\",\"Logins\":{\"\\udc00\":\"u\"}}",
                "{\"IdentityPoolId\":{\"a\":\"b\"}}",
                "{\"IdentityPoolId\":\"eu-west-1:0\",\"Logins\":[]}",
                "{\"IdentityPoolId\":\"eu-west-1:0\",\"Logins\":{\"a\":1}}",
                "{\"IdentityPoolId\":\"eu-west-1:0\",\"Logins\":{\"a\":null}}",
            })
    void whatIsNotTheInputsJsonIsASerializationException(String body) {
        Answer answer = cognito.wire.call("GetId", body);

        assertEquals(400, answer.status());
        assertEquals("SerializationException", answer.error());
    }

    @Test
    void unknownMembersAndNullsAreIgnored() {
        String body = "{\"IdentityPoolId\":\"%s\",\"Logins\":null,\"Extra\":[1]}".formatted(TestEmulator.POOL);

        assertEquals(200, cognito.wire.call("GetId", body).status());
    }

    @Test
    void anAuthorizationHeaderOnAPublicOperationIsIgnored() {
        Answer answer = cognito.wire.send(cognito.wire
                .request(GET_ID, Wire.headers("GetId"))
                .header("Authorization", "AWS4-HMAC-SHA256 nonsense"));

        assertEquals(200, answer.status());
    }

    @Test
    void textThatIsNoHeaderIsMadeOne() {
        Answer answer = cognito.wire.call("GetId", "{\"IdentityPoolId\":\"ü\\r\\nx-evil: 1\"}");

        assertEquals("ValidationException", answer.error());
        assertTrue(answer.message().contains("Value 'ü\r\nx-evil: 1' at 'identityPoolId'"));
        assertTrue(answer.header("x-amzn-ErrorMessage").contains("Value '???x-evil: 1' at 'identityPoolId'"));
        assertEquals("", answer.header("x-evil"));
    }

    @Test
    void expirationIsANumberInExponentForm() {
        String guest = cognito.guest();
        Answer answer = cognito.wire.call("GetCredentialsForIdentity", "{\"IdentityId\":\"%s\"}".formatted(guest));

        String shape = "\\{\"Credentials\":\\{\"AccessKeyId\":\"ASIA[A-Z2-7]{16}\",\"Expiration\":\\d\\.\\d+E9,"
                + "\"SecretKey\":\"[^\"]{40}\",\"SessionToken\":\"[^\"]+\"},\"IdentityId\":\"" + guest + "\"}";
        assertTrue(answer.http().body().matches(shape), answer.http().body());
    }

    @Test
    void preflightAllowsWhatTheBrowserAsksFor() {
        Answer answer = cognito.wire.send(HttpRequest.newBuilder(
                        cognito.emulator.endpoint().resolve("/"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://app.example.com")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-amz-target,x-amz-user-agent,cache-control"));

        assertAll(
                () -> assertEquals(200, answer.status()),
                () -> assertEquals("*", answer.header("access-control-allow-origin")),
                () -> assertTrue(answer.header("access-control-allow-methods").contains("POST")),
                () -> assertEquals(
                        "content-type,x-amz-target,x-amz-user-agent,cache-control",
                        answer.header("access-control-allow-headers")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/_other", "/.well-known/other"})
    void otherPathsAndMethodsAreNotFound(String path) {
        URI uri = cognito.emulator.endpoint().resolve(path);

        assertEquals(
                404, cognito.wire.send(HttpRequest.newBuilder(uri).DELETE()).status());
    }

    @Test
    void aBodyOverOneMebibyteIsTooLarge() {
        Answer fits = cognito.wire.call("GetId", " ".repeat(1024 * 1024 - GET_ID.length()) + GET_ID);
        Answer tooLarge = cognito.wire.call("GetId", " ".repeat(1024 * 1024 - GET_ID.length() + 1) + GET_ID);

        assertEquals(200, fits.status());
        assertEquals(413, tooLarge.status());
    }
}
