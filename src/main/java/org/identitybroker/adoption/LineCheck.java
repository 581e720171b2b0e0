package org.identitybroker.adoption;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.identitybroker.exchange.RequestBodies;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.UserId;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// Whether a line says something that its caller may say.
final class LineCheck {
    private final RequestBodies json;
    private final ImportOrder order;

    LineCheck(RequestBodies json, ImportOrder order) {
        this.json = json;
        this.order = order;
    }

    /// @param refusals gets the finding if the answer is empty
    Optional<Candidate> read(Line line, Consumer<ImportFinding> refusals) {
        if (line.isTooLong()) {
            refusals.accept(refused(line, "has more than " + LineReader.LINE_BYTES_MAX + " bytes"));
            return Optional.empty();
        }
        try {
            return allowed(line.number(), json.read(line.text(), ImportLine.class), refusals);
        } catch (RefusedException malformed) {
            refusals.accept(refused(line, text(malformed)));
            return Optional.empty();
        }
    }

    private Optional<Candidate> allowed(long number, ImportLine line, Consumer<ImportFinding> refusals) {
        Candidate candidate = new Candidate(
                number,
                new UserId(line.userId()),
                Optional.ofNullable(line.identityId()).map(IdentityId::new),
                false);
        if (!order.caller().mayName(line.userId())) {
            refusals.accept(candidate.finding(ProblemCode.FORBIDDEN.code(), "This caller may not name this user."));
            return Optional.empty();
        }
        if (line.identityId() != null
                && !line.identityId().startsWith(order.pool().region() + ":")) {
            refusals.accept(candidate.finding(
                    ProblemCode.INVALID_REQUEST.code(), "identityId is of another region than the pool"));
            return Optional.empty();
        }
        return Optional.of(candidate);
    }

    private static ImportFinding refused(Line line, String message) {
        return new ImportFinding(line.number(), null, null, ProblemCode.INVALID_REQUEST.code(), message);
    }

    /// Names of members and what is wrong with them; no values.
    private static String text(RefusedException malformed) {
        return malformed.errors().stream()
                .map(error -> error.field().isEmpty() ? error.message() : error.field() + " " + error.message())
                .collect(Collectors.joining("; "));
    }
}
