package org.identitybroker.quota;

import java.util.Optional;

/// One quota, as all replicas share it. Not for several threads at once.
interface SlotSource {
    /// Takes the next slots that no replica has.
    ///
    /// @throws org.identitybroker.problem.RefusedException `store-unavailable`
    Slots lease(int number);

    /// Lowers the rate, because Cognito throttled.
    ///
    /// @throws org.identitybroker.problem.RefusedException `store-unavailable`
    /// @return the part of the full rate that is left; empty if it was lowered a moment ago, perhaps by
    /// another replica
    Optional<Double> reduce();

    /// Nothing will be wanted for a while.
    void rest();
}
