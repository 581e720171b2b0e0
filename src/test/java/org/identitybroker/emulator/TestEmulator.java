package org.identitybroker.emulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.identitybroker.emulator.provider.PublicProvider;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.PublicLogins;
import org.identitybroker.emulator.state.UserPoolClient;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;
import software.amazon.awssdk.services.cognitoidentity.model.GetOpenIdTokenForDeveloperIdentityResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

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

    /// Has no AWS credentials either: AssumeRoleWithWebIdentity needs none.
    final StsClient sts;

    private TestEmulator(EmulatorOptions.Builder options) {
        emulator = CognitoEmulator.start(options.clock(clock).build());
        wire = new Wire(emulator.endpoint());
        backend = client(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
        device = client(AnonymousCredentialsProvider.create());
        sts = stsClient(AnonymousCredentialsProvider.create());
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

    /// Guests are allowed, and each kind of public provider is trusted.
    static PoolSettings poolWithPublicLogins() {
        return pool().withPublicLogins(PublicLogins.none()
                .withSupported(PublicUser.GOOGLE, "another-client;" + PublicUser.GOOGLE_CLIENT)
                .withUserPoolClient(new UserPoolClient(PublicUser.USER_POOL, PublicUser.USER_POOL_CLIENT, false))
                .withOpenIdConnect("arn:aws:iam::111122223333:oidc-provider/" + PublicUser.OIDC));
    }

    static EmulatorOptions.Builder optionsWithPublicLogins() {
        return EmulatorOptions.builder()
                .pools(poolWithPublicLogins())
                .publicProviders(
                        PublicProvider.of(PublicUser.GOOGLE, PublicUser.jwks()),
                        PublicProvider.of(PublicUser.USER_POOL, PublicUser.jwks()),
                        PublicProvider.openIdConnect(
                                PublicUser.OIDC, PublicUser.jwks(), Set.of(PublicUser.OIDC_CLIENT)));
    }

    GetOpenIdTokenForDeveloperIdentityResponse developerToken(String user) {
        return backend.getOpenIdTokenForDeveloperIdentity(
                request -> request.identityPoolId(POOL).logins(Map.of(PROVIDER, user)));
    }

    GetOpenIdTokenForDeveloperIdentityResponse developerToken(String identityId, String user) {
        return backend.getOpenIdTokenForDeveloperIdentity(
                request -> request.identityPoolId(POOL).identityId(identityId).logins(Map.of(PROVIDER, user)));
    }

    /// @param identityId null for none
    GetOpenIdTokenForDeveloperIdentityResponse developerToken(
            @Nullable String identityId, String user, Map<String, String> publicLogins) {
        Map<String, String> logins = new HashMap<>(publicLogins);
        logins.put(PROVIDER, user);
        return backend.getOpenIdTokenForDeveloperIdentity(
                request -> request.identityPoolId(POOL).identityId(identityId).logins(logins));
    }

    String guest() {
        return device.getId(request -> request.identityPoolId(POOL)).identityId();
    }

    Credentials redeem(String identityId, String token) {
        return device.getCredentialsForIdentity(
                        request -> request.identityId(identityId).logins(Map.of(LOGIN_KEY, token)))
                .credentials();
    }

    String publicIdentity(String provider, PublicUser user) {
        return device.getId(request -> request.identityPoolId(POOL).logins(Map.of(provider, user.token())))
                .identityId();
    }

    List<String> providersOf(String identityId) {
        return backend.describeIdentity(request -> request.identityId(identityId))
                .logins();
    }

    List<String> usersOf(String identityId) {
        return backend.lookupDeveloperIdentity(
                        request -> request.identityPoolId(POOL).identityId(identityId))
                .developerUserIdentifierList();
    }

    /// Who STS says that these credentials are.
    GetCallerIdentityResponse caller(String accessKeyId, String secretKey, String sessionToken) {
        var credentials = AwsSessionCredentials.create(accessKeyId, secretKey, sessionToken);
        try (StsClient client = stsClient(StaticCredentialsProvider.create(credentials))) {
            return client.getCallerIdentity();
        }
    }

    GetCallerIdentityResponse caller(Credentials credentials) {
        return caller(credentials.accessKeyId(), credentials.secretKey(), credentials.sessionToken());
    }

    StsClient stsClient(AwsCredentialsProvider credentials) {
        return StsClient.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
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
        sts.close();
        emulator.close();
    }
}
