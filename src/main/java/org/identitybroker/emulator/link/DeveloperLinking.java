package org.identitybroker.emulator.link;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.identitybroker.emulator.state.Identities;
import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.wire.ErrorType;
import org.identitybroker.emulator.wire.Refusal;

/// Finds or makes the identity of a developer's user, and links the logins that came along.
///
/// Unlike the public calls this never merges: a login that another identity holds is a conflict.
public final class DeveloperLinking {
    private final boolean linkWithoutProof;
    private final BooleanSupplier freshIdentityPerCall;

    /// Takes the two choices that AWS leaves open.
    ///
    /// @param linkWithoutProof whether a new developer login may join an identity that has only developer logins,
    ///     without one of those in the call; AWS's documentation says so, and no observation confirms it
    /// @param freshIdentityPerCall whether each call that names no identity makes a new one; AWS promises no
    ///     better
    ///     for calls that race
    public DeveloperLinking(boolean linkWithoutProof, BooleanSupplier freshIdentityPerCall) {
        this.linkWithoutProof = linkWithoutProof;
        this.freshIdentityPerCall = freshIdentityPerCall;
    }

    /// The identity of the call, made if need be, with all of its logins.
    ///
    /// @param publicLogins already proven by their tokens
    public Identity link(
            Identities identities, Optional<String> identityId, Login developer, List<Login> publicLogins) {
        if (freshIdentityPerCall.getAsBoolean()) {
            Identity latest = identityId.map(id -> enabled(identities, id)).orElseGet(identities::create);
            return identities.link(latest.id(), all(developer, publicLogins));
        }
        Identity target = identityId
                .map(id -> named(identities, id, developer, publicLogins))
                .orElseGet(() -> resolved(identities, developer, publicLogins));
        OneLoginPerProvider.require(Stream.concat(target.logins().stream(), publicLogins.stream()));
        return identities.link(target.id(), all(developer, publicLogins));
    }

    /// The identity that holds one of the logins, or a new one.
    private static Identity resolved(Identities identities, Login developer, List<Login> publicLogins) {
        Set<String> holders = all(developer, publicLogins).stream()
                .flatMap(login -> identities.holderOf(login).stream())
                .map(Identity::id)
                .collect(Collectors.toSet());
        if (holders.size() > 1) {
            throw linkedElsewhere();
        }
        return holders.stream().findFirst().flatMap(identities::find).orElseGet(identities::create);
    }

    private Identity named(Identities identities, String id, Login developer, List<Login> publicLogins) {
        Identity target = enabled(identities, id);
        if (isHeldByAnother(identities, developer, id)) {
            throw new Refusal(
                    ErrorType.DEVELOPER_USER_ALREADY_REGISTERED,
                    "The developer user identifier is already registered with another identity.");
        }
        if (publicLogins.stream().anyMatch(login -> isHeldByAnother(identities, login, id))) {
            throw linkedElsewhere();
        }
        if (!target.isGuest() && !isProven(target, developer, publicLogins)) {
            throw Refusal.loginsDoNotMatch();
        }
        return target;
    }

    private static Identity enabled(Identities identities, String id) {
        Identity identity = identities.find(id).orElseThrow(() -> Refusal.identityNotFound(id));
        if (identity.disabled()) {
            throw Refusal.identityForbidden(id);
        }
        return identity;
    }

    private boolean isProven(Identity target, Login developer, List<Login> publicLogins) {
        if (all(developer, publicLogins).stream().anyMatch(target::has)) {
            return true;
        }
        return linkWithoutProof
                && !target.logins().isEmpty()
                && target.providers().equals(List.of(developer.provider()));
    }

    private static boolean isHeldByAnother(Identities identities, Login login, String id) {
        return identities
                .holderOf(login)
                .filter(holder -> !holder.id().equals(id))
                .isPresent();
    }

    private static List<Login> all(Login developer, List<Login> publicLogins) {
        return Stream.concat(Stream.of(developer), publicLogins.stream()).toList();
    }

    private static Refusal linkedElsewhere() {
        return Refusal.conflict("The login is already linked to another account.");
    }
}
