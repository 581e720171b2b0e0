package org.identitybroker.playground;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The users of the sample login system, in memory. Three are there from the start; the others signed up.
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test", "demo"})
class Accounts {
    /// More than anybody makes by hand, and some hundred kilobytes.
    static final int ACCOUNTS_MAX = 1_000;

    static final int PASSWORD_LENGTH_MIN = 8;

    /// Nobody types more, and hashing takes longer for longer ones.
    static final int PASSWORD_LENGTH_MAX = 128;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,31}");

    private final Map<String, Account> byName = new ConcurrentHashMap<>();

    /// Stands in for an account that is not there, so that its absence takes no shorter to tell than a wrong password.
    private final PasswordHash nobodys = PasswordHash.of(UUID.randomUUID().toString());

    Accounts() {
        for (String name : new String[] {"alice", "alice-old", "bob"}) {
            byName.put(name, new Account(name, name, PasswordHash.of(name + "-password")));
        }
    }

    /// The account, if the password is its.
    Optional<Account> find(String name, String password) {
        if (password.length() > PASSWORD_LENGTH_MAX) {
            return Optional.empty();
        }
        Optional<Account> account = Optional.ofNullable(byName.get(name));
        boolean fits = account.map(Account::password).orElse(nobodys).fits(password);
        return account.filter(_ -> fits);
    }

    /// A new account. Its user id is of its own: a name that is given to somebody else one day, or again after a
    /// restart that forgot it, must not lead to the data of whoever had it before.
    Account add(String name, String password) {
        if (!NAME.matcher(name).matches()) {
            throw LoginRefusedException.badName();
        }
        if (password.length() < PASSWORD_LENGTH_MIN || password.length() > PASSWORD_LENGTH_MAX) {
            throw LoginRefusedException.badPassword();
        }
        if (byName.size() >= ACCOUNTS_MAX) {
            throw LoginRefusedException.noRoom();
        }
        String userId = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        Account account = new Account(name, userId, PasswordHash.of(password));
        if (byName.putIfAbsent(name, account) != null) {
            throw LoginRefusedException.nameTaken();
        }
        return account;
    }
}
