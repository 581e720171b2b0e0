package org.identitybroker.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.cognito.Grant;
import org.identitybroker.identity.DeveloperLogin;
import org.identitybroker.identity.Identity;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.IdentityLinks;
import org.identitybroker.identity.IdentityStatus;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// Keeps a caller from taking over somebody else's identity by naming its id. Cognito links a developer user to
/// any identity of the pool that the broker names, so the broker has to judge: a guest's identity may be named,
/// and the user's own; one that anybody else has, here or at Cognito, may not.
@ApplicationScoped
class NamedIdentities {
    private final IdentityLinks links;
    private final CognitoGateway cognito;

    NamedIdentities(IdentityLinks links, CognitoGateway cognito) {
        this.links = links;
        this.cognito = cognito;
    }

    /// @throws RefusedException if the identity is another user's, was one, or is disabled
    void requireFree(TokenOrder order, IdentityId named, String developerUserIdentifier) {
        Optional<Identity> known = links.identity(named)
                .filter(identity -> identity.pool().equals(order.pool().name()));
        if (known.isPresent()) {
            requireFreeHere(order, known.get());
        } else {
            requireFreeAtCognito(order, named, developerUserIdentifier);
        }
    }

    /// What is known here has been a user's. If nobody has it now, only a public login's proof, which Cognito
    /// checks, shows whose it is.
    private static void requireFreeHere(TokenOrder order, Identity known) {
        if (known.users().stream().anyMatch(user -> !user.equals(order.user()))) {
            throw anotherUsers();
        }
        if (known.status() == IdentityStatus.DISABLED) {
            throw new RefusedException(ProblemCode.IDENTITY_DISABLED, "The identity is disabled.");
        }
        if (known.users().isEmpty() && order.logins().isEmpty()) {
            throw anotherUsers();
        }
    }

    /// The pool may have users that the broker never saw.
    private void requireFreeAtCognito(TokenOrder order, IdentityId named, String developerUserIdentifier) {
        Set<String> others = new HashSet<>(cognito.developerUserIdentifiers(order.pool(), named));
        others.remove(developerUserIdentifier);
        if (!others.isEmpty()) {
            throw anotherUsers();
        }
    }

    /// A user has one identity. Cognito tells whether the second one exists; should it accept the link, because
    /// it had lost the first, the link is taken back: the mapping is what holds.
    RefusedException refusalOfSecondIdentity(TokenOrder order, DeveloperLogin login) {
        IdentityId second = order.named().orElseThrow();
        requireFree(order, second, login.developerUserIdentifier());
        Grant grant =
                cognito.openIdToken(order.pool(), order.call(login.developerUserIdentifier(), Optional.of(second)));
        if (!grant.identity().equals(login.identity())) {
            cognito.unlink(order.pool(), grant.identity(), login.developerUserIdentifier());
        }
        return new RefusedException(ProblemCode.USER_ALREADY_LINKED, "The user is linked to another identity.");
    }

    private static RefusedException anotherUsers() {
        return new RefusedException(ProblemCode.IDENTITY_CONFLICT, "The identity belongs to another user.");
    }
}
