package org.identitybroker.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.identitybroker.audit.AuditTrail;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.pool.PoolName;
import org.identitybroker.store.Store;

/// [IdentityRecords] in Postgres. Who changes identities locks their rows first, in the order of their ids, so that
/// two changes never wait for each other in a ring.
@ApplicationScoped
class PostgresIdentityRecords implements IdentityRecords {
    private final Store store;
    private final Session database;
    private final AuditTrail trail;

    PostgresIdentityRecords(Store store, Session database, AuditTrail trail) {
        this.store = store;
        this.database = database;
        this.trail = trail;
    }

    @Override
    public Optional<IdentityRecord> find(IdentityId id) {
        return inSnapshot(() -> read(id.value()));
    }

    @Override
    public Optional<IdentityRecord> find(PoolName pool, UserId user) {
        return inSnapshot(() -> Optional.ofNullable(
                        database.find(DeveloperLoginRow.class, new DeveloperLoginRow.Key(pool.value(), user.value())))
                .flatMap(login -> read(login.identityId)));
    }

    @Override
    public List<IdentityRecord> search(IdentitySearch search) {
        return inSnapshot(() -> withUsers(rows(search)));
    }

    @Override
    public Optional<IdentityRecord> merge(DeveloperLogin source, DeveloperLogin destination, EventDraft draft) {
        return store.inTransaction(() -> {
            List<String> statuses = lockedStatuses(source.identity(), destination.identity());
            if (isElsewhere(source) || isElsewhere(destination)) {
                return Optional.empty();
            }
            if (read(destination.identity().value()).isPresent()) {
                moveUsers(
                        source.identity(),
                        destination.identity(),
                        draft.origin().caller());
            } else {
                deleteLogins(source.identity());
            }
            update(source.identity(), IdentityStatus.DISABLED, Optional.of("merged into " + destination.identity()));
            if (statuses.contains(IdentityStatus.DISABLED.text())) {
                update(destination.identity(), IdentityStatus.DISABLED, Optional.of("disabled during a merge"));
            }
            touch(destination.identity());
            trail.append(List.of(draft.succeeded()));
            database.clear();
            return read(destination.identity().value());
        });
    }

    @Override
    public void unlink(IdentityId id, UserId user, EventDraft draft) {
        store.inTransaction(() -> {
            lockedStatuses(id);
            int removed = database.createNativeMutationQuery(
                            "DELETE FROM developer_login WHERE identity_id = :id AND user_id = :user")
                    .setParameter("id", id.value())
                    .setParameter("user", user.value())
                    .executeUpdate();
            if (removed > 0) {
                touch(id);
                trail.append(List.of(draft.succeeded()));
            }
            return removed;
        });
    }

    @Override
    public Optional<IdentityRecord> setStatus(
            IdentityId id, IdentityStatus status, Optional<String> reason, EventDraft draft) {
        return store.inTransaction(() -> {
            if (update(id, status, reason)) {
                trail.append(List.of(draft.succeeded()));
            }
            return read(id.value());
        });
    }

    @Override
    public void delete(IdentityId id, EventDraft draft) {
        store.inTransaction(() -> {
            lockedStatuses(id);
            deleteLogins(id);
            int removed = database.createNativeMutationQuery("DELETE FROM identity WHERE identity_id = :id")
                    .setParameter("id", id.value())
                    .executeUpdate();
            if (removed > 0) {
                trail.append(List.of(draft.succeeded()));
            }
            return removed;
        });
    }

