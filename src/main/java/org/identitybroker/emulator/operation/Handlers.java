package org.identitybroker.emulator.operation;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.identitybroker.emulator.credential.Sessions;
import org.identitybroker.emulator.jwt.OpenIdTokens;
import org.identitybroker.emulator.link.DeveloperLinking;
import org.identitybroker.emulator.link.DeveloperMerging;
import org.identitybroker.emulator.link.PublicLinking;
import org.identitybroker.emulator.provider.PublicProviders;
import org.identitybroker.emulator.role.SessionTagging;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.wire.Operation;

/// One handler for each operation.
public final class Handlers {
    private final Map<Operation, Handler> byOperation;

    public Handlers(
            Pools pools,
            PublicProviders providers,
            DeveloperLinking developerLinking,
            OpenIdTokens tokens,
            Sessions sessions,
            SessionTagging tagging,
            String accountId,
            Clock clock) {
        var lookup = new Lookup(pools);
        var linking = new PublicLinking();
        var access = new PublicAccess(providers, linking);
        var issue = new TokenIssue(tokens, clock);
        Stream<Handler> device = Stream.of(
                new GetId(lookup, providers, linking),
                new GetOpenIdToken(lookup, access, issue),
                new GetCredentialsForIdentity(lookup, access, new TokenRedemption(tokens), tagging, sessions, clock),
                new UnlinkIdentity(lookup, providers));
        Stream<Handler> developer = Stream.of(
                new GetOpenIdTokenForDeveloperIdentity(lookup, providers, developerLinking, issue),
                new LookupDeveloperIdentity(lookup),
                new MergeDeveloperIdentities(lookup, new DeveloperMerging()),
                new UnlinkDeveloperIdentity(lookup));
        this.byOperation = Stream.of(
                        device,
                        developer,
                        identityHandlers(pools, lookup),
                        poolHandlers(pools, lookup),
                        poolSettingHandlers(lookup, new TaggedPools(pools, accountId)))
                .flatMap(Function.identity())
                .collect(Collectors.toUnmodifiableMap(Handler::operation, Function.identity()));
    }

    public Handler of(Operation operation) {
        return Objects.requireNonNull(byOperation.get(operation), operation::wireName);
    }

    private static Stream<Handler> identityHandlers(Pools pools, Lookup lookup) {
        return Stream.of(new DescribeIdentity(lookup), new ListIdentities(lookup), new DeleteIdentities(pools));
    }

    private static Stream<Handler> poolSettingHandlers(Lookup lookup, TaggedPools tagged) {
        return Stream.of(
                new GetIdentityPoolRoles(lookup),
                new SetIdentityPoolRoles(lookup),
                new GetPrincipalTagAttributeMap(lookup),
                new SetPrincipalTagAttributeMap(lookup),
                new TagResource(tagged),
                new UntagResource(tagged),
                new ListTagsForResource(tagged));
    }

    private static Stream<Handler> poolHandlers(Pools pools, Lookup lookup) {
        return Stream.of(
                new CreateIdentityPool(pools),
                new UpdateIdentityPool(lookup),
                new DescribeIdentityPool(lookup),
                new DeleteIdentityPool(lookup, pools),
                new ListIdentityPools(pools));
    }
}
