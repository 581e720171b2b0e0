package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.identitybroker.emulator.Wire.Answer;
import org.identitybroker.emulator.Wire.Signing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cognitoidentity.model.CognitoIdentityException;

/// Signed operations are refused without a right signature.
class SignatureTest {
    private static final String DESCRIBE = "DescribeIdentityPool";
    private static final String POOL = "{\"IdentityPoolId\":\"%s\"}".formatted(TestEmulator.POOL);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static TestEmulator cognito;

    @BeforeAll
    static void start() {
        cognito = TestEmulator.start(EmulatorOptions.builder()
                .pools(TestEmulator.pool())
                .accessKeys(Map.of("AKIAOTHER", "other/secret+key")));
    }

    @BeforeEach
    void setClock() {
        cognito.clock.set(NOW);
    }

    @AfterAll
    static void stop() {
        cognito.close();
    }

    @ParameterizedTest
    @CsvSource({
        "test, test, 200, ''",
        "AKIAOTHER, other/secret+key, 200, ''",
        "test, wrong, 400, InvalidSignatureException",
        "AKIAOTHER, test, 400, InvalidSignatureException",
        "AKIAUNKNOWN, test, 400, UnrecognizedClientException",
    })
    void theSecretDecides(String key, String secret, int status, String error) {
        Answer answer =
                cognito.wire.signedCall(DESCRIBE, POOL, new Signing(key, secret, "cognito-identity", "eu-west-1", NOW));

        assertEquals(status, answer.status());
        assertEquals(error, answer.error());
    }

    @ParameterizedTest
    @CsvSource({"-300, ''", "-301, InvalidSignatureException", "300, ''", "301, InvalidSignatureException"})
    void theTimeMayDifferByFiveMinutes(long seconds, String error) {
        Answer answer = cognito.wire.signedCall(DESCRIBE, POOL, Signing.right().at(NOW.plusSeconds(seconds)));

        assertEquals(error, answer.error());
    }

    @Test
    void expiredSignaturesAreWordedAsAwsDoes() {
        cognito.clock.set(Instant.parse("2026-01-01T00:10:00Z"));
        Instant signed = Instant.parse("2026-01-01T00:00:00Z");

        Answer answer = cognito.wire.signedCall(DESCRIBE, POOL, Signing.right().at(signed));

        assertEquals(
                "Signature expired: 20260101T000000Z is now earlier than 20260101T000500Z (20260101T001000Z - 5 min.)",
                answer.message());
        assertEquals("Thu, 01 Jan 2026 00:10:00 GMT", answer.header("Date"));
    }

    @Test
    void signaturesOfTheFutureAreWordedAsAwsDoes() {
        cognito.clock.set(Instant.parse("2026-01-01T00:10:00Z"));
        Instant signed = Instant.parse("2026-01-01T00:20:00Z");

        Answer answer = cognito.wire.signedCall(DESCRIBE, POOL, Signing.right().at(signed));

        assertEquals(
                "Signature not yet current: 20260101T002000Z is still later than 20260101T001500Z "
                        + "(20260101T001000Z + 5 min.)",
                answer.message());
    }

    @ParameterizedTest
    @CsvSource({
        "cognito-idp, eu-west-1, Credential should be scoped to correct service: 'cognito-identity'.",
        "cognito-identity, nowhere, Credential should be scoped to a valid region.",
    })
    void theScopeMustFit(String service, String region, String message) {
        Answer answer = cognito.wire.signedCall(DESCRIBE, POOL, new Signing("test", "test", service, region, NOW));

        assertEquals("InvalidSignatureException", answer.error());
        assertEquals(message, answer.message());
    }

    @Test
    void aPoolOfAnotherRegionIsNotFound() {
        Answer answer = cognito.wire.signedCall(
                DESCRIBE, POOL, new Signing("test", "test", "cognito-identity", "us-east-1", NOW));

        assertEquals("ResourceNotFoundException", answer.error());
    }

    @Test
    void withoutASignatureATokenIsMissing() {
        Answer answer = cognito.wire.call(DESCRIBE, POOL);

        assertEquals("MissingAuthenticationTokenException", answer.error());
        assertEquals("Missing Authentication Token", answer.message());
    }

    static Stream<Arguments> brokenHeaders() {
        return Stream.of(
                broken("IncompleteSignatureException", "Authorization", _ -> "Bearer abc"),
                broken("IncompleteSignatureException", "Authorization", header -> header.split(",")[0]),
                broken("IncompleteSignatureException", "Authorization", header -> header.replace("/aws4_request", "")),
                broken("InvalidSignatureException", "Authorization", header -> header.replace("aws4_request", "aws5")),
                broken("InvalidSignatureException", "Authorization", header -> header.replace("host;", "")),
                broken(
                        "InvalidSignatureException",
                        "Authorization",
                        header -> header.substring(0, header.length() - 1) + (header.endsWith("0") ? "1" : "0")),
                broken(
                        "InvalidSignatureException",
                        "X-Amz-Target",
                        _ -> "AWSCognitoIdentityService.DescribeIdentityPool"),
                broken("IncompleteSignatureException", "X-Amz-Date", _ -> "yesterday"));
    }

    private static Arguments broken(String error, String header, UnaryOperator<String> change) {
        return Arguments.of(error, header, change);
    }

    @ParameterizedTest
    @MethodSource("brokenHeaders")
    void brokenHeadersAreRefused(String error, String header, UnaryOperator<String> change) {
        Map<String, List<String>> headers = new HashMap<>(cognito.wire.signed(
                "GetOpenIdTokenForDeveloperIdentity", POOL, Signing.right().at(NOW)));
        headers.computeIfPresent(header, (_, values) -> List.of(change.apply(values.getFirst())));

        Answer answer = cognito.wire.send(cognito.wire.request(POOL, headers));

        assertEquals(error, answer.error());
    }

    @Test
    void theBodyIsSigned() {
        Map<String, List<String>> headers =
                cognito.wire.signed(DESCRIBE, POOL, Signing.right().at(NOW));

        Answer answer = cognito.wire.send(cognito.wire.request(POOL + " ", headers));

        assertEquals("InvalidSignatureException", answer.error());
        assertTrue(answer.message().startsWith("The request signature we calculated does not match"));
    }

    @Test
    void theSdkCorrectsItsClockByTheAnswer() {
        cognito.clock.set(NOW.plus(Duration.ofHours(2)));
        assertEquals("emulated", describedName());

        // The SDK keeps the correction for the whole process, so it has to be corrected back.
        cognito.clock.set(NOW);
        assertEquals("emulated", describedName());
    }

    private static String describedName() {
        return cognito.backend
                .describeIdentityPool(request -> request.identityPoolId(TestEmulator.POOL))
                .identityPoolName();
    }

    @Test
    void theSdkNamesTheError() {
        CognitoIdentityException refused = assertThrows(
                CognitoIdentityException.class,
                () -> cognito.device.describeIdentityPool(request -> request.identityPoolId(TestEmulator.POOL)));

        assertEquals(
                "MissingAuthenticationTokenException", refused.awsErrorDetails().errorCode());
    }
}
