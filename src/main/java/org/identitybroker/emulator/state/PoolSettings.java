package org.identitybroker.emulator.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What an identity pool is told to be: at the start of the emulator, or by the operations that make and change
/// it.
///
/// @param allowClassicFlow has three states at AWS; empty behaves as true, but is not answered by
///     DescribeIdentityPool
/// @param attributeMaps by the public provider's name or ARN
public record PoolSettings(
        String id,
        String name,
        boolean allowUnauthenticatedIdentities,
        Optional<Boolean> allowClassicFlow,
        Optional<String> developerProviderName,
        PublicLogins publicLogins,
        PoolRoles roles,
        Map<String, AttributeMap> attributeMaps,
        Map<String, String> tags) {
    public PoolSettings {
        attributeMaps = Collections.unmodifiableMap(new LinkedHashMap<>(attributeMaps));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /// A pool that trusts nobody yet, lets in no guests and has no roles.
    public static PoolSettings bare(String id, String name) {
        return new PoolSettings(
                id,
                name,
                false,
                Optional.empty(),
                Optional.empty(),
                PublicLogins.none(),
                PoolRoles.none(),
                Map.of(),
                Map.of());
    }

    /// A pool for users of a developer provider, without guests, and with the standard roles.
    public static PoolSettings forDeveloper(String id, String developerProviderName) {
        return bare(id, "emulated")
                .withDeveloperProvider(Optional.of(developerProviderName))
                .withRoles(PoolRoles.standard());
    }

    public Region region() {
        return Region.of(id);
    }

    public boolean isDeveloperProvider(String providerName) {
        return developerProviderName.filter(providerName::equals).isPresent();
    }

    /// How claims of this provider's tokens become principal tags; not at all unless that was set.
    public AttributeMap attributeMapOf(String provider) {
        return attributeMaps.getOrDefault(provider, AttributeMap.none());
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
                attributeMaps,
                tags);
    }

    public PoolSettings withGuests(boolean allowed) {
        return new PoolSettings(
                id, name, allowed, allowClassicFlow, developerProviderName, publicLogins, roles, attributeMaps, tags);
    }

    public PoolSettings withClassicFlow(Optional<Boolean> allowed) {
        return new PoolSettings(
                id,
                name,
                allowUnauthenticatedIdentities,
                allowed,
                developerProviderName,
                publicLogins,
                roles,
                attributeMaps,
                tags);
    }

    public PoolSettings withDeveloperProvider(Optional<String> provider) {
        return new PoolSettings(
                id,
                name,
                allowUnauthenticatedIdentities,
                allowClassicFlow,
                provider,
                publicLogins,
                roles,
                attributeMaps,
                tags);
    }

    public PoolSettings withPublicLogins(PublicLogins logins) {
        return new PoolSettings(
                id,
                name,
                allowUnauthenticatedIdentities,
                allowClassicFlow,
                developerProviderName,
                logins,
                roles,
                attributeMaps,
                tags);
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
                attributeMaps,
                tags);
    }

    /// Replaces the map of that one provider.
    public PoolSettings withAttributeMap(String provider, AttributeMap map) {
        Map<String, AttributeMap> more = new LinkedHashMap<>(attributeMaps);
        more.put(provider, map);
        return new PoolSettings(
                id,
                name,
                allowUnauthenticatedIdentities,
                allowClassicFlow,
                developerProviderName,
                publicLogins,
                roles,
                more,
                tags);
    }

    public PoolSettings withTags(Map<String, String> attached) {
        return new PoolSettings(
                id,
                name,
                allowUnauthenticatedIdentities,
                allowClassicFlow,
                developerProviderName,
                publicLogins,
                roles,
                attributeMaps,
                attached);
    }
}
