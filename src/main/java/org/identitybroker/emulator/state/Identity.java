package org.identitybroker.emulator.state;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// An identity at one moment; changes make a new one.
///
/// @param logins in the order in which they were linked
/// @param authenticated whether a login was ever linked; never false again, for no identity becomes a guest again
/// @param disabled whether a merge gave its logins to another identity
public record Identity(
        String id, List<Login> logins, boolean authenticated, boolean disabled, Instant created, Instant modified) {
    public Identity {
        logins = List.copyOf(logins);
    }

    static Identity guest(String id, Instant now) {
        return new Identity(id, List.of(), false, false, now, now);
    }

    /// Each provider once, in the order in which they were linked.
    public List<String> providers() {
        return logins.stream().map(Login::provider).distinct().toList();
    }

    public boolean has(Login login) {
        return logins.contains(login);
    }

    public boolean isGuest() {
        return !authenticated && !disabled;
    }

    Identity with(Login login, Instant now) {
        return new Identity(
                id, Stream.concat(logins.stream(), Stream.of(login)).toList(), true, disabled, created, now);
    }

    Identity without(Predicate<Login> unwanted, Instant now) {
        List<Login> kept = logins.stream().filter(Predicate.not(unwanted)).toList();
        return new Identity(id, kept, authenticated, disabled, created, now);
    }

    Identity disabledAt(Instant now) {
        return new Identity(id, logins, authenticated, true, created, now);
    }
}
