package org.identitybroker.quota;

import java.time.Duration;
import java.util.Optional;

/// What is left of a quota's rate, and why.
///
/// @param share the part of the full rate that is in force now
/// @param sinceThrottled how long ago Cognito throttled some replica although it had a permit; empty if it has
///     not since the database's last crash or failover
public record QuotaReading(double share, Optional<Duration> sinceThrottled) {
    static final QuotaReading UNUSED = new QuotaReading(1, Optional.empty());
}
