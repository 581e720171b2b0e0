package org.identitybroker.emulator.fault;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is learnt about a request on its way, until it goes into the log.
public final class Sighting {
    private final Instant time;
    private final String requestId;
    private final Set<String> identityIds = new LinkedHashSet<>();
    private Optional<String> operation = Optional.empty();
    private Optional<String> accessKeyId = Optional.empty();
    private Optional<String> identityPoolId = Optional.empty();

    public Sighting(Instant time, String requestId) {
        this.time = time;
        this.requestId = requestId;
    }

    public String requestId() {
        return requestId;
    }

    public void operation(String name) {
        operation = Optional.of(name);
    }

    public void accessKey(String id) {
        accessKeyId = Optional.of(id);
    }

    public void pool(String id) {
        identityPoolId = Optional.of(id);
    }

    public void identity(String id) {
        identityIds.add(id);
    }

    public ReceivedRequest concluded(String outcome) {
        return new ReceivedRequest(
                time, requestId, operation, accessKeyId, identityPoolId, List.copyOf(identityIds), outcome);
    }
}
