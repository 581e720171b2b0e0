package org.identitybroker.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.identitybroker.audit.AuditTrail;
import org.identitybroker.audit.EventType;
import org.identitybroker.pool.PoolName;
import org.identitybroker.store.Store;

/// [IdentityLinks] in Postgres. A login is inserted before its identity (the foreign key waits for the commit),
/// so that whoever loses the race for a user has touched nothing else.
@ApplicationScoped
class PostgresIdentityLinks implements IdentityLinks {
    private static final String FIND = """
            SELECT login.identity_id, login.developer_user_identifier, identity.status
            FROM developer_login login JOIN identity USING (identity_id)
            WHERE login.pool = ? AND login.user_id = ?""";

    private final Store store;
    private final Session database;
    private final AuditTrail trail;

    PostgresIdentityLinks(Store store, Session database, AuditTrail trail) {
        this.store = store;
        this.database = database;
        this.trail = trail;
    }

    @Override
    public Optional<DeveloperLogin> find(PoolName pool, UserId user) {
        return store.inOneStatement("read mapping", connection -> {
            try (PreparedStatement query = connection.prepareStatement(FIND)) {
                query.setString(1, pool.value());
                query.setString(2, user.value());
                ResultSet found = query.executeQuery();
                return found.next() ? Optional.of(login(pool, user, found)) : Optional.empty();
            }
        });
    }

    private static DeveloperLogin login(PoolName pool, UserId user, ResultSet found) throws SQLException {
        return new DeveloperLogin(
                pool,
                user,
                new IdentityId(found.getString(1)),
                found.getString(2),
                IdentityStatus.of(found.getString(3)));
    }

    @Override
    public Optional<Identity> identity(IdentityId id) {
        return store.inTransaction(() -> Optional.ofNullable(database.find(IdentityRow.class, id.value()))
                .map(row -> new Identity(
                        id,
                        new PoolName(row.pool),
                        IdentityStatus.of(row.status),
                        logins(id).stream()
                                .map(login -> new UserId(login.userId))
                                .collect(Collectors.toSet()))));
    }

    @Override
    public LinkOutcome link(NewLogin login) {
        return store.inTransaction(() -> {
            LinkOutcome outcome = insert(login);
            if (outcome instanceof LinkOutcome.Stored stored) {
                EventType type = stored.identityIsNew() ? EventType.IDENTITY_CREATED : EventType.IDENTITY_LINKED;
                trail.append(List.of(login.event(type)));
            }
            return outcome;
        });
    }

    @Override
    public LinkOutcome reserve(NewLogin login) {
        return store.inTransaction(() -> insert(login));
    }

    private LinkOutcome insert(NewLogin login) {
        return insertLogin(login) ? claimIdentity(login) : new LinkOutcome.Overtaken();
    }

    @Override
    public LinkOutcome replace(IdentityId lost, NewLogin login, EventType type) {
        return store.inTransaction(() -> {
            Optional<IdentityStatus> status = lockedStatus(lost);
            if (status.filter(IdentityStatus.DISABLED::equals).isPresent()) {
                return new LinkOutcome.Disabled();
            }
            if (!moveLogin(lost, login)) {
                return new LinkOutcome.Overtaken();
            }
            deleteIfUnused(lost);
            LinkOutcome outcome = claimIdentity(login);
            if (outcome instanceof LinkOutcome.Stored) {
                trail.append(List.of(login.event(type, lost)));
            }
            return outcome;
        });
    }

    @Override
    public void release(NewLogin login, LinkOutcome.Stored stored) {
        store.inTransaction(() -> {
            lockedStatus(login.identity());
            database.createNativeMutationQuery("""
                            DELETE FROM developer_login
                            WHERE pool = :pool AND user_id = :user AND identity_id = :identity""")
                    .setParameter("pool", login.pool().value())
                    .setParameter("user", login.user().value())
                    .setParameter("identity", login.identity().value())
                    .executeUpdate();
            if (stored.identityIsNew()) {
                deleteIfUnused(login.identity());
            }
            return login;
        });
    }

