package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Refusal;

/// Tells which identity a developer's user has, or which users an identity has, or whether the two belong
/// together.
final class LookupDeveloperIdentity implements Handler {
    private static final long PAGE_SIZE_USUAL = 60;

    private final Lookup lookup;

    LookupDeveloperIdentity(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Operation operation() {
        return Operation.LOOKUP_DEVELOPER_IDENTITY;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        Pool pool = lookup.pool(call);
        Input input = call.input();
        Optional<String> identityId = input.optionalText("IdentityId");
        Optional<String> user = input.optionalText("DeveloperUserIdentifier");
        if (user.isPresent()) {
            Identity holder = holder(pool, user.get());
            requireSame(identityId, holder);
            return Optional.of(output(holder.id(), Stream.of(user.get())));
        }
        String id = identityId.orElseThrow(
                () -> Refusal.invalidParameter("Please provide an IdentityId or a DeveloperUserIdentifier."));
        return Optional.of(users(pool.find(id).orElseThrow(() -> Refusal.identityNotFound(id)), input));
    }

    private static Identity holder(Pool pool, String user) {
        return pool.settings()
                .developerProviderName()
                .map(provider -> Login.ofDeveloper(provider, user))
                .flatMap(login -> pool.<Optional<Identity>>change(identities -> identities.holderOf(login)))
                .orElseThrow(Refusal::developerUserNotFound);
    }

    private static void requireSame(Optional<String> identityId, Identity holder) {
        if (identityId.isPresent() && !identityId.get().equals(holder.id())) {
            throw Refusal.conflict("The developer user identifier belongs to another identity.");
        }
    }

    private static ObjectNode users(Identity identity, Input input) {
        String after = Page.after(input);
        Stream<String> rest = identity.logins().stream()
                .filter(login -> !login.isPublic())
                .map(Login::subject)
                .sorted()
                .filter(user -> user.compareTo(after) > 0);
        Page<String> page = Page.of(rest, input.number("MaxResults").orElse(PAGE_SIZE_USUAL), Function.identity());
        ObjectNode output = output(identity.id(), page.items().stream());
        page.addNextTo(output);
        return output;
    }

    private static ObjectNode output(String identityId, Stream<String> users) {
        ObjectNode output = Json.object().put("IdentityId", identityId);
        ArrayNode list = output.putArray("DeveloperUserIdentifierList");
        users.forEach(list::add);
        return output;
    }
}
