package org.identitybroker.cognito;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// How long calls of Cognito take, with all attempts and the pauses and permits between them, by how they end.
@ApplicationScoped
class CallTimes {
    /// Within a region Cognito answers in some dozens of milliseconds; `call-timeout` is five seconds by default.
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final Map<String, OfOperation> operations = new ConcurrentHashMap<>();

    CallTimes(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Has the series of the one operation that every broker asks for there before the first call.
    void begin(@Observes StartupEvent start) {
        of(AwsCognitoGateway.OPEN_ID_TOKEN);
    }

    /// @param operation as AWS names it
    OfOperation of(String operation) {
        return operations.computeIfAbsent(operation, OfOperation::new);
    }

    final class OfOperation {
        private final Timer succeeded;
        private final Map<CognitoFailure, Timer> failed = new EnumMap<>(CognitoFailure.class);

        private OfOperation(String operation) {
            this.succeeded = timer(operation, "success");
            for (CognitoFailure failure : CognitoFailure.values()) {
                failed.put(failure, timer(operation, failure.label()));
            }
        }

        /// @param startedAt [System#nanoTime]
        void succeeded(long startedAt) {
            record(succeeded, startedAt);
        }

        void failed(CognitoFailure failure, long startedAt) {
            record(of(failure), startedAt);
        }

        private Timer of(CognitoFailure failure) {
            Timer timer = failed.get(failure);
            if (timer == null) {
                throw new IllegalStateException("every failure has its timer");
            }
            return timer;
        }

        private static void record(Timer timer, long startedAt) {
            timer.record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(String operation, String outcome) {
        return Timer.builder("broker.cognito.calls")
                .description("How long calls of Cognito take, all attempts together")
                .tags("operation", operation, "outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
