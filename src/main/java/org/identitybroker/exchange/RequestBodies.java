package org.identitybroker.exchange;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
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

    RequestBodies(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /// @throws RefusedException `invalid-request` with every field that breaks a constraint, or
    /// `payload-too-large`
    public <T> T read(InputStream body, Class<T> type) {
        T value = parse(text(body), type);
        List<FieldError> errors = validator.validate(value).stream()
                .map(RequestBodies::error)
                .distinct()
                .sorted(Comparator.comparing(FieldError::field))
                .toList();
        if (!errors.isEmpty()) {
            throw RefusedException.invalid(errors);
        }
        return value;
    }

    private static String text(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(BodyLimit.BYTES_MAX + 1);
            if (bytes.length > BodyLimit.BYTES_MAX) {
                throw new RefusedException(
                        ProblemCode.PAYLOAD_TOO_LARGE, "A body has at most " + BodyLimit.BYTES_MAX + " bytes.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw RefusedException.invalid(WHOLE_BODY, "is not valid UTF-8");
        } catch (IOException _) {
            throw RefusedException.invalid(WHOLE_BODY, "ended before it was complete");
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
            throw RefusedException.invalid(WHOLE_BODY, "is not well-formed JSON");
        } catch (JsonMappingException mismatch) {
            throw RefusedException.invalid(fieldOf(mismatch), "has the wrong type");
        } catch (JsonProcessingException _) {
            throw RefusedException.invalid(WHOLE_BODY, "is not well-formed JSON");
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
