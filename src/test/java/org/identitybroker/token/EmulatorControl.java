package org.identitybroker.token;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;

/// The emulator's `/_emulator/…`, as a test in another process would use it.
public final class EmulatorControl {
    public static final String TOKEN_CALL = "GetOpenIdTokenForDeveloperIdentity";

    private final String root;

    public EmulatorControl(int port) {
        this.root = "http://127.0.0.1:" + port + "/_emulator";
    }

    /// Every call for a token meets this.
    void always(String kind) {
        always(kind, TOKEN_CALL);
    }

    /// Every call of this operation meets this.
    public void always(String kind, String operation) {
        order(Map.of("kind", kind, "operation", operation));
    }

    /// The next calls for a token meet this.
    void next(int times, String kind) {
        next(times, kind, TOKEN_CALL);
    }

    /// The next calls of this operation meet this.
    public void next(int times, String kind, String operation) {
        order(Map.of("kind", kind, "operation", operation, "times", times));
    }

    /// Every call of any operation is answered so late.
    public void delay(int millis) {
        order(Map.of("kind", "delay", "delayMillis", millis));
    }

    /// No faults any more, and no requests in the log.
    public void reset() {
        given().delete(root + "/faults").then().statusCode(200);
        given().delete(root + "/requests").then().statusCode(200);
    }

    /// Outcomes of the calls of this operation since the last [#reset].
    public List<String> outcomesOf(String operation) {
        return given().get(root + "/requests")
                .then()
                .statusCode(200)
                .extract()
                .path("requests.findAll { it.operation == '" + operation + "' }.outcome");
    }

    /// The identities of the calls of this operation since the last [#reset].
    public List<List<String>> identitiesOf(String operation) {
        return given().get(root + "/requests")
                .then()
                .statusCode(200)
                .extract()
                .path("requests.findAll { it.operation == '" + operation + "' }.identityIds");
    }

    private void order(Map<String, Object> fault) {
        given().contentType(ContentType.JSON)
                .body(Map.of("faults", List.of(fault)))
                .put(root + "/faults")
                .then()
                .statusCode(200);
    }
}
