package org.identitybroker.problem;

import java.util.List;

/// A refusal is an ordinary answer, so it has no stack trace. Message and field errors reach the client: they
/// name no user, no token and nothing that the client may not know.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient List<FieldError> errors;

    public RefusedException(ProblemCode code, String detail) {
        this(code, detail, List.of());
    }

    private RefusedException(ProblemCode code, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    /// A 400 that names every member that is wrong.
    public static RefusedException invalid(List<FieldError> errors) {
        return new RefusedException(
                ProblemCode.INVALID_REQUEST, "The request has members that are not valid; see errors.", errors);
    }

    /// A 400 for one member.
    public static RefusedException invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    public ProblemCode code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }
}
