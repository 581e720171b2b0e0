package org.identitybroker.quota;

import java.time.Duration;

/// How slots follow each other, so that in any second there are at most 20 % more calls than the quota says.
///
/// @param slotsPerSecond the full rate
record Pace(double slotsPerSecond) {
    /// A slot may be used so long after its time: a lone thread on a busy machine is that late. Later it is void, so
    /// that a replica that was stalled does not make up for it all at once.
    static final Duration LATE_MAX = Duration.ofMillis(100);

    /// The time between a lease and its answer may hold a slot up a little more.
    private static final Duration ANSWER = Duration.ofMillis(50);

    /// A replica that comes this late for its next slots still gets those that went by, which is what keeps the rate up
    /// while a lease is on its way; half of [#LATE_MAX], so that they are not void when they arrive.
    static final Duration CATCH_UP = LATE_MAX.dividedBy(2);

    /// Slots are leased for so much of the time ahead: few statements, and replicas take turns quickly.
    private static final Duration LEASE = Duration.ofMillis(100);

    private static final double OVER_MAX = 1.2;

    /// In a second lie the slots of that second and of the lateness before it. Where a fifth more is no whole call,
    /// below 5 a second, slots are as much farther apart.
    static Pace of(int requestsPerSecond) {
        double callsMax = Math.floor(OVER_MAX * requestsPerSecond);
        double seconds = 1 + seconds(LATE_MAX.plus(ANSWER));
        return new Pace(Math.min(requestsPerSecond, callsMax / seconds));
    }

    /// @param share the part of the full rate that is left
    int slotsIn(Duration time, double share) {
        return (int) Math.max(1, Math.ceil(slotsPerSecond * share * seconds(time)));
    }

    /// How many slots one lease has at most.
    int leaseMax(double share) {
        return (int) Math.max(1, slotsPerSecond * share * seconds(LEASE));
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
