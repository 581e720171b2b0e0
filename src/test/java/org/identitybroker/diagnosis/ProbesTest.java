package org.identitybroker.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.diagnosis.Probes.Probe;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.junit.jupiter.api.Test;

/// What hangs or fails hides nothing else.
class ProbesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void anAnswerIsAFact() {
        Probes probes = new Probes(new Probes.Limits(LONG, LONG, 2));

        assertThat(probes.ask("me", () -> 7).fact()).isEqualTo(Fact.of(7));
    }

    @Test
    void whatHangsIsGivenUpAndTheOthersAnswer() {
        Probes probes = new Probes(new Probes.Limits(SHORT, LONG, 1));
        Probe<Boolean> hanging = probes.ask("the void", this::hang);
        Probe<Integer> next = probes.ask("me", () -> 7);

        assertThat(why(hanging.fact())).isEqualTo("the void was not answered in time.");
        assertThat(next.fact()).as("the slot of what hung was freed").isEqualTo(Fact.of(7));
    }

    @Test
    void allTogetherHaveADeadlineToo() {
        Probes probes = new Probes(new Probes.Limits(LONG, SHORT, 1));
        Probe<Boolean> hanging = probes.ask("the void", this::hang);
        Probe<Integer> waiting = probes.ask("whoever comes later", () -> 7);

        assertThat(why(hanging.fact())).contains("in time");
        assertThat(hanging.fact().judge(_ -> Outcome.pass("no")).status()).isEqualTo(Status.WARN);
        assertThat(waiting.fact()).isNotNull();
    }

    @Test
    void whatFailsSaysSoWithoutTheFailuresText() {
        Probes probes = new Probes(new Probes.Limits(LONG, LONG, 2));
        Fact<Object> bug = probes.ask("a bug", () -> {
                    throw new IllegalStateException("user-id alice");
                })
                .fact();
        Fact<Object> store = probes.ask("Postgres", () -> {
                    throw new RefusedException(ProblemCode.STORE_UNAVAILABLE, "away");
                })
                .fact();
        Fact<Object> denied = probes.ask("cognito-identity:LookupDeveloperIdentity", () -> {
                    throw new CognitoFailedException(CognitoFailure.MISCONFIGURED);
                })
                .fact();

        assertThat(why(bug)).isEqualTo("a bug failed.");
        assertThat(why(store)).isEqualTo("Postgres failed (store-unavailable).");
        assertThat(denied.judge(_ -> Outcome.pass("no")).remedy())
                .startsWith("Allow cognito-identity:LookupDeveloperIdentity");
    }

    private boolean hang() throws InterruptedException {
        never.await();
        return true;
    }

    private static String why(Fact<?> fact) {
        return fact instanceof Fact.Unknown<?> unknown ? unknown.why() : "";
    }
}
