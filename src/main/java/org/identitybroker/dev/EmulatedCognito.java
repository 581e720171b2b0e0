package org.identitybroker.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.cognito.CognitoAccess;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.Pools;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Runs the emulator beside the broker, with a pool for each configured one, and sends the broker to it unless
/// `broker.cognito.endpoint` names another address. The emulator forgets when it stops, so it is told of the
/// users that the database has: a reload or a restart changes nobody's identity.
@Startup
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test", "demo"})
class EmulatedCognito {
    private static final AwsBasicCredentials EMULATOR_CREDENTIALS = AwsBasicCredentials.create("test", "test");

    private final CognitoEmulator emulator;

    EmulatedCognito(EmulatorSettings settings, Pools pools, StoredUsers stored) {
        this.emulator = CognitoEmulator.start(EmulatorOptions.builder()
                .host(settings.host())
                .port(settings.port())
                .accessKeys(settings.accessKeys())
                .pools(pools.all().stream().map(EmulatedCognito::seed).toList())
                .users(stored.of(pools.all()))
                .build());
    }

    private static PoolSettings seed(Pool pool) {
        return PoolSettings.forDeveloper(pool.identityPoolId(), pool.developerProviderName())
                .withGuests(true);
    }

    URI endpoint() {
        return emulator.endpoint();
    }

    @Produces
    @Singleton
    @IfBuildProfile(anyOf = {"dev", "test", "demo"})
    CognitoAccess access(@ConfigProperty(name = "broker.cognito.endpoint") Optional<URI> elsewhere) {
        return elsewhere.isPresent()
                ? new CognitoAccess(
                        elsewhere, DefaultCredentialsProvider.builder().build())
                : new CognitoAccess(
                        Optional.of(emulator.endpoint()), StaticCredentialsProvider.create(EMULATOR_CREDENTIALS));
    }

    @PreDestroy
    void stop() {
        emulator.close();
    }
}
