package org.identitybroker.exchange;

import io.vertx.ext.web.RoutingContext;
import org.identitybroker.exchange.RequestSlots.Slot;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/// Tells a request's slot when work for it begins and when it is over, whatever has become of the client.
class SlotKeeper {
    @ServerRequestFilter(preMatching = true)
    void begin(ResteasyReactiveContainerRequestContext request, RoutingContext exchange) {
        Slot slot = exchange.get(ExchangeFilter.SLOT);
        if (slot != null) {
            slot.workBegins();
            ((ResteasyReactiveRequestContext) request.getServerRequestContext())
                    .registerCompletionCallback(_ -> slot.workEnds());
        }
    }
}
