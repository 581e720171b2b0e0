package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.identitybroker.emulator.Wire.Answer;
import org.identitybroker.emulator.state.PoolRoles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The Query protocol as forms and XML.
class StsWireTest {
    private static final String ASSUME = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15";

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
    void aResultIsAnXmlDocument() {
        String token = cognito.developerToken("ann").token();
        String role = PoolRoles.standard().authenticated().orElseThrow();

        Answer answer = post(ASSUME + "&RoleSessionName=a%40b&RoleArn=" + encoded(role) + "&WebIdentityToken=" + token);

        String body = answer.http().body();
        assertAll(
                () -> assertEquals(200, answer.status()),
                () -> assertEquals("text/xml", answer.header("Content-Type")),
                () -> assertEquals("*", answer.header("access-control-allow-origin")),
                () -> assertTrue(body.startsWith("<AssumeRoleWithWebIdentityResponse "
                        + "xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleWithWebIdentityResult>")),
                () -> assertTrue(body.contains("assumed-role/CognitoAuthenticated/a@b</Arn>")),
                () -> assertTrue(
                        body.matches("(?s).*<Expiration>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ</Expiration>.*")),
                () -> assertTrue(body.contains("<ResponseMetadata><RequestId>" + answer.header("x-amzn-RequestId")
                        + "</RequestId></ResponseMetadata>")));
    }

    @Test
    void everyMissingFieldIsNamed() {
        String missing = "Value null at '%s' failed to satisfy constraint: Member must not be null";

        Answer answer = post(ASSUME);

        assertEquals(400, answer.status());
        assertEquals(
                "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
                        + "<Code>ValidationError</Code><Message>3 validation errors detected: "
                        + missing.formatted("roleArn") + "; " + missing.formatted("roleSessionName") + "; "
                        + missing.formatted("webIdentityToken") + "</Message></Error><RequestId>"
                        + answer.header("x-amzn-RequestId") + "</RequestId></ErrorResponse>\n",
                answer.http().body());
    }

    @ParameterizedTest
    @CsvSource({
        "Version=2011-06-15, MissingAction",
        "Action=AssumeRoleWithWebIdentity, InvalidAction",
        "Action=GetCallerIdentity&Version=2012-01-01, InvalidAction",
        "Action=AssumeRole&Version=2011-06-15, InvalidAction",
        "Action=GetCallerIdentity&Version=2011-06-15, MissingAuthenticationToken",
        "Action=%, MalformedInput",
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&DurationSeconds=soon, MalformedInput",
    })
    void badFormsAreRefused(String form, String code) {
        String body = post(form).http().body();

        assertTrue(body.contains("<Code>" + code + "</Code>"), body);
    }

    @ParameterizedTest
    @CsvSource({
        "RoleArn, 20, 2048",
        "RoleSessionName, 2, 64",
        "WebIdentityToken, 4, 20000",
        "ProviderId, 4, 2048",
    })
    void theLimitsAreWhereTheModelHasThem(String field, int lengthMin, int lengthMax) {
        assertAll(
                () -> assertTrue(violates(field, "x".repeat(lengthMin - 1))),
                () -> assertFalse(violates(field, "x".repeat(lengthMin))),
                () -> assertFalse(violates(field, "x".repeat(lengthMax))),
                () -> assertTrue(violates(field, "x".repeat(lengthMax + 1))));
    }

    @Test
    void whatIsQuotedIsEscaped() {
        String body =
                post(ASSUME + "&RoleSessionName=" + encoded("<&>\u0000")).http().body();

        assertTrue(body.contains("Value '&lt;&amp;&gt;?' at 'roleSessionName'"), body);
    }

    @Test
    void aFormWithATargetIsNotForSts() {
        Answer answer = cognito.wire.send(form("").header("X-Amz-Target", "AWSCognitoIdentityService.GetId"));

        assertEquals("UnknownOperationException", answer.error());
    }

    private static boolean violates(String field, String value) {
        String path = Character.toLowerCase(field.charAt(0)) + field.substring(1);
        return post(ASSUME + "&" + field + "=" + value)
                .http()
                .body()
                .contains("Value '%s' at '%s'".formatted(value, path));
    }

    private static Answer post(String form) {
        return cognito.wire.send(form(form));
    }

    private static HttpRequest.Builder form(String form) {
        return HttpRequest.newBuilder(cognito.emulator.endpoint().resolve("/"))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(BodyPublishers.ofString(form));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
