package org.identitybroker.packaged;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Lives random lives until one fails, and then looks for the shortest part of it that still does.
final class Trial {
    /// A race may need several attempts to go wrong again.
    private static final int ATTEMPTS = 3;

    private record Failed(List<Long> steps, AssertionError how) {}

    private final Stage stage;
    private final boolean stormy;
    private final Queue<Failed> failed = new ConcurrentLinkedQueue<>();

    Trial(Stage stage, boolean stormy) {
        this.stage = stage;
        this.stormy = stormy;
    }

    /// @param steps a seed for each
    void of(List<Long> steps) {
        if (failed.isEmpty()) {
            failure(steps).ifPresent(how -> failed.add(new Failed(steps, how)));
        }
    }

    Optional<AssertionError> verdict() {
        return Optional.ofNullable(failed.peek()).map(first -> shortened(first.steps(), first.how()));
    }

    private AssertionError shortened(List<Long> steps, AssertionError how) {
        AssertionError shortest = how;
        List<Long> rest = steps;
        for (int i = steps.size() - 1; i >= 0; i--) {
            List<Long> without = new ArrayList<>(rest);
            without.remove(i);
            Optional<AssertionError> still = failureOfSeveral(without);
            if (still.isPresent()) {
                rest = without;
                shortest = still.get();
            }
        }
        return shortest;
    }

    private Optional<AssertionError> failureOfSeveral(List<Long> steps) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<AssertionError> failure = failure(steps);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<AssertionError> failure(List<Long> steps) {
        RandomLife life = new RandomLife(stage, stormy);
        try {
            life.live(steps);
            return Optional.empty();
        } catch (Exception | AssertionError failure) {
            String told = failure.getMessage() + "\n  " + String.join("\n  ", life.story());
            return Optional.of(new AssertionError(told, failure));
        }
    }
}
