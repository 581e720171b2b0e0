package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.identitybroker.packaged.ExpectedWorld.Meeting;
import org.identitybroker.testing.BrokerSettings;

/// A sequence of deeds, each asked of a replica at random. After each the answer and the mapping have to be what
/// [ExpectedWorld] says, and at the end Cognito has to agree.
final class RandomLife {
    /// Failures that a caller is told to try again after.
    private static final Set<String> AFTER_A_FAILURE =
            Set.of("upstream-throttled", "upstream-unavailable", "upstream-timeout", "store-unavailable");

    /// More than ever fail in a row.
    private static final int ATTEMPTS_MAX = 100;

    private final Stage stage;
    private final boolean stormy;
    private final Cast cast;
    private final List<String> story = new ArrayList<>();
    private ExpectedWorld world = new ExpectedWorld();

    RandomLife(Stage stage, boolean stormy) {
        this.stage = stage;
        this.stormy = stormy;
        this.cast = new Cast(stage);
    }

    /// What happened so far.
    List<String> story() {
        return story;
    }

    /// @param steps a seed for each
    void live(List<Long> steps) throws Exception {
        for (long step : steps) {
            Random random = new Random(step);
            List<Deed> deeds = new NextDeeds(random, world, cast).draw(!stormy);
            explain(deeds, answers(deeds, random.nextInt(2)));
        }
        requireAgreement();
    }

    /// Two deeds at once go to two replicas.
    private List<Answer> answers(List<Deed> deeds, int replica) throws Exception {
        if (deeds.size() == 1) {
            return List.of(untilDone(deeds.getFirst(), replica, List.of()));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = CompletableFuture.supplyAsync(() -> untilDone(deeds.getFirst(), replica, deeds), threads);
            var two = CompletableFuture.supplyAsync(() -> untilDone(deeds.getLast(), 1 - replica, deeds), threads);
            CompletableFuture.allOf(one, two).join();
            return List.of(settled(deeds.getFirst(), one.join()), settled(deeds.getLast(), two.join()));
        }
    }

    /// A merge that met another one may have been made at Cognito; it is sent again when the other one is done.
    private Answer settled(Deed deed, Answer answer) {
        return deed instanceof Deed.Merge && metHalfDone(deed, answer) ? untilDone(deed, 0, List.of(deed)) : answer;
    }

    private Answer untilDone(Deed deed, int replica, List<Deed> race) {
        for (int i = 0; i < ATTEMPTS_MAX; i++) {
            Answer answer = stage.ask((replica + i) % 2, deed);
            tell(deed + " -> " + answer);
            if (!mayBeRepeated(deed, answer, race)) {
                assertThat(answer.status()).as(deed + " -> " + answer).isIn(deed.statuses());
                return answer;
            }
        }
        throw new AssertionError("not done after " + ATTEMPTS_MAX + " attempts");
    }

    private boolean mayBeRepeated(Deed deed, Answer answer, List<Deed> race) {
        if (race.isEmpty()) {
            return stormy && AFTER_A_FAILURE.contains(answer.code());
        }
        return answer.code().equals("store-unavailable") || isDisturbed(deed, answer);
    }

    /// Between the two steps of a merge, an unlinking or a guest's sign-in, mapping and Cognito differ. A request for
    /// nothing but a token may fail at that moment, and succeeds in the next.
    private static boolean isDisturbed(Deed deed, Answer answer) {
        return deed instanceof Deed.Token token
                && token.identity().isEmpty()
                && Set.of("upstream-misconfigured", "user-already-linked").contains(answer.code());
    }

    /// At that moment, who wants to change something may be refused.
    private static boolean metHalfDone(Deed deed, Answer answer) {
        return switch (deed) {
            case Deed.Token _ ->
                Set.of("user-already-linked", "identity-conflict").contains(answer.code());
            case Deed.Merge _ -> Set.of("identity-conflict", "not-found").contains(answer.code());
            default -> false;
        };
    }

    /// Of two deeds at once, either may have been the first; but one of them was.
    private void explain(List<Deed> deeds, List<Answer> answers) throws Exception {
        answers.forEach(this::requireProperToken);
        Set<String> identities = new HashSet<>(world.all());
        answers.forEach(answer -> identities.add(answer.identity()));
        Mapping found = stage.mapping(cast.users(), identities);

        List<String> reasons = new ArrayList<>();
        Optional<ExpectedWorld> explained = deeds.size() == 1
                ? play(deeds, answers, List.of(0), Halves.NEVER_SEEN, found, reasons)
                : Stream.of(Halves.values())
                        .flatMap(halves -> Stream.of(List.of(0, 1), List.of(1, 0))
                                .flatMap(order -> play(deeds, answers, order, halves, found, reasons).stream()))
                        .findFirst();
        world = explained.orElseThrow(() -> new AssertionError(String.join("\nor ", reasons)));
    }

    /// What one of two deeds may see of the other's.
    private enum Halves {
        NEVER_SEEN(Meeting.NONE),
        /// Refused because of it, without an effect.
        REFUSED(Meeting.FOLLOWS_COGNITO),
        /// Refused because of it; but the other deed took over what was asked for.
        REFUSED_AND_DONE(Meeting.FOLLOWS_COGNITO_AND_UNLINKS);

        private final Meeting meeting;

        Halves(Meeting meeting) {
            this.meeting = meeting;
        }
    }

    private Optional<ExpectedWorld> play(
            List<Deed> deeds,
            List<Answer> answers,
            List<Integer> order,
            Halves halves,
            Mapping found,
            List<String> reasons) {
        ExpectedWorld next = world.copy(halves.meeting);
        for (int at : order) {
            boolean refused = halves != Halves.NEVER_SEEN && metHalfDone(deeds.get(at), answers.get(at));
            if (refused && halves == Halves.REFUSED) {
                continue;
            }
            Expected expected = next.expect(deeds.get(at), answers.get(at).identity());
            Answer answer = answers.get(at);
            boolean fits = deeds.size() == 1 ? expected.fits(answer) : expected.fitsButForUsers(answer);
            if (!refused && !fits) {
                reasons.add("expected for deed " + at + ": " + expected + ", answered: " + answer);
                return Optional.empty();
            }
        }
        if (!next.mapping().equals(found)) {
            reasons.add("expected " + next.mapping() + ", stored: " + found);
            return Optional.empty();
        }
        return Optional.of(next.copy(Meeting.NONE));
    }

    private void requireProperToken(Answer answer) {
        if (answer.body().has("token")) {
            JWTClaimsSet claims = claims(answer.body().path("token").asText());
            assertThat(claims.getSubject()).isEqualTo(answer.identity());
            assertThat(claims.getAudience()).containsExactly(BrokerSettings.CUSTOMERS_ID);
            stage.requireOneOwner(answer.identity(), cast);
        }
    }

    private static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException malformed) {
            throw new AssertionError("no token", malformed);
        }
    }

    private void requireAgreement() {
        for (String user : cast.users()) {
            assertThat(stage.identityAtCognito(user)).as("%s at Cognito", user).isEqualTo(world.identityOf(user));
        }
        for (String id : world.all()) {
            if (world.isGone(id)) {
                assertThat(stage.isAtCognito(id)).as("%s at Cognito", id).isFalse();
            }
        }
    }

    private synchronized void tell(String line) {
        story.add(line);
    }
}
