package org.identitybroker.adoption;

import java.time.Duration;
import java.util.function.Supplier;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// Repeats what the database could not do. An import of hours must outlive a failover of seconds; a longer outage is
/// told to the caller, who can repeat the import.
final class PatientStore {
    private static final int ATTEMPTS_MAX = 6;

    /// With six attempts and the wait for a connection in each, about 20 seconds.
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private PatientStore() {}

    /// @throws RefusedException `store-unavailable` if it stays so
    static <T> T call(Supplier<T> work) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (RefusedException refused) {
                if (refused.code() != ProblemCode.STORE_UNAVAILABLE || attempt == ATTEMPTS_MAX) {
                    throw refused;
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
