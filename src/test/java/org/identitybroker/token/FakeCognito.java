package org.identitybroker.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.cognito.Grant;
import org.identitybroker.cognito.OpenIdToken;
import org.identitybroker.cognito.TemporaryCredentials;
import org.identitybroker.cognito.TokenCall;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.pool.Pool;

/// Cognito as far as the broker asks it: links of developer users, kept in memory. A test can make it fail,
/// answer another identity, or let something happen while it is asked.
public final class FakeCognito implements CognitoGateway {
    public static final Instant REDEEMED_UNTIL = Instant.parse("2026-11-21T11:00:00.500Z");

    /// Developer users by identity; a guest's identity has none.
    private final Map<String, Set<String>> identities = new TreeMap<>();

    private final Deque<CognitoFailure> failures = new ArrayDeque<>();
    private final Deque<IdentityId> answers = new ArrayDeque<>();
    private final Deque<CognitoFailure> lookupFailures = new ArrayDeque<>();
    private final Deque<Runnable> events = new ArrayDeque<>();
    private final List<TokenCall> tokenCalls = new ArrayList<>();
    private final List<String> unlinked = new ArrayList<>();
    private final Deque<CognitoFailure> redemptionFailures = new ArrayDeque<>();
    private final Deque<Runnable> redemptionEvents = new ArrayDeque<>();
    private final List<String> redemptions = new ArrayList<>();
    private Optional<IdentityId> redeemedFor = Optional.empty();
    private int lookups;
    private int made;
    private Optional<Long> exp = Optional.of(1_795_255_200L);

    /// An identity that exists at Cognito, with these users.
    public IdentityId has(String number, String... developerUserIdentifiers) {
        IdentityId id = new IdentityId("eu-west-1:00000000-0000-0000-0000-" + number);
        identities.put(id.value(), new HashSet<>(Set.of(developerUserIdentifiers)));
        return id;
    }

    public void loses(IdentityId id) {
        identities.remove(id.value());
    }

    /// The next call for a token fails.
    public void failsNextWith(CognitoFailure failure) {
        failures.add(failure);
    }

    /// The next search for a user's identity fails.
    public void failsNextLookupWith(CognitoFailure failure) {
        lookupFailures.add(failure);
    }

    /// The next call for a token is answered with this identity, whatever was asked.
    void answersNext(IdentityId id) {
        answers.add(id);
    }

    /// The next redemption fails.
    public void failsNextRedemptionWith(CognitoFailure failure) {
        redemptionFailures.add(failure);
    }

    /// Happens while the next redemption is under way, which is answered nevertheless.
    public void meanwhileRedeeming(Runnable event) {
        redemptionEvents.add(event);
    }

    /// Redemptions are answered with this identity, whatever the token's.
    public void redeemsFor(IdentityId id) {
        redeemedFor = Optional.of(id);
    }

    /// The roles that redemptions asked for.
    public List<String> redemptions() {
        return redemptions;
    }

    /// Happens while the next call for a token is under way.
    public void meanwhile(Runnable event) {
        events.add(event);
    }

    void givesTokensUntil(Instant expiry) {
        exp = Optional.of(expiry.getEpochSecond());
    }

    void givesTokensWithoutExp() {
        exp = Optional.empty();
    }

    public List<TokenCall> tokenCalls() {
        return tokenCalls;
    }

    /// What was unlinked, as `IDENTITY USER`.
    List<String> unlinked() {
        return unlinked;
    }

    public int lookups() {
        return lookups;
    }

    Set<String> users(IdentityId id) {
        return Set.copyOf(identities.getOrDefault(id.value(), Set.of()));
    }

    @Override
    public Grant openIdToken(Pool pool, TokenCall call) {
        tokenCalls.add(call);
        try {
            if (!failures.isEmpty()) {
                throw new CognitoFailedException(failures.remove());
            }
            IdentityId id = answers.isEmpty() ? link(call) : answers.remove();
            return new Grant(id, token(id));
        } finally {
            if (!events.isEmpty()) {
                events.remove().run();
            }
        }
    }

    @Override
    public TemporaryCredentials credentials(Pool pool, Grant grant, Optional<String> customRoleArn) {
        redemptions.add(customRoleArn.orElse("the pool's role"));
        if (!redemptionFailures.isEmpty()) {
            throw new CognitoFailedException(redemptionFailures.remove());
        }
        if (!identities.containsKey(grant.identity().value())) {
            throw new CognitoFailedException(CognitoFailure.NOT_FOUND);
        }
        if (!redemptionEvents.isEmpty()) {
            redemptionEvents.remove().run();
        }
        IdentityId id = redeemedFor.orElse(grant.identity());
        return new TemporaryCredentials(id, "ASIAFAKE", "secret of " + id, "session of " + id, REDEEMED_UNTIL);
    }

    @Override
    public Set<String> developerUserIdentifiers(Pool pool, IdentityId identity) {
        lookups++;
        return users(identity);
    }

    @Override
    public Optional<IdentityId> identityOf(Pool pool, String developerUserIdentifier) {
        lookups++;
        if (!lookupFailures.isEmpty()) {
            throw new CognitoFailedException(lookupFailures.remove());
        }
        return holder(developerUserIdentifier);
    }

    @Override
    public void unlink(Pool pool, IdentityId identity, String developerUserIdentifier) {
        unlinked.add(identity + " " + developerUserIdentifier);
        identities.getOrDefault(identity.value(), new HashSet<>()).remove(developerUserIdentifier);
    }

    @Override
    public IdentityId merge(Pool pool, String sourceUserIdentifier, String destinationUserIdentifier) {
        IdentityId source = requireHolder(sourceUserIdentifier);
        IdentityId destination = requireHolder(destinationUserIdentifier);
        if (source.equals(destination)) {
            throw new CognitoFailedException(CognitoFailure.LOGIN_REFUSED);
        }
        Set<String> moved = users(source);
        identities.put(source.value(), new HashSet<>());
        identities.computeIfPresent(destination.value(), (_, users) -> {
            users.addAll(moved);
            return users;
        });
        return destination;
    }

    @Override
    public void delete(Pool pool, IdentityId identity) {
        loses(identity);
    }

    private IdentityId requireHolder(String user) {
        return holder(user).orElseThrow(() -> new CognitoFailedException(CognitoFailure.NOT_FOUND));
    }

    private Optional<IdentityId> holder(String user) {
        return identities.entrySet().stream()
                .filter(entry -> entry.getValue().contains(user))
                .map(entry -> new IdentityId(entry.getKey()))
                .findFirst();
    }

    private IdentityId link(TokenCall call) {
        String user = call.developerUserIdentifier();
        Optional<IdentityId> holder = holder(user);
        IdentityId id = call.identity().or(() -> holder).orElseGet(this::newIdentity);
        Set<String> users = identities.get(id.value());
        if (users == null) {
            throw new CognitoFailedException(CognitoFailure.NOT_FOUND);
        }
        if (holder.isPresent() && !holder.get().equals(id)) {
            throw new CognitoFailedException(CognitoFailure.USER_ALREADY_LINKED);
        }
        users.add(user);
        return id;
    }

    private IdentityId newIdentity() {
        made++;
        return has("aaaaaaaaaa" + (10 + made));
    }

    private OpenIdToken token(IdentityId id) {
        String payload = "{\"sub\":\"" + id + "\",\"n\":" + tokenCalls.size()
                + exp.map(seconds -> ",\"exp\":" + seconds).orElse("") + "}";
        return new OpenIdToken("e30." + Base64.getUrlEncoder().encodeToString(payload.getBytes(UTF_8)) + ".c2ln");
    }
}
