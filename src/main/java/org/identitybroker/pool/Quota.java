package org.identitybroker.pool;

import java.time.Duration;

/// How often GetOpenIdTokenForDeveloperIdentity may be called for one account and region, by all replicas together.
///
/// @param key what all replicas know it by: `quota:NAME` if pools share it, `pool:NAME` if it is one pool's own
/// @param requestsPerSecond every attempt counts, retries among them
/// @param waitMax how long a request of this pool may wait for its turn
public record Quota(String key, int requestsPerSecond, Duration waitMax) {}
