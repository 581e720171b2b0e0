package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.wire.Operation;

/// Does what one operation of the API does.
public interface Handler {
    Operation operation();

    /// The output, empty for operations without one; throws a [org.identitybroker.emulator.wire.Refusal]
    /// otherwise.
    Optional<ObjectNode> answer(Call call);
}
