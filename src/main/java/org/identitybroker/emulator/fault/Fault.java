package org.identitybroker.emulator.fault;

import java.time.Duration;
import java.util.Optional;
import org.identitybroker.emulator.wire.Operation;

/// An order to let calls go wrong.
///
/// @param operation the one affected; empty for all
/// @param rate the share of the calls affected, 0 to 1
/// @param times how many calls at most are affected; empty for no limit
/// @param delayMin every affected call waits at least so long, evenly spread up to `delayMax`
public record Fault(
        FaultKind kind,
        Optional<Operation> operation,
        double rate,
        Optional<Integer> times,
        Duration delayMin,
        Duration delayMax) {
    /// Longer than any client waits.
    private static final Duration DELAY_LONGEST = Duration.ofMinutes(10);

    public Fault {
        require(rate >= 0 && rate <= 1, "rate must be between 0 and 1");
        require(times.orElse(1) > 0, "times must be positive");
        require(!delayMin.isNegative(), "a delay cannot be negative");
        require(delayMin.compareTo(delayMax) <= 0, "the longest delay cannot be shorter than the shortest");
        require(delayMax.compareTo(DELAY_LONGEST) <= 0, "a delay cannot be longer than ten minutes");
    }

    /// Every call of every operation, at once.
    public static Fault of(FaultKind kind) {
        return new Fault(kind, Optional.empty(), 1, Optional.empty(), Duration.ZERO, Duration.ZERO);
    }

    public static Fault delay(Duration delay) {
        return of(FaultKind.DELAY).after(delay, delay);
    }

    public Fault on(Operation affected) {
        return new Fault(kind, Optional.of(affected), rate, times, delayMin, delayMax);
    }

    public Fault atRate(double share) {
        return new Fault(kind, operation, share, times, delayMin, delayMax);
    }

    public Fault times(int most) {
        return new Fault(kind, operation, rate, Optional.of(most), delayMin, delayMax);
    }

    public Fault after(Duration min, Duration max) {
        return new Fault(kind, operation, rate, times, min, max);
    }

    boolean concerns(Operation called) {
        return operation.isEmpty() || operation.get() == called;
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }
}
