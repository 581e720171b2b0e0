package org.identitybroker.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.identitybroker.audit.AuditTrail;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.audit.EventType;
import org.identitybroker.audit.FirstMapping;
import org.identitybroker.audit.SomeOrigins;
import org.identitybroker.pool.PoolName;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.KeptPlans;
import org.junit.jupiter.api.Test;

/// First mappings are stored with their events, or not at all, however many exchanges want the same ones.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class PostgresFirstMappingsTest {
    private static final int MANY = 24;
    private static final String POOL = "demo";

    @Inject
    AuditTrail trail;

    @Inject
    IdentityLinks links;

    @Inject
    DataSource database;

    private final String user = UUID.randomUUID().toString();
    private final String identity = someIdentity();

    @Test
    void mappingIdentityAndBothEventsAreStored() throws Exception {
        assertThat(isStored(mapping(user, identity))).isTrue();

        DeveloperLogin login = found(user).orElseThrow();
        assertThat(login.identity()).isEqualTo(new IdentityId(identity));
        assertThat(login.developerUserIdentifier()).isEqualTo("known as " + user);
        assertThat(login.status()).isEqualTo(IdentityStatus.ENABLED);
        assertThat(events(user)).containsExactly("identity.created", "token.issued");
    }

    @Test
    void knownUserKeepsTheMappingAndHasNoEvent() throws Exception {
        isStored(mapping(user, identity));
        String other = someIdentity();

        assertThat(isStored(mapping(user, other))).isFalse();

        assertThat(found(user).orElseThrow().identity()).isEqualTo(new IdentityId(identity));
        assertThat(links.identity(new IdentityId(other))).isEmpty();
        assertThat(events(user)).hasSize(2);
    }

    @Test
    void identityThatSomebodyHasIsGivenToNobody() throws Exception {
        isStored(mapping(user, identity));
        String other = user + " too";

        assertThat(isStored(mapping(other, identity))).isFalse();

        assertThat(found(other)).isEmpty();
        assertThat(events(other)).isEmpty();
    }

    @Test
    void ofManyExchangesOfAUserOneIsTheFirst() throws Exception {
        assertThat(storedOf(i -> mapping(user, identity))).isEqualTo(1);

        assertThat(events(user)).containsExactly("identity.created", "token.issued");
    }

    @Test
    void ofManyIdentitiesForAUserOneIsStored() throws Exception {
        assertThat(storedOf(i -> mapping(user, someIdentity()))).isEqualTo(1);

        assertThat(events(user)).containsExactly("identity.created", "token.issued");
    }

    @Test
    void ofManyUsersOfAnIdentityOneIsTheFirst() throws Exception {
        assertThat(storedOf(i -> mapping(user + i, identity))).isEqualTo(1);

        assertThat(links.identity(new IdentityId(identity)).orElseThrow().users())
                .hasSize(1);
    }

    @Test
    void manyUsersAreAllStored() throws Exception {
        assertThat(storedOf(i -> mapping(user + i, someIdentity()))).isEqualTo(MANY);

        for (int i = 0; i < MANY; i++) {
            assertThat(events(user + i)).containsExactly("identity.created", "token.issued");
        }
    }

    /// Another replica's transaction holds the identity, and then has it: whoever is in one group with the one who
    /// waits
    /// may have to store the mapping alone, but nobody fails.
    @Test
    void whatAnotherTransactionStoresAtThisMomentFailsNobody() throws Exception {
        try (Connection other = database.getConnection();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            other.setAutoCommit(false);
            insertIdentity(other);
            Future<Boolean> late = threads.submit(() -> isStored(mapping(user, identity)));
            await().until(this::somebodyWaits);
            Future<Boolean> free = threads.submit(() -> isStored(mapping(user + " free", someIdentity())));
            other.commit();
            other.setAutoCommit(true);

            assertThat(late.get()).isFalse();
            assertThat(free.get()).isTrue();
            assertThat(found(user)).isEmpty();
            assertThat(events(user)).isEmpty();
        }
    }

    @Test
    void theStatementIsNotPlannedEachTime() throws Exception {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < KeptPlans.REPEATS; i++) {
                new PostgresFirstMappings().store(connection, List.of(mapping(user + i, someIdentity())));
            }
            assertThat(KeptPlans.used(connection, "WITH made AS")).isPositive();
            connection.rollback();
        }
    }

    private boolean isStored(FirstMapping mapping) {
        EventDraft draft = SomeOrigins.draft(EventType.TOKEN_ISSUED, mapping.caller())
                .inPool(mapping.pool())
                .ofUser(mapping.userId())
                .ofIdentity(mapping.identityId());
        return trail.commitWithMapping(draft, mapping);
    }

    private long storedOf(IntFunction<FirstMapping> wanted) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> exchanges = IntStream.range(0, MANY)
                    .mapToObj(i -> {
                        FirstMapping mapping = wanted.apply(i);
                        return (Callable<Boolean>) () -> isStored(mapping);
                    })
                    .toList();
            long stored = 0;
            for (Future<Boolean> exchange : threads.invokeAll(exchanges)) {
                stored += exchange.get() ? 1 : 0;
            }
            return stored;
        }
    }

    private static FirstMapping mapping(String user, String identity) {
        return new FirstMapping(POOL, user, identity, "known as " + user, Optional.empty(), "shop");
    }

    private static String someIdentity() {
        return "eu-west-1:" + UUID.randomUUID();
    }

    private Optional<DeveloperLogin> found(String user) {
        return links.find(new PoolName(POOL), new UserId(user));
    }

    private List<String> events(String user) throws SQLException {
        return column("SELECT type FROM audit_event WHERE user_id = ? ORDER BY id", user);
    }

    private boolean somebodyWaits() throws SQLException {
        return !column("""
                        SELECT pid::text FROM pg_stat_activity
                        WHERE wait_event_type = 'Lock' AND query LIKE '%' || ? || '%'""", "INSERT INTO developer_login").isEmpty();
    }

    private List<String> column(String query, String parameter) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }

    private void insertIdentity(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO identity (identity_id, pool, status, created_at, updated_at)
                VALUES (?, ?, 'enabled', now(), now())""")) {
            insert.setString(1, identity);
            insert.setString(2, POOL);
            insert.executeUpdate();
        }
    }
}
