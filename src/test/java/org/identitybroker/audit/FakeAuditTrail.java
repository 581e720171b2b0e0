package org.identitybroker.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.identitybroker.problem.RefusedException;

/// [AuditTrail] in memory.
public final class FakeAuditTrail implements AuditTrail {
    private final Predicate<Subject> isHeld;
    private final List<AuditEvent> events = new ArrayList<>();

    /// @param isHeld whether the subject's user has the subject's identity, enabled
    public FakeAuditTrail(Predicate<Subject> isHeld) {
        this.isHeld = isHeld;
    }

    /// Their types, in the order in which they were stored.
    public List<EventType> types() {
        return events.stream().map(AuditEvent::type).toList();
    }

    @Override
    public <T> T exchange(EventDraft draft, Supplier<T> story) {
        try {
            return story.get();
        } catch (RefusedException refusal) {
            events.add(draft.refused(refusal));
            throw refusal;
        }
    }

    @Override
    public boolean commitIfHeld(EventDraft draft, List<EventType> beside) {
        AuditEvent event = draft.succeeded();
        if (!isHeld.test(event.subject())) {
            draft.reopen();
            return false;
        }
        beside.forEach(type -> events.add(draft.beside(type)));
        return events.add(event);
    }

    @Override
    public boolean commitIfHeld(AuditEvent event) {
        return isHeld.test(event.subject()) && events.add(event);
    }

    @Override
    public void append(List<AuditEvent> more) {
        events.addAll(more);
    }

    /// Whoever uses this has the mapping stored elsewhere.
    @Override
    public boolean commitWithMapping(EventDraft draft, FirstMapping mapping) {
        return false;
    }
}
