package org.identitybroker.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The one clock of the broker, so that a test can bring its own.
@ApplicationScoped
class BrokerClock {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