    /// An identity and its users are read by several statements, between which nobody may come.
    private <T> T inSnapshot(Supplier<T> reading) {
        return store.inTransaction(() -> {
            database.createNativeMutationQuery("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                    .executeUpdate();
            return reading.get();
        });
    }

    private Optional<IdentityRecord> read(String id) {
        return Optional.ofNullable(database.find(IdentityRow.class, id))
                .map(row -> withUsers(List.of(row)).getFirst());
    }

    private List<IdentityRecord> withUsers(List<IdentityRow> rows) {
        List<String> ids = rows.stream().map(row -> row.identityId).toList();
        Map<String, List<DeveloperLoginRow>> logins =
                DeveloperLoginRow.<DeveloperLoginRow>list("identityId in ?1 order by linkedAt, userId", ids).stream()
                        .collect(Collectors.groupingBy(login -> login.identityId));
        return rows.stream()
                .map(row -> record(row, logins.getOrDefault(row.identityId, List.of())))
                .toList();
    }

    private static IdentityRecord record(IdentityRow row, List<DeveloperLoginRow> logins) {
        return new IdentityRecord(
                new IdentityId(row.identityId),
                new PoolName(row.pool),
                IdentityStatus.of(row.status),
                logins.stream()
                        .map(login -> new LinkedUser(
                                new UserId(login.userId), login.developerUserIdentifier, login.linkedAt.toInstant()))
                        .toList(),
                row.createdAt.toInstant(),
                row.updatedAt.toInstant());
    }

    /// Only what is asked for stands in the statement, and the status as a literal, so that the planner can take
    /// the index that fits.
    private List<IdentityRow> rows(IdentitySearch search) {
        List<String> prefixes = List.copyOf(search.userIdPrefixes());
        NativeQuery<IdentityRow> query = database.createNativeQuery(statement(search, prefixes), IdentityRow.class)
                .setParameter("pool", search.pool().value());
        search.after()
                .ifPresent(place -> query.setParameter(
                                "createdAt", OffsetDateTime.ofInstant(place.createdAt(), ZoneOffset.UTC))
                        .setParameter("id", place.id().value()));
        for (int i = 0; i < prefixes.size(); i++) {
            query.setParameter("prefix" + i, prefixes.get(i));
        }
        return query.setMaxResults(search.limit()).getResultList();
    }

    private static String statement(IdentitySearch search, List<String> prefixes) {
        List<String> conditions = new ArrayList<>();
        conditions.add("pool = :pool");
        search.status().ifPresent(status -> conditions.add("status = '" + status.text() + "'"));
        search.after().ifPresent(_ -> conditions.add("(created_at, identity_id) > (:createdAt, :id)"));
        if (!prefixes.isEmpty()) {
            List<String> alternatives = new ArrayList<>();
            for (int i = 0; i < prefixes.size(); i++) {
                alternatives.add("starts_with(login.user_id, :prefix" + i + ")");
            }
            conditions.add(
                    "EXISTS (SELECT FROM developer_login login WHERE login.identity_id = identity.identity_id AND ("
                            + String.join(" OR ", alternatives) + "))");
        }
        return "SELECT * FROM identity WHERE " + String.join(" AND ", conditions) + " ORDER BY created_at, identity_id";
    }

    private List<String> lockedStatuses(IdentityId... ids) {
        return database.createNativeQuery(
                        "SELECT status FROM identity WHERE identity_id IN (:ids) ORDER BY identity_id FOR UPDATE",
                        String.class)
                .setParameterList(
                        "ids", List.of(ids).stream().map(IdentityId::value).toList())
                .getResultList();
    }

    private boolean isElsewhere(DeveloperLogin login) {
        return !database.createNativeQuery("""
                        SELECT identity_id FROM developer_login
                        WHERE pool = :pool AND user_id = :user AND identity_id <> :identity""", String.class)
                .setParameter("pool", login.pool().value())
                .setParameter("user", login.user().value())
                .setParameter("identity", login.identity().value())
                .getResultList()
                .isEmpty();
    }

    private void deleteLogins(IdentityId id) {
        database.createNativeMutationQuery("DELETE FROM developer_login WHERE identity_id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }

    private void moveUsers(IdentityId source, IdentityId destination, String mergedBy) {
        database.createNativeMutationQuery("""
                        UPDATE developer_login
                        SET identity_id = :destination, linked_at = now(), linked_by = :caller
                        WHERE identity_id = :source""")
                .setParameter("destination", destination.value())
                .setParameter("caller", mergedBy)
                .setParameter("source", source.value())
                .executeUpdate();
    }

    /// A repeat changes nothing, the time of the last change included.
    ///
    /// @return whether there was something to change
    private boolean update(IdentityId id, IdentityStatus status, Optional<String> reason) {
        return database.createNativeMutationQuery("""
                        UPDATE identity SET status = :status, status_reason = cast(:reason AS text), updated_at = now()
                        WHERE identity_id = :id
                        AND (status <> :status OR status_reason IS DISTINCT FROM cast(:reason AS text))""")
                        .setParameter("status", status.text())
                        .setParameter("reason", reason.orElse(null), String.class)
                        .setParameter("id", id.value())
                        .executeUpdate()
                > 0;
    }

    private void touch(IdentityId id) {
        database.createNativeMutationQuery("UPDATE identity SET updated_at = now() WHERE identity_id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }
}
