package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A broker without enough memory ends, so that another one is started, and does not go on as half of itself.
@Tag("soak")
class OutOfMemoryIT {
    /// It starts with little more, and has no option that would end it.
    private static final List<String> TOO_LITTLE = List.of("-Xmx48m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final int BODY_BYTES = 500_000;

    /// Many times as much as there is memory for.
    private static final int SENDERS_MAX = 1_000;

    @Test
    void itEnds() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                PackagedBroker broker =
                        PackagedBroker.launch(settings(postgres), TOO_LITTLE).untilReady()) {
            List<Socket> senders = new ArrayList<>();
            try {
                while (broker.isRunning() && senders.size() < SENDERS_MAX) {
                    senders.add(sendAllButTheEnd(broker.port()));
                }
            } catch (IOException _) {
                // It is gone, in the middle of a request.
            } finally {
                assertThat(broker.exitCode()).as(broker::output).isEqualTo(3);
                for (Socket sender : senders) {
                    sender.close();
                }
            }
            assertThat(broker.output()).contains("Out of memory: the broker ends.");
        }
    }

    private static Map<String, String> settings(EmbeddedPostgres postgres) {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(PackagedBroker.connectedTo(postgres));
        settings.put("broker.http.max-concurrent-requests", "1000");
        return settings;
    }

    /// A request whose body lacks its last byte is kept in memory until that comes.
    private static Socket sendAllButTheEnd(int port) throws IOException {
        Socket sender = new Socket(InetAddress.getLoopbackAddress(), port);
        sender.getOutputStream()
                .write(("POST /v1/tokens HTTP/1.1\r\nHost: broker\r\nAuthorization: Bearer " + CallerTokens.of("shop")
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + (BODY_BYTES + 1)
                                + "\r\n\r\n" + " ".repeat(BODY_BYTES))
                        .getBytes(StandardCharsets.ISO_8859_1));
        return sender;
    }
}
