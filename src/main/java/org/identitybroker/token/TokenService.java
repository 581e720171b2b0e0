package org.identitybroker.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.identitybroker.audit.EventType;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.identity.DeveloperLogin;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.IdentityLinks;
import org.identitybroker.identity.IdentityStatus;
import org.identitybroker.identity.LinkOutcome;
import org.identitybroker.identity.NewLogin;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// The story of one token request: read the mapping, ask Cognito for the identity that it holds, store a new one,
/// and answer only what is stored. No transaction is open while Cognito is asked.
///
/// The first to store a user's mapping wins. Whoever was overtaken starts over, finds the winner's identity and
/// asks Cognito for that one, so that all answers name the same identity, whatever Cognito made of the race.
@ApplicationScoped
public class TokenService {
    /// A mapping changes under a request when another first request wins, an identity is lost, or somebody
    /// deletes it. Three of these within one request's time are a storm, in which trying on helps nobody.
    private static final int ROUNDS_MAX = 3;

    private final IdentityLinks links;
    private final CognitoGateway cognito;
    private final TokenSupply supply;
    private final NamedIdentities namedIdentities;
    private final Clock clock;

    TokenService(
            IdentityLinks links,
            CognitoGateway cognito,
            TokenSupply supply,
            NamedIdentities namedIdentities,
            Clock clock) {
        this.links = links;
        this.cognito = cognito;
        this.supply = supply;
        this.namedIdentities = namedIdentities;
        this.clock = clock;
    }

    /// @param settlement asked once Cognito has granted a token; if the token does not hold, the request starts over
    /// @throws RefusedException for every reason not to answer with a token
    public IssuedToken issue(TokenOrder order, Settlement settlement) {
        Round round = new Round(order, settlement);
        try {
            for (int i = 0; i < ROUNDS_MAX; i++) {
                Optional<IssuedToken> issued = round.play();
                if (issued.isPresent()) {
                    return issued.get();
                }
            }
        } catch (CognitoFailedException failed) {
            throw failed.refusal(order.named().isPresent(), order.links());
        }
        throw new RefusedException(ProblemCode.STORE_UNAVAILABLE, "The user's mapping keeps changing.");
    }

    /// The rounds of one request, and what Cognito granted in the last one that was overtaken.
    private final class Round {
        private final TokenOrder order;
        private final Settlement settlement;
        private final Instant startedAt = clock.instant();
        private Optional<Supplied> overtaken = Optional.empty();

        Round(TokenOrder order, Settlement settlement) {
            this.order = order;
            this.settlement = settlement;
        }

        /// Empty if the mapping changed meanwhile.
        Optional<IssuedToken> play() {
            Optional<DeveloperLogin> known = links.find(order.pool().name(), order.user());
            return known.isPresent() ? forKnown(known.get()) : forUnknown();
        }

        private Optional<IssuedToken> forUnknown() {
            String identifier =
                    order.pool().developerUserIdentifier(order.user().value());
            if (order.named().isPresent()) {
                return forNamed(order.named().get(), identifier);
            }
            Supplied grant = ask(identifier, Optional.empty());
            NewLogin login = order.login(grant.identity(), identifier);
            IssuedToken issued = issued(grant, true, false);
            try {
                return settlement.settleFirst(issued, login) ? Optional.of(issued) : store(grant, login, links::link);
            } catch (RefusedException refused) {
                takeBack(grant, identifier, refused);
                throw refused;
            }
        }

        /// The proof of a public login led Cognito to the identity of that login, and linked the user to it. If it is
        /// not the user's to have, the link goes too, or every later request would end there.
        private void takeBack(Supplied grant, String identifier, RefusedException refused) {
            if (!order.logins().isEmpty() && refused.code() != ProblemCode.STORE_UNAVAILABLE) {
                cognito.unlink(order.pool(), grant.identity(), identifier);
            }
        }

