package org.identitybroker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.audit.EventType;
import org.identitybroker.audit.SomeOrigins;
import org.identitybroker.pool.PoolName;
import org.identitybroker.testing.BrokerSettings;
import org.junit.jupiter.api.Test;

/// What cannot be made to happen over HTTP at will: an identity is disabled while Cognito is busy with it.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class PostgresIdentityRecordsTest {
    private static final PoolName POOL = new PoolName("customers");

    @Inject
    IdentityLinks links;

    @Inject
    IdentityRecords records;

    private final DeveloperLogin source = linked("source-" + UUID.randomUUID());
    private final DeveloperLogin destination = linked("destination-" + UUID.randomUUID());

    @Test
    void aMergeOfADisabledIdentityDisablesTheSurvivor() {
        store(source);
        store(destination);
        disable(source);

        assertThat(records.merge(source, destination, draft(EventType.IDENTITY_MERGED)))
                .map(IdentityRecord::status)
                .contains(IdentityStatus.DISABLED);

        assertThat(statusOf(destination)).contains(IdentityStatus.DISABLED);
        assertThat(statusOf(source)).contains(IdentityStatus.DISABLED);
        assertThat(links.find(POOL, source.user()))
                .map(DeveloperLogin::identity)
                .contains(destination.identity());
    }

    @Test
    void whoWasUnlinkedBeforeAMergeWasStoredStaysUnlinked() {
        store(source);
        store(destination);
        records.unlink(source.identity(), source.user(), draft(EventType.IDENTITY_UNLINKED));

        assertThat(records.merge(source, destination, draft(EventType.IDENTITY_MERGED)))
                .isPresent();

        assertThat(links.find(POOL, source.user())).isEmpty();
        assertThat(statusOf(source)).contains(IdentityStatus.DISABLED);
        assertThat(statusOf(destination)).contains(IdentityStatus.ENABLED);
    }

    @Test
    void usersAreMovedEvenIfTheDestinationsUserWasUnlinked() {
        store(source);
        store(destination);
        records.unlink(destination.identity(), destination.user(), draft(EventType.IDENTITY_UNLINKED));

        assertThat(records.merge(source, destination, draft(EventType.IDENTITY_MERGED)))
                .isPresent();

        assertThat(links.find(POOL, source.user()))
                .map(DeveloperLogin::identity)
                .contains(destination.identity());
    }

    @Test
    void usersGoWithADestinationThatWasDeleted() {
        store(source);
        store(destination);
        records.delete(destination.identity(), draft(EventType.IDENTITY_DELETED));

        assertThat(records.merge(source, destination, draft(EventType.IDENTITY_MERGED)))
                .isEmpty();

        assertThat(links.find(POOL, source.user())).isEmpty();
        assertThat(statusOf(source)).contains(IdentityStatus.DISABLED);
    }

    @Test
    void anEnabledSurvivorStaysEnabled() {
        store(source);
        store(destination);

        assertThat(records.merge(source, destination, draft(EventType.IDENTITY_MERGED)))
                .isPresent();

        assertThat(statusOf(destination)).contains(IdentityStatus.ENABLED);
    }

    @Test
    void aLoginOfADisabledIdentityGoes() {
        store(source);
        disable(source);

        records.unlink(source.identity(), source.user(), draft(EventType.IDENTITY_UNLINKED));

        assertThat(links.find(POOL, source.user())).isEmpty();
        assertThat(statusOf(source)).contains(IdentityStatus.DISABLED);
    }

    private static DeveloperLogin linked(String user) {
        IdentityId id = new IdentityId("eu-west-1:" + UUID.randomUUID());
        return new DeveloperLogin(POOL, new UserId(user), id, user, IdentityStatus.ENABLED);
    }

    private void store(DeveloperLogin login) {
        assertThat(links.link(new NewLogin(
                        POOL,
                        login.user(),
                        login.identity(),
                        login.developerUserIdentifier(),
                        Optional.empty(),
                        SomeOrigins.of("shop"),
                        false)))
                .isInstanceOf(LinkOutcome.Stored.class);
    }

    private void disable(DeveloperLogin login) {
        records.setStatus(
                login.identity(), IdentityStatus.DISABLED, Optional.empty(), draft(EventType.IDENTITY_DISABLED));
    }

    private Optional<IdentityStatus> statusOf(DeveloperLogin login) {
        return records.find(login.identity()).map(IdentityRecord::status);
    }

    private static EventDraft draft(EventType deed) {
        return SomeOrigins.draft(deed, "admin");
    }
}
