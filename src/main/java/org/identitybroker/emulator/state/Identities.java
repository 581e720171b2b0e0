package org.identitybroker.emulator.state;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The identities of one pool and who holds which login. Only for use inside [Pool#change], which lets in one
/// thread at a time; a login is never held by two identities.
public final class Identities {
    private final Region region;
    private final Clock clock;
    /// Sorted, so that listing in pages has a stable order; concurrent, so that reading needs no lock.
    private final NavigableMap<String, Identity> byId = new ConcurrentSkipListMap<>();

    private final Map<Login, String> holders = new HashMap<>();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();

    Identities(Region region, Clock clock) {
        this.region = region;
        this.clock = clock;
    }

    public Optional<Identity> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<Identity> holderOf(Login login) {
        return Optional.ofNullable(holders.get(login)).flatMap(this::find);
    }

    /// A new guest; linking a login makes it a user.
    public Identity create() {
        Identity created = Identity.guest(region.name() + ":" + UUID.randomUUID(), now());
        byId.put(created.id(), created);
        return created;
    }

    /// An identity that another run of the emulator made, with a login of its own.
    Identity restore(String id, Login login) {
        byId.putIfAbsent(id, Identity.guest(id, now()));
        return link(id, List.of(login));
    }

    /// Links the logins that the identity lacks, taking each from the identity that held it.
    public Identity link(String id, List<Login> logins) {
        for (Login login : logins) {
            String holder = holders.put(login, id);
            if (holder != null && !holder.equals(id)) {
                byId.computeIfPresent(holder, (_, identity) -> identity.without(login::equals, now()));
            }
            byId.computeIfPresent(id, (_, identity) -> identity.has(login) ? identity : identity.with(login, now()));
        }
        return require(id);
    }

    public void unlink(String id, Predicate<Login> unwanted) {
        Identity identity = require(id);
        identity.logins().stream().filter(unwanted).forEach(holders::remove);
        byId.put(id, identity.without(unwanted, now()));
    }

    /// Gives every login of one identity to another and disables the one that lost them.
    public Identity merge(String loserId, String survivorId) {
        Identity survivor = link(survivorId, require(loserId).logins());
        byId.computeIfPresent(loserId, (_, loser) -> loser.disabledAt(now()));
        return survivor;
    }

    public void delete(String id) {
        Identity identity = byId.remove(id);
        if (identity != null) {
            identity.logins().forEach(holders::remove);
            deleted.add(id);
        }
    }

    boolean wasDeleted(String id) {
        return deleted.contains(id);
    }

    /// Those that follow in the order of their ids; all of them after an empty id.
    Stream<Identity> after(String id) {
        return byId.tailMap(id, false).values().stream();
    }

    private Identity require(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("no identity " + id));
    }

    /// Whole milliseconds, as precise as the wire.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
