package org.identitybroker.emulator;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.identitybroker.emulator.iam.PolicyDocument;
import org.identitybroker.emulator.provider.PublicProvider;
import org.identitybroker.emulator.provider.SamlProvider;
import org.identitybroker.emulator.sigv4.AccessKeys;
import org.identitybroker.emulator.state.KnownUser;
import org.identitybroker.emulator.state.PoolSettings;

/// How an emulator starts.
///
/// @param port 0 for any free one
/// @param pools there from the start; more can be made by CreateIdentityPool
/// @param users there from the start, in one of the pools
/// @param publicProviders whose tokens are taken as genuine, where an identity pool trusts the provider
/// @param samlProviders whose assertions are taken as genuine, where an identity pool trusts the provider
/// @param accessKeys whose signatures are accepted
/// @param accountId of the AWS account that everything belongs to
/// @param linkWithoutProof whether a new developer user may join an identity of other developer users by its id
///     alone
/// @param rolesWithoutTagSession IAM roles, as ARNs, whose trust policy lacks `sts:TagSession`: tagged users
///     cannot assume them
/// @param policies of roles, by their ARNs, instead of what the roles of the pools may do otherwise
/// @param buckets there from the start, empty, beside `demo-uploads`
/// @param clock the time of day; tests can move the emulator's own time on top of it
public record EmulatorOptions(
        String host,
        int port,
        List<PoolSettings> pools,
        List<KnownUser> users,
        List<PublicProvider> publicProviders,
        List<SamlProvider> samlProviders,
        AccessKeys accessKeys,
        String accountId,
        boolean linkWithoutProof,
        Set<String> rolesWithoutTagSession,
        Map<String, PolicyDocument> policies,
        List<String> buckets,
        Clock clock) {
    public EmulatorOptions {
        rolesWithoutTagSession = Set.copyOf(rolesWithoutTagSession);
        policies = Map.copyOf(policies);
        buckets = List.copyOf(buckets);
        pools = List.copyOf(pools);
        users = List.copyOf(users);
        publicProviders = List.copyOf(publicProviders);
        samlProviders = List.copyOf(samlProviders);
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Starts from the defaults: any free port of 127.0.0.1, no pools, access key `test` with secret `test`.
    public static final class Builder {
        private String host = "127.0.0.1";
        private int port;
        private List<PoolSettings> pools = List.of();
        private List<KnownUser> users = List.of();
        private List<PublicProvider> publicProviders = List.of();
        private List<SamlProvider> samlProviders = List.of();
        private AccessKeys accessKeys = AccessKeys.standard();
        private String accountId = "111122223333";
        private boolean linkWithoutProof = true;
        private Set<String> rolesWithoutTagSession = Set.of();
        private Map<String, PolicyDocument> policies = Map.of();
        private List<String> buckets = List.of();
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        public Builder host(String value) {
            host = value;
            return this;
        }

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder pools(PoolSettings... values) {
            return pools(List.of(values));
        }

        public Builder pools(List<PoolSettings> values) {
            pools = values;
            return this;
        }

        public Builder users(List<KnownUser> values) {
            users = values;
            return this;
        }

        public Builder publicProviders(PublicProvider... values) {
            publicProviders = List.of(values);
            return this;
        }

        public Builder samlProviders(SamlProvider... values) {
            samlProviders = List.of(values);
            return this;
        }

        /// Access keys beside `test`, secrets by id.
        public Builder accessKeys(Map<String, String> secretsById) {
            accessKeys = accessKeys.and(secretsById);
            return this;
        }

        public Builder accountId(String value) {
            accountId = value;
            return this;
        }

        public Builder linkWithoutProof(boolean value) {
            linkWithoutProof = value;
            return this;
        }

        public Builder rolesWithoutTagSession(String... roleArns) {
            rolesWithoutTagSession = Set.of(roleArns);
            return this;
        }

        public Builder policies(Map<String, PolicyDocument> byRoleArn) {
            policies = byRoleArn;
            return this;
        }

        /// Buckets beside `demo-uploads`.
        public Builder buckets(List<String> names) {
            buckets = names;
            return this;
        }

        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        public EmulatorOptions build() {
            return new EmulatorOptions(
                    host,
                    port,
                    pools,
                    users,
                    publicProviders,
                    samlProviders,
                    accessKeys,
                    accountId,
                    linkWithoutProof,
                    rolesWithoutTagSession,
                    policies,
                    buckets,
                    clock);
        }
    }
}
