package org.identitybroker.audit;

import io.agroal.api.AgroalDataSource;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.function.Supplier;
import org.identitybroker.store.Store;

/// A trail that records nothing, put in the place of the real one by `AuditCostBenchmark`. It is in no build: no
/// setting
/// turns the audit off.
class PostgresAuditTrail implements AuditTrail {
    /// For the proxy.
    PostgresAuditTrail() {}

    PostgresAuditTrail(
            CommitGroups groups,
            AgroalDataSource database,
            Store store,
            EventLog log,
            TransactionSynchronizationRegistry transaction) {}

    @Override
    public <T> T exchange(EventDraft draft, Supplier<T> story) {
        return story.get();
    }

    @Override
    public boolean commitIfHeld(EventDraft draft, List<EventType> beside) {
        return true;
    }

    @Override
    public boolean commitIfHeld(AuditEvent event) {
        return true;
    }

    @Override
    public void append(List<AuditEvent> events) {}

    @Override
    public boolean commitWithMapping(EventDraft draft, FirstMapping mapping) {
        return false;
    }
}
