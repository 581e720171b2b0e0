package org.identitybroker.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// Stores mappings in the transaction in which the audit trail then stores their events. Whoever owns the mapping
/// implements it.
public interface FirstMappings {
    /// @param wanted no two of the same user, nor of the same identity
    /// @return which of them were stored; the others' user or identity was known already
    /// @throws SQLException nothing may be committed then; a unique violation if somebody stores one of the
    ///     identities at this moment
    Set<FirstMapping> store(Connection transaction, List<FirstMapping> wanted) throws SQLException;
}
