package com.example.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;

// region: credentials
/// Credentials of Cognito, renewed before they end. The SDK for Java asks its provider for each call and keeps nothing
/// itself. One object serves all clients of a user, and threads that come while it renews wait for the one that does.
final class RenewedCredentials implements AwsCredentialsProvider {
    private static final Duration EARLY = Duration.ofMinutes(5);

    /// Without it, people who came together return together.
    private static final Duration SPREAD = Duration.ofMinutes(10);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

    private final Supplier<Credentials> source;
    private final Clock clock;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile Held held;

    private record Held(AwsSessionCredentials credentials, Instant end, Instant renewAt) {}

    /// Fetches at once: a token is good for minutes, and nobody knows when the app calls AWS for the first time.
    RenewedCredentials(Supplier<Credentials> source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.held = fetched();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        if (isDue()) {
            renewing.lock();
            try {
                if (isDue()) {
                    held = renewed();
                }
            } finally {
                renewing.unlock();
            }
        }
        return held.credentials();
    }

    private boolean isDue() {
        return !clock.instant().isBefore(held.renewAt());
    }

    /// What is still good serves on while the broker cannot answer.
    private Held renewed() {
        try {
            return fetched();
        } catch (Backend.Problem problem) {
            Instant now = clock.instant();
            if (problem.mayPass() && now.isBefore(held.end())) {
                return new Held(held.credentials(), held.end(), now.plus(PAUSE_AFTER_FAILURE));
            }
            throw problem;
        }
    }

    private Held fetched() {
        Credentials fetched = source.get();
        Duration early = EARLY.plusMillis(ThreadLocalRandom.current().nextLong(SPREAD.toMillis()));
        AwsSessionCredentials credentials =
                AwsSessionCredentials.create(fetched.accessKeyId(), fetched.secretKey(), fetched.sessionToken());
        return new Held(credentials, fetched.expiration(), fetched.expiration().minus(early));
    }
}
// endregion
