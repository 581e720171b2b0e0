package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.FreshIdentityCognito;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two replicas behind a load balancer are replaced one after the other by those of the next version, which
/// brings a newer schema with it, and then by the old version again, while people sign in. No request may fail.
@Tag("soak")
class RollingUpgradeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JWT = CallerTokens.of("shop");
    private static final int CLIENTS = 4;

    /// Users who come again, so that everyone is known to each version.
    private static final int REGULARS = 200;

    /// Answers after which every connection has used each of its statements more often than the driver takes to
    /// have the server prepare it: then a change of the schema meets prepared statements.
    private static final int MANY = 600;

    private static final int STARTS_MAX = 5;
    private static final String NO_LOCK = "lock timeout";

    /// Only a limit: a busy machine may take long.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final Queue<String> mishaps = new ConcurrentLinkedQueue<>();
    private final Map<String, String> identities = new ConcurrentHashMap<>();
    private final List<Future<?>> clients = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean sending = true;

    private EmbeddedPostgres postgres;
    private FreshIdentityCognito cognito;
    private Balancer balancer;
    private Path nextVersion;

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        cognito = new FreshIdentityCognito();
        balancer = new Balancer();
        nextVersion = NextVersion.madeIn(folder);
    }

    @AfterEach
    void stop() throws IOException {
        sending = false;
        balancer.close();
        cognito.close();
        postgres.close();
    }

    @Test
    void noRequestFailsWhileEachReplicaIsReplaced() throws Exception {
        try (PackagedBroker one = old();
                PackagedBroker two = old();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            serve(one);
            serve(two);
            IntStream.range(0, CLIENTS).forEach(client -> clients.add(threads.submit(() -> signIn(client))));
            try {
                awaitMany();
                anUpgradeDuringABackupIsPutOff();
                makeTheIndexBeforehand();
                upgradeAndGoBack(one, two);
            } finally {
                sending = false;
            }
        }
        System.out.printf("%d answers, %d users%n", answered.get(), identities.size());
    }

    private void upgradeAndGoBack(PackagedBroker one, PackagedBroker two) throws Exception {
        try (PackagedBroker three = nextUntilItStarts()) {
            serve(three);
            assertThat(schemaVersion()).isEqualTo("999");
            retire(one);
            awaitMany();
            requireServing(two);
            try (PackagedBroker four = nextUntilItStarts()) {
                serve(four);
                retire(two);
                awaitMany();
                goBack(three);
            }
        }
    }

    /// The old version starts with the newer schema.
    private void goBack(PackagedBroker replaced) throws Exception {
        try (PackagedBroker five = old()) {
            serve(five);
            retire(replaced);
            awaitMany();
            requireServing(five);
            letEverybodyFinish();
        }
    }

    /// Before the last replicas go.
    private void letEverybodyFinish() throws Exception {
        sending = false;
        for (Future<?> client : clients) {
            client.get();
        }
        assertThat(mishaps).isEmpty();
    }

    /// A backup reads each table in one transaction, which may last for hours. A migration that changes a table
    /// cannot go past it, and whoever came after the migration would wait behind it.
    private void anUpgradeDuringABackupIsPutOff() throws Exception {
        try (Connection backup = postgres.getPostgresDatabase().getConnection();
                Statement statement = backup.createStatement()) {
            backup.setAutoCommit(false);
            statement.execute("LOCK TABLE developer_login, identity IN ACCESS SHARE MODE");
            try (PackagedBroker early = next()) {
                assertThat(early.exitCode()).isEqualTo(1);
                assertThat(early.output()).contains(NO_LOCK);
            }
            backup.rollback();
        }
        assertThat(schemaVersion()).as("nothing is half done").isLessThan("9");
        assertThat(mishaps).isEmpty();
    }

    /// As an operator does for a large table: without a lock that keeps anybody from writing.
    private void makeTheIndexBeforehand() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE INDEX CONCURRENTLY developer_login_age_ix ON developer_login (linked_at)");
        }
        assertThat(mishaps).isEmpty();
    }

    private PackagedBroker old() {
        return PackagedBroker.launch(PackagedBroker.unlimited(postgres, cognito.endpoint()));
    }

    private PackagedBroker next() {
        return PackagedBroker.launch(PackagedBroker.unlimited(postgres, cognito.endpoint()), nextVersion);
    }

    /// As whatever looks after it does: on a busy machine a migration may wait longer for its lock than it may.
    private PackagedBroker nextUntilItStarts() {
        for (int start = 1; start < STARTS_MAX; start++) {
            PackagedBroker broker = next();
            await().atMost(PATIENCE).until(() -> broker.readiness() == 200 || !broker.isRunning());
            if (broker.isRunning() || !broker.output().contains(NO_LOCK)) {
                return broker;
            }
        }
        return next();
    }

    private void serve(PackagedBroker replica) {
        replica.untilReady();
        balancer.add(replica);
        await().atMost(PATIENCE).until(() -> balancer.sendsTo(replica));
    }

    private void retire(PackagedBroker replica) throws InterruptedException {
        replica.terminate();
        assertThat(replica.exitCode()).isEqualTo(143);
        balancer.remove(replica);
        assertThat(mishaps).isEmpty();
    }

    private void requireServing(PackagedBroker replica) throws IOException {
        String user = "regular-0";
        assertThat(JSON.readTree(replica.issue(JWT, "{\"userId\":\"" + user + "\"}")
                                .body())
                        .path("identityId")
                        .asText())
                .isEqualTo(identities.get(user));
        assertThat(replica.issue(JWT, "{\"userId\":\"new-" + UUID.randomUUID() + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    private void awaitMany() {
        int before = answered.get();
        await().atMost(PATIENCE).until(() -> answered.get() >= before + MANY || !mishaps.isEmpty());
        assertThat(mishaps).isEmpty();
    }

    private String schemaVersion() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("SELECT version FROM flyway_schema_history WHERE success"
                        + " ORDER BY installed_rank DESC LIMIT 1")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /// One request after the other, on one connection until the broker asks to close it.
    private void signIn(int client) {
        Random random = new Random(client);
        while (sending && mishaps.isEmpty()) {
            try (KeptConnection connection = new KeptConnection(balancer.port())) {
                while (sending && connection.isKept()) {
                    ask(connection, random);
                }
            } catch (IOException cut) {
                mishaps.add(cut.toString());
            }
        }
    }

    private void ask(KeptConnection connection, Random random) throws IOException {
        String user = random.nextInt(4) > 0 ? "regular-" + random.nextInt(REGULARS) : "new-" + UUID.randomUUID();
        KeptConnection.Reply reply =
                connection.issue(JWT, UUID.randomUUID().toString(), "{\"userId\":\"" + user + "\"}");
        if (reply.status() == 200) {
            String identity = JSON.readTree(reply.body()).path("identityId").asText();
            String before = identities.putIfAbsent(user, identity);
            if (before != null && !before.equals(identity)) {
                mishaps.add(user + " has two identities");
            }
        } else {
            mishaps.add(reply.status() + " " + reply.body());
        }
        answered.incrementAndGet();
    }
}
