package org.identitybroker.audit;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.store.Store;

/// [AuditTrail] in the table `audit_event`.
@ApplicationScoped
class PostgresAuditTrail implements AuditTrail {
    private final CommitGroups groups;
    private final AgroalDataSource database;
    private final Store store;
    private final EventLog log;
    private final TransactionSynchronizationRegistry transaction;

    PostgresAuditTrail(
            CommitGroups groups,
            AgroalDataSource database,
            Store store,
            EventLog log,
            TransactionSynchronizationRegistry transaction) {
        this.groups = groups;
        this.database = database;
        this.store = store;
        this.log = log;
        this.transaction = transaction;
    }

    @Override
    public <T> T exchange(EventDraft draft, Supplier<T> story) {
        try {
            T answer = story.get();
            if (!draft.isUsed()) {
                commit(draft.unchanged());
            }
            return answer;
        } catch (RefusedException refusal) {
            if (!draft.isUsed() && !refusal.isMalformedBody()) {
                commit(draft.refused(refusal));
            }
            throw refusal;
        } catch (RuntimeException bug) {
            if (!draft.isUsed()) {
                commit(draft.refused(ProblemCode.INTERNAL));
            }
            throw bug;
        }
    }

    @Override
    public boolean commitIfHeld(EventDraft draft, List<EventType> beside) {
        List<AuditEvent> events = Stream.concat(beside.stream().map(draft::beside), Stream.of(draft.succeeded()))
                .toList();
        return commit(draft, new Entry(events, true));
    }

    @Override
    public boolean commitWithMapping(EventDraft draft, FirstMapping mapping) {
        List<AuditEvent> events = List.of(draft.beside(EventType.IDENTITY_CREATED), draft.succeeded());
        return commit(draft, new Entry(events, mapping));
    }

    private boolean commit(EventDraft draft, Entry entry) {
        boolean stored = groups.commit(entry);
        if (stored) {
            entry.events().forEach(log::copy);
        } else {
            draft.reopen();
        }
        return stored;
    }

    @Override
    public boolean commitIfHeld(AuditEvent event) {
        boolean stored = groups.commit(new Entry(List.of(event), true));
        if (stored) {
            log.copy(event);
        }
        return stored;
    }

    private void commit(AuditEvent event) {
        groups.commit(new Entry(List.of(event), false));
        log.copy(event);
    }

    @Override
    public void append(List<AuditEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        try (Connection connection = database.getConnection()) {
            new EventStatement(connection, events).execute(Set.of());
        } catch (SQLException failure) {
            throw store.refusalOf(failure);
        }
        transaction.registerInterposedSynchronization(new Copy(events));
    }

    /// Logs the events once the transaction is in the database.
    private final class Copy implements Synchronization {
        private final List<AuditEvent> events;

        Copy(List<AuditEvent> events) {
            this.events = events;
        }

        @Override
        public void beforeCompletion() {
            // Nothing is to be done before the commit.
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                events.forEach(log::copy);
            }
        }
    }
}
