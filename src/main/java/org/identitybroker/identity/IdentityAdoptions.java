package org.identitybroker.identity;

import java.util.List;
import org.identitybroker.problem.RefusedException;

/// Stores many mappings that were made elsewhere, beside [IdentityLinks], which stores one at a time for requests for
/// tokens.
public interface IdentityAdoptions {
    /// Stores those logins that contradict nothing, in one short transaction. Against requests and replicas that
    /// store the same users meanwhile, the unique keys decide, and whoever is first holds.
    ///
    /// @param logins no two with the same user or the same identity, because each is judged by what is stored
    /// @return what became of each, in their order
    /// @throws RefusedException `store-unavailable`; then nothing was stored
    List<AdoptionOutcome> adopt(List<NewLogin> logins);
}
