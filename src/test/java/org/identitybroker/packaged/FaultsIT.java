package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.fault.Fault;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.FaultyLink;
import org.identitybroker.testing.FaultyLink.Mode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens to requests under way, and afterwards, when the network between the broker and Postgres or Cognito
/// fails, or Postgres itself does. All faults meet one and the same process.
@Tag("soak")
class FaultsIT {
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    /// Longer than a request takes, so that every person meets the fault.
    private static final Duration FAULT = Duration.ofMillis(700);

    private static EmbeddedPostgres postgres;
    private static CognitoEmulator cognito;
    private static FaultyLink toPostgres;
    private static FaultyLink toCognito;
    private static PackagedBroker broker;

    private Load load;

    enum Side {
        POSTGRES,
        COGNITO;

        FaultyLink link() {
            return this == POSTGRES ? toPostgres : toCognito;
        }
    }

    /// What the requests are doing when the fault begins.
    enum Phase {
        /// Whatever they come to.
        ANY,
        /// Waiting for Cognito.
        ASKING,
        /// Storing what Cognito answered.
        STORING,
        /// Waiting for their event to be stored.
        RECORDING
    }

    @BeforeAll
    static void start() throws IOException {
        // The embedded one forgets what it committed last when it is restarted, unless it is told not to.
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                .start();
        cognito = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(PoolSettings.forDeveloper(BrokerSettings.CUSTOMERS_ID, BrokerSettings.PROVIDER))
                .build());
        toPostgres = new FaultyLink(postgres.getPort());
        toCognito = new FaultyLink(cognito.port());
        broker = PackagedBroker.launch(settings()).untilReady();
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
        toPostgres.close();
        toCognito.close();
        cognito.close();
        postgres.close();
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + toPostgres.port() + "/postgres");
        settings.put("quarkus.datasource.username", "postgres");
        settings.put("quarkus.datasource.password", "postgres");
        settings.put("broker.cognito.endpoint", "http://127.0.0.1:" + toCognito.port());
        settings.put("broker.cognito.allow-endpoint-override", "true");
        settings.put("broker.callers.shop.requests-per-second", "100000");
        return settings;
    }

    @BeforeEach
    void beginLoad() {
        load = new Load(broker);
        await().atMost(RECOVERY).until(load::isServed);
    }

    @AfterEach
    void endLoad() {
        toPostgres.become(Mode.PASS);
        toCognito.become(Mode.PASS);
        cognito.faults().clear();
        load.close();
    }

    /// Cognito has no part in storing and recording.
    static Stream<Arguments> allFaults() {
        return Stream.of(Side.values())
                .flatMap(side -> Stream.of(Mode.CUT, Mode.DELAY, Mode.BLACK_HOLE, Mode.LOST_ANSWERS, Mode.GARBAGE)
                        .flatMap(mode -> Stream.of(Phase.values()).map(phase -> Arguments.of(side, mode, phase))))
                .filter(fault -> fault.get()[0] == Side.POSTGRES
                        || fault.get()[2] == Phase.ANY
                        || fault.get()[2] == Phase.ASKING);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("allFaults")
    void everyAnswerIsTrueAndTheServiceRecovers(Side side, Mode mode, Phase phase) throws Exception {
        switch (phase) {
            case ANY -> side.link().become(mode);
            case ASKING -> whileCognitoIsAsked(() -> side.link().become(mode));
            case STORING ->
                whileWriting("developer_login, identity", () -> side.link().become(mode));
            case RECORDING -> whileWriting("audit_event", () -> side.link().become(mode));
        }
        hold();
        side.link().become(Mode.PASS);

        requireRecovery();
        requireTrueAnswers(load.end());
    }

    /// The circuit opens, and closes again.
    @Test
    void cognitoThatIsDownForLongIsNotWaitedFor() throws Exception {
        toCognito.become(Mode.CUT);
        await().atMost(RECOVERY).until(() -> broker.output().contains("circuit of pool customers: OPEN"));
        toCognito.become(Mode.PASS);

        requireRecovery();
        requireTrueAnswers(load.end());
    }

    @Test
    void theDatabaseIsRestarted() throws Exception {
        restartPostgres();

        requireRecovery();
        requireTrueAnswers(load.end());
    }

    @Test
    void theDatabaseEndsEveryConnection() throws Exception {
        sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'");

        requireRecovery();
        requireTrueAnswers(load.end());
    }

    /// The old primary takes no writes any more, until the address leads to the new one.
    @Test
    void theDatabaseFailsOver() throws Exception {
        int before = load.size();
        sql("ALTER SYSTEM SET default_transaction_read_only = on");
        sql("SELECT pg_reload_conf()");
        await().atMost(RECOVERY).until(() -> load.wasRefusedAfter(before));
        toPostgres.become(Mode.CUT);
        sql("ALTER SYSTEM RESET default_transaction_read_only");
        sql("SELECT pg_reload_conf()");
        toPostgres.become(Mode.PASS);

        requireRecovery();
        requireTrueAnswers(load.end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"developer_login", "audit_event"})
    void theDisksAreFull(String table) throws Exception {
        int before = load.size();
        breakWrites(table, "RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'");
        await().atMost(RECOVERY).until(() -> load.wasRefusedAfter(before));
        mendWrites();

        requireRecovery();
        requireTrueAnswers(load.end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"developer_login", "audit_event"})
    void theDisksAreSlow(String table) throws Exception {
        int before = load.size();
        breakWrites(table, "PERFORM pg_sleep(30)");
        await().atMost(RECOVERY).until(() -> load.wasRefusedAfter(before));
        mendWrites();

        requireRecovery();
        requireTrueAnswers(load.end());
    }

    private static void whileCognitoIsAsked(Runnable fault) {
        cognito.faults().inject(Fault.delay(FAULT));
        cognito.requests().clear();
        await().until(() -> cognito.requests().all().size() >= 10);
        fault.run();
        cognito.faults().clear();
    }

    private static void whileWriting(String tables, Runnable fault) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE " + tables + " IN EXCLUSIVE MODE");
            await().until(() -> waitingForALock() >= 1);
            fault.run();
            connection.rollback();
        }
    }

    private static long waitingForALock() throws SQLException {
        return Long.parseLong(sql("SELECT count(*) FROM pg_locks WHERE NOT granted"));
    }

    private static void hold() throws InterruptedException {
        Thread.sleep(FAULT);
    }

    private void requireRecovery() {
        await().atMost(RECOVERY).pollInterval(Duration.ofMillis(50)).until(load::isServed);
    }

    private static void requireTrueAnswers(List<Load.Reply> replies) throws SQLException {
        List<Load.Reply> tokens = replies.stream().filter(Load.Reply::isToken).toList();
        List<Load.Reply> refusals =
                replies.stream().filter(reply -> !reply.isToken()).toList();
        Map<String, String> stored =
                storedIdentities(tokens.stream().map(Load.Reply::user).toList());
        assertThat(tokens)
                .allSatisfy(reply -> assertThat(stored.get(reply.user())).isEqualTo(reply.member("identityId")));
        requireEvents(tokens);
        assertThat(refusals).allSatisfy(reply -> {
            assertThat(reply.answer().statusCode())
                    .as(() -> reply.answer().body() + broker.output())
                    .isIn(503, 504);
            assertThat(reply.answer().headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(reply.answer().headers().firstValue("Retry-After"))
                    .hasValueSatisfying(
                            seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 5));
        });
    }

    private static Map<String, String> storedIdentities(List<String> users) throws SQLException {
        Map<String, String> found = new HashMap<>();
        try (Connection connection = connection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT user_id, identity_id FROM developer_login JOIN identity USING (identity_id)"
                                + " WHERE user_id = ANY (?)")) {
            query.setArray(1, connection.createArrayOf("text", users.toArray()));
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
        }
        return found;
    }

    /// Every token that somebody saw has its event, and no event of an identity is without the mapping.
    private static void requireEvents(List<Load.Reply> tokens) throws SQLException {
        Map<String, String> issued = new HashMap<>();
        try (Connection connection = connection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT request_id, identity_id FROM audit_event WHERE type = 'token.issued'"
                                + " AND request_id = ANY (?)")) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text", tokens.stream().map(Load.Reply::requestId).toArray()));
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                assertThat(issued.put(rows.getString(1), rows.getString(2))).isNull();
            }
        }
        assertThat(tokens)
                .allSatisfy(reply -> assertThat(issued.get(reply.requestId())).isEqualTo(reply.member("identityId")));
        assertThat(sql("""
                        SELECT count(*) FROM audit_event event
                        WHERE type IN ('identity.created', 'token.issued') AND NOT EXISTS (
                            SELECT FROM developer_login login WHERE login.pool = event.pool
                            AND login.user_id = event.user_id AND login.identity_id = event.identity_id)""")).isEqualTo("0");
    }

    private static void breakWrites(String table, String how) throws SQLException {
        sql("CREATE FUNCTION broken_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + how
                + "; RETURN NEW; END $$");
        sql("CREATE TRIGGER broken_disk BEFORE INSERT ON " + table + " FOR EACH ROW EXECUTE FUNCTION broken_disk()");
    }

    private static void mendWrites() throws SQLException {
        sql("DROP FUNCTION broken_disk() CASCADE");
    }

    /// As a crash and a start do, by the program that belongs to the running server.
    private static void restartPostgres() throws Exception {
        String data = sql("SHOW data_directory");
        long pid = Long.parseLong(
                Files.readAllLines(Path.of(data, "postmaster.pid")).getFirst().strip());
        Path server =
                Path.of(ProcessHandle.of(pid).orElseThrow().info().command().orElseThrow());
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // Postgres refuses to run as root; the embedded one is started in the same way.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(server.resolveSibling("pg_ctl").toString(), "restart", "-w", "-m", "immediate"));
        command.addAll(List.of("-D", data, "-l", Path.of(data, "restart.log").toString()));
        Process restart = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(restart.waitFor()).isZero();
    }

    /// @return the first column of the first row, empty if there is none
    private static String sql(String text) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(text)) {
                return "";
            }
            ResultSet rows = statement.getResultSet();
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    /// Past the link.
    private static Connection connection() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }
}
