package org.identitybroker.bench;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.identitybroker.packaged.PackagedBroker;

/// Everybody asks for the same user within a second: what joins and what is reused needs Cognito hardly at all.
final class OneUser implements Scenario {
    private static final int CLIENTS = 50;
    private static final int REQUESTS_OF_EACH = 20;
    private static final Duration WITHIN = Duration.ofSeconds(1);

    @Override
    public List<Figure> measure(Stage stage, Settings settings) throws Exception {
        try (PackagedBroker broker = stage.awake(stage.broker())) {
            stage.database().addMappings(Stage.REUSING_POOL, Throughput.KNOWN_USERS);
            stage.load(broker, settings.round(), CLIENTS, Stage.REUSING_POOL, "known", Throughput.KNOWN_USERS);
            stage.upstream().awaitSilence();
            stage.upstream().answerAfter(Duration.ofMillis(40));
            // Whom the load did not ask for: no token of theirs is stored.
            stage.database().addMapping(Stage.REUSING_POOL, "asked-for-often");
            return List.of(
                    figure("one known user", "asked-for-often", broker, stage),
                    figure("one new user", UUID.randomUUID().toString(), broker, stage));
        } finally {
            stage.upstream().answerAfter(Duration.ZERO);
        }
    }

    private static Figure figure(String who, String user, PackagedBroker broker, Stage stage) throws Exception {
        String jwt = Callers.jwt();
        String body = "{\"pool\":\"" + Stage.REUSING_POOL + "\",\"userId\":\"" + user + "\"}";
        stage.upstream().forget();
        long start = System.nanoTime();
        List<HttpResponse<String>> answers = Crowd.ask(CLIENTS, _ -> () -> askInTurn(broker, jwt, body));
        double seconds = (System.nanoTime() - start) / 1e9;
        return Figure.atMost(
                who + " asked for 1,000 times by 50 connections within a second: calls of Cognito",
                2,
                stage.upstream().calls(),
                "",
                String.format(Locale.ROOT, "%s, in %.1f s", Crowd.summary(answers), seconds));
    }

    private static List<HttpResponse<String>> askInTurn(PackagedBroker broker, String jwt, String body)
            throws InterruptedException {
        long start = System.nanoTime();
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS_OF_EACH; i++) {
            long due = start + WITHIN.toNanos() * i / REQUESTS_OF_EACH;
            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            answers.add(broker.issue(jwt, body));
        }
        return answers;
    }
}
