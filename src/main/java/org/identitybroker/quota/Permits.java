package org.identitybroker.quota;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.identitybroker.problem.RefusedException;

/// What one call takes its permits from, one for each attempt.
public final class Permits {
    /// A call that fails has its client waiting already; if the quota is that busy, the client is told of the failure.
    private static final Duration AGAIN_WAIT_MAX = Duration.ofMillis(500);

    private final Governor governor;
    private final Timer waits;
    private final String caller;
    private final Duration waitMax;

    Permits(Governor governor, Timer waits, String caller, Duration waitMax) {
        this.governor = governor;
        this.waits = waits;
        this.caller = caller;
        this.waitMax = waitMax;
    }

    /// Waits for the first attempt's permit, which is to be used at once.
    ///
    /// @throws RefusedException `quota-exhausted` or `store-unavailable`
    public void take() {
        waits.record(() -> governor.take(caller, waitMax));
    }

    /// The same for a further attempt, with a shorter wait.
    ///
    /// @return false if there is none
    public boolean takeAgain() {
        Duration wait = waitMax.compareTo(AGAIN_WAIT_MAX) < 0 ? waitMax : AGAIN_WAIT_MAX;
        try {
            waits.record(() -> governor.take(caller, wait));
            return true;
        } catch (RefusedException _) {
            return false;
        }
    }

    /// Cognito throttled an attempt although it had a permit: somebody else spends the quota, too, or it is smaller.
    public void throttled() {
        governor.throttled();
    }
}