        /// The named identity is stored as the user's before Cognito links it, and released if Cognito refuses.
        /// Of two users who name one guest, so the first wins here, and Cognito never hears of the other.
        private Optional<IssuedToken> forNamed(IdentityId named, String identifier) {
            namedIdentities.requireFree(order, named, identifier);
            NewLogin login = order.login(named, identifier);
            return switch (links.reserve(login)) {
                case LinkOutcome.Stored stored -> linkAtCognito(login, stored);
                case LinkOutcome.Overtaken _ -> Optional.empty();
                case LinkOutcome.Disabled _ -> throw disabled();
                case LinkOutcome.HasOtherUsers _ -> throw conflict();
                case LinkOutcome.OfAnotherPool _ -> throw unknownIdentity();
            };
        }

        private Optional<IssuedToken> linkAtCognito(NewLogin login, LinkOutcome.Stored stored) {
            Supplied grant;
            try {
                grant = ask(login.developerUserIdentifier(), Optional.of(login.identity()));
                if (!grant.identity().equals(login.identity())) {
                    return follow(login.stored(), grant);
                }
            } catch (CognitoFailedException | RefusedException refused) {
                links.release(login, stored);
                if (isLinkedByNow(login, refused)) {
                    return Optional.empty();
                }
                throw refused;
            }
            return settle(issued(grant, true, true), login.stored());
        }

        /// Another request of the same user may have found the mapping before it was released, and have moved the
        /// user to the named identity.
        private boolean isLinkedByNow(NewLogin login, RuntimeException refused) {
            return refused instanceof CognitoFailedException failed
                    && failed.failure() == CognitoFailure.USER_ALREADY_LINKED
                    && cognito.developerUserIdentifiers(order.pool(), login.identity())
                            .contains(login.developerUserIdentifier());
        }

        private Optional<IssuedToken> forKnown(DeveloperLogin login) {
            requireEnabled(login);
            if (overtaken
                    .filter(grant -> grant.identity().equals(login.identity()))
                    .isPresent()) {
                return settle(issued(overtaken.get(), false, false), login);
            }
            if (order.named().filter(named -> !named.equals(login.identity())).isPresent()) {
                throw namedIdentities.refusalOfSecondIdentity(order, login);
            }
            Supplied grant;
            try {
                grant = askForStored(login);
            } catch (CognitoFailedException failed) {
                if (failed.failure() == CognitoFailure.NOT_FOUND) {
                    return replaceLost(login);
                }
                if (isStored(login)) {
                    throw failed;
                }
                return Optional.empty();
            }
            if (!grant.identity().equals(login.identity())) {
                return follow(login, grant);
            }
            return settle(issued(grant, false, false), login);
        }

        /// Whether the mapping is as it was before Cognito was asked.
        private boolean isStored(DeveloperLogin login) {
            return links.find(order.pool().name(), order.user())
                    .filter(login::equals)
                    .isPresent();
        }

        /// The mapping changed while Cognito was asked. If the user was unlinked, Cognito may have linked the user
        /// once more to an identity that others still have. One that nobody else has stays the user's: unlinked
        /// from its last user, an identity is lost for good.
        private Optional<IssuedToken> withdraw(DeveloperLogin login) {
            if (!hasIdentity(login) && cognitoLinksOthersToo(login)) {
                cognito.unlink(order.pool(), login.identity(), login.developerUserIdentifier());
            }
            return Optional.empty();
        }

        private boolean hasIdentity(DeveloperLogin login) {
            return links.find(order.pool().name(), order.user())
                    .filter(now -> now.identity().equals(login.identity()))
                    .isPresent();
        }

        private boolean cognitoLinksOthersToo(DeveloperLogin login) {
            Set<String> linked = cognito.developerUserIdentifiers(order.pool(), login.identity());
            return linked.contains(login.developerUserIdentifier()) && linked.size() > 1;
        }

        /// Cognito lost the stored identity. If it is the pool that is gone, asking without an identity says so.
        private Optional<IssuedToken> replaceLost(DeveloperLogin login) {
            Supplied grant = ask(login.developerUserIdentifier(), Optional.empty());
            return moveTo(grant, login, EventType.IDENTITY_REPLACED);
        }

