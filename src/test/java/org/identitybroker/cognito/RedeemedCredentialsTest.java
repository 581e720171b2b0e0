package org.identitybroker.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.credential.Session;
import org.identitybroker.emulator.fault.Fault;
import org.identitybroker.emulator.fault.FaultKind;
import org.identitybroker.emulator.fault.ReceivedRequest;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.identitybroker.quota.SomeGovernors;
import org.identitybroker.tracing.Tracing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Redemption through the real SDK at an emulator that this test can look into.
class RedeemedCredentialsTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/CognitoAuthenticated";
    private static final Pool POOL = SomePools.named("customers", 1);
    private static final Pool WITHOUT_ROLE = SomePools.named("staff", 2);
    private static final Pool CHINAS = SomePools.inRegion("cn-north-1", "china", 3);

    private CognitoEmulator emulator;
    private CognitoClients clients;
    private CognitoGateway cognito;

    @BeforeEach
    void start() {
        emulator = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(seed(POOL), seed(WITHOUT_ROLE).withRoles(PoolRoles.none()), seed(CHINAS))
                .build());
        CognitoLimits limits = new CognitoLimits(
                new CognitoLimitsTest.Settings(Optional.empty(), "false", "PT5S", "PT2S", "2", "200"));
        clients = new CognitoClients(
                limits,
                new CognitoAccess(
                        Optional.of(emulator.endpoint()),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))),
                SomePools.of(POOL, WITHOUT_ROLE, CHINAS),
                Tracing.off());
        cognito = new AwsCognitoGateway(
                clients,
                new PoolGates(limits),
                new LastCall(Clock.systemUTC()),
                SomeGovernors.none(),
                new ThrottledAttempts(SomePools.of(POOL, WITHOUT_ROLE, CHINAS), new SimpleMeterRegistry()),
                new CallTimes(new SimpleMeterRegistry()),
                Tracing.off());
    }

    @AfterEach
    void stop() {
        clients.close();
        emulator.close();
    }

    @Test
    void credentialsAreTheIdentitysWithThePoolsRoleAndTheTokensTags() {
        Grant grant = cognito.openIdToken(POOL, call(Map.of("tier", "gold")));

        TemporaryCredentials credentials = cognito.credentials(POOL, grant, Optional.empty());

        assertThat(credentials.identity()).isEqualTo(grant.identity());
        assertThat(credentials.secretAccessKey()).isEqualTo(emulator.sessions().secretOf(credentials.accessKeyId()));
        Session session = sessionOf(credentials);
        assertThat(session.identityId()).isEqualTo(grant.identity().value());
        assertThat(session.poolId()).isEqualTo(POOL.identityPoolId());
        assertThat(session.role().roleArn()).isEqualTo(ROLE);
        assertThat(session.tags()).isEqualTo(Map.of("tier", "gold"));
        assertThat(session.expiration()).isEqualTo(credentials.expiration());
        assertThat(credentials.expiration())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(59)),
                        Instant.now().plus(Duration.ofMinutes(61)));
    }

    @Test
    void redemptionIsNotSigned() {
        cognito.credentials(POOL, cognito.openIdToken(POOL, call(Map.of())), Optional.empty());

        assertThat(emulator.requests().of(Operation.GET_CREDENTIALS_FOR_IDENTITY))
                .singleElement()
                .extracting(ReceivedRequest::accessKeyId)
                .isEqualTo(Optional.empty());
    }

    @Test
    void chinaHasALoginKeyOfItsOwn() {
        Grant grant = cognito.openIdToken(CHINAS, call(Map.of()));

        TemporaryCredentials credentials = cognito.credentials(CHINAS, grant, Optional.empty());

        assertThat(sessionOf(credentials).identityId())
                .startsWith("cn-north-1:")
                .isEqualTo(grant.identity().value());
    }

    @Test
    void aRoleThatTheIdentityMayHaveIsTaken() {
        Grant grant = cognito.openIdToken(POOL, call(Map.of()));

        assertThat(sessionOf(cognito.credentials(POOL, grant, Optional.of(ROLE)))
                        .role()
                        .roleArn())
                .isEqualTo(ROLE);
    }

    @Test
    void anotherRoleIsRefused() {
        Grant grant = cognito.openIdToken(POOL, call(Map.of()));

        assertThat(failure(POOL, grant, Optional.of(ROLE + "s"))).isEqualTo(CognitoFailure.LOGIN_REFUSED);
    }

    @Test
    void aPoolWithoutARoleIsMisconfigured() {
        Grant grant = cognito.openIdToken(WITHOUT_ROLE, call(Map.of()));

        assertThat(failure(WITHOUT_ROLE, grant, Optional.empty())).isEqualTo(CognitoFailure.MISCONFIGURED);
    }

    @Test
    void anIdentityThatWasDeletedMeanwhileIsNotFound() {
        Grant grant = cognito.openIdToken(POOL, call(Map.of()));
        cognito.delete(POOL, grant.identity());

        assertThat(failure(POOL, grant, Optional.empty())).isEqualTo(CognitoFailure.NOT_FOUND);
    }

    @Test
    void anIdentityThatWasMergedAwayMeanwhileIsRefused() {
        Grant grant = cognito.openIdToken(POOL, call(Map.of()));
        cognito.openIdToken(POOL, call("bob", Map.of()));
        cognito.merge(POOL, "alice", "bob");

        assertThat(failure(POOL, grant, Optional.empty())).isEqualTo(CognitoFailure.LOGIN_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLE, THROTTLED",
        "INTERNAL_ERROR, UNAVAILABLE",
        "RESET, UNAVAILABLE",
        "LOST_ANSWER, UNAVAILABLE",
        "HTML_ERROR, UNAVAILABLE",
        "HTML_OK, UNAVAILABLE",
        "ROLES_MISCONFIGURED, MISCONFIGURED"
    })
    void failuresAreThoseOfEveryCall(FaultKind fault, CognitoFailure failure) {
        Grant grant = cognito.openIdToken(POOL, call(Map.of()));
        emulator.faults().inject(Fault.of(fault).on(Operation.GET_CREDENTIALS_FOR_IDENTITY));

        assertThat(failure(POOL, grant, Optional.empty())).isEqualTo(failure);
    }

    @Test
    void credentialsCannotPrintThemselves() {
        TemporaryCredentials credentials = new TemporaryCredentials(
                new IdentityId("eu-west-1:00000000-0000-0000-0000-000000000009"),
                "ASIAKEY",
                "s3cr3t",
                "s3ssion",
                Instant.EPOCH);

        assertThat(credentials).hasToString("TemporaryCredentials[redacted]");
    }

    private CognitoFailure failure(Pool pool, Grant grant, Optional<String> role) {
        return catchThrowableOfType(CognitoFailedException.class, () -> cognito.credentials(pool, grant, role))
                .failure();
    }

    private Session sessionOf(TemporaryCredentials credentials) {
        return emulator.sessions()
                .find(credentials.accessKeyId(), credentials.sessionToken())
                .orElseThrow();
    }

    private static TokenCall call(Map<String, String> tags) {
        return call("alice", tags);
    }

    private static TokenCall call(String user, Map<String, String> tags) {
        return new TokenCall("shop", user, Optional.empty(), Map.of(), tags, Duration.ofMinutes(5));
    }

    private static PoolSettings seed(Pool pool) {
        return PoolSettings.forDeveloper(pool.identityPoolId(), pool.developerProviderName());
    }
}
