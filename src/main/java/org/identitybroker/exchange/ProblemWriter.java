package org.identitybroker.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.identitybroker.problem.FieldError;
import org.identitybroker.problem.Problem;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.jspecify.annotations.Nullable;

/// Turns a refusal into an answer, inside of Quarkus REST and before it.
@ApplicationScoped
class ProblemWriter {
    private static final int PATH_LENGTH_MAX = 256;

    private final ObjectMapper json;

    ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    /// The answer for a refusal that a request of ours raised.
    Response response(RefusedException refusal, HttpServerRequest request) {
        Response answer = response(refusal.code(), refusal.detail(), refusal.errors(), request);
        refusal.retryAfter().ifPresent(wait -> answer.getHeaders().putSingle("Retry-After", wait.toSeconds()));
        return answer;
    }

    Response response(ProblemCode code, @Nullable String detail, List<FieldError> errors, HttpServerRequest request) {
        Refusal refusal = refusal(code, detail, errors, request);
        Response.ResponseBuilder answer = Response.status(code.status())
                .type(refusal.mediaType())
                .header("Cache-Control", "no-store")
                .entity(refusal.body());
        if (code == ProblemCode.UNAUTHENTICATED) {
            answer.header("WWW-Authenticate", "Bearer");
        }
        if (code.retryable()) {
            answer.header("Retry-After", retryAfter(code));
        }
        return answer.build();
    }

    /// Ends an exchange that never reached a resource.
    void write(RoutingContext exchange, ProblemCode code) {
        HttpServerResponse response = exchange.response();
        Refusal refusal = refusal(code, null, List.of(), exchange.request());
        response.setStatusCode(code.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, refusal.mediaType());
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (code.retryable()) {
            response.putHeader("Retry-After", String.valueOf(retryAfter(code)));
        }
        try {
            exchange.end(json.writeValueAsString(refusal.body()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem of strings could not be written", impossible);
        }
    }

    /// In the form that those read who ask there.
    private static Refusal refusal(
            ProblemCode code, @Nullable String detail, List<FieldError> errors, HttpServerRequest request) {
        String path = String.valueOf(request.path());
        String requestId = RequestId.of(request);
        if (path.equals(ContainerError.PATH)) {
            return new Refusal(MediaType.APPLICATION_JSON, ContainerError.of(code, detail, errors, requestId));
        }
        String instance = path.substring(0, Math.min(path.length(), PATH_LENGTH_MAX));
        return new Refusal(Problem.MEDIA_TYPE, Problem.of(code, detail, errors, instance, requestId));
    }

    private record Refusal(String mediaType, Object body) {}

    /// Up to twice the least wait, at random, so that refused clients do not return in the same second.
    private static int retryAfter(ProblemCode code) {
        int least = code.retryAfterSeconds();
        return ThreadLocalRandom.current().nextInt(least, 2 * least + 1);
    }
}
