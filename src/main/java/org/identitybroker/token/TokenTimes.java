package org.identitybroker.token;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.identitybroker.audit.EventDraft;
import org.identitybroker.caller.Caller;
import org.identitybroker.caller.Callers;
import org.identitybroker.pool.PoolName;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// How long token requests take, by pool, caller, ending and where the token came from. Every label is a name from the
/// settings or from this code: what a request says becomes none. The timers are kept here, because a search in the
/// registry costs more than the measurement.
@ApplicationScoped
class TokenTimes {
    /// The pool of a request that is not about one of its caller's, and the source of one that got no token.
    private static final String NONE = "none";

    /// From a reused token's few milliseconds to the sum of all waits.
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Map<String, OfCaller> callers = new HashMap<>();

    TokenTimes(Callers callers, MeterRegistry registry) {
        this.registry = registry;
        callers.all().forEach(caller -> this.callers.put(caller.name(), new OfCaller(caller)));
    }

    /// Has the series there before the first request, so that their rates begin at zero.
    void begin(@Observes StartupEvent start) {}

    /// Measures one request, however it ends.
    IssuedToken timed(Caller caller, EventDraft draft, Supplier<IssuedToken> request) {
        long startedAt = System.nanoTime();
        try {
            IssuedToken issued = request.get();
            of(caller, draft).answered(issued.source()).record(since(startedAt), TimeUnit.NANOSECONDS);
            return issued;
        } catch (RefusedException refusal) {
            of(caller, draft).refused(refusal.code()).record(since(startedAt), TimeUnit.NANOSECONDS);
            throw refusal;
        } catch (RuntimeException | Error bug) {
            of(caller, draft).refused(ProblemCode.INTERNAL).record(since(startedAt), TimeUnit.NANOSECONDS);
            throw bug;
        }
    }

    private static long since(long startedAt) {
        return System.nanoTime() - startedAt;
    }

    private OfPool of(Caller caller, EventDraft draft) {
        OfCaller times = callers.get(caller.name());
        if (times == null) {
            throw new IllegalStateException("every caller has its timers");
        }
        return draft.pool()
                .map(pool -> times.pools.getOrDefault(pool, times.none))
                .orElse(times.none);
    }

    private final class OfCaller {
        private final OfPool none;
        private final Map<String, OfPool> pools = new HashMap<>();

        OfCaller(Caller caller) {
            this.none = new OfPool(NONE, caller.name());
            for (PoolName pool : caller.pools()) {
                OfPool times = new OfPool(pool.value(), caller.name());
                times.answered(TokenSource.COGNITO);
                pools.put(pool.value(), times);
            }
        }
    }

    /// Few callers ever meet all problems, so these timers are made when they are needed.
    private final class OfPool {
        private final String pool;
        private final String caller;
        private final Map<TokenSource, Timer> answered = new ConcurrentHashMap<>();
        private final Map<ProblemCode, Timer> refused = new ConcurrentHashMap<>();

        OfPool(String pool, String caller) {
            this.pool = pool;
            this.caller = caller;
        }

        Timer answered(TokenSource source) {
            return answered.computeIfAbsent(
                    source, from -> timer("success", from.name().toLowerCase(Locale.ROOT)));
        }

        Timer refused(ProblemCode problem) {
            return refused.computeIfAbsent(problem, code -> timer(code.code(), NONE));
        }

        private Timer timer(String outcome, String source) {
            return Timer.builder("broker.token.requests")
                    .description(
                            "How long token requests of registered callers take, the audit event's commit included")
                    .tags("pool", pool, "caller", caller, "outcome", outcome, "source", source)
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
        }
    }
}
