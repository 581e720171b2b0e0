package org.identitybroker.cognito;

/// Keeps what this replica looks up beside its requests for tokens, for all who do that together, from using up
/// what Cognito grants the whole account.
public interface LookupPace {
    /// Waits until the next lookup is due.
    void await() throws InterruptedException;
}
