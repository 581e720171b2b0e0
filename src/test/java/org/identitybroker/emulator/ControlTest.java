package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.identitybroker.emulator.Wire.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same by HTTP, for a test in another process.
class ControlTest {
    private static final String FAULTS = "/_emulator/faults";
    private static final String NO_FAULTS = "{\"faults\":[],\"freshIdentityPerCall\":false}";

    private TestEmulator cognito;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start();
    }

    @AfterEach
    void stop() {
        cognito.close();
    }

    @Test
    void faultsAreOrderedShownAndCleared() {
        String order = "{\"faults\":[{\"kind\":\"throttle\",\"operation\":\"GetId\",\"rate\":1,\"times\":2,"
                + "\"delayMillis\":[1,5]}],\"freshIdentityPerCall\":true,\"seed\":3}";

        assertEquals(200, put(FAULTS, order).status());
        assertEquals(
                "{\"faults\":[{\"kind\":\"throttle\",\"operation\":\"GetId\",\"rate\":1.0,\"times\":2,"
                        + "\"delayMillis\":[1,5]}],\"freshIdentityPerCall\":true}",
                cognito.wire.get(FAULTS).http().body());
        assertEquals("TooManyRequestsException", getId().error());
        assertEquals(1, cognito.wire.get(FAULTS).json().at("/faults/0/times").asInt());
        assertEquals("TooManyRequestsException", getId().error());
        assertEquals(200, getId().status());

        assertEquals(NO_FAULTS, delete(FAULTS).http().body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"faults\":[{}]}",
                "{\"faults\":[{\"kind\":\"melt\"}]}",
                "{\"faults\":[{\"kind\":\"throttle\",\"operation\":\"GetNothing\"}]}",
                "{\"faults\":[{\"kind\":\"throttle\",\"rate\":2}]}",
                "{\"faults\":[{\"kind\":\"throttle\",\"rate\":\"often\"}]}",
                "{\"faults\":[{\"kind\":\"delay\",\"delayMillis\":\"long\"}]}",
                "{\"faults\":[{\"kind\":\"reset\",\"chance\":1}]}",
                "{\"faults\":[{\"kind\":\"reset\"},{\"kind\":\"throttle\",\"times\":0}]}",
            })
    void anOrderWithAMistakeChangesNothing(String order) {
        Answer answer = put(FAULTS, order);

        assertEquals(400, answer.status());
        assertTrue(answer.json().path("message").asText().length() > 10);
        assertEquals(NO_FAULTS, cognito.wire.get(FAULTS).http().body());
    }

    @Test
    void theLogIsReadAndCleared() {
        getId();

        var logged = cognito.wire.get("/_emulator/requests").json().path("requests");
        assertEquals(1, logged.size());
        assertEquals("GetId", logged.at("/0/operation").asText());
        assertEquals("ok", logged.at("/0/outcome").asText());
        assertEquals(TestEmulator.POOL, logged.at("/0/identityPoolId").asText());

        delete("/_emulator/requests");
        assertEquals(
                "{\"requests\":[]}",
                cognito.wire.get("/_emulator/requests").http().body());
    }

    @Test
    void theClockIsMovedAndTokensExpireByIt() {
        var issued = cognito.developerToken("ann");

        Answer moved = put("/_emulator/clock", "{\"offsetSeconds\":900}");

        assertEquals(900, moved.json().path("offsetSeconds").asInt());
        assertEquals(
                cognito.clock.instant().plusSeconds(900).toString(),
                moved.json().path("now").asText());
        assertEquals(
                "NotAuthorizedException",
                cognito.wire
                        .call(
                                "GetCredentialsForIdentity",
                                "{\"IdentityId\":\"%s\",\"Logins\":{\"%s\":\"%s\"}}"
                                        .formatted(issued.identityId(), TestEmulator.LOGIN_KEY, issued.token()))
                        .error());

        delete("/_emulator/clock");
        assertEquals(
                40,
                cognito.redeem(issued.identityId(), issued.token()).secretKey().length());
    }

    @Test
    void aTestInTheSameProcessMovesTheClockToo() {
        cognito.emulator.clock().advance(Duration.ofMinutes(2));

        assertEquals(
                120,
                cognito.wire
                        .get("/_emulator/clock")
                        .json()
                        .path("offsetSeconds")
                        .asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"offsetSeconds\":\"1\"}", "{\"offsetSeconds\":9223372036854775807}"})
    void aClockCannotBeMovedAnyhow(String order) {
        assertEquals(400, put("/_emulator/clock", order).status());
    }

    @Test
    void noOtherOriginMayControlIt() {
        assertEquals("", cognito.wire.get(FAULTS).header("access-control-allow-origin"));
        assertEquals(
                404,
                cognito.wire
                        .send(request(FAULTS).method("OPTIONS", BodyPublishers.noBody()))
                        .status());
        assertEquals(
                404,
                cognito.wire
                        .send(request(FAULTS).POST(BodyPublishers.ofString("{}")))
                        .status());
    }

    private Answer getId() {
        return cognito.wire.call("GetId", "{\"IdentityPoolId\":\"%s\"}".formatted(TestEmulator.POOL));
    }

    private Answer put(String path, String json) {
        return cognito.wire.send(request(path).PUT(BodyPublishers.ofString(json)));
    }

    private Answer delete(String path) {
        return cognito.wire.send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(cognito.emulator.endpoint().resolve(path));
    }
}
