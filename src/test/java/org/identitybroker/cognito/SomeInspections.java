package org.identitybroker.cognito;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.Pools;
import org.identitybroker.pool.SomePools;
import org.identitybroker.tracing.Tracing;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// Inspections for the tests of other packages, through the real SDK.
public final class SomeInspections {
    private SomeInspections() {}

    /// An inspection of one emulator's pools.
    public static final class Inspected implements AutoCloseable {
        private final CognitoClients clients;
        private final PoolInspection aws;

        private Inspected(CognitoClients clients, PoolInspection aws) {
            this.clients = clients;
            this.aws = aws;
        }

        public PoolInspection aws() {
            return aws;
        }

        @Override
        public void close() {
            clients.close();
        }
    }

    public static Inspected at(URI endpoint, AwsCredentialsProvider credentials, Clock clock, Pool pool) {
        CognitoLimits limits = new CognitoLimits(
                new CognitoLimitsTest.Settings(Optional.empty(), "false", "PT5S", "PT2S", "3", "200"));
        Pools pools = SomePools.of(pool);
        CognitoClients clients =
                new CognitoClients(limits, new CognitoAccess(Optional.of(endpoint), credentials), pools, Tracing.off());
        ThrottledAttempts throttled = new ThrottledAttempts(pools, new SimpleMeterRegistry());
        return new Inspected(clients, new AwsPoolInspection(clients, throttled, clock));
    }
}
