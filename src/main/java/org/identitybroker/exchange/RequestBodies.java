package org.identitybroker.exchange;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.identitybroker.problem.FieldError;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// Reads a request's JSON: bounded, strict UTF-8, every member checked. Resources call it themselves, after they
/// know the caller, so that nobody without a permission learns what a right request would look like.
@ApplicationScoped
public class RequestBodies {
    private static final String WHOLE_BODY = "";
    private static final int FIELD_LENGTH_MAX = 64;

    private final ObjectMapper json;
    private final Validator validator;
    private final CurrentVertxRequest exchange;

    RequestBodies(ObjectMapper json, Validator validator, CurrentVertxRequest exchange) {
        this.json = json;
        this.validator = validator;
        this.exchange = exchange;
    }

    /// @throws RefusedException `invalid-request` with every field that breaks a constraint, or
    /// `payload-too-large`, or `unsupported-media-type` for a compressed body
    public <T> T read(InputStream body, Class<T> type) {
        T value = parse(body, type);
        check(value);
        return value;
    }

    /// A body of the right form, whose constraints are still to be checked by [#check].
    ///
    /// @throws RefusedException `invalid-request` or `payload-too-large`
    public <T> T parse(InputStream body, Class<T> type) {
        return parse(text(body), type);
    }

    /// @throws RefusedException `invalid-request` with every field that breaks a constraint
    public void check(Object value) {
        List<FieldError> errors = validator.validate(value).stream()
                .map(RequestBodies::error)
                .distinct()
                .sorted(Comparator.comparing(FieldError::field))
                .toList();
        if (!errors.isEmpty()) {
            throw RefusedException.invalid(errors);
        }
    }

    private String text(InputStream body) {
        refuseCompressed();
        try {
            byte[] bytes = bytes(body);
            if (bytes.length > BodyLimit.BYTES_MAX) {
                throw new RefusedException(
                        ProblemCode.PAYLOAD_TOO_LARGE, "A body has at most " + BodyLimit.BYTES_MAX + " bytes.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw RefusedException.malformed("is not valid UTF-8");
        } catch (InterruptedIOException _) {
            exchange.getCurrent().response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            throw RefusedException.malformed("was not complete after " + BodyLimit.TIME_MAX.toSeconds() + " seconds");
        } catch (IOException _) {
            throw RefusedException.malformed("ended before it was complete");
        }
    }

    /// Nearly always the body has arrived by now, and nothing can be late.
    private byte[] bytes(InputStream body) throws IOException {
        RoutingContext current = exchange.getCurrent();
        if (BodyLimit.hasArrived(current.request())) {
            return body.readNBytes(BodyLimit.BYTES_MAX + 1);
        }
        try (BodyDeadline _ = BodyDeadline.begin(current)) {
            return body.readNBytes(BodyLimit.BYTES_MAX + 1);
        }
    }

    /// A few bytes may unfold into gigabytes, so nothing is ever unfolded.
    private void refuseCompressed() {
        String encoding = exchange.getCurrent().request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new RefusedException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The body must not be compressed.");
        }
    }

    private <T> T parse(String text, Class<T> type) {
        try {
            T value = json.readValue(text, type);
            if (value == null) {
                throw RefusedException.invalid(WHOLE_BODY, "is not a JSON object");
            }
            return value;
        } catch (UnrecognizedPropertyException unknown) {
            throw RefusedException.invalid(shortened(unknown.getPropertyName()), "is not a member of this request");
        } catch (JsonParseException _) {
            throw RefusedException.malformed("is not well-formed JSON");
        } catch (JsonMappingException mismatch) {
            throw RefusedException.invalid(fieldOf(mismatch), "has the wrong type");
        } catch (JsonProcessingException _) {
            throw RefusedException.malformed("is not well-formed JSON");
        }
    }

    /// The member at the top of the path: what lies below it, a map's key, is the client's own text.
    private static String fieldOf(JsonMappingException mismatch) {
        return mismatch.getPath().isEmpty()
                ? WHOLE_BODY
                : shortened(String.valueOf(mismatch.getPath().getFirst().getFieldName()));
    }

    private static FieldError error(ConstraintViolation<?> violation) {
        return new FieldError(memberOf(violation.getPropertyPath()), violation.getMessage());
    }

    /// The innermost member: one request may be a part of another, of the same JSON object. Below it are only a
    /// map's keys and values.
    private static String memberOf(Path path) {
        String member = WHOLE_BODY;
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.PROPERTY) {
                member = node.getName();
            }
        }
        return member;
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), FIELD_LENGTH_MAX));
    }
}
