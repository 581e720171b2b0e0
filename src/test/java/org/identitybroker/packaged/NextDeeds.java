package org.identitybroker.packaged;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// What happens next in a random life: one deed, or two at the same moment. The same numbers
/// and the same world give the same deeds.
final class NextDeeds {
    private final Random random;
    private final ExpectedWorld world;
    private final Cast cast;

    NextDeeds(Random random, ExpectedWorld world, Cast cast) {
        this.random = random;
        this.world = world;
        this.cast = cast;
    }

    /// @param races whether two may come at once
    List<Deed> draw(boolean races) {
        return races && oneIn(3) ? pair() : List.of(any());
    }

    private Deed any() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> token(user(), Optional.empty(), Optional.empty());
            case 4, 5, 6 -> token(user(), Optional.of(identity()), Optional.empty());
            case 7 -> token(user(), Optional.of(identity()), Optional.of(google()));
            case 8, 9 -> token(user(), Optional.empty(), Optional.of(google()));
            case 10, 11, 12 -> merge(user());
            case 13, 14 -> unlink();
            case 15 -> new Deed.SetStatus(identity(), false);
            case 16 -> new Deed.SetStatus(identity(), true);
            case 17 -> new Deed.Delete(identity());
            case 18 -> new Deed.Read(identity());
            default -> new Deed.Find(user());
        };
    }

    /// What is known to be delicate. Public logins take part in no race: what the mapping holds does not show which of
    /// two linked one.
    private List<Deed> pair() {
        String user = user();
        String identity = identityOf(user);
        Deed token = token(user, Optional.empty(), Optional.empty());
        return switch (random.nextInt(12)) {
            case 0, 1 -> List.of(token, token);
            case 2 -> List.of(token(user, Optional.of(identity), Optional.empty()), token);
            case 3 -> twoUsersNamingOneGuest();
            case 4 -> List.of(merge(user()), new Deed.Unlink(identity, user));
            case 5 -> List.of(merge(user), merge(otherThan(user)));
            case 6 -> List.of(merge(user), token);
            case 7 -> List.of(new Deed.Unlink(identity, user), token);
            case 8 -> List.of(new Deed.Delete(identity), token);
            case 9 -> List.of(new Deed.SetStatus(identity, false), token);
            case 10 -> List.of(new Deed.SetStatus(identity, false), merge(user));
            default -> List.of(new Deed.Delete(identity), merge(user()));
        };
    }

    private List<Deed> twoUsersNamingOneGuest() {
        Optional<String> guest = Optional.of(guest());
        String user = user();
        return List.of(token(user, guest, Optional.empty()), token(otherThan(user), guest, Optional.empty()));
    }

    private Deed token(String user, Optional<String> identity, Optional<String> google) {
        return new Deed.Token(user, identity, google, random.nextBoolean());
    }

    private Deed merge(String source) {
        return new Deed.Merge(source, otherThan(source));
    }

    private Deed unlink() {
        String user = user();
        return new Deed.Unlink(oneIn(5) ? identity() : identityOf(user), user);
    }

    private String user() {
        return oneOf(cast.users());
    }

    private String otherThan(String user) {
        return oneOf(cast.users().stream().filter(each -> !each.equals(user)).toList());
    }

    private String google() {
        return oneOf(cast.googles());
    }

    private String identityOf(String user) {
        return world.identityOf(user).orElseGet(this::guest);
    }

    private String identity() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4 -> identityOf(user());
            case 5, 6 -> guest();
            case 7 -> cast.withGoogle(google(), world);
            case 8 -> "eu-west-1:" + new UUID(random.nextLong(), random.nextLong());
            default -> former();
        };
    }

    private String guest() {
        return cast.guest(random.nextInt(Cast.GUESTS), world);
    }

    /// Whatever was met in this life, also what is gone.
    private String former() {
        List<String> all = world.all();
        return all.isEmpty() ? guest() : oneOf(all);
    }

    private boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
