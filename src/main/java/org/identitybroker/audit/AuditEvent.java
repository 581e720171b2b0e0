package org.identitybroker.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Optional;
import java.util.UUID;
import org.identitybroker.problem.ProblemCode;

/// One thing that has happened. When, the database says as it stores the event: its clock is the one that all replicas
/// share.
///
/// @param id a UUIDv7
/// @param cognitoRequestId Cognito's own id of the call that decided, to be named to AWS' support
public record AuditEvent(
        UUID id,
        EventType type,
        Outcome outcome,
        Optional<ProblemCode> problem,
        Origin origin,
        Subject subject,
        Optional<TokenFacts> token,
        Optional<String> cognitoRequestId) {

    /// An identity's change, which is stored together with the change itself.
    public static AuditEvent of(EventType type, Origin origin, Subject subject) {
        return new AuditEvent(
                UuidCreator.getTimeOrderedEpochPlus1(),
                type,
                Outcome.SUCCESS,
                Optional.empty(),
                origin,
                subject,
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public String toString() {
        return "AuditEvent[" + id + ", " + type.text() + ", " + outcome.text() + "]";
    }
}
