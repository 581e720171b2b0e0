package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.link.DeveloperMerging;
import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.wire.Operation;

/// Makes one identity of two users' identities.
final class MergeDeveloperIdentities implements Handler {
    private final Lookup lookup;
    private final DeveloperMerging merging;

    MergeDeveloperIdentities(Lookup lookup, DeveloperMerging merging) {
        this.lookup = lookup;
        this.merging = merging;
    }

    @Override
    public Operation operation() {
        return Operation.MERGE_DEVELOPER_IDENTITIES;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        Pool pool = lookup.pool(call);
        Login source = DeveloperUsers.named(pool.settings(), call.input(), "SourceUserIdentifier");
        Login destination = DeveloperUsers.named(pool.settings(), call.input(), "DestinationUserIdentifier");
        Identity survivor = pool.change(identities -> merging.merge(identities, source, destination));
        return Optional.of(Json.object().put("IdentityId", survivor.id()));
    }
}
