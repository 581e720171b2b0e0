package org.identitybroker.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// What everything is compared with: a loop that calls Cognito through the AWS SDK, with a client that is made as the
/// broker makes its own, and does nothing else. It runs in its own process and stays warm between its turns.
///
/// Each line that it reads is a number of milliseconds; it answers with the calls that were answered in them and the
/// nanoseconds that they took.
public final class SdkLoop {
    static final String READY = "loop ready";
    static final String DONE = "loop done ";

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);
    private static final int USERS = 10_000;

    private final CognitoIdentityClient cognito;

    private SdkLoop(URI endpoint) {
        cognito = CognitoIdentityClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(Apache5HttpClient.builder()
                        .maxConnections(Settings.CONNECTIONS)
                        .connectionTimeout(Duration.ofSeconds(1))
                        .connectionAcquisitionTimeout(ATTEMPT_TIMEOUT)
                        .socketTimeout(CALL_TIMEOUT.multipliedBy(2))
                        .build())
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(CALL_TIMEOUT)
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .retryStrategy(StandardRetryStrategy.builder()
                                .maxAttempts(3)
                                .circuitBreakerEnabled(false)
                                .build())
                        .build())
                .build();
    }

    /// @param words the stub's address
    public static void main(String[] words) throws IOException {
        SdkLoop loop = new SdkLoop(URI.create(words[0]));
        System.out.println(READY);
        BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String turn = turns.readLine(); turn != null; turn = turns.readLine()) {
            System.out.println(DONE + loop.run(Duration.ofMillis(Long.parseLong(turn))));
        }
    }

    private String run(Duration time) {
        LongAdder calls = new LongAdder();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Settings.CONNECTIONS; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        call();
                        calls.increment();
                    }
                });
            }
        }
        return calls.sum() + " " + (System.nanoTime() - start);
    }

    private void call() {
        String user = "user-" + ThreadLocalRandom.current().nextInt(USERS);
        cognito.getOpenIdTokenForDeveloperIdentity(request -> request.identityPoolId(Stage.PLAIN_POOL_ID)
                        .logins(Map.of(Stage.PROVIDER, user))
                        .tokenDuration(900L))
                .token();
    }
}
