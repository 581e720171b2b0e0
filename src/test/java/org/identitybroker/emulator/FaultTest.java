package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.identitybroker.emulator.Wire.Answer;
import org.identitybroker.emulator.fault.Fault;
import org.identitybroker.emulator.fault.FaultKind;
import org.identitybroker.emulator.fault.Faults;
import org.identitybroker.emulator.fault.ReceivedRequest;
import org.identitybroker.emulator.wire.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Faults ordered by a test, and the log of requests.
class FaultTest {
    private static final String GET_ID = "{\"IdentityPoolId\":\"%s\"}".formatted(TestEmulator.POOL);

    private TestEmulator cognito;
    private Faults faults;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start();
        faults = cognito.emulator.faults();
    }

    @AfterEach
    void stop() {
        cognito.close();
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLE, 400, TooManyRequestsException, Rate exceeded",
        "INTERNAL_ERROR, 500, InternalErrorException, Internal error",
        "NOT_FOUND, 400, ResourceNotFoundException, Not found.",
        "NOT_AUTHORIZED, 400, NotAuthorizedException, "
                + "Logins don't match. Please include at least one valid login for this identity or identity pool.",
        "ACCESS_DENIED, 400, AccessDeniedException, "
                + "User is not authorized to perform: cognito-identity:GetId because no identity-based policy allows the action",
        "ROLES_MISCONFIGURED, 400, InvalidIdentityPoolConfigurationException, "
                + "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
    })
    void errorsAreAnsweredWithoutAnEffect(FaultKind kind, int status, String error, String message) {
        faults.inject(Fault.of(kind));

        Answer answer = cognito.wire.call("GetId", GET_ID);

        assertEquals(status, answer.status());
        assertEquals(error, answer.error());
        assertEquals(error + ":", answer.header("x-amzn-ErrorType"));
        assertEquals(message, answer.message());
        assertEquals(0, identities());
    }

    @ParameterizedTest
    @CsvSource({"HTML_ERROR, 503", "HTML_OK, 200"})
    void htmlIsAnsweredWithoutAnEffect(FaultKind kind, int status) {
        faults.inject(Fault.of(kind));

        Answer answer = cognito.wire.call("GetId", GET_ID);

        assertEquals(status, answer.status());
        assertEquals("text/html", answer.header("Content-Type"));
        assertTrue(answer.http().body().startsWith("<html>"));
        assertEquals(0, identities());
    }

    @ParameterizedTest
    @CsvSource({"RESET, 0", "LOST_ANSWER, 1"})
    void noAnswerMeansNothingOrEverythingWasDone(FaultKind kind, int identities) {
        faults.inject(Fault.of(kind));

        assertThrows(UncheckedIOException.class, () -> cognito.wire.call("GetId", GET_ID));

        faults.clear();
        assertEquals(identities, identities());
    }

    @Test
    void theSdkRetriesAThrottledCall() {
        faults.inject(Fault.of(FaultKind.THROTTLE)
                .on(Operation.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY)
                .times(1));

        assertTrue(cognito.developerToken("ann").identityId().startsWith("eu-west-1:"));

        assertEquals(
                List.of("TooManyRequestsException", "ok"),
                cognito.emulator.requests().of(Operation.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY).stream()
                        .map(ReceivedRequest::outcome)
                        .toList());
    }

    @Test
    void aLostAnswerIsRetriedIntoTheSameIdentity() {
        faults.inject(Fault.of(FaultKind.LOST_ANSWER).times(1));

        cognito.developerToken("ann");

        assertEquals(1, identities());
    }

    @Test
    void aDelayIsWaited() {
        faults.inject(Fault.delay(Duration.ofMillis(150)).times(1));

        assertTrue(nanosOf(() -> cognito.wire.call("GetId", GET_ID)) >= 150_000_000);
        assertEquals(List.of(), faults.active());
    }

    @Test
    void aFaultConcernsItsOperationOnly() {
        faults.inject(Fault.of(FaultKind.THROTTLE).on(Operation.GET_OPEN_ID_TOKEN));

        assertEquals(200, cognito.wire.call("GetId", GET_ID).status());
    }

    @Test
    void aRateIsAShareAndASeedRepeatsIt() {
        faults.inject(Fault.of(FaultKind.THROTTLE).atRate(0.3));

        faults.seed(7);
        List<FaultKind> first = draws();
        faults.seed(7);

        assertEquals(first, draws());
        long hits = first.stream().filter(FaultKind.THROTTLE::equals).count();
        assertTrue(hits > 230 && hits < 370, "30 % of 1000, not " + hits);
    }

    @Test
    void delaysAddUpAndTheFirstOtherFaultDecides() {
        faults.inject(Fault.delay(Duration.ofMillis(10)));
        faults.inject(Fault.of(FaultKind.RESET).after(Duration.ofMillis(5), Duration.ofMillis(5)));
        faults.inject(Fault.of(FaultKind.THROTTLE));

        var drawn = faults.draw(Operation.GET_ID);

        assertEquals(FaultKind.RESET, drawn.kind());
        assertEquals(Duration.ofMillis(15), drawn.delay());
    }

    static Stream<Arguments> mistakes() {
        Fault fault = Fault.of(FaultKind.DELAY);
        return Stream.<Runnable>of(
                        () -> fault.atRate(1.01),
                        () -> fault.atRate(-0.01),
                        () -> fault.times(0),
                        () -> fault.after(Duration.ofMillis(2), Duration.ofMillis(1)),
                        () -> fault.after(Duration.ofMillis(-1), Duration.ZERO),
                        () -> fault.after(Duration.ZERO, Duration.ofMinutes(10).plusMillis(1)))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void anImpossibleFaultIsRefused(Runnable mistake) {
        assertThrows(IllegalArgumentException.class, mistake::run);
    }

    @Test
    void everyCallCanMakeAFreshIdentityOfWhichTheLatestCounts() {
        faults.freshIdentityPerCall(true);

        Set<String> made = IntStream.range(0, 5)
                .mapToObj(_ -> cognito.developerToken("ann").identityId())
                .collect(Collectors.toSet());
        String chosen = made.iterator().next();

        assertEquals(5, made.size());
        assertEquals(chosen, cognito.developerToken(chosen, "ann").identityId());
        assertEquals(List.of("ann"), cognito.usersOf(chosen));

        faults.clear();
        assertEquals(chosen, cognito.developerToken("ann").identityId());
    }

    @Test
    void anIdentityThatIsNoLongerTheLatestStillHasItsTokens() {
        faults.freshIdentityPerCall(true);
        var first = cognito.developerToken("ann");
        var second = cognito.developerToken("ann");

        assertNotEquals(first.identityId(), second.identityId());
        assertEquals(
                40,
                cognito.redeem(first.identityId(), first.token()).secretKey().length());
    }

    @Test
    void theLogSaysWhoAskedForWhatAboutWhomAndNoMore() {
        var issued = cognito.developerToken("ann-the-user");
        cognito.redeem(issued.identityId(), issued.token());
        cognito.wire.call("GetNothing", "{}");
        cognito.wire.call("DescribeIdentityPool", GET_ID);

        List<ReceivedRequest> log = cognito.emulator.requests().all();

        assertEquals(
                List.of("ok", "ok", "UnknownOperationException", "MissingAuthenticationTokenException"),
                log.stream().map(ReceivedRequest::outcome).toList());
        assertEquals("test", log.getFirst().accessKeyId().orElseThrow());
        assertEquals(TestEmulator.POOL, log.getFirst().identityPoolId().orElseThrow());
        assertEquals(List.of(issued.identityId()), log.getFirst().identityIds());
        assertTrue(log.get(1).accessKeyId().isEmpty());
        assertEquals(List.of(issued.identityId()), log.get(1).identityIds());
        assertTrue(Stream.of("ann-the-user", issued.token()).noneMatch(log.toString()::contains));
    }

    private List<FaultKind> draws() {
        return IntStream.range(0, 1000)
                .mapToObj(_ -> faults.draw(Operation.GET_ID).kind())
                .toList();
    }

    private int identities() {
        faults.clear();
        return cognito.backend
                .listIdentities(
                        request -> request.identityPoolId(TestEmulator.POOL).maxResults(60))
                .identities()
                .size();
    }

    private static long nanosOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }
}
