package org.identitybroker.quota;

/// Slots that were leased together, at even distances. Times are [System#nanoTime]'s.
///
/// @param firstAt the first one's time, which may be a little in the past
/// @param step nanoseconds from one to the next
/// @param share the part of the full rate that was left
/// @param answeredIn nanoseconds from asking to the answer
record Slots(int number, long firstAt, long step, double share, long answeredIn) {
    long dueAt(int slot) {
        return firstAt + slot * step;
    }

    long voidAt(int slot) {
        return dueAt(slot) + Pace.LATE_MAX.toNanos();
    }
}
