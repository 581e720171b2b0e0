package org.identitybroker.exchange;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/// Interrupts the thread that reads a body when that takes too long in all. A limit for each read alone would let a
/// sender drip a byte at a time for days.
final class BodyDeadline implements AutoCloseable {
    private final Vertx vertx;
    private final Thread reader = Thread.currentThread();
    private final long timer;
    private boolean over;

    private BodyDeadline(Vertx vertx) {
        this.vertx = vertx;
        this.timer = vertx.setTimer(BodyLimit.TIME_MAX.toMillis(), _ -> interrupt());
    }

    /// For the calling thread.
    static BodyDeadline begin(RoutingContext exchange) {
        return new BodyDeadline(exchange.vertx());
    }

    private synchronized void interrupt() {
        if (!over) {
            reader.interrupt();
        }
    }

    /// Takes an interruption back that came too late to be noticed.
    @Override
    public void close() {
        vertx.cancelTimer(timer);
        synchronized (this) {
            over = true;
        }
        Thread.interrupted();
    }
}
