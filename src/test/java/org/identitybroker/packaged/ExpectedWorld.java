package org.identitybroker.packaged;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whose which identity is, and what the broker has to answer, by the rules of `docs/identities.md` and
/// `docs/emulator.md` alone. This is what decides which identity a user may ever receive.
final class ExpectedWorld {
    /// An identity as Cognito has it.
    enum AtCognito {
        GUEST,
        AUTHENTICATED,
        MERGED_AWAY,
        GONE
    }

    /// @param stored whether the broker knows it
    /// @param google the Google account that is linked to it
    record Identity(AtCognito atCognito, boolean stored, boolean enabled, Optional<String> google) {
        static final Identity GONE = new Identity(AtCognito.GONE, false, true, Optional.empty());
        static final Identity GUEST = new Identity(AtCognito.GUEST, false, true, Optional.empty());

        static Identity of(String google) {
            return new Identity(AtCognito.AUTHENTICATED, false, true, Optional.of(google));
        }

        Identity linked(Optional<String> proven) {
            return new Identity(AtCognito.AUTHENTICATED, true, enabled, proven.or(() -> google));
        }

        Identity mergedAway() {
            return new Identity(AtCognito.MERGED_AWAY, true, false, Optional.empty());
        }

        Identity enabled(boolean to) {
            return new Identity(atCognito, stored, to, google);
        }
    }

    private final Map<String, String> identityOfUser = new HashMap<>();
    private final Map<String, Identity> identities = new LinkedHashMap<>();
    private final Map<String, String> movedFrom = new HashMap<>();
    private final Meeting meeting;

    ExpectedWorld() {
        this(Meeting.NONE);
    }

    private ExpectedWorld(Meeting meeting) {
        this.meeting = meeting;
    }

    /// What two changes may do to each other if the second begins while the first is half-done.
    enum Meeting {
        NONE,
        /// What Cognito has merged or unlinked is done here, too, though an identity was disabled meanwhile.
        FOLLOWS_COGNITO,
        /// Besides, who was unlinked or deleted under the identity that a merge ends, does not get the survivor's.
        FOLLOWS_COGNITO_AND_UNLINKS;
    }

    ExpectedWorld copy(Meeting with) {
        ExpectedWorld copy = new ExpectedWorld(with);
        copy.identityOfUser.putAll(identityOfUser);
        copy.identities.putAll(identities);
        return copy;
    }

    /// Somebody made it at Cognito without the broker.
    void add(String id, Identity identity) {
        identities.put(id, identity);
    }

    Optional<String> identityOf(String user) {
        return Optional.ofNullable(identityOfUser.get(user));
    }

