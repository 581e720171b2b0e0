package org.identitybroker.audit;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.identitybroker.store.Store;
import org.identitybroker.tracing.Tracing;
import org.jboss.logging.Logger;

/// Group commit: exchanges that end at the same time have their events stored by one statement and one commit, and
/// first mappings with them.
@ApplicationScoped
class CommitGroups {
    private static final Logger LOG = Logger.getLogger(CommitGroups.class);

    /// SQLSTATE of a row for which there is no partition.
    private static final String CHECK_VIOLATION = "23514";

    private final Store store;
    private final AuditPartitions partitions;
    private final FirstMappings mappings;
    private final AuditMetrics metrics;
    private final Tracing tracing;
    private final CommitQueue events;

    /// Apart, because a mapping may have to wait for another transaction's, and events never do.
    private final CommitQueue eventsWithMapping;

    CommitGroups(
            AgroalDataSource database,
            Store store,
            AuditPartitions partitions,
            FirstMappings mappings,
            AuditMetrics metrics,
            Tracing tracing) {
        this.store = store;
        this.partitions = partitions;
        this.mappings = mappings;
        this.metrics = metrics;
        this.tracing = tracing;
        this.events = new CommitQueue("audit-writer", database, store, this::write);
        this.eventsWithMapping = new CommitQueue("mapping-writer", database, store, this::writeWithMappings);
    }

    /// Returns when the entry has been stored, or was found not to hold any more, or not to be a first mapping.
    ///
    /// @return whether the events were stored
    boolean commit(Entry entry) {
        return entry.mapping().isPresent()
                ? tracing.askingPostgres("commit mapping and events", () -> eventsWithMapping.commit(entry))
                : tracing.askingPostgres("commit events", () -> events.commit(entry));
    }

    /// Requests in flight have ended by now.
    void end(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent ending) {
        events.end();
        eventsWithMapping.end();
    }

    private void write(Connection connection, List<Entry> group) throws SQLException {
        try {
            Set<UUID> stored = metrics.timed(group, () -> insert(connection, group));
            group.forEach(entry -> entry.stored(stored));
        } catch (SQLException failure) {
            settle(connection, group, failure);
        } catch (RuntimeException failure) {
            throw failed(group, failure);
        }
    }

    private RuntimeException failed(List<Entry> group, RuntimeException failure) {
        RuntimeException reason = store.translated(failure);
        group.forEach(entry -> entry.failed(reason));
        return failure;
    }

    private SQLException failed(List<Entry> group, SQLException failure) {
        RuntimeException refusal = store.refusalOf(failure);
        group.forEach(entry -> entry.failed(refusal));
        return failure;
    }

    /// Whether a group that met a broken connection was stored is not known, so it is not tried again: an exchange
    /// would get two events. What the database refused was not stored; then one entry must not fail the others.
    private void settle(Connection connection, List<Entry> group, SQLException failure) throws SQLException {
        if (Store.isUnavailable(failure.getSQLState())) {
            throw failed(group, failure);
        }
        boolean again = failure.getSQLState().equals(CHECK_VIOLATION) && partitions.keep();
        if (group.size() == 1 && !again) {
            LOG.errorf("an audit event could not be stored, SQLSTATE %s", failure.getSQLState());
            group.getFirst().failed(new IllegalStateException("the audit event was refused by the database"));
            return;
        }
        for (Entry entry : group) {
            writeAlone(connection, entry);
        }
    }

    private void writeAlone(Connection connection, Entry entry) throws SQLException {
        try {
            entry.stored(insert(connection, List.of(entry)));
        } catch (SQLException failure) {
            if (Store.isUnavailable(failure.getSQLState())) {
                throw failed(List.of(entry), failure);
            }
            LOG.errorf("an audit event could not be stored, SQLSTATE %s", failure.getSQLState());
            entry.failed(new IllegalStateException("the audit event was refused by the database"));
        }
    }

    private static Set<UUID> insert(Connection connection, List<Entry> group) throws SQLException {
        List<AuditEvent> events = new ArrayList<>();
        Set<UUID> onlyIfHeld = new HashSet<>();
        for (Entry entry : group) {
            events.addAll(entry.events());
            if (entry.onlyIfHeld()) {
                entry.events().forEach(event -> onlyIfHeld.add(event.id()));
            }
        }
        return new EventStatement(connection, events).execute(onlyIfHeld);
    }

    /// What was certainly rolled back fails nobody: each exchange then stores its mapping by itself, and finds out what
    /// stands in its way.
    private void writeWithMappings(Connection connection, List<Entry> group) throws SQLException {
        try {
            Set<UUID> stored = metrics.timed(group, () -> insertWithMappings(connection, group));
            group.forEach(entry -> entry.stored(stored));
        } catch (SQLException failure) {
            if (failure.getSQLState() == null || Store.isBroken(failure.getSQLState())) {
                throw failed(group, failure);
            }
            if (failure.getSQLState().equals(CHECK_VIOLATION)) {
                partitions.keep();
            }
            group.forEach(entry -> entry.stored(Set.of()));
        } catch (RuntimeException failure) {
            throw failed(group, failure);
        }
    }

    private Set<UUID> insertWithMappings(Connection connection, List<Entry> group) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Set<UUID> stored = insertFirst(connection, oneOfEach(group));
            connection.commit();
            return stored;
        } catch (SQLException | RuntimeException failure) {
            connection.rollback();
            throw failure;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private Set<UUID> insertFirst(Connection connection, List<Entry> group) throws SQLException {
        Set<FirstMapping> made = mappings.store(
                connection,
                group.stream().flatMap(entry -> entry.mapping().stream()).toList());
        List<AuditEvent> theirs = group.stream()
                .filter(entry -> entry.mapping().filter(made::contains).isPresent())
                .flatMap(entry -> entry.events().stream())
                .toList();
        return theirs.isEmpty() ? Set.of() : new EventStatement(connection, theirs).execute(Set.of());
    }

    /// Of several exchanges that make the same user known, or the same identity, one.
    private static List<Entry> oneOfEach(List<Entry> group) {
        Set<List<String>> known = new HashSet<>();
        return group.stream()
                .filter(entry -> entry.mapping()
                        .filter(mapping -> known.add(List.of(mapping.pool(), mapping.userId())))
                        .filter(mapping -> known.add(List.of(mapping.identityId())))
                        .isPresent())
                .toList();
    }
}
