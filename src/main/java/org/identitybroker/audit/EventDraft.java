package org.identitybroker.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Optional;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// The event of an exchange that has not ended yet: what is known so far is noted on the way, so that a refusal tells
/// as much as a success. Belongs to the exchange's thread. Becomes an event once: a second attempt to write could
/// leave two events of one exchange.
public final class EventDraft {
    private EventType deed;
    private final Origin origin;
    private Subject subject = Subject.UNKNOWN;
    private Optional<TokenFacts> token = Optional.empty();
    private Optional<String> cognitoRequestId = Optional.empty();
    private boolean used;

    /// @param deed the type of the event if all goes well
    public EventDraft(EventType deed, Origin origin) {
        this.deed = deed;
        this.origin = origin;
    }

    public Origin origin() {
        return origin;
    }

    /// As far as is known by now; it may be no pool of the settings.
    public Optional<String> pool() {
        return subject.pool();
    }

    /// What is wanted turned out to be another deed.
    public EventDraft as(EventType other) {
        deed = other;
        return this;
    }

    public EventDraft inPool(String pool) {
        return about(
                new Subject(Optional.of(pool), subject.userId(), subject.identityId(), subject.previousIdentityId()));
    }

    public EventDraft ofUser(String userId) {
        return about(
                new Subject(subject.pool(), Optional.of(userId), subject.identityId(), subject.previousIdentityId()));
    }

    public EventDraft ofIdentity(String identityId) {
        return about(
                new Subject(subject.pool(), subject.userId(), Optional.of(identityId), subject.previousIdentityId()));
    }

    /// The identity that the event ends or takes somebody off.
    public EventDraft insteadOf(String previousIdentityId) {
        return about(subject.instead(previousIdentityId));
    }

    public EventDraft withToken(TokenFacts facts) {
        token = Optional.of(facts);
        return this;
    }

    public EventDraft answeredBy(Optional<String> requestIdOfCognito) {
        cognitoRequestId = requestIdOfCognito;
        return this;
    }

    private EventDraft about(Subject known) {
        subject = known;
        return this;
    }

    /// Another event of the same exchange, about the same user and identity.
    public AuditEvent beside(EventType type) {
        return AuditEvent.of(type, origin, subject);
    }

    public AuditEvent succeeded() {
        return ended(Outcome.SUCCESS, Optional.empty());
    }

    AuditEvent unchanged() {
        return ended(Outcome.UNCHANGED, Optional.empty());
    }

    AuditEvent refused(RefusedException refusal) {
        refusal.upstreamRequestId().ifPresent(id -> cognitoRequestId = Optional.of(id));
        return refused(refusal.code());
    }

    AuditEvent refused(ProblemCode code) {
        return ended(Outcome.of(code), Optional.of(code));
    }

    /// The event was not stored, as the exchange goes on.
    void reopen() {
        used = false;
    }

    boolean isUsed() {
        return used;
    }

    private AuditEvent ended(Outcome outcome, Optional<ProblemCode> problem) {
        if (used) {
            throw new IllegalStateException("the exchange has its event");
        }
        used = true;
        return new AuditEvent(
                UuidCreator.getTimeOrderedEpochPlus1(),
                deed.ofEnding(outcome),
                outcome,
                problem,
                origin,
                subject,
                token,
                cognitoRequestId);
    }

    @Override
    public String toString() {
        return "EventDraft[" + deed.text() + "]";
    }
}
