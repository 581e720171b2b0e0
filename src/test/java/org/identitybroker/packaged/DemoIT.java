package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.identitybroker.testing.ComposeFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The demo package with what docker-compose.yml gives it, but for the addresses: `./mvnw -Pdemo verify`.
@Tag("demo")
class DemoIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static EmbeddedPostgres postgres;
    private static PackagedBroker broker;
    private static int emulatorPort;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        makeDatabase(ComposeFile.read().environment("postgres"));
        emulatorPort = PackagedBroker.freePort();
        broker = PackagedBroker.launch(settings()).untilReady();
    }

    @AfterAll
    static void stop() throws IOException {
        if (broker != null) {
            broker.close();
        }
        postgres.close();
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = ComposeFile.read().environment("broker");
        settings.computeIfPresent(
                "QUARKUS_DATASOURCE_JDBC_URL",
                (_, url) -> url.replace("//postgres:5432/", "//127.0.0.1:" + postgres.getPort() + "/"));
        settings.put("BROKER_EMULATOR_HOST", "127.0.0.1");
        settings.put("BROKER_EMULATOR_PORT", String.valueOf(emulatorPort));
        return settings;
    }

    /// As the image of Postgres makes it of the same variables.
    private static void makeDatabase(Map<String, String> variables) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE %s SUPERUSER LOGIN PASSWORD '%s'"
                    .formatted(variables.get("POSTGRES_USER"), variables.get("POSTGRES_PASSWORD")));
            statement.execute("CREATE DATABASE %s OWNER %s"
                    .formatted(variables.get("POSTGRES_DB"), variables.get("POSTGRES_USER")));
        }
    }

    @Test
    void thePlaygroundIsThere() throws IOException {
        HttpResponse<String> page = broker.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .as("the page may talk to the emulator")
                .contains(":" + emulatorPort);
        assertThat(broker.get("/playground/app.js").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenIsIssuedAndRedeemed() throws Exception {
        String jwt = broker.call("POST", "/dev/caller-token?caller=demo-login", "nobody", "")
                .body();
        HttpResponse<String> issued = broker.issue(jwt, "{\"pool\":\"demo\",\"userId\":\"alice\"}");
        assertThat(issued.statusCode()).isEqualTo(200);
        JsonNode token = JSON.readTree(issued.body());

        Map<String, JsonNode> redemption =
                Map.of("IdentityId", token.path("identityId"), "Logins", token.path("logins"));
        HttpResponse<String> redeemed = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + emulatorPort))
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "AWSCognitoIdentityService.GetCredentialsForIdentity")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(redemption)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(redeemed.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(redeemed.body())
                        .at("/Credentials/SessionToken")
                        .asText())
                .isNotEmpty();
    }

    /// What Compose's health check and Prometheus ask for.
    @Test
    void healthAndMetricsAreWhereTheyAreLookedFor() throws IOException {
        assertThat(broker.readiness()).isEqualTo(200);
        assertThat(broker.management("/q/metrics").body()).contains("jvm_memory_used_bytes");
    }
}
