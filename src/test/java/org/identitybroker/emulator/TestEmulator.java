package org.identitybroker.emulator;

import java.util.List;
import java.util.Map;
import org.identitybroker.emulator.state.PoolSettings;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;
import software.amazon.awssdk.services.cognitoidentity.model.GetOpenIdTokenForDeveloperIdentityResponse;

/// An emulator with one pool, a clock that the test moves, and the clients of a backend and of a device.
final class TestEmulator implements AutoCloseable {
    static final String POOL = "eu-west-1:00000000-0000-0000-0000-000000000001";
    static final String PROVIDER = "login.example.com";
    static final String LOGIN_KEY = "cognito-identity.amazonaws.com";

    final TestClock clock = new TestClock();
    final CognitoEmulator emulator;
    final Wire wire;
    /// Signs, as a login system's backend does.
    final CognitoIdentityClient backend;
    /// Has no AWS credentials, as a phone has none.
    final CognitoIdentityClient device;

    private TestEmulator(EmulatorOptions.Builder options) {
        emulator = CognitoEmulator.start(options.clock(clock).build());
        wire = new Wire(emulator.endpoint());
        backend = client(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
        device = client(AnonymousCredentialsProvider.create());
    }

    static TestEmulator start() {
        return start(pool());
    }

    static TestEmulator start(PoolSettings... pools) {
        return new TestEmulator(EmulatorOptions.builder().pools(pools));
    }

    static TestEmulator start(EmulatorOptions.Builder options) {
        return new TestEmulator(options);
    }

    /// Guests are allowed.
    static PoolSettings pool() {
        return PoolSettings.forDeveloper(POOL, PROVIDER).withGuests(true);
    }

    GetOpenIdTokenForDeveloperIdentityResponse developerToken(String user) {
        return backend.getOpenIdTokenForDeveloperIdentity(
                request -> request.identityPoolId(POOL).logins(Map.of(PROVIDER, user)));
    }

    GetOpenIdTokenForDeveloperIdentityResponse developerToken(String identityId, String user) {
        return backend.getOpenIdTokenForDeveloperIdentity(
                request -> request.identityPoolId(POOL).identityId(identityId).logins(Map.of(PROVIDER, user)));
    }

    String guest() {
        return device.getId(request -> request.identityPoolId(POOL)).identityId();
    }

    Credentials redeem(String identityId, String token) {
        return device.getCredentialsForIdentity(
                        request -> request.identityId(identityId).logins(Map.of(LOGIN_KEY, token)))
                .credentials();
    }

    List<String> usersOf(String identityId) {
        return backend.lookupDeveloperIdentity(
                        request -> request.identityPoolId(POOL).identityId(identityId))
                .developerUserIdentifierList();
    }

    private CognitoIdentityClient client(AwsCredentialsProvider credentials) {
        return CognitoIdentityClient.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(64))
                .build();
    }

    @Override
    public void close() {
        backend.close();
        device.close();
        emulator.close();
    }
}
