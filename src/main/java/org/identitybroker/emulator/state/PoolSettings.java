package org.identitybroker.emulator.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What an identity pool is told to be: at the start of the emulator, or by CreateIdentityPool and
/// UpdateIdentityPool.
///
/// @param allowClassicFlow has three states at AWS; empty behaves as true, but is not answered by
///     DescribeIdentityPool
public record PoolSettings(
        String id,
        String name,
        boolean allowUnauthenticatedIdentities,
        Optional<Boolean> allowClassicFlow,
        Optional<String> developerProviderName,
        PublicLogins publicLogins,
        PoolRoles roles,
        Map<String, String> tags) {
    public PoolSettings {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /// A pool for users of a developer provider, without guests, and with the standard roles.
    public static PoolSettings forDeveloper(String id, String developerProviderName) {
        return new PoolSettings(
                id,
                "emulated",
                false,
                Optional.empty(),
                Optional.of(developerProviderName),
                PublicLogins.none(),
                PoolRoles.standard(),
                Map.of());
    }

    public Region region() {
        return Region.of(id);
    }

    public boolean isDeveloperProvider(String providerName) {
        return developerProviderName.filter(providerName::equals).isPresent();
    }

    public PoolSettings withGuests(boolean allowed) {
        return new PoolSettings(id, name, allowed, allowClassicFlow, developerProviderName, publicLogins, roles, tags);
    }

    public PoolSettings withClassicFlow(Optional<Boolean> allowed) {
        return new PoolSettings(
                id, name, allowUnauthenticatedIdentities, allowed, developerProviderName, publicLogins, roles, tags);
    }

    public PoolSettings withPublicLogins(PublicLogins logins) {
        return new PoolSettings(
                id, name, allowUnauthenticatedIdentities, allowClassicFlow, developerProviderName, logins, roles, tags);
    }

    public PoolSettings withRoles(PoolRoles attached) {
        return new PoolSettings(
                id,
                name,
                allowUnauthenticatedIdentities,
                allowClassicFlow,
                developerProviderName,
                publicLogins,
                attached,
                tags);
    }

    public PoolSettings withName(String given) {
        return new PoolSettings(
                id,
                given,
                allowUnauthenticatedIdentities,
                allowClassicFlow,
                developerProviderName,
                publicLogins,
                roles,
                tags);
    }
}