        /// Cognito answered another identity than it was asked for. Linking a public login may merge two
        /// identities (Cognito developer guide, external identity providers); otherwise nothing may change
        /// silently.
        private Optional<IssuedToken> follow(DeveloperLogin login, Supplied grant) {
            if (order.logins().isEmpty()) {
                throw conflict();
            }
            return moveTo(grant, login, EventType.IDENTITY_MERGED);
        }

        private Optional<IssuedToken> moveTo(Supplied grant, DeveloperLogin login, EventType type) {
            NewLogin moved = order.login(grant.identity(), login.developerUserIdentifier());
            return store(grant, moved, to -> links.replace(login.identity(), to, type));
        }

        private Optional<IssuedToken> store(Supplied grant, NewLogin login, Function<NewLogin, LinkOutcome> write) {
            LinkOutcome outcome = write.apply(login);
            if (outcome instanceof LinkOutcome.HasOtherUsers others && linkedTogether(login, others)) {
                outcome = write.apply(login.confirmedAsShared());
            }
            return switch (outcome) {
                case LinkOutcome.Stored _ -> settle(issued(grant, true, false), login.stored());
                case LinkOutcome.Overtaken _ -> {
                    overtaken = Optional.of(grant);
                    yield Optional.empty();
                }
                case LinkOutcome.Disabled _ -> throw disabled();
                case LinkOutcome.HasOtherUsers _, LinkOutcome.OfAnotherPool _ -> throw conflict();
            };
        }

        /// Somebody merged the users outside of the broker, if Cognito has all of them linked to the identity.
        private boolean linkedTogether(NewLogin login, LinkOutcome.HasOtherUsers others) {
            Set<String> linked = cognito.developerUserIdentifiers(order.pool(), login.identity());
            return linked.contains(login.developerUserIdentifier())
                    && linked.containsAll(others.developerUserIdentifiers());
        }

        /// If two first requests made Cognito make two identities, it may have kept the link of the one that lost
        /// here. Then that link goes, and the stored identity gets the user.
        private Supplied askForStored(DeveloperLogin login) {
            try {
                return ask(login.developerUserIdentifier(), Optional.of(login.identity()));
            } catch (CognitoFailedException failed) {
                if (failed.failure() != CognitoFailure.USER_ALREADY_LINKED || overtaken.isEmpty()) {
                    throw failed;
                }
                cognito.unlink(order.pool(), overtaken.get().identity(), login.developerUserIdentifier());
                return ask(login.developerUserIdentifier(), Optional.of(login.identity()));
            }
        }

        private Supplied ask(String developerUserIdentifier, Optional<IdentityId> identity) {
            return supply.supply(order, order.call(developerUserIdentifier, identity));
        }

        /// Who disables, unlinks, merges or deletes while Cognito is busy does not have to wait for it: the settlement
        /// finds out.
        private Optional<IssuedToken> settle(IssuedToken issued, DeveloperLogin login) {
            return settlement.settle(issued) ? Optional.of(issued) : withdraw(login);
        }

        private IssuedToken issued(Supplied grant, boolean created, boolean linked) {
            Instant expiresAt = grant.token()
                    .expiresAt()
                    .orElseGet(() -> startedAt.plus(order.duration()).truncatedTo(ChronoUnit.SECONDS));
            return new IssuedToken(
                    order.pool(),
                    grant.identity(),
                    grant.token(),
                    expiresAt,
                    created,
                    linked,
                    grant.source(),
                    grant.awsRequestId());
        }
    }

    private static void requireEnabled(DeveloperLogin login) {
        if (login.status() == IdentityStatus.DISABLED) {
            throw disabled();
        }
    }

    private static RefusedException disabled() {
        return new RefusedException(ProblemCode.IDENTITY_DISABLED, "The user's identity is disabled.");
    }

    /// In the words in which Cognito's own refusal of an unknown id is told.
    private static RefusedException unknownIdentity() {
        return new RefusedException(ProblemCode.LOGIN_REJECTED, ProblemCode.LOGIN_REJECTED.title() + ".");
    }

    private static RefusedException conflict() {
        return new RefusedException(ProblemCode.IDENTITY_CONFLICT, "The identity belongs to another user.");
    }
}
