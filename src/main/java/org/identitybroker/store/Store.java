package org.identitybroker.store;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.tracing.Tracing;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs one short transaction, and tells a database that cannot serve from a statement that is wrong.
@ApplicationScoped
public class Store {
    private static final Logger LOG = Logger.getLogger(Store.class);

    /// More causes than a failure ever has, in case they are a ring.
    private static final int CAUSES_MAX = 20;

    /// What a standby answers, or an old primary after a failover.
    private static final String READ_ONLY = "25006";

    /// Protocol violation.
    private static final String FOREIGN_ANSWER = "08P01";

    /// SQLSTATE classes (PostgreSQL, appendix A) that say nothing about the statement: connection exception, a
    /// login that is refused (a password that was changed), a database that is not there (dropped, to be
    /// restored), insufficient resources, operator intervention (shutdown, statement timeout), system error,
    /// and rollback by deadlock or serialization.
    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "28", "3D", "53", "57", "58", "40");

    private static final Set<String> BROKEN_CLASSES = Set.of("08");

    /// Feature not supported: an answer of a kind that the driver never asks for, or a prepared statement from before
    /// a migration. A new connection knows nothing of either.
    private static final String UNSUPPORTED = "0A000";

    /// Shutdown by an operator, a crash, a database that is starting or shutting down: nobody's connections survive it.
    private static final Set<String> BROKEN_STATES = Set.of("57P01", "57P02", "57P03", READ_ONLY, UNSUPPORTED);

    /// A connection takes milliseconds to make; a database that is away for long is asked for new ones no more often,
    /// and its absence is told no more often, however many requests meet it.
    private static final Duration PACE = Duration.ofSeconds(1);

    /// Lock not available; read-only transaction; the driver was interrupted while it connected.
    private static final Set<String> UNAVAILABLE_STATES = Set.of("55P03", READ_ONLY, UNSUPPORTED, "99999");

    private final AgroalDataSource connections;
    private final Tracing tracing;

    /// [System#nanoTime] of the last flush.
    private final AtomicLong lastFlush = new AtomicLong(System.nanoTime() - PACE.toNanos());

    private final AtomicLong lastWarning = new AtomicLong(lastFlush.get());

    Store(AgroalDataSource connections, Tracing tracing) {
        this.connections = connections;
        this.tracing = tracing;
    }

    /// A transaction of its own, whatever else is under way.
    ///
    /// @throws RefusedException `store-unavailable`; a bug keeps its own exception
    public <T> T inTransaction(Supplier<T> work) {
        return tracing.askingPostgres("transaction", () -> transaction(work));
    }

    private <T> T transaction(Supplier<T> work) {
        List<T> undone = new ArrayList<>(1);
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                T outcome = work.get();
                if (QuarkusTransaction.isRollbackOnly()) {
                    undone.add(outcome);
                    throw new UndoneException();
                }
                return outcome;
            });
        } catch (UndoneException _) {
            return undone.getFirst();
        } catch (RuntimeException failure) {
            throw translated(failure);
        }
    }

    /// One statement on a plain connection: it is its own transaction, and costs one round trip. For what is done with
    /// every request.
    ///
    /// @param what for, in a few words of ours
    /// @throws RefusedException `store-unavailable`; a bug keeps its own exception
    public <T> T inOneStatement(String what, PlainWork<T> work) {
        return tracing.askingPostgres(what, () -> plain(work));
    }

    private <T> T plain(PlainWork<T> work) {
        try (Connection connection = connections.getConnection()) {
            return work.run(connection);
        } catch (SQLException failure) {
            throw refusalOf(failure);
        } catch (RuntimeException failure) {
            throw translated(failure);
        }
    }

    /// What is done with a plain connection.
    @FunctionalInterface
    public interface PlainWork<T> {
        T run(Connection connection) throws SQLException;
    }

    /// The transaction in hand will leave no trace: its outcome is returned, and what it wrote is rolled back.
    public static void undo() {
        QuarkusTransaction.setRollbackOnly();
    }

    /// For work on a plain connection, outside of [#inTransaction]. If the connection broke, most likely all idle ones
    /// are broken as well; they are dropped, so that the next requests do not have to find that out one by one.
    ///
    /// @return `store-unavailable`; the failure itself, wrapped, if the statement is at fault
    public RuntimeException refusalOf(SQLException failure) {
        String state = failure.getSQLState();
        return isUnavailable(state) ? outage(state) : new IllegalStateException("a statement failed", failure);
    }

    /// The same for what came unchecked: a transaction's failure, or the driver's.
    ///
    /// @return `store-unavailable`, or the failure itself, if the database is not the reason
    public RuntimeException translated(RuntimeException failure) {
        List<Throwable> reasons = reasons(failure);
        if (reasons.stream().anyMatch(Store::isDriversOwn)) {
            return outage(FOREIGN_ANSWER);
        }
        return outageAmong(reasons)
                .<RuntimeException>map(reason -> outage(reason.getSQLState()))
                .orElse(failure);
    }

    private RefusedException outage(@Nullable String state) {
        if (isDue(lastWarning)) {
            LOG.warnf("database unavailable, SQLSTATE %s (said once in a second)", state);
        }
        if (isBroken(state)) {
            dropIdleConnections();
        }
        return new RefusedException(ProblemCode.STORE_UNAVAILABLE, "The broker's database does not answer.");
    }

    /// The driver stumbles, unchecked, over bytes that are not Postgres'; the pool does not notice that, and would
    /// keep the connection.
    static boolean isDriversOwn(Throwable failure) {
        return failure instanceof RuntimeException
                && Arrays.stream(failure.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                        .findFirst()
                        .filter(name -> name.startsWith("org.postgresql."))
                        .isPresent();
    }

    /// Those in use are dropped when they are given back.
    void dropIdleConnections() {
        if (isDue(lastFlush)) {
            connections.flush(AgroalDataSource.FlushMode.GRACEFUL);
        }
    }

    private static boolean isDue(AtomicLong lastTime) {
        long now = System.nanoTime();
        long last = lastTime.get();
        return now - last >= PACE.toNanos() && lastTime.compareAndSet(last, now);
    }

    /// No state at all is the connection pool's own word: no connection could be had in time.
    public static boolean isUnavailable(@Nullable String state) {
        return state == null || isOfClass(state, UNAVAILABLE_CLASSES) || UNAVAILABLE_STATES.contains(state);
    }

    /// Whether the connection is of no more use, and so perhaps no other either. Of a commit that ended so, nobody
    /// knows
    /// whether it was made.
    public static boolean isBroken(@Nullable String state) {
        return state != null && (isOfClass(state, BROKEN_CLASSES) || BROKEN_STATES.contains(state));
    }

    private static boolean isOfClass(String state, Set<String> classes) {
        return state.length() == 5 && classes.contains(state.substring(0, 2));
    }

    static Optional<SQLException> outageAmong(List<Throwable> reasons) {
        return reasons.stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(reason -> isUnavailable(reason.getSQLState()))
                .findFirst();
    }

    /// A failure, its causes, and what they suppressed: the transaction manager's exception suppresses what went wrong
    /// at a commit instead of naming it as its cause.
    static List<Throwable> reasons(Throwable failure) {
        List<Throwable> reasons = new ArrayList<>();
        Deque<Throwable> open = new ArrayDeque<>(List.of(failure));
        while (!open.isEmpty() && reasons.size() < CAUSES_MAX) {
            Throwable next = open.remove();
            reasons.add(next);
            open.addAll(List.of(next.getSuppressed()));
            Optional.ofNullable(next.getCause()).ifPresent(open::addFirst);
        }
        return reasons;
    }

    /// Has the transaction rolled back; to commit one that is marked for rollback is an error to Narayana.
    private static final class UndoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UndoneException() {
            super("undone", null, false, false);
        }
    }
}
