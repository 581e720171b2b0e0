package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.FreshIdentityCognito;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two replicas under load, of which one after the other is killed at a moment of its own and started again. Cognito
/// gives a fresh identity to whoever asks without one, so a mapping that were lost would show at once.
///
/// `-Dkills=N` says how often (three minutes' worth if it is not given, `-Dkills=100` takes about twenty), and
/// `-Dkills.seed=N` repeats the moments of another run.
@Tag("soak")
class KilledIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KILLS = Integer.getInteger("kills", 8);
    private static final long SEED = Long.getLong("kills.seed", new Random().nextLong());

    /// The most that a replica works between two kills.
    private static final int LIFE_MILLIS_MAX = 600;

    private static final int CLIENTS = 6;

    /// Users who come more than once, so that known ones are met in every state.
    private static final int REGULARS = 300;

    private final Queue<Answered> ledger = new ConcurrentLinkedQueue<>();
    private final Queue<String> mishaps = new ConcurrentLinkedQueue<>();
    private final AtomicReferenceArray<PackagedBroker> replicas = new AtomicReferenceArray<>(2);
    private volatile boolean sending = true;

    private EmbeddedPostgres postgres;
    private FreshIdentityCognito cognito;

    /// An answer with a token, as a client saw it.
    private record Answered(String requestId, String user, String identity, boolean created) {}

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        cognito = new FreshIdentityCognito();
        for (int i = 0; i < replicas.length(); i++) {
            replicas.set(i, PackagedBroker.launch(PackagedBroker.unlimited(postgres, cognito.endpoint())));
        }
        for (int i = 0; i < replicas.length(); i++) {
            replicas.get(i).untilReady();
        }
    }

    @AfterEach
    void stop() throws IOException {
        sending = false;
        for (int i = 0; i < replicas.length(); i++) {
            replicas.get(i).close();
        }
        cognito.close();
        postgres.close();
    }

    @Test
    void whatWasAnsweredHolds() throws Exception {
        System.out.printf("kills.seed=%d%n", SEED);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> threads.submit(() -> {
                        sendAsClient(client);
                        return null;
                    }))
                    .toList();
            killAndStartAgain();
            sending = false;
            for (Future<?> client : clients) {
                client.get();
            }
        }
        System.out.printf("%d kills, %d answers with a token%n", KILLS, ledger.size());

        assertThat(mishaps).as("kills.seed=%d", SEED).isEmpty();
        assertThat(ledger).hasSizeGreaterThan(10 * KILLS);
        requireMappings();
        requireEvents();
    }

    private void killAndStartAgain() throws InterruptedException {
        Random random = new Random(SEED);
        for (int i = 0; i < KILLS; i++) {
            int victim = i % replicas.length();
            LockSupport.parkNanos(1_000_000L * random.nextInt(LIFE_MILLIS_MAX));
            replicas.get(victim).kill();
            replicas.set(
                    victim,
                    PackagedBroker.launch(PackagedBroker.unlimited(postgres, cognito.endpoint()))
                            .untilReady());
        }
    }

    /// One request after the other. Whatever is cut goes to the other replica, as a load balancer has it.
    private void sendAsClient(int client) throws IOException {
        Random random = new Random(SEED + client);
        int replica = client % replicas.length();
        while (sending) {
            try (KeptConnection connection =
                    new KeptConnection(replicas.get(replica).port())) {
                String jwt = CallerTokens.of("shop");
                while (sending && connection.isKept()) {
                    ask(connection, jwt, random);
                }
            } catch (IOException _) {
                replica = (replica + 1) % replicas.length();
            }
        }
    }

    private void ask(KeptConnection connection, String jwt, Random random) throws IOException {
        String user = random.nextBoolean() ? "regular-" + random.nextInt(REGULARS) : "new-" + UUID.randomUUID();
        String requestId = UUID.randomUUID().toString();
        KeptConnection.Reply reply = connection.issue(jwt, requestId, "{\"userId\":\"" + user + "\"}");
        if (reply.status() == 200) {
            JsonNode said = JSON.readTree(reply.body());
            ledger.add(new Answered(
                    requestId,
                    user,
                    said.path("identityId").asText(),
                    said.path("created").asBoolean()));
        } else {
            mishaps.add(reply.status() + " " + reply.body());
        }
    }

    /// Each answer names the identity that is stored for its user, so no user was given two; no identity has two users;
    /// and of all answers for a user at most one made the mapping.
    private void requireMappings() throws SQLException {
        Map<String, String> stored = new HashMap<>();
        for (List<String> row :
                rows("SELECT user_id, identity_id FROM developer_login JOIN identity USING (identity_id)"
                        + " WHERE developer_login.pool = 'customers'")) {
            stored.put(row.getFirst(), row.getLast());
        }
        assertThat(stored.values()).doesNotHaveDuplicates();
        Map<String, String> makers = new HashMap<>();
        for (Answered answered : ledger) {
            assertThat(answered.identity())
                    .as("%s of request %s", answered.user(), answered.requestId())
                    .isEqualTo(stored.get(answered.user()));
            if (answered.created()) {
                assertThat(makers.put(answered.user(), answered.requestId())).isNull();
            }
        }
    }

    /// Each answer has its event, and what the events say is stored: no 200 without its event, no event without its
    /// effect.
    private void requireEvents() throws SQLException {
        Set<List<String>> mappings = Set.copyOf(rows("SELECT user_id, identity_id FROM developer_login"));
        Set<List<String>> issued = new HashSet<>();
        for (List<String> event : rows("SELECT user_id, identity_id, request_id FROM audit_event"
                + " WHERE type = 'token.issued' AND outcome = 'success'")) {
            issued.add(event);
            assertThat(mappings.contains(event.subList(0, 2))).as("%s", event).isTrue();
        }
        for (Answered answered : ledger) {
            assertThat(issued.contains(List.of(answered.user(), answered.identity(), answered.requestId())))
                    .as("%s", answered)
                    .isTrue();
        }
    }

    private List<List<String>> rows(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement query = connection.createStatement();
                ResultSet found = query.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(found.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
