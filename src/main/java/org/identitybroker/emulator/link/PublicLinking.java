package org.identitybroker.emulator.link;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.identitybroker.emulator.state.Identities;
import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.wire.Refusal;

/// Finds or makes the identity of public logins, links new ones, and merges the identities that hold them.
///
/// The AWS guide describes the merge and leaves open who survives it: here the identity named in the call,
/// unless it is a guest; else the one that holds the first of the logins.
public final class PublicLinking {
    /// The identity that holds the logins, or a new one: GetId.
    ///
    /// @param logins already proven by their tokens
    public Identity resolve(Identities identities, List<Login> logins) {
        Set<String> holders = holders(identities, logins);
        Identity target = holders.stream().findFirst().flatMap(identities::find).orElseGet(identities::create);
        return gather(identities, target, holders, logins);
    }

    /// The named identity with the logins linked to it, or the one that survived the merge.
    ///
    /// @param identityId of an identity that exists and is not disabled
    /// @param logins already proven by their tokens, at least one
    public Identity attach(Identities identities, String identityId, List<Login> logins) {
        Identity named = identities.find(identityId).orElseThrow(() -> Refusal.identityNotFound(identityId));
        if (!named.isGuest() && logins.stream().noneMatch(named::has)) {
            throw Refusal.loginsDoNotMatch();
        }
        Set<String> holders = holders(identities, logins);
        Identity target = Optional.of(named)
                .filter(identity -> !identity.isGuest() || holders.isEmpty())
                .or(() -> holders.stream().findFirst().flatMap(identities::find))
                .orElseThrow();
        holders.add(identityId);
        return gather(identities, target, holders, logins);
    }

    private static Identity gather(Identities identities, Identity target, Set<String> holders, List<Login> logins) {
        List<Identity> losers = holders.stream()
                .filter(id -> !id.equals(target.id()))
                .flatMap(id -> identities.find(id).stream())
                .toList();
        // Before anything is changed, because a refused call must leave everything as it was.
        Stream<Login> held = Stream.concat(Stream.of(target), losers.stream()).flatMap(one -> one.logins().stream());
        OneLoginPerProvider.require(Stream.concat(held, logins.stream()));
        losers.forEach(loser -> identities.merge(loser.id(), target.id()));
        return identities.link(target.id(), logins);
    }

    private static Set<String> holders(Identities identities, List<Login> logins) {
        return logins.stream()
                .flatMap(login -> identities.holderOf(login).stream())
                .map(Identity::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
