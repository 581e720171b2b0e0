package org.identitybroker.emulator.operation;

import java.util.Optional;
import org.identitybroker.emulator.state.Region;
import org.identitybroker.emulator.wire.Input;

/// A call of an operation, read and checked.
///
/// @param caller who signed it; empty for public operations, even if they came with a signature
public record Call(Input input, Optional<Caller> caller) {
    /// Whether things of that region can be seen by this call: a public one does not say for which region it is.
    boolean sees(Region region) {
        return caller.map(Caller::region).map(region::equals).orElse(true);
    }
}
