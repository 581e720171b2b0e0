package org.identitybroker.identity;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs one short transaction, and tells a database that cannot serve from a statement that is wrong.
@ApplicationScoped
public class Store {
    private static final Logger LOG = Logger.getLogger(Store.class);

    /// Longer than a chain of causes ever is, in case one is a ring.
    private static final int CAUSES_MAX = 20;

    /// SQLSTATE classes (PostgreSQL, appendix A) that say nothing about the statement: connection exception,
    /// insufficient resources, operator intervention (shutdown, statement timeout), system error, and rollback by
    /// deadlock or serialization.
    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "57", "58", "40");

    /// Lock not available; read-only transaction, as a standby answers after a failover.
    private static final Set<String> UNAVAILABLE_STATES = Set.of("55P03", "25006");

    /// A transaction of its own, whatever else is under way.
    ///
    /// @throws RefusedException `store-unavailable`; a bug keeps its own exception
    public <T> T inTransaction(Supplier<T> work) {
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

    /// The transaction in hand will leave no trace: its outcome is returned, and what it wrote is rolled back.
    static void undo() {
        QuarkusTransaction.setRollbackOnly();
    }

    private static RuntimeException translated(RuntimeException failure) {
        Optional<SQLException> cause = sqlCause(failure);
        if (cause.isEmpty() || !isUnavailable(cause.get().getSQLState())) {
            return failure;
        }
        LOG.warnf("database unavailable, SQLSTATE %s", cause.get().getSQLState());
        return new RefusedException(ProblemCode.STORE_UNAVAILABLE, "The broker's database does not answer.");
    }

    /// No state at all is the connection pool's own word: no connection could be had in time.
    static boolean isUnavailable(@Nullable String state) {
        return state == null
                || (state.length() == 5 && UNAVAILABLE_CLASSES.contains(state.substring(0, 2)))
                || UNAVAILABLE_STATES.contains(state);
    }

    private static Optional<SQLException> sqlCause(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /// Has the transaction rolled back; to commit one that is marked for rollback is an error to Narayana.
    private static final class UndoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UndoneException() {
            super("undone", null, false, false);
        }
    }
}
