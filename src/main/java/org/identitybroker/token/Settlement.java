package org.identitybroker.token;

import org.identitybroker.identity.NewLogin;

/// What makes an issued token final, in the one moment that decides whether it may be answered.
@FunctionalInterface
public interface Settlement {
    /// @return false if by now the user does not have the identity any more, or it is disabled
    boolean settle(IssuedToken issued);

    /// For a user who was unknown: stores the mapping in the same moment, which saves a commit of its own.
    ///
    /// @return false if nothing was stored: it is not done here, or the user or the identity may be known by now
    default boolean settleFirst(IssuedToken issued, NewLogin login) {
        return false;
    }
}
