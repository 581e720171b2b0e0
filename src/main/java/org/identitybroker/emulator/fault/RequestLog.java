package org.identitybroker.emulator.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.identitybroker.emulator.wire.Operation;

/// The latest requests to the API, oldest first; older ones are forgotten.
public final class RequestLog {
    /// Enough for a test under load to look back, and small enough to forget about.
    public static final int REQUESTS_MAX = 10_000;

    private final Deque<ReceivedRequest> requests = new ArrayDeque<>();

    public synchronized void add(ReceivedRequest request) {
        if (requests.size() == REQUESTS_MAX) {
            requests.removeFirst();
        }
        requests.addLast(request);
    }

    public synchronized List<ReceivedRequest> all() {
        return List.copyOf(requests);
    }

    public List<ReceivedRequest> of(Operation operation) {
        return all().stream()
                .filter(request ->
                        request.operation().filter(operation.wireName()::equals).isPresent())
                .toList();
    }

    public synchronized void clear() {
        requests.clear();
    }
}
