package org.identitybroker.emulator.operation;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.identitybroker.emulator.credential.Sessions;
import org.identitybroker.emulator.jwt.OpenIdTokens;
import org.identitybroker.emulator.link.DeveloperLinking;
import org.identitybroker.emulator.link.PublicLinking;
import org.identitybroker.emulator.provider.PublicProviders;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.wire.Operation;

/// One handler for each operation.
public final class Handlers {
    private final Map<Operation, Handler> byOperation = new EnumMap<>(Operation.class);

    public Handlers(
            Pools pools,
            PublicProviders providers,
            DeveloperLinking developerLinking,
            OpenIdTokens tokens,
            Sessions sessions,
            Clock clock) {
        var lookup = new Lookup(pools);
        var publicLinking = new PublicLinking();
        var access = new PublicAccess(providers, publicLinking);
        var issue = new TokenIssue(tokens, clock);
        Stream.of(
                        new GetId(lookup, providers, publicLinking),
                        new GetOpenIdToken(lookup, access, issue),
                        new GetCredentialsForIdentity(lookup, access, new TokenRedemption(tokens), sessions, clock),
                        new GetOpenIdTokenForDeveloperIdentity(lookup, providers, developerLinking, issue),
                        new LookupDeveloperIdentity(lookup),
                        new DescribeIdentityPool(lookup))
                .forEach(handler -> byOperation.put(handler.operation(), handler));
    }

    public Handler of(Operation operation) {
        Handler handler = byOperation.get(operation);
        if (handler == null) {
            throw new IllegalStateException(operation + " has no handler");
        }
        return handler;
    }
}