    Optional<String> holderOf(String google) {
        return identities.entrySet().stream()
                .filter(entry -> entry.getValue().google().equals(Optional.of(google)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// Every identity that there is or was, in the order of their appearance.
    List<String> all() {
        return List.copyOf(identities.keySet());
    }

    boolean isGone(String id) {
        return get(id).atCognito() == AtCognito.GONE;
    }

    Mapping mapping() {
        Map<String, Boolean> enabled = new HashMap<>();
        identities.forEach((id, identity) -> {
            if (identity.stored()) {
                enabled.put(id, identity.enabled());
            }
        });
        return new Mapping(Map.copyOf(identityOfUser), enabled);
    }

    /// What has to be answered now; a deed that succeeds has its effect here.
    ///
    /// @param answered the identity in the broker's answer, which is taken over if a new one is due
    Expected expect(Deed deed, String answered) {
        return switch (deed) {
            case Deed.Token token -> token(token, answered);
            case Deed.Merge merge -> merge(merge);
            case Deed.Unlink unlink -> unlink(unlink);
            case Deed.SetStatus set -> setStatus(set);
            case Deed.Delete delete -> delete(delete.identity());
            case Deed.Read read -> read(read.identity());
            case Deed.Find find -> Expected.found(identityOf(find.user()));
        };
    }

    private Expected token(Deed.Token token, String answered) {
        Optional<String> own = identityOf(token.user());
        if (own.isPresent()) {
            return get(own.get()).enabled() ? known(token, own.get()) : Expected.DISABLED;
        }
        if (token.identity().isPresent()) {
            return claimNamed(token, token.identity().get());
        }
        Optional<String> proven = token.google().flatMap(this::holderOf);
        if (proven.isEmpty() && identities.containsKey(answered)) {
            return Expected.NEW_IDENTITY;
        }
        String id = proven.orElse(answered);
        return get(id).enabled() ? link(token, id) : Expected.DISABLED;
    }

    private Expected known(Deed.Token token, String own) {
        Optional<String> second = token.identity().filter(id -> !id.equals(own));
        if (second.isEmpty()) {
            return fits(token.google(), own) ? link(token, own) : Expected.CONFLICT;
        }
        return refusalToName(token, second.get())
                .orElse(isUsable(second.get()) ? Expected.ALREADY_LINKED : Expected.REJECTED);
    }

    private Expected claimNamed(Deed.Token token, String id) {
        Optional<Expected> refusal = refusalToName(token, id);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!isUsable(id)) {
            return Expected.REJECTED;
        }
        if (token.google()
                .flatMap(this::holderOf)
                .filter(holder -> !holder.equals(id))
                .isPresent()) {
            return Expected.CONFLICT;
        }
        boolean isGuest = get(id).atCognito() == AtCognito.GUEST;
        boolean isProven = token.google().isPresent() && get(id).google().equals(token.google());
        return isGuest || isProven ? link(token, id) : Expected.REJECTED;
    }

    private Optional<Expected> refusalToName(Deed.Token token, String id) {
        if (!get(id).stored()) {
            return Optional.empty();
        }
        boolean isAnothers = !usersOf(id).isEmpty();
        if (!isAnothers && !get(id).enabled()) {
            return Optional.of(Expected.DISABLED);
        }
        return isAnothers || token.google().isEmpty() ? Optional.of(Expected.CONFLICT) : Optional.empty();
    }

    private Expected link(Deed.Token token, String id) {
        Identity before = identities.getOrDefault(id, Identity.GUEST);
        identities.put(id, before.linked(token.google()));
        identityOfUser.put(token.user(), id);
        return Expected.token(id);
    }

    private Expected merge(Deed.Merge merge) {
        Optional<String> source = identityOf(merge.source());
        Optional<String> destination = identityOf(merge.destination());
        if (source.isEmpty() || destination.isEmpty()) {
            return Expected.NOT_FOUND;
        }
        return merge(source.get(), destination.get());
    }

    private Expected merge(String source, String destination) {
        boolean enabled = get(source).enabled() && get(destination).enabled();
        if (!enabled && meeting == Meeting.NONE) {
            return Expected.DISABLED;
        }
        if (!source.equals(destination)) {
            Optional<String> google = get(source).google();
            if (google.isPresent() && get(destination).google().isPresent()) {
                return Expected.CONFLICT;
            }
            usersOf(source).forEach(user -> movedFrom.put(user, source));
            identityOfUser.replaceAll((_, id) -> id.equals(source) ? destination : id);
            identities.put(destination, get(destination).linked(google).enabled(enabled));
            identities.put(source, get(source).mergedAway());
        }
        return Expected.identity(destination, enabled, usersOf(destination));
    }

    private Expected unlink(Deed.Unlink unlink) {
        if (!get(unlink.identity()).stored()) {
            return Expected.NOT_FOUND;
        }
        if (!get(unlink.identity()).enabled() && meeting == Meeting.NONE) {
            return Expected.DISABLED;
        }
        identityOfUser.remove(unlink.user(), unlink.identity());
        if (meeting == Meeting.FOLLOWS_COGNITO_AND_UNLINKS && unlink.identity().equals(movedFrom.get(unlink.user()))) {
            identityOfUser.remove(unlink.user());
        }
        return Expected.DONE;
    }

    private Expected setStatus(Deed.SetStatus set) {
        if (get(set.identity()).stored()) {
            identities.put(set.identity(), get(set.identity()).enabled(set.enabled()));
        }
        return read(set.identity());
    }

    private Expected delete(String id) {
        if (get(id).stored()) {
            identityOfUser.values().removeIf(id::equals);
            if (meeting == Meeting.FOLLOWS_COGNITO_AND_UNLINKS) {
                identityOfUser.keySet().removeIf(user -> id.equals(movedFrom.get(user)));
            }
            identities.put(id, Identity.GONE);
        }
        return Expected.DONE;
    }

    private Expected read(String id) {
        Identity identity = get(id);
        return identity.stored() ? Expected.identity(id, identity.enabled(), usersOf(id)) : Expected.NOT_FOUND;
    }

    private Identity get(String id) {
        return identities.getOrDefault(id, Identity.GONE);
    }

    private boolean isUsable(String id) {
        return Set.of(AtCognito.GUEST, AtCognito.AUTHENTICATED).contains(get(id).atCognito());
    }

    /// Whether a Google account is nobody else's, and the identity's only one.
    private boolean fits(Optional<String> google, String id) {
        return google.isEmpty()
                || get(id).google().equals(google)
                || (get(id).google().isEmpty() && holderOf(google.get()).isEmpty());
    }

    private Set<String> usersOf(String id) {
        Set<String> users = new HashSet<>();
        identityOfUser.forEach((user, identity) -> {
            if (identity.equals(id)) {
                users.add(user);
            }
        });
        return users;
    }
}
