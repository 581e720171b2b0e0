package org.identitybroker.bench;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.identitybroker.packaged.PackagedBroker;

/// Two replicas share what one AWS account may ask of Cognito, and far more users come at once than that serves.
final class SharedQuota implements Scenario {
    private static final int NEW_USERS = 500;
    private static final Map<String, String> SETTINGS = Map.of(
            "broker.quotas.account.requests-per-second",
            "50",
            "broker.pools." + Stage.PLAIN_POOL + ".quota",
            "account");

    @Override
    public List<Figure> measure(Stage stage, Settings settings) throws Exception {
        try (PackagedBroker one = stage.awake(stage.broker(SETTINGS));
                PackagedBroker other = stage.awake(stage.broker(SETTINGS))) {
            String jwt = Callers.jwt();
            String run = UUID.randomUUID().toString();
            stage.upstream().forget();
            List<HttpResponse<String>> answers = Crowd.ask(NEW_USERS, user -> () -> {
                PackagedBroker broker = user % 2 == 0 ? one : other;
                return List.of(broker.issue(
                        jwt, "{\"pool\":\"" + Stage.PLAIN_POOL + "\",\"userId\":\"" + run + '-' + user + "\"}"));
            });
            long broken = answers.stream().filter(answer -> !isPromised(answer)).count();
            String how = "%s; %d calls of Cognito in all"
                    .formatted(Crowd.summary(answers), stage.upstream().calls());
            return List.of(
                    Figure.atMost(
                            "two replicas, 50 calls/s for the account, 500 new users at once: calls in the fullest second",
                            60,
                            stage.upstream().mostInOneSecond(),
                            "",
                            how),
                    Figure.atMost(
                            "the same: answers other than 200 or 503 with Retry-After, or of throttling",
                            0,
                            (double) broken,
                            "",
                            how));
        }
    }

    /// The stub throttles nobody, so an answer of throttling would be one too many, too.
    private static boolean isPromised(HttpResponse<String> answer) {
        return answer.statusCode() == 200
                || answer.statusCode() == 503
                        && answer.headers().firstValue("Retry-After").isPresent()
                        && !answer.body().contains("\"upstream-throttled\"");
    }
}
