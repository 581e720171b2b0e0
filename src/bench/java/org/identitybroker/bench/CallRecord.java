package org.identitybroker.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// When calls came.
final class CallRecord {
    /// Of calls whose times are kept, 8 bytes each: what is asked about windows makes some thousands.
    private static final int TIMES_MAX = 1 << 20;

    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLongArray times = new AtomicLongArray(TIMES_MAX);

    void add() {
        int index = size.getAndIncrement();
        if (index < TIMES_MAX) {
            times.set(index, System.nanoTime());
        }
    }

    void reset() {
        size.set(0);
    }

    int size() {
        return size.get();
    }

    /// Of all windows of one second, the calls in the fullest one.
    int mostInOneSecond() {
        long[] sorted = new long[Math.min(size.get(), TIMES_MAX)];
        Arrays.setAll(sorted, times::get);
        Arrays.sort(sorted);
        int most = 0;
        int first = 0;
        for (int last = 0; last < sorted.length; last++) {
            while (sorted[last] - sorted[first] >= Duration.ofSeconds(1).toNanos()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
