package org.identitybroker.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.SlowImport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A whole pool is imported: in little memory, in spite of a crash, and in sight of the other replica. The client is
/// Java's own, which offers to upgrade to HTTP/2 with the first request and its body.
@Tag("soak")
class ImportIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JWT = CallerTokens.of("admin");

    private static final String HEAP = "128m";
    private static final long HEAP_BYTES = 128 * 1024 * 1024;

    private static EmbeddedPostgres postgres;
    private static PackagedBroker one;
    private static PackagedBroker other;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        one = PackagedBroker.launch(settings());
        other = PackagedBroker.launch(settings());
        one.untilReady();
        other.untilReady();
    }

    @AfterAll
    static void stop() throws IOException {
        one.close();
        other.close();
        postgres.close();
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(PackagedBroker.connectedTo(postgres));
        return settings;
    }

    @Test
    void anImportThatWasKilledIsCompleteAfterARepeat() throws Exception {
        killAndRepeatAnImport(100_000, 1_500);
    }

    /// @param padding so many blanks in each line that the body is larger than the heap
    private static void killAndRepeatAnImport(int lines, int padding) throws Exception {
        assertThat((long) lines * padding).isGreaterThan(HEAP_BYTES);
        try (PackagedBroker killed = PackagedBroker.launch(settings(), HEAP).untilReady()) {
            CompletableFuture<HttpResponse<String>> cut = killed.importLater("customers", JWT, new Lines(lines, 0));
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(latest().path("imported").asLong())
                            .as(killed::output)
                            .isGreaterThanOrEqualTo(3_000));
            killed.kill();
            await().atMost(Duration.ofMinutes(1)).until(cut::isCompletedExceptionally);
        }
        assertThat(logins()).isGreaterThanOrEqualTo(3_000).isLessThan(lines);
        assertThat(latest().path("state").asText()).isEqualTo("running");

        try (PackagedBroker repeating = PackagedBroker.launch(settings(), HEAP).untilReady()) {
            HttpResponse<String> answer = repeating
                    .importLater("customers", JWT, new Lines(lines, padding))
                    .get(2, TimeUnit.MINUTES);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode said = JSON.readTree(answer.body());
            assertThat(said.path("imported").asLong() + said.path("unchanged").asLong())
                    .as(answer.body())
                    .isEqualTo(lines);
            assertThat(repeating.output()).doesNotContain("user-").doesNotContain("OutOfMemory");
        }
        assertThat(logins()).isEqualTo(lines);
        assertThat(latest().path("state").asText()).isEqualTo("finished");
    }

    @Test
    void theOtherReplicaShowsHowFarAnImportIs() throws Exception {
        try (SlowImport slow = SlowImport.begin(one.port(), "staff", CallerTokens.of("staffadmin"))) {
            for (int sent = 1; sent <= 3; sent++) {
                slow.send(line("slow-" + sent, 900_000_000 + sent));
                int expected = sent;
                await().untilAsserted(() ->
                        assertThat(runOfStaff().path("imported").asInt()).isEqualTo(expected));
                assertThat(runOfStaff().path("state").asText()).isEqualTo("running");
            }
            assertThat(slow.finish()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(runOfStaff().path("state").asText()).isEqualTo("finished");
        }
    }

    @Test
    void aSenderThatGoesAwayLeavesNoTrace() throws Exception {
        try (SlowImport slow = SlowImport.begin(one.port(), "staff", CallerTokens.of("staffadmin"))) {
            slow.send(line("gone-1", 900_000_100));
            await().until(() -> runOfStaff().path("imported").asInt() == 1);
        }
        await().until(() -> runOfStaff().path("state").asText().equals("failed"));
        assertThat(one.output())
                .contains("has failed (invalid-request)")
                .doesNotContain("\\tat ")
                .doesNotContain("gone-1");
    }

    private static JsonNode latest() throws IOException {
        return run("customers", JWT);
    }

    private static JsonNode runOfStaff() throws IOException {
        return run("staff", CallerTokens.of("staffadmin"));
    }

    /// The newest import of a pool, as the other replica sees it.
    private static JsonNode run(String pool, String jwt) throws IOException {
        return JSON.readTree(other.get("/v1/pools/" + pool + "/imports", jwt).body())
                .path("items")
                .path(0);
    }

    private static long logins() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement query = connection.createStatement();
                ResultSet rows =
                        query.executeQuery("SELECT count(*) FROM developer_login JOIN identity USING (identity_id)"
                                + " WHERE developer_login.pool = 'customers'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String line(String user, int number) {
        return "{\"userId\":\"" + user + "\",\"identityId\":\"eu-west-1:00000000-0000-4000-8000-"
                + String.format("%012d", number) + "\"}\n";
    }

    /// A file that is made while it is read.
    private static final class Lines extends InputStream {
        private final int count;
        private final String padding;
        private int number;
        private byte[] current = {};
        private int at;

        Lines(int count, int padding) {
            this.count = count;
            this.padding = " ".repeat(padding);
        }

        @Override
        public int read() {
            return prepare() ? current[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (!prepare()) {
                return -1;
            }
            int copied = 0;
            while (copied < length && prepare()) {
                int next = Math.min(length - copied, current.length - at);
                System.arraycopy(current, at, into, offset + copied, next);
                at += next;
                copied += next;
            }
            return copied;
        }

        private boolean prepare() {
            if (at == current.length && number < count) {
                current = (padding + line("user-" + number, number)).getBytes(UTF_8);
                number++;
                at = 0;
            }
            return at < current.length;
        }
    }
}
