package org.identitybroker.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How far copies of the database are behind.
///
/// @param standby if this is no primary but a standby itself: how old what it has replayed is
/// @param followers standbys that are connected to this server
/// @param leftBehind replication slots that nobody reads
public record Replication(Optional<Duration> standby, List<Follower> followers, LeftBehind leftBehind) {
    /// One standby.
    ///
    /// @param shown false if the database user may not see how it is doing
    /// @param lag until what was committed here was replayed there; zero while nothing is committed
    /// @param bytes of WAL that it has not replayed
    public record Follower(boolean shown, Duration lag, long bytes) {}

    /// Slots keep WAL until it is read, if need be until the disk is full.
    ///
    /// @param bytes that the one farthest behind keeps
    public record LeftBehind(int slots, long bytes) {}
}
