package org.identitybroker.emulator.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.identitybroker.emulator.wire.Operation;

/// The faults in force. Of several that hit one call the delays add up, and the first that is more than a delay
/// decides.
public final class Faults {
    private final List<Active> active = new ArrayList<>();
    private final Random random = new Random();
    private volatile boolean freshIdentityPerCall;

    public synchronized void inject(Fault fault) {
        active.add(new Active(fault));
    }

    /// Puts these in the place of all that are in force.
    public synchronized void replace(List<Fault> faults) {
        active.clear();
        faults.forEach(this::inject);
    }

    /// Back to a service without faults.
    public synchronized void clear() {
        active.clear();
        freshIdentityPerCall = false;
    }

    /// The faults in force, with the times that are left of them.
    public synchronized List<Fault> active() {
        return active.stream().map(Active::left).toList();
    }

    /// Makes the same calls meet the same faults as after another call of this with the same seed.
    public synchronized void seed(long seed) {
        random.setSeed(seed);
    }

    /// Whether GetOpenIdTokenForDeveloperIdentity makes a new identity for each call that names none, and lets
    /// the latest call decide whose a user is; it still honours an identity that is named.
    public void freshIdentityPerCall(boolean fresh) {
        freshIdentityPerCall = fresh;
    }

    public boolean isFreshIdentityPerCall() {
        return freshIdentityPerCall;
    }

    /// Decides what befalls a call of this operation.
    public synchronized Misfortune draw(Operation operation) {
        Misfortune drawn = Misfortune.NONE;
        for (Active candidate : active) {
            Fault fault = candidate.fault;
            if (fault.concerns(operation) && random.nextDouble() < fault.rate()) {
                candidate.hits++;
                drawn = drawn.and(fault.kind(), delayOf(fault));
            }
        }
        active.removeIf(Active::isSpent);
        return drawn;
    }

    private Duration delayOf(Fault fault) {
        long spread = fault.delayMax().minus(fault.delayMin()).toMillis();
        return fault.delayMin().plusMillis(spread == 0 ? 0 : random.nextLong(spread + 1));
    }

    private static final class Active {
        private final Fault fault;
        private int hits;

        private Active(Fault fault) {
            this.fault = fault;
        }

        private boolean isSpent() {
            return fault.times().filter(most -> hits >= most).isPresent();
        }

        private Fault left() {
            return fault.times().map(most -> fault.times(most - hits)).orElse(fault);
        }
    }
}
