package org.identitybroker.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.fault.Fault;
import org.identitybroker.emulator.fault.FaultKind;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.quota.FakeSlots;
import org.identitybroker.quota.SomeGovernors;
import org.identitybroker.tracing.Tracing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// What is tried again, how often, and what comes of it, through the real SDK at an emulator.
class AttemptsTest {
    private static final Pool POOL = SomePools.named("customers", 1);

    /// The same pool with a quota.
    private static final Pool GOVERNED = SomePools.withQuota("customers", 1, 50, Duration.ofSeconds(2));

    private static final Pool IMPATIENT = SomePools.withQuota("customers", 1, 50, Duration.ofMillis(50));

    private final FakeSlots slots = new FakeSlots();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private CognitoEmulator emulator;
    private CognitoClients clients;
    private CognitoGateway cognito;

    @BeforeEach
    void start() {
        emulator = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(PoolSettings.forDeveloper(POOL.identityPoolId(), POOL.developerProviderName()))
                .build());
        CognitoLimits limits = new CognitoLimits(
                new CognitoLimitsTest.Settings(Optional.empty(), "false", "PT5S", "PT2S", "3", "200"));
        clients = new CognitoClients(
                limits,
                new CognitoAccess(
                        Optional.of(emulator.endpoint()),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))),
                SomePools.of(POOL),
                Tracing.off());
        cognito = new AwsCognitoGateway(
                clients,
                new PoolGates(limits),
                new LastCall(Clock.systemUTC()),
                SomeGovernors.over(slots, GOVERNED),
                new ThrottledAttempts(SomePools.of(POOL), metrics),
                new CallTimes(metrics),
                Tracing.off());
    }

    @AfterEach
    void stop() {
        clients.close();
        emulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLE, THROTTLED, 3",
        "INTERNAL_ERROR, UNAVAILABLE, 3",
        "RESET, UNAVAILABLE, 3",
        "LOST_ANSWER, UNAVAILABLE, 3",
        "HTML_ERROR, UNAVAILABLE, 3",
        "HTML_OK, UNAVAILABLE, 3",
        "NOT_AUTHORIZED, LOGIN_REFUSED, 1",
        "NOT_FOUND, NOT_FOUND, 1"
    })
    void onlyWhatMaySucceedIsTriedAgain(FaultKind fault, CognitoFailure told, int attempts) {
        emulator.faults().inject(Fault.of(fault));

        CognitoFailedException failed = catchThrowableOfType(CognitoFailedException.class, () -> ask("alice"));

        assertThat(failed.failure()).isEqualTo(told);
        assertThat(emulator.requests().of(Operation.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY))
                .hasSize(attempts);
        assertThat(metrics.get("broker.cognito.calls")
                        .tag("operation", AwsCognitoGateway.OPEN_ID_TOKEN)
                        .tag("outcome", told.label())
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void eachAttemptTakesAPermit() {
        slots.put(3);
        emulator.faults().inject(Fault.of(FaultKind.INTERNAL_ERROR));

        assertThatThrownBy(() -> ask(GOVERNED, "alice")).isInstanceOf(CognitoFailedException.class);

        assertThat(received()).isEqualTo(3);
        assertThat(slots.leased()).isEqualTo(3);
    }

    @Test
    void withoutAPermitNothingIsTriedAgainAndTheFailureStays() {
        slots.put(2);
        emulator.faults().inject(Fault.of(FaultKind.THROTTLE));

        CognitoFailedException failed =
                catchThrowableOfType(CognitoFailedException.class, () -> ask(GOVERNED, "alice"));

        assertThat(failed.failure()).isEqualTo(CognitoFailure.THROTTLED);
        assertThat(received()).isEqualTo(2);
        assertThat(metrics.get("broker.cognito.throttled")
                        .tag("pool", "customers")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void theGovernorHearsOfThrottling() {
        slots.put(2);
        emulator.faults().inject(Fault.of(FaultKind.THROTTLE).times(1));

        ask(GOVERNED, "alice");

        await().untilAsserted(() -> assertThat(slots.reductions()).isEqualTo(1));
    }

    @Test
    void withoutAPermitCognitoIsNotAsked() {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> ask(IMPATIENT, "alice"));

        assertThat(refused.code()).isEqualTo(ProblemCode.QUOTA_EXHAUSTED);
        assertThat(received()).isZero();
    }

    @Test
    void otherOperationsNeedNoPermit() {
        assertThat(cognito.identityOf(GOVERNED, "nobody")).isEmpty();
        assertThat(slots.leased()).isZero();
    }

    private int received() {
        return emulator.requests()
                .of(Operation.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY)
                .size();
    }

    /// The delay is far above the deadline, so that only the deadline can end the call in time.
    @Test
    @Tag("soak")
    @Timeout(15)
    void allAttemptsTogetherKeepToTheDeadline() {
        emulator.faults().inject(Fault.delay(Duration.ofSeconds(60)));

        assertThat(catchThrowableOfType(CognitoFailedException.class, () -> ask("alice"))
                        .failure())
                .isEqualTo(CognitoFailure.TIMEOUT);
    }

    @Test
    void cognitosRequestIdComesWithTheTokenAndWithARefusal() {
        assertThat(ask("alice").awsRequestId()).isPresent();

        emulator.faults().inject(Fault.of(FaultKind.NOT_AUTHORIZED));

        assertThat(catchThrowableOfType(CognitoFailedException.class, () -> ask("alice"))
                        .awsRequestId())
                .isPresent();
    }

    @Test
    @Tag("soak")
    void threeOfTenAttemptsThatFailCostFewRequests() throws Exception {
        emulator.faults().seed(7);
        emulator.faults().inject(Fault.of(FaultKind.INTERNAL_ERROR).atRate(0.3));

        assertThat(answered(1000)).isGreaterThanOrEqualTo(850);
    }

    private int answered(int requests) throws Exception {
        int answered = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            List<Future<Boolean>> outcomes = IntStream.range(0, requests)
                    .mapToObj(i -> threads.submit(() -> isAnswered("user-" + i)))
                    .toList();
            for (Future<Boolean> outcome : outcomes) {
                answered += outcome.get() ? 1 : 0;
            }
        }
        return answered;
    }

    private boolean isAnswered(String user) {
        try {
            ask(user);
            return true;
        } catch (CognitoFailedException _) {
            return false;
        }
    }

    private Grant ask(String user) {
        return ask(POOL, user);
    }

    private Grant ask(Pool pool, String user) {
        return cognito.openIdToken(
                pool, new TokenCall("shop", user, Optional.empty(), Map.of(), Map.of(), Duration.ofMinutes(5)));
    }
}
