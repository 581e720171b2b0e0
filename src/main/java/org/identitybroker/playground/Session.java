package org.identitybroker.playground;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A user who is signed in, and the latest that was done for this user behind the page.
final class Session {
    /// The page asks after each step, and a step has at most five.
    private static final int EXCHANGES_MAX = 50;

    private final Account account;
    private final Deque<Exchange> exchanges = new ArrayDeque<>();

    Session(Account account) {
        this.account = account;
    }

    Account account() {
        return account;
    }

    synchronized void record(Exchange exchange) {
        if (exchanges.size() == EXCHANGES_MAX) {
            exchanges.removeFirst();
        }
        exchanges.addLast(exchange);
    }

    synchronized List<Exchange> exchangesOf(String requestId) {
        return exchanges.stream()
                .filter(exchange -> exchange.requestId().equals(requestId))
                .toList();
    }
}
