package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.identitybroker.testing.CallerTokens;

/// Twenty people who log in over and over, each time as a new user, and note what they are answered.
final class Load implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PEOPLE = 20;

    /// Keeps refusals that come at once from becoming a storm.
    private static final Duration PAUSE = Duration.ofMillis(30);

    /// @param user who asked
    record Reply(String user, HttpResponse<String> answer) {
        boolean isToken() {
            return answer.statusCode() == 200;
        }

        String member(String name) {
            try {
                JsonNode body = JSON.readTree(answer.body());
                return body.path(name).asText();
            } catch (IOException failure) {
                throw new UncheckedIOException(answer.body(), failure);
            }
        }

        String requestId() {
            return answer.headers().firstValue("X-Request-Id").orElse("");
        }
    }

    private final PackagedBroker broker;
    private final String jwt = CallerTokens.of("shop");
    private final List<Reply> replies = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> people = new ArrayList<>();
    private volatile boolean ending;

    Load(PackagedBroker broker) {
        this.broker = broker;
        for (int i = 0; i < PEOPLE; i++) {
            people.add(threads.submit(this::logInOverAndOver));
        }
    }

    private void logInOverAndOver() {
        while (!ending) {
            String user = "user-" + UUID.randomUUID();
            HttpResponse<String> answer = broker.issue(jwt, "{\"userId\":\"" + user + "\"}");
            synchronized (replies) {
                replies.add(new Reply(user, answer));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    int size() {
        synchronized (replies) {
            return replies.size();
        }
    }

    /// Whether there was a reply after the first `seen` ones that is no token.
    boolean wasRefusedAfter(int seen) {
        synchronized (replies) {
            return replies.stream().skip(seen).anyMatch(reply -> !reply.isToken());
        }
    }

    /// Whether the last replies, one for each person, all had a token.
    boolean isServed() {
        synchronized (replies) {
            return replies.size() >= PEOPLE
                    && replies.subList(replies.size() - PEOPLE, replies.size()).stream()
                            .allMatch(Reply::isToken);
        }
    }

    /// Ends it, and answers all that was replied; fails if somebody never got an answer.
    List<Reply> end() throws Exception {
        ending = true;
        for (Future<?> person : people) {
            assertThat(person.get()).isNull();
        }
        synchronized (replies) {
            return List.copyOf(replies);
        }
    }

    @Override
    public void close() {
        ending = true;
        threads.close();
    }
}
