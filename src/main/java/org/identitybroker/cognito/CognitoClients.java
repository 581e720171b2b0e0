package org.identitybroker.cognito;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.identitybroker.pool.Pool;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/// One SDK client for each region and role, made when first needed so that a start asks nothing of AWS. All share
/// one connection pool: the blocking Apache client, on virtual threads the fastest that was measured.
@ApplicationScoped
class CognitoClients {
    /// Cognito's default quota is 50 calls a second; with attempts of up to two seconds that is 100 at once, and
    /// twice that leaves room for accounts whose quota was raised.
    private static final int CONNECTIONS_MAX = 200;

    /// Within a region a connection is made in milliseconds.
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /// The socket's limit is only a net below the SDK's own: that one must fire first, to be told as a timeout.
    private static final Duration SOCKET_MARGIN = Duration.ofSeconds(5);

    private record Account(String region, Optional<String> roleArn) {}

    private final CognitoLimits limits;
    private final CognitoAccess access;
    private final Map<Account, CognitoIdentityClient> clients = new ConcurrentHashMap<>();
    private final SdkHttpClient http;

    CognitoClients(CognitoLimits limits, CognitoAccess access) {
        this.limits = limits;
        this.access = access;
        this.http = Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS_MAX)
                .connectionTimeout(CONNECT_TIMEOUT)
                .connectionAcquisitionTimeout(limits.attemptTimeout())
                .socketTimeout(limits.callTimeout().plus(SOCKET_MARGIN))
                .build();
    }

    CognitoIdentityClient of(Pool pool) {
        return clients.computeIfAbsent(new Account(pool.region(), pool.assumeRoleArn()), this::client);
    }

    private CognitoIdentityClient client(Account account) {
        AwsCredentialsProvider credentials = account.roleArn()
                .<AwsCredentialsProvider>map(role -> assumed(role, account.region()))
                .orElse(access.credentials());
        return CognitoIdentityClient.builder()
                .region(Region.of(account.region()))
                .applyMutation(builder -> access.endpoint().ifPresent(builder::endpointOverride))
                .credentialsProvider(named(credentials))
                .httpClient(http)
                .overrideConfiguration(overrides())
                .build();
    }

    private StsAssumeRoleCredentialsProvider assumed(String roleArn, String region) {
        StsClient sts = StsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(access.credentials())
                .httpClient(http)
                .overrideConfiguration(overrides())
                .build();
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(roleArn).roleSessionName("identity-broker"))
                .build();
    }

    private ClientOverrideConfiguration overrides() {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(limits.callTimeout())
                .apiCallAttemptTimeout(limits.attemptTimeout())
                .retryStrategy(StandardRetryStrategy.builder()
                        .maxAttempts(limits.attemptsMax())
                        .build())
                .build();
    }

    private static AwsCredentialsProvider named(AwsCredentialsProvider provider) {
        return () -> resolve(provider);
    }

    private static AwsCredentials resolve(AwsCredentialsProvider provider) {
        try {
            return provider.resolveCredentials();
        } catch (SdkException failure) {
            throw new CredentialsUnavailableException(failure);
        }
    }

    @PreDestroy
    void close() {
        clients.values().forEach(CognitoIdentityClient::close);
        http.close();
    }
}
