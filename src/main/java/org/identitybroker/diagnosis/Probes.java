package org.identitybroker.diagnosis;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.InspectionFailedException;
import org.identitybroker.cognito.InspectionFailedException.Reason;
import org.identitybroker.problem.RefusedException;
import org.jboss.logging.Logger;

/// The questions of one diagnosis, a few at a time, each with a deadline of its own and all with one together.
/// One that hangs or fails says so in its own [Fact], and keeps no other from being asked.
final class Probes {
    private static final Logger LOG = Logger.getLogger(Probes.class);

    /// What a diagnosis may take at most.
    ///
    /// @param each from the moment at which a question is asked
    /// @param all from the beginning
    /// @param atOnce questions under way
    record Limits(Duration each, Duration all, int atOnce) {
        /// A person waits ten seconds for an answer. AWS is given three by the SDK and the database four by its
        /// statement timeout, so that one that is away has told so before. Six at once: a hanging AWS holds
        /// three, and of the replica's twenty database connections few are taken.
        static final Limits USUAL = new Limits(Duration.ofSeconds(4), Duration.ofSeconds(9), 6);
    }

    private final Limits limits;
    private final Semaphore slots;
    private final long deadline;

    Probes(Limits limits) {
        this.limits = limits;
        this.slots = new Semaphore(limits.atOnce());
        this.deadline = System.nanoTime() + limits.all().toNanos();
    }

    /// A question under way.
    final class Probe<T> {
        private final String source;
        private final CompletableFuture<Long> begun = new CompletableFuture<>();
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final Thread thread;

        private Probe(String source, Callable<T> question) {
            this.source = source;
            this.thread = Thread.ofVirtual().name("diagnosis").start(() -> run(question));
        }

        private void run(Callable<T> question) {
            try {
                slots.acquire();
                try {
                    begun.complete(System.nanoTime());
                    answer.complete(question.call());
                } finally {
                    slots.release();
                }
            } catch (Exception failure) {
                answer.completeExceptionally(failure);
            } catch (Error failure) {
                answer.completeExceptionally(failure);
                throw failure;
            }
        }

        /// Waits for the answer, as long as the limits allow.
        Fact<T> fact() {
            try {
                long start = begun.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                long end = Math.min(deadline, start + limits.each().toNanos());
                return Fact.of(answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException _) {
                thread.interrupt();
                return Fact.unknown(source, source + " was not answered in time.");
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                thread.interrupt();
                return Fact.unknown(source, "the broker is ending.");
            } catch (ExecutionException failure) {
                return unknown(Objects.requireNonNullElse(failure.getCause(), failure));
            }
        }

        private Fact<T> unknown(Throwable failure) {
            return switch (failure) {
                case InspectionFailedException aws -> Fact.unknown(source, aws);
                case CognitoFailedException cognito -> Fact.unknown(source, asInspected(cognito));
                case RefusedException refused ->
                    Fact.unknown(source, source + " failed (" + refused.code().code() + ").");
                default -> {
                    // Without its text, which may repeat what a statement was about.
                    LOG.warnf(
                            "a diagnosis could not ask %s: %s",
                            source, failure.getClass().getName());
                    yield Fact.unknown(source, source + " failed.");
                }
            };
        }
    }

    private static InspectionFailedException asInspected(CognitoFailedException failure) {
        return new InspectionFailedException(
                switch (failure.failure()) {
                    case MISCONFIGURED, LOGIN_REFUSED -> Reason.ACCESS_DENIED;
                    case THROTTLED -> Reason.THROTTLED;
                    case NOT_FOUND -> Reason.NOT_FOUND;
                    case UNAVAILABLE, TIMEOUT -> Reason.UNREACHABLE;
                    case USER_ALREADY_LINKED, CONFLICT -> Reason.UNEXPECTED;
                });
    }

    <T> Probe<T> ask(String source, Callable<T> question) {
        return new Probe<>(source, question);
    }
}
