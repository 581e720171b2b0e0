package org.identitybroker.token;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;

/// The emulator's `/_emulator/…`, as a test in another process would use it.
final class EmulatorControl {
    static final String TOKEN_CALL = "GetOpenIdTokenForDeveloperIdentity";

    private final String root;

    EmulatorControl(int port) {
        this.root = "http://127.0.0.1:" + port + "/_emulator";
    }

    /// Every call for a token meets this.
    void always(String kind) {
        always(kind, TOKEN_CALL);
    }

    /// Every call of this operation meets this.
    void always(String kind, String operation) {
        order(Map.of("kind", kind, "operation", operation));
    }

    /// The next calls for a token meet this.
    void next(int times, String kind) {
        order(Map.of("kind", kind, "operation", TOKEN_CALL, "times", times));
    }

    /// Every call of any operation is answered so late.
    void delay(int millis) {
        order(Map.of("kind", "delay", "delayMillis", millis));
    }

    /// No faults any more, and no requests in the log.
    void reset() {
        given().delete(root + "/faults").then().statusCode(200);
        given().delete(root + "/requests").then().statusCode(200);
    }

    /// Outcomes of the calls of this operation since the last [#reset].
    List<String> outcomesOf(String operation) {
        return given().get(root + "/requests")
                .then()
                .statusCode(200)
                .extract()
                .path("requests.findAll { it.operation == '" + operation + "' }.outcome");
    }

    private void order(Map<String, Object> fault) {
        given().contentType(ContentType.JSON)
                .body(Map.of("faults", List.of(fault)))
                .put(root + "/faults")
                .then()
                .statusCode(200);
    }
}
