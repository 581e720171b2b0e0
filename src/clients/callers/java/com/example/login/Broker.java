package com.example.login;

// region: client
import com.example.login.TokenApi.Issued;
import com.example.login.TokenApi.Problem;
import com.example.login.TokenApi.Wanted;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

public final class Broker {
    private static final Logger LOG = Logger.getLogger(Broker.class);

    /// Refusals of a moment: the same request may be answered a little later.
    private static final Set<String> MAY_PASS = Set.of(
            "rate-limited",
            "quota-exhausted",
            "upstream-throttled",
            "upstream-unavailable",
            "upstream-timeout",
            "store-unavailable",
            "overloaded");

    /// The guest's identity, or the public login, cannot become this user's.
    private static final Set<String> GUEST_STAYS = Set.of("user-already-linked", "identity-conflict");

    private static final int TRIES = 3;
    private static final int LONGEST_PAUSE_SECONDS = 10;

    private final CallerJwts jwts;
    private final Pause pause;
    private final TokenApi api;

    /// `Thread::sleep`
    public interface Pause {
        void of(Duration length) throws InterruptedException;
    }

    public Broker(URI url, CallerJwts jwts, Pause pause) {
        this.jwts = jwts;
        this.pause = pause;
        ClientRequestFilter addJwt =
                request -> request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + jwts.get());
        this.api = QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .connectTimeout(2, TimeUnit.SECONDS)
                .readTimeout(10, TimeUnit.SECONDS)
                .register(addJwt)
                .build(TokenApi.class);
    }

    /// Identity id and logins for a user who has just signed in. Blocks, so call it on a virtual thread.
    ///
    /// @param wanted may name the identity and the logins of the device's time as a guest
    /// @throws BrokerRefusal if the user gets none now
    public Issued tokenFor(Wanted wanted) throws InterruptedException {
        Wanted asked = wanted;
        boolean jwtRenewed = false;
        for (int tries = 1; ; tries++) {
            Answer answer = ask(asked);
            if (answer.issued().isPresent()) {
                return answer.issued().get();
            } else if (answer.code().equals("unauthenticated") && !jwtRenewed) {
                jwts.forget();
                jwtRenewed = true;
            } else if (GUEST_STAYS.contains(answer.code()) && (asked.identityId() != null || asked.logins() != null)) {
                asked = new Wanted(wanted.userId(), null, null);
            } else if (MAY_PASS.contains(answer.code())
                    && tries < TRIES
                    && answer.retryAfter() <= LONGEST_PAUSE_SECONDS) {
                double jitter = 1 + ThreadLocalRandom.current().nextDouble() / 2;
                pause.of(Duration.ofMillis((long) (1000 * answer.retryAfter() * (1 << (tries - 1)) * jitter)));
            } else {
                throw new BrokerRefusal(answer.code(), answer.status(), answer.requestId());
            }
        }
    }

    private record Answer(Optional<Issued> issued, int status, String code, int retryAfter, String requestId) {}

    /// One exchange, with its line in the log: never the body, of neither side.
    private Answer ask(Wanted wanted) {
        String requestId = UUID.randomUUID().toString();
        long startedAt = System.nanoTime();
        Answer answer = post(wanted, requestId);
        LOG.infof(
                "%d %s in %d ms, request %s",
                answer.status(),
                answer.code(),
                Duration.ofNanos(System.nanoTime() - startedAt).toMillis(),
                requestId);
        return answer;
    }

    private Answer post(Wanted wanted, String requestId) {
        try {
            return new Answer(Optional.of(api.issue(requestId, wanted)), 200, "", 0, requestId);
        } catch (WebApplicationException refused) {
            Response response = refused.getResponse();
            return new Answer(Optional.empty(), response.getStatus(), code(response), retryAfter(response), requestId);
        } catch (ProcessingException _) {
            // No connection, no answer in time, or a broken one: the request can be repeated.
            return new Answer(Optional.empty(), 0, "upstream-unavailable", 1, requestId);
        }
    }

    private static String code(Response response) {
        try {
            return response.readEntity(Problem.class).code();
        } catch (RuntimeException _) {
            return "upstream-unavailable"; // a page of something between
        }
    }

    private static int retryAfter(Response response) {
        String seconds = response.getHeaderString(HttpHeaders.RETRY_AFTER);
        return seconds == null ? 1 : Integer.parseInt(seconds);
    }
}
// endregion
