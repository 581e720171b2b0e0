package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.state.Identities;
import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Refusal;

/// Takes a developer's user off an identity. Tokens already out stay good.
final class UnlinkDeveloperIdentity implements Handler {
    private final Lookup lookup;

    UnlinkDeveloperIdentity(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Operation operation() {
        return Operation.UNLINK_DEVELOPER_IDENTITY;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        Pool pool = lookup.pool(call);
        String identityId = call.input().text("IdentityId");
        Login user = DeveloperUsers.named(pool.settings(), call.input(), "DeveloperUserIdentifier");
        return pool.change(identities -> {
            requireLinked(identities, identityId, user);
            identities.unlink(identityId, user::equals);
            return Optional.empty();
        });
    }

    private static void requireLinked(Identities identities, String identityId, Login user) {
        if (identities.find(identityId).isEmpty()) {
            throw Refusal.identityNotFound(identityId);
        }
        Identity holder = identities.holderOf(user).orElseThrow(Refusal::developerUserNotFound);
        if (!holder.id().equals(identityId)) {
            throw Refusal.conflict("The developer user identifier belongs to another identity.");
        }
    }
}
