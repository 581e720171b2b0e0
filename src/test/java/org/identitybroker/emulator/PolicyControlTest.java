package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.identitybroker.emulator.Wire.Answer;
import org.identitybroker.emulator.state.PoolRoles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The policies of roles by HTTP.
class PolicyControlTest {
    private static final String POLICIES = "/_emulator/policies";
    private static final String ROLE = PoolRoles.standard().authenticated().orElseThrow();
    private static final String DENY =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}";

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
    void aPolicyIsSetShownAndTakenBack() {
        assertEquals(200, hello());

        Answer set = put("?role=" + ROLE, DENY);

        assertEquals(200, set.status());
        assertEquals(
                "{\"policies\":{\"" + ROLE + "\":" + DENY + "}}", set.http().body());
        assertEquals(403, hello(), "it holds for credentials that are there already");
        assertEquals(2, cognito.wire.get(POLICIES).json().path("policies").size());

        assertEquals(
                200,
                delete("?role=" + ROLE.replace(":", "%3A").replace("/", "%2F")).status());
        assertEquals(200, hello());
    }

    @Test
    void everythingIsTakenBackAtOnce() {
        put("?role=" + ROLE, DENY);
        put("?role=arn:aws:iam::111122223333:role/Another", DENY);

        assertEquals(2, delete("").json().path("policies").size());
        assertEquals(200, hello());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                   | {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*'}}",
                "?role=nobody                         | {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*'}}",
                "?role=arn:aws:iam::111122223333:role/CognitoAuthenticated | {'Statement': {}}",
                "?role=arn:aws:iam::111122223333:role/CognitoAuthenticated | []",
            })
    void aMistakeChangesNothing(String query, String policy) {
        Answer refused = put(query, policy.replace('\'', '"'));

        assertEquals(400, refused.status());
        assertTrue(refused.json().path("message").asText().length() > 10);
        assertEquals(200, hello());
    }

    private int hello() {
        return ann.send("execute-api", "GET", "/hello", "").status();
    }

    private Answer put(String query, String json) {
        return cognito.wire.send(HttpRequest.newBuilder(URI.create(cognito.emulator.endpoint() + POLICIES + query))
                .PUT(BodyPublishers.ofString(json)));
    }

    private Answer delete(String query) {
        return cognito.wire.send(HttpRequest.newBuilder(URI.create(cognito.emulator.endpoint() + POLICIES + query))
                .DELETE());
    }
}
