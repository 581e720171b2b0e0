package org.identitybroker.packaged;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Hundreds of random lives of users and identities: tokens, guests, public logins, merging, unlinking, disabling and
/// deleting, on two replicas, also at the same moment, also while Cognito fails. Whatever happens, the mapping and
/// Cognito agree, and nobody gets an identity that the rules do not give.
///
/// Every build lives a hundred other lives, and the soak a thousand. `-Dlives.seed=N` repeats those of another run;
/// which of two deeds at one moment comes first is not repeated with them.
class RandomLivesIT {
    private static final int STEPS_MIN = 5;
    private static final int STEPS_MAX = 8;
    private static final int THREADS = 8;

    private static Stage stage;

    private static final long SEED = Long.getLong("lives.seed", new Random().nextLong());

    @BeforeAll
    static void start() throws IOException, SQLException {
        stage = new Stage(THREADS);
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        stage.close();
    }

    @Test
    void mappingAndCognitoAgreeAfterCalmLives() throws Exception {
        live(40, false);
    }

    @Test
    @Tag("soak")
    void mappingAndCognitoAgreeAfterManyCalmLives() throws Exception {
        live(650, false);
    }

    @Test
    void mappingAndCognitoAgreeAfterLivesInAStorm() throws Exception {
        liveInAStorm(24);
    }

    @Test
    @Tag("soak")
    void mappingAndCognitoAgreeAfterManyLivesInAStorm() throws Exception {
        liveInAStorm(350);
    }

    private void liveInAStorm(int lives) throws Exception {
        stage.beginStorm();
        try {
            live(lives, true);
        } finally {
            stage.endStorm();
        }
    }

    private void live(int lives, boolean stormy) throws Exception {
        List<List<Long>> plans = plans(lives);
        int before = stage.requests();
        Trial trial = new Trial(stage, stormy);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            plans.forEach(plan -> threads.execute(() -> trial.of(plan)));
        }
        trial.verdict().ifPresent(failure -> {
            throw new AssertionError("lives.seed=" + SEED + "\n" + failure.getMessage(), failure);
        });
        System.out.printf(
                "lives.seed=%d: %d lives, %d steps, %d requests%n",
                SEED, lives, plans.stream().mapToInt(List::size).sum(), stage.requests() - before);
    }

    private List<List<Long>> plans(int lives) {
        Random random = new Random(SEED);
        return IntStream.range(0, lives)
                .mapToObj(_ -> random.longs(random.nextInt(STEPS_MIN, STEPS_MAX + 1))
                        .boxed()
                        .toList())
                .toList();
    }
}
