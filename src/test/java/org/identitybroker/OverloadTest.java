package org.identitybroker;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.NarrowLimits;
import org.identitybroker.testing.SlowImport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A replica that may work on two requests at once, and clients that take their time.
@QuarkusTest
@TestProfile(NarrowLimits.class)
@WithTestResource(BrokerSettings.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("soak")
class OverloadTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Test
    void whatIsTooMuchIsRefusedAtOnceAndServedLater() throws IOException {
        List<SlowImport> held = takeAll();

        given().get("/v1/pools")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[12]"))
                .body("code", equalTo("overloaded"));
        given().port(managementPort).get("/q/health/ready").then().statusCode(200);

        assertThat(held.getFirst().finish()).isEqualTo("HTTP/1.1 200 OK");
        await().atMost(SOON).until(() -> issue() == 200);
        held.forEach(SlowImport::close);
    }

    @Test
    void clientsThatVanishGiveTheirSlotsBack() {
        for (int i = 0; i < 5; i++) {
            List<SlowImport> held = takeAll();
            held.forEach(SlowImport::close);
            await().atMost(SOON).until(() -> issue() == 200);
        }
    }

    private static List<SlowImport> takeAll() {
        List<SlowImport> held = new ArrayList<>();
        await().atMost(SOON).until(() -> {
            held.add(SlowImport.begin(RestAssured.port, "customers", CallerTokens.of("admin")));
            return held.size() >= 2 && issue() == 503;
        });
        return held;
    }

    /// Without the deadline for the whole, a byte now and then would hold a slot for as long as its sender likes. Who
    /// was answered before its body was complete has no slot any more, but has a connection.
    @Test
    void bodiesThatDripAreGivenUp() throws Exception {
        String withToken = "Authorization: Bearer " + CallerTokens.of("shop") + "\r\n";
        try (Socket admitted = dripping(withToken);
                Socket refused = dripping("")) {
            assertThat(new String(refused.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 401");
            await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> {
                send(admitted, " ");
                return admitted.getInputStream().available() > 0;
            });

            assertThat(new String(admitted.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .containsIgnoringCase("\r\nConnection: close\r\n")
                    .contains("\"code\":\"invalid-request\"", "was not complete after 10 seconds");
            await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> isHungUp(refused));
        }
        assertThat(issue()).isEqualTo(200);
    }

    private static Socket dripping(String header) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.setSoTimeout((int) SOON.toMillis());
        send(
                socket,
                "POST /v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + header
                        + "Content-Length: 1000\r\n\r\n{");
        return socket;
    }

    private static boolean isHungUp(Socket socket) {
        try {
            send(socket, " ");
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private static int issue() {
        return given().contentType(ContentType.JSON)
                .auth()
                .oauth2(CallerTokens.of("shop"))
                .body(Map.of("userId", "user-" + UUID.randomUUID()))
                .post("/v1/tokens")
                .statusCode();
    }
}