    private boolean insertLogin(NewLogin login) {
        return database.createNativeMutationQuery("""
                                INSERT INTO developer_login
                                    (pool, user_id, identity_id, developer_user_identifier, key_id, linked_at,
                                     linked_by)
                                VALUES (:pool, :user, :identity, :identifier, :key, now(), :caller)
                                ON CONFLICT ON CONSTRAINT developer_login_pk DO NOTHING""")
                        .setParameter("pool", login.pool().value())
                        .setParameter("user", login.user().value())
                        .setParameter("identity", login.identity().value())
                        .setParameter("identifier", login.developerUserIdentifier())
                        .setParameter("key", login.keyId().orElse(null), String.class)
                        .setParameter("caller", login.origin().caller())
                        .executeUpdate()
                == 1;
    }

    /// Who moves keeps the identifier, and with it the key that made it.
    private boolean moveLogin(IdentityId lost, NewLogin login) {
        return database.createNativeMutationQuery("""
                                UPDATE developer_login
                                SET identity_id = :identity, developer_user_identifier = :identifier,
                                    key_id = CASE WHEN developer_user_identifier = :identifier THEN key_id ELSE :key END,
                                    linked_at = now(), linked_by = :caller
                                WHERE pool = :pool AND user_id = :user AND identity_id = :lost""")
                        .setParameter("pool", login.pool().value())
                        .setParameter("user", login.user().value())
                        .setParameter("identity", login.identity().value())
                        .setParameter("identifier", login.developerUserIdentifier())
                        .setParameter("key", login.keyId().orElse(null), String.class)
                        .setParameter("caller", login.origin().caller())
                        .setParameter("lost", lost.value())
                        .executeUpdate()
                == 1;
    }

    /// The login is in place; now the identity must be new, or free for this user. If it is neither, all is
    /// undone.
    private LinkOutcome claimIdentity(NewLogin login) {
        if (insertIdentity(login)) {
            return new LinkOutcome.Stored(true);
        }
        LinkOutcome outcome = judgeKnownIdentity(login);
        if (!(outcome instanceof LinkOutcome.Stored)) {
            Store.undo();
        }
        return outcome;
    }

    private boolean insertIdentity(NewLogin login) {
        return database.createNativeMutationQuery("""
                                INSERT INTO identity (identity_id, pool, status, created_at, updated_at)
                                VALUES (:identity, :pool, 'enabled', now(), now())
                                ON CONFLICT ON CONSTRAINT identity_pk DO NOTHING""")
                        .setParameter("identity", login.identity().value())
                        .setParameter("pool", login.pool().value())
                        .executeUpdate()
                == 1;
    }

    private LinkOutcome judgeKnownIdentity(NewLogin login) {
        Optional<IdentityStatus> status = lockedStatus(login.identity());
        IdentityRow row = database.find(IdentityRow.class, login.identity().value());
        if (status.isEmpty() || row == null) {
            return new LinkOutcome.Overtaken();
        }
        if (!row.pool.equals(login.pool().value())) {
            return new LinkOutcome.OfAnotherPool();
        }
        if (status.get() == IdentityStatus.DISABLED) {
            return new LinkOutcome.Disabled();
        }
        Set<String> others = logins(login.identity()).stream()
                .filter(other -> !other.userId.equals(login.user().value()))
                .map(other -> other.developerUserIdentifier)
                .collect(Collectors.toSet());
        return others.isEmpty() || login.shared()
                ? new LinkOutcome.Stored(false)
                : new LinkOutcome.HasOtherUsers(others);
    }

    /// Locks the row until the end of the transaction, so that nobody disables or deletes it meanwhile.
    private Optional<IdentityStatus> lockedStatus(IdentityId id) {
        return database.createNativeQuery(
                        "SELECT status FROM identity WHERE identity_id = :id FOR UPDATE", String.class)
                .setParameter("id", id.value())
                .getResultStream()
                .findFirst()
                .map(IdentityStatus::of);
    }

    private void deleteIfUnused(IdentityId id) {
        database.createNativeMutationQuery("""
                        DELETE FROM identity WHERE identity_id = :id
                        AND NOT EXISTS (SELECT FROM developer_login WHERE identity_id = :id)""").setParameter("id", id.value()).executeUpdate();
    }

    private List<DeveloperLoginRow> logins(IdentityId id) {
        return DeveloperLoginRow.list("identityId", id.value());
    }
}
