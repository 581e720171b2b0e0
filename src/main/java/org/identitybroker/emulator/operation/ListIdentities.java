package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.Operation;

/// Lists the identities of a pool in pages, in the order of their ids.
final class ListIdentities implements Handler {
    private final Lookup lookup;

    ListIdentities(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Operation operation() {
        return Operation.LIST_IDENTITIES;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        Pool pool = lookup.pool(call);
        Input input = call.input();
        boolean hideDisabled = input.flag("HideDisabled").orElse(false);
        Page<Identity> page = Page.of(
                pool.identitiesAfter(Page.after(input)).filter(identity -> !hideDisabled || !identity.disabled()),
                input.number("MaxResults").orElseThrow(),
                Identity::id);

        ObjectNode output = Json.object().put("IdentityPoolId", pool.settings().id());
        ArrayNode list = output.putArray("Identities");
        page.items().forEach(identity -> list.add(IdentityJson.of(identity)));
        page.addNextTo(output);
        return Optional.of(output);
    }
}
