package org.identitybroker.exchange;

import io.micrometer.core.instrument.MeterRegistry;

/// For tests of other packages.
public final class SomeRejectedTokens {
    private SomeRejectedTokens() {}

    public static RejectedTokens countedIn(MeterRegistry metrics) {
        return new RejectedTokens(metrics);
    }
}
