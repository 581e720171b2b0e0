package org.identitybroker.diagnosis;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.identitybroker.store.Replication;

/// Postgres itself, and the places that it has for the events to come.
final class DatabaseChecks {
    /// The versions that the broker is made for.
    private static final int VERSION_MIN = 14;

    private static final int VERSION_MAX = 18;

    /// A failover loses what a standby has not replayed, or waits for it.
    private static final Duration LAG_WARNS = Duration.ofSeconds(10);

    /// Then the standby is of no use, and may never catch up.
    private static final Duration LAG_FAILS = Duration.ofMinutes(5);

    /// A segment of WAL has 16 MB; a slot that is being read keeps few of them.
    private static final long MEGABYTE = 1024L * 1024;

    private DatabaseChecks() {}

    static Outcome version(int major) {
        if (major < VERSION_MIN) {
            return Outcome.fail(
                    "Postgres " + major + " is older than the oldest that is supported, " + VERSION_MIN + ".",
                    "Upgrade Postgres to " + VERSION_MIN + " to " + VERSION_MAX + ".");
        }
        return major > VERSION_MAX
                ? Outcome.warn(
                        "Postgres " + major + " is newer than the broker was tested with, " + VERSION_MAX + ".",
                        "Upgrade the broker to a version that names this Postgres.")
                : Outcome.pass("Postgres " + major + " is supported.");
    }

    static Outcome replication(Replication replication) {
        if (replication.standby().isPresent()) {
            return Outcome.fail(
                    "The broker is connected to a standby, which takes no changes and is "
                            + replication.standby().get().toSeconds() + " s old.",
                    "Name the primary in the JDBC URL, or all hosts with targetServerType=primary.");
        }
        if (replication.leftBehind().slots() > 0) {
            return Outcome.warn(
                    replication.leftBehind().slots() + " replication slots are read by nobody, and the oldest keeps "
                            + replication.leftBehind().bytes() / MEGABYTE + " MB of WAL, which grows until the disk is"
                            + " full.",
                    "Bring their standbys back, or drop them (pg_replication_slots, pg_drop_replication_slot).");
        }
        List<Replication.Follower> followers = replication.followers();
        if (followers.isEmpty()) {
            return Outcome.pass("No standby is connected to this server; a managed one may be copied below Postgres.");
        }
        if (!followers.stream().allMatch(Replication.Follower::shown)) {
            return Outcome.warn(
                    "Could not be checked: " + followers.size()
                            + " standbys are connected, but the broker's database user"
                            + " may not see how they are doing.",
                    "GRANT pg_read_all_stats to the broker's database user, or watch pg_stat_replication elsewhere.");
        }
        return lag(followers);
    }

    private static Outcome lag(List<Replication.Follower> followers) {
        Duration lag = followers.stream()
                .map(Replication.Follower::lag)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        long bytes =
                followers.stream().mapToLong(Replication.Follower::bytes).max().orElse(0);
        String finding = "Of %d standbys the last is %.1f s and %d MB behind."
                .formatted(followers.size(), lag.toMillis() / 1000.0, bytes / MEGABYTE);
        String remedy = "Look at the standby's disk, network and long queries; do not fail over to it now.";
        if (lag.compareTo(LAG_FAILS) > 0) {
            return Outcome.fail(finding, remedy);
        }
        return lag.compareTo(LAG_WARNS) > 0 ? Outcome.warn(finding, remedy) : Outcome.pass(finding);
    }

    /// @param missing months from now on, 0 being this one
    static Outcome partitions(List<Integer> missing) {
        if (missing.isEmpty()) {
            return Outcome.pass("The audit trail has a place for this month's events and those of the next two.");
        }
        String months = missing.stream()
                .map(ahead -> ahead == 0 ? "this month" : ahead == 1 ? "next month" : "in " + ahead + " months")
                .collect(Collectors.joining(", "));
        String finding = "The audit trail has no place for events of: " + months + ".";
        String remedy =
                "The broker makes it within the hour; look in its log for \"partitions\", and whether its database"
                        + " user may create tables.";
        return missing.contains(0)
                ? Outcome.fail(
                        finding + " Every token is refused, as nothing is answered that is not recorded.", remedy)
                : Outcome.warn(finding, remedy);
    }
}
