package org.identitybroker.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;
import org.identitybroker.audit.AuditTrail;
import org.identitybroker.audit.EventType;
import org.identitybroker.store.Store;
import org.jspecify.annotations.Nullable;

/// [IdentityAdoptions] in Postgres, with a handful of statements for any number of logins. Locks are taken in the
/// order of [PostgresIdentityLinks], logins before identities, and each kind sorted, so that two adoptions, or one
/// and a request, never wait for each other in a ring.
@ApplicationScoped
class PostgresIdentityAdoptions implements IdentityAdoptions {
    private final Store store;
    private final Session database;
    private final AuditTrail trail;

    PostgresIdentityAdoptions(Store store, Session database, AuditTrail trail) {
        this.store = store;
        this.database = database;
        this.trail = trail;
    }

    @Override
    public List<AdoptionOutcome> adopt(List<NewLogin> logins) {
        if (logins.isEmpty()) {
            return List.of();
        }
        List<NewLogin> sorted = logins.stream()
                .sorted(Comparator.comparing((NewLogin login) -> login.user().value()))
                .toList();
        Map<NewLogin, AdoptionOutcome> outcomes = store.inTransaction(() -> {
            Map<NewLogin, AdoptionOutcome> adopted = database.doReturningWork(connection -> adopt(connection, sorted));
            trail.append(sorted.stream()
                    .filter(login -> adopted.get(login) instanceof AdoptionOutcome.Stored)
                    .map(login -> login.event(EventType.IDENTITY_LINKED))
                    .toList());
            return adopted;
        });
        return logins.stream().map(outcomes::get).toList();
    }

    private static Map<NewLogin, AdoptionOutcome> adopt(Connection connection, List<NewLogin> logins)
            throws SQLException {
        AdoptionStatements statements =
                new AdoptionStatements(connection, logins.getFirst().pool());
        Set<String> inserted = statements.insertLogins(logins);
        List<NewLogin> first =
                logins.stream().filter(login -> inserted.contains(user(login))).toList();
        List<NewLogin> late =
                logins.stream().filter(login -> !inserted.contains(user(login))).toList();

        Map<NewLogin, AdoptionOutcome> outcomes = new HashMap<>();
        claimIdentities(statements, first, outcomes);
        compareWithStored(statements, late, outcomes);
        return outcomes;
    }

    /// These logins are in place; now their identities must be new, or free for them. If they are neither, the login
    /// goes again, before anybody could see it.
    private static void claimIdentities(
            AdoptionStatements statements, List<NewLogin> logins, Map<NewLogin, AdoptionOutcome> outcomes)
            throws SQLException {
        Set<String> madeKnown = statements.insertIdentities(
                logins.stream().map(login -> login.identity().value()).toList());
        List<NewLogin> doubtful = logins.stream()
                .filter(login -> !madeKnown.contains(login.identity().value()))
                .toList();
        logins.forEach(login -> outcomes.put(login, new AdoptionOutcome.Stored()));
        Map<String, KnownIdentity> known = statements.lockIdentities(
                doubtful.stream().map(login -> login.identity().value()).toList());
        for (NewLogin login : doubtful) {
            outcomes.put(login, judged(login, known.get(login.identity().value())));
        }
        statements.deleteLogins(doubtful.stream()
                .filter(login -> !(outcomes.get(login) instanceof AdoptionOutcome.Stored))
                .map(PostgresIdentityAdoptions::user)
                .toList());
    }

    private static AdoptionOutcome judged(NewLogin login, @Nullable KnownIdentity known) {
        if (known == null) {
            return new AdoptionOutcome.Overtaken();
        }
        if (!known.pool().equals(login.pool().value())) {
            return new AdoptionOutcome.OfAnotherPool();
        }
        if (known.status() == IdentityStatus.DISABLED) {
            return new AdoptionOutcome.Disabled();
        }
        return login.shared()
                ? new AdoptionOutcome.Stored()
                : new AdoptionOutcome.OthersIdentity(known.othersThan(login.user()));
    }

    private static void compareWithStored(
            AdoptionStatements statements, List<NewLogin> logins, Map<NewLogin, AdoptionOutcome> outcomes)
            throws SQLException {
        Map<String, String> stored = statements.identitiesOf(
                logins.stream().map(PostgresIdentityAdoptions::user).toList());
        for (NewLogin login : logins) {
            String identity = stored.get(user(login));
            if (identity == null) {
                outcomes.put(login, new AdoptionOutcome.Overtaken());
            } else if (identity.equals(login.identity().value())) {
                outcomes.put(login, new AdoptionOutcome.Unchanged());
            } else {
                outcomes.put(login, new AdoptionOutcome.UserHasAnother());
            }
        }
    }

    private static String user(NewLogin login) {
        return login.user().value();
    }
}
