package org.identitybroker.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// The one place where an exception becomes an answer. `WebApplicationException` has a mapper of its own beside
/// the one for everything else, or Quarkus REST's 404, 405 and 415 would be answered as 500.
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final ProblemWriter problems;
    private final RejectedTokens rejected;

    ProblemMappers(ProblemWriter problems, RejectedTokens rejected) {
        this.problems = problems;
        this.rejected = rejected;
    }

    @ServerExceptionMapper
    Response refused(RefusedException refusal, HttpServerRequest request) {
        return problems.response(refusal, request);
    }

    /// The same answer whether a token is missing, expired, forged or of an unknown issuer.
    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthenticated(Exception failure, HttpServerRequest request) {
        rejected.count(RejectedTokens.Reason.UNAUTHENTICATED);
        return plain(ProblemCode.UNAUTHENTICATED, request);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure, HttpServerRequest request) {
        return plain(ProblemCode.FORBIDDEN, request);
    }

    /// More special than the next one, because in dev mode Quarkus brings a page of its own for this exception.
    @ServerExceptionMapper
    Response notFound(NotFoundException failure, HttpServerRequest request) {
        return plain(ProblemCode.NOT_FOUND, request);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException failure, HttpServerRequest request) {
        return plain(codeOf(failure.getResponse().getStatus()), request);
    }

    @ServerExceptionMapper
    Response malformed(JsonProcessingException failure, HttpServerRequest request) {
        return plain(ProblemCode.INVALID_REQUEST, request);
    }

    /// A bug: the client sees a fixed sentence, the log has the trace under the request's id.
    @ServerExceptionMapper
    Response bug(Throwable failure, HttpServerRequest request) {
        LOG.error("request failed", failure);
        return plain(ProblemCode.INTERNAL, request);
    }

    private Response plain(ProblemCode code, HttpServerRequest request) {
        return problems.response(code, null, List.of(), request);
    }

    static ProblemCode codeOf(int status) {
        return switch (status) {
            case 401 -> ProblemCode.UNAUTHENTICATED;
            case 403 -> ProblemCode.FORBIDDEN;
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 413 -> ProblemCode.PAYLOAD_TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            default -> status < 500 ? ProblemCode.INVALID_REQUEST : ProblemCode.INTERNAL;
        };
    }
}
