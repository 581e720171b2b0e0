package org.identitybroker.audit;

import java.util.Locale;
import org.identitybroker.problem.ProblemCode;

/// How an exchange ended.
public enum Outcome {
    SUCCESS,
    /// What was asked for had been done before.
    UNCHANGED,
    /// Answered with 4xx.
    REFUSED,
    /// Answered with 5xx; whether it had an effect at Cognito is not known.
    FAILED;

    private static final int SERVER_ERRORS = 500;

    /// As in the table and the API.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(ProblemCode problem) {
        return problem.status() < SERVER_ERRORS ? REFUSED : FAILED;
    }
}
