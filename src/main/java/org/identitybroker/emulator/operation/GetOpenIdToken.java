package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Refusal;

/// Answers with a token for a guest or for the user of public logins: the first step of the classic flow.
final class GetOpenIdToken implements Handler {
    /// AWS API reference: such a token is good for ten minutes.
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final Lookup lookup;
    private final PublicAccess access;
    private final TokenIssue tokens;

    GetOpenIdToken(Lookup lookup, PublicAccess access, TokenIssue tokens) {
        this.lookup = lookup;
        this.access = access;
        this.tokens = tokens;
    }

    @Override
    public Operation operation() {
        return Operation.GET_OPEN_ID_TOKEN;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        Lookup.Found found = lookup.identity(call);
        PoolSettings pool = found.pool().settings();
        // Of the three states only an explicit false refuses.
        if (!pool.allowClassicFlow().orElse(true)) {
            throw Refusal.invalidParameter("Basic (classic) flow is not enabled, please use enhanced flow.");
        }
        if (!pool.roles().mappings().isEmpty()) {
            throw Refusal.invalidParameter(
                    "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.");
        }
        Grant grant = access.grant(found, call.input().textMap("Logins"));
        return Optional.of(tokens.output(grant.identityId(), pool.id(), grant.amr(), grant.tags(), LIFETIME));
    }
}
