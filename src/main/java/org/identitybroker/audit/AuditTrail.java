package org.identitybroker.audit;

import java.util.List;
import java.util.function.Supplier;
import org.identitybroker.problem.RefusedException;

/// The audit trail, for those who write it. Nothing is answered that is not in it: an event that cannot be stored
/// turns the answer into `store-unavailable`.
public interface AuditTrail {
    /// Runs one exchange and sees to it that it leaves its event. A story that ends well without having used the draft
    /// has changed nothing. A body that is no JSON leaves none.
    ///
    /// @throws RefusedException the story's own, once its event is stored, or `store-unavailable`
    <T> T exchange(EventDraft draft, Supplier<T> story);

    /// Stores the draft as a success, if at that moment its user still has the identity and it is enabled: what was
    /// disabled, unlinked or deleted while Cognito was asked is neither recorded as issued nor answered.
    ///
    /// @param beside types of other events of the same exchange, stored with it or not at all
    /// @return whether it was stored; if not, the draft is as before
    boolean commitIfHeld(EventDraft draft, List<EventType> beside);

    /// Stores an event of its own, while its exchange goes on, on the same condition.
    boolean commitIfHeld(AuditEvent event);

    /// Stores a user's first mapping together with the draft as a success, and with an event of the new identity.
    ///
    /// @return whether they were stored; if not, nothing has changed: the user or the identity may be known by now
    boolean commitWithMapping(EventDraft draft, FirstMapping mapping);

    /// Stores the events with the transaction in hand, so that there is no change without its event, and no event
    /// without its change.
    void append(List<AuditEvent> events);
}
