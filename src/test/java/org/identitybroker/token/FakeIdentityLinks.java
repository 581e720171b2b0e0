package org.identitybroker.token;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.identitybroker.audit.EventType;
import org.identitybroker.audit.Subject;
import org.identitybroker.identity.DeveloperLogin;
import org.identitybroker.identity.Identity;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.IdentityLinks;
import org.identitybroker.identity.IdentityStatus;
import org.identitybroker.identity.LinkOutcome;
import org.identitybroker.identity.NewLogin;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.PoolName;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// [IdentityLinks] in memory. A test can take it down, or let another replica write just before the broker does.
public final class FakeIdentityLinks implements IdentityLinks {
    private record User(PoolName pool, UserId id) {}

    private record Login(IdentityId identity, String developerUserIdentifier) {}

    private record Row(PoolName pool, IdentityStatus status) {}

    private final Map<User, Login> logins = new HashMap<>();
    private final Map<User, String> keyIds = new HashMap<>();
    private final Map<IdentityId, Row> identities = new HashMap<>();
    private final Deque<Runnable> othersWrites = new ArrayDeque<>();
    private boolean down;
    private int writes;

    /// A mapping that is there already.
    public synchronized void has(PoolName pool, String user, IdentityId identity) {
        has(pool, user, identity, user);
    }

    synchronized void has(PoolName pool, String user, IdentityId identity, String developerUserIdentifier) {
        logins.put(new User(pool, new UserId(user)), new Login(identity, developerUserIdentifier));
        identities.putIfAbsent(identity, new Row(pool, IdentityStatus.ENABLED));
    }

    /// An identity whose users are gone.
    synchronized void hasWithoutUsers(PoolName pool, IdentityId identity) {
        identities.put(identity, new Row(pool, IdentityStatus.ENABLED));
    }

    /// All logins of an identity are deleted, and the identity stays.
    public synchronized void losesUsersOf(IdentityId identity) {
        logins.values().removeIf(login -> login.identity().equals(identity));
    }

    public synchronized void disable(IdentityId identity) {
        identities.computeIfPresent(identity, (_, row) -> new Row(row.pool(), IdentityStatus.DISABLED));
    }

    synchronized void goesDown() {
        down = true;
    }

    /// Another replica's write, which is committed just before the next write of the broker.
    synchronized void beforeNextWrite(Runnable othersWrite) {
        othersWrites.add(othersWrite);
    }

    public synchronized Optional<IdentityId> identityOf(PoolName pool, String user) {
        return Optional.ofNullable(logins.get(new User(pool, new UserId(user)))).map(Login::identity);
    }

    /// The key that made the user's pseudonym; of the first login only, as a login that moves keeps its identifier.
    synchronized Optional<String> keyIdOf(PoolName pool, String user) {
        return Optional.ofNullable(keyIds.get(new User(pool, new UserId(user))));
    }

    /// How often the broker tried to write.
    synchronized int writes() {
        return writes;
    }

    /// Whether the user has the identity, and it is enabled.
    public synchronized boolean holds(Subject subject) {
        return identityOf(
                        new PoolName(subject.pool().orElseThrow()),
                        subject.userId().orElseThrow())
                .filter(identity -> subject.identityId().equals(Optional.of(identity.value())))
                .filter(identity -> statusOf(identity) == IdentityStatus.ENABLED)
                .isPresent();
    }

    @Override
    public synchronized Optional<DeveloperLogin> find(PoolName pool, UserId user) {
        requireUp();
        return Optional.ofNullable(logins.get(new User(pool, user)))
                .map(login -> new DeveloperLogin(
                        pool, user, login.identity(), login.developerUserIdentifier(), statusOf(login.identity())));
    }

    @Override
    public synchronized Optional<Identity> identity(IdentityId id) {
        requireUp();
        return Optional.ofNullable(identities.get(id))
                .map(row -> new Identity(
                        id,
                        row.pool(),
                        row.status(),
                        logins.entrySet().stream()
                                .filter(entry -> entry.getValue().identity().equals(id))
                                .map(entry -> entry.getKey().id())
                                .collect(Collectors.toSet())));
    }

    @Override
    public synchronized LinkOutcome link(NewLogin login) {
        prepareWrite();
        if (logins.containsKey(userOf(login))) {
            return new LinkOutcome.Overtaken();
        }
        LinkOutcome outcome = claim(login);
        if (outcome instanceof LinkOutcome.Stored) {
            login.keyId().ifPresent(keyId -> keyIds.put(userOf(login), keyId));
        }
        return outcome;
    }

    @Override
    public synchronized LinkOutcome reserve(NewLogin login) {
        return link(login);
    }

    @Override
    public synchronized void release(NewLogin login, LinkOutcome.Stored stored) {
        requireUp();
        logins.computeIfPresent(
                userOf(login), (_, current) -> current.identity().equals(login.identity()) ? null : current);
        if (stored.identityIsNew()
                && logins.values().stream().noneMatch(other -> other.identity().equals(login.identity()))) {
            identities.remove(login.identity());
        }
    }

    @Override
    public synchronized LinkOutcome replace(IdentityId lost, NewLogin login, EventType type) {
        prepareWrite();
        if (identities.containsKey(lost) && statusOf(lost) == IdentityStatus.DISABLED) {
            return new LinkOutcome.Disabled();
        }
        if (!Optional.ofNullable(logins.get(userOf(login)))
                .filter(current -> current.identity().equals(lost))
                .isPresent()) {
            return new LinkOutcome.Overtaken();
        }
        LinkOutcome outcome = claim(login);
        if (outcome instanceof LinkOutcome.Stored
                && logins.values().stream().noneMatch(other -> other.identity().equals(lost))) {
            identities.remove(lost);
        }
        return outcome;
    }

    private LinkOutcome claim(NewLogin login) {
        LinkOutcome outcome = Optional.ofNullable(identities.get(login.identity()))
                .map(row -> judge(row, login))
                .orElseGet(() -> new LinkOutcome.Stored(true));
        if (outcome instanceof LinkOutcome.Stored) {
            identities.putIfAbsent(login.identity(), new Row(login.pool(), IdentityStatus.ENABLED));
            logins.put(userOf(login), new Login(login.identity(), login.developerUserIdentifier()));
        }
        return outcome;
    }

    private LinkOutcome judge(Row row, NewLogin login) {
        if (!row.pool().equals(login.pool())) {
            return new LinkOutcome.OfAnotherPool();
        }
        if (row.status() == IdentityStatus.DISABLED) {
            return new LinkOutcome.Disabled();
        }
        Set<String> others = logins.entrySet().stream()
                .filter(entry -> entry.getValue().identity().equals(login.identity()))
                .filter(entry -> !entry.getKey().equals(userOf(login)))
                .map(entry -> entry.getValue().developerUserIdentifier())
                .collect(Collectors.toSet());
        return others.isEmpty() || login.shared()
                ? new LinkOutcome.Stored(false)
                : new LinkOutcome.HasOtherUsers(others);
    }

    private void prepareWrite() {
        requireUp();
        writes++;
        if (!othersWrites.isEmpty()) {
            othersWrites.remove().run();
        }
    }

    private void requireUp() {
        if (down) {
            throw new RefusedException(ProblemCode.STORE_UNAVAILABLE, "told to be down");
        }
    }

    private IdentityStatus statusOf(IdentityId identity) {
        Row row = identities.get(identity);
        return row == null ? IdentityStatus.ENABLED : row.status();
    }

    private static User userOf(NewLogin login) {
        return new User(login.pool(), login.user());
    }
}
