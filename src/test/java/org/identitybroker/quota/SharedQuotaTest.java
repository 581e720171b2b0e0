package org.identitybroker.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.store.Store;
import org.identitybroker.testing.BrokerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One quota on a real Postgres, as several replicas share it.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
@Timeout(30)
class SharedQuotaTest {
    private static final int PER_SECOND = 50;
    private static final Pace PACE = Pace.of(PER_SECOND);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Inject
    AgroalDataSource database;

    @Inject
    Store store;

    private final String key = "pool:" + UUID.randomUUID();

    /// For three seconds twice as many ask as can be served.
    @Test
    void twoReplicasKeepToTheQuotaAndUseIt() {
        Governor one = new Governor(key, row(), PACE);
        Governor two = new Governor(key, row(), PACE);
        ConcurrentLinkedQueue<Long> granted = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + 3 * SECOND;

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < 200; client++) {
                Governor governor = client % 2 == 0 ? one : two;
                threads.submit(() -> take(governor, end, granted));
            }
        }
        one.end();
        two.end();

        List<Long> times = granted.stream().sorted().toList();
        assertThat(mostInASecond(times)).isLessThanOrEqualTo((int) (1.2 * PER_SECOND));
        assertThat(times).hasSizeGreaterThanOrEqualTo((int) (3 * 0.8 * PER_SECOND));
    }

    private static void take(Governor governor, long end, ConcurrentLinkedQueue<Long> granted) {
        while (System.nanoTime() < end) {
            try {
                governor.take("shop", Duration.ofNanos(Math.max(1, end - System.nanoTime())));
                granted.add(System.nanoTime());
            } catch (RefusedException _) {
                return;
            }
        }
    }

    private static int mostInASecond(List<Long> times) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (times.get(last) - times.get(first) >= SECOND) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /// What it took is gone, no more; the next replica's slots follow in time.
    @Test
    void aReplicaThatDiesTakesOnlyItsSlotsWithIt() {
        Slots lost = leased(5);

        Slots next = leased(1);

        // Those that were lost are over already if this thread had to wait.
        long free = Math.max(lost.dueAt(4), System.nanoTime());
        assertThat(next.dueAt(0)).isBetween(lost.dueAt(4), free + lost.step() * 3);
        Governor survivor = new Governor(key, row(), PACE);
        survivor.take("shop", Duration.ofSeconds(1));
        survivor.end();
    }

    @Test
    void timeThatWentByIsNotMadeUpFor() throws SQLException {
        leased(1);
        set("next_at = clock_timestamp() - interval '1 hour'");

        long askedAt = System.nanoTime();
        Slots slots = leased(5);

        assertThat(slots.dueAt(0)).isBetween(askedAt - 2 * Pace.CATCH_UP.toNanos(), System.nanoTime());
        assertThat(slots.step()).isEqualTo(SECOND / PER_SECOND);
    }

    @Test
    void aClockThatWasSetBackStopsNobody() throws SQLException {
        leased(1);
        set("next_at = clock_timestamp() + interval '1 hour'");

        assertThat(leased(1).dueAt(0) - System.nanoTime()).isLessThan(SECOND);
    }

    @Test
    void theRateGoesDownOnceASecondAndComesBack() throws SQLException {
        assertThat(reduced()).isEmpty();
        assertThat(leased(1).share()).isEqualTo(1);

        assertThat(reduced()).contains(0.7);
        assertThat(reduced()).as("by another replica at the same time").isEmpty();
        assertThat(leased(1).share()).isBetween(0.7, 0.8);

        set("throttled_at = clock_timestamp() - interval '2 seconds'");
        Slots slower = leased(2);
        assertThat(slower.share()).isBetween(0.8, 0.85);
        assertThat((double) slower.step()).isBetween(SECOND / PER_SECOND / 0.85, SECOND / PER_SECOND / 0.8);
        assertThat(reduced()).hasValueSatisfying(left -> assertThat(left).isBetween(0.56, 0.6));

        set("throttled_at = clock_timestamp() - interval '10 seconds'");
        assertThat(leased(1).share()).isEqualTo(1);
    }

    @Test
    void throttlingWithoutEndLeavesATenth() throws SQLException {
        leased(1);
        for (int i = 0; i < 10; i++) {
            reduced();
            set("throttled_at = clock_timestamp() - interval '1.001 seconds'");
        }
        set("reduced_to = 0.1, throttled_at = clock_timestamp() - interval '1.001 seconds'");

        assertThat(reduced()).hasValueSatisfying(left -> assertThat(left).isBetween(0.1, 0.11));
        set("throttled_at = clock_timestamp() + interval '1 hour'");
        assertThat(leased(1).share()).as("by a clock that was set back").isEqualTo(0.1);
    }

    /// Someone holds the row's lock; after two seconds the database gives up.
    @Test
    void aRowThatIsLockedIsAnOutageAndServiceResumes() throws SQLException {
        leased(1);
        Governor governor = new Governor(key, row(), PACE);
        try (Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            try (PreparedStatement lock = other.prepareStatement("SELECT 1 FROM quota WHERE name = ? FOR UPDATE")) {
                lock.setString(1, key);
                lock.execute();
            }
            RefusedException refused =
                    catchThrowableOfType(RefusedException.class, () -> governor.take("shop", Duration.ofSeconds(1)));
            assertThat(refused.code()).isEqualTo(ProblemCode.STORE_UNAVAILABLE);
            other.rollback();
        }
        governor.take("shop", Duration.ofSeconds(5));
        governor.end();
    }

    private Slots leased(int number) {
        QuotaRow row = row();
        try {
            return row.lease(number);
        } finally {
            row.rest();
        }
    }

    private Optional<Double> reduced() {
        QuotaRow row = row();
        try {
            return row.reduce();
        } finally {
            row.rest();
        }
    }

    private QuotaRow row() {
        return new QuotaRow(database, store, key, PACE);
    }

    private void set(String what) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE quota SET " + what + " WHERE name = ?")) {
            update.setString(1, key);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
