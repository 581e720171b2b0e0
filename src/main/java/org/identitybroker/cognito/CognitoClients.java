package org.identitybroker.cognito;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.Pools;
import org.identitybroker.tracing.Tracing;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/// One SDK client for each region and role, made when first needed so that a start waits for nothing of AWS.
/// All share one connection pool: the blocking Apache client, on virtual threads the fastest that was measured.
@ApplicationScoped
class CognitoClients {
    /// Beside a pool's calls to Cognito: one to STS, for the pool's role.
    private static final int CALLS_TO_STS = 1;

    /// A diagnosis asks a pool's AWS a few things at once.
    private static final int CALLS_TO_INSPECT = 4;

    /// The longest that a diagnosis waits for one answer, and for one attempt: people wait for all of them
    /// together.
    private static final Duration BRIEF_CALL = Duration.ofSeconds(3);

    private static final Duration BRIEF_ATTEMPT = Duration.ofMillis(1500);

    private static final int BRIEF_ATTEMPTS_MAX = 2;

    /// Within a region a connection is made in milliseconds.
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /// The socket's limit is only a net below the SDK's own: that one must fire first, to be told as a timeout.
    private static final Duration SOCKET_MARGIN = Duration.ofSeconds(5);

    private record Account(String region, Optional<String> roleArn) {}

    private final CognitoLimits limits;
    private final CognitoAccess access;
    private final Tracing tracing;
    private final Map<Account, CognitoIdentityClient> clients = new ConcurrentHashMap<>();
    private final Map<Account, AwsCredentialsProvider> credentials = new ConcurrentHashMap<>();
    private final Map<Account, StsClient> stsClients = new ConcurrentHashMap<>();
    private final Map<Account, IamClient> iamClients = new ConcurrentHashMap<>();
    private final SdkHttpClient http;

    CognitoClients(CognitoLimits limits, CognitoAccess access, Pools pools, Tracing tracing) {
        this.limits = limits;
        this.access = access;
        this.tracing = tracing;
        this.http = Apache5HttpClient.builder()
                .maxConnections(connectionsMax(limits, pools))
                .connectionTimeout(CONNECT_TIMEOUT)
                .connectionAcquisitionTimeout(limits.attemptTimeout())
                .socketTimeout(limits.callTimeout().plus(SOCKET_MARGIN))
                .build();
    }

    /// Enough for all pools at their limits: only [CallSlots] decides who has to wait.
    private static int connectionsMax(CognitoLimits limits, Pools pools) {
        return Math.max(1, pools.all().size()) * (limits.concurrentCallsMax() + CALLS_TO_STS + CALLS_TO_INSPECT);
    }

    CognitoIdentityClient of(Pool pool) {
        return clients.computeIfAbsent(accountOf(pool), this::client);
    }

    StsClient sts(Pool pool) {
        return stsClients.computeIfAbsent(accountOf(pool), account -> inspecting(StsClient.builder(), account));
    }

    /// With the pool's region for IAM, too: the SDK finds the partition's one address by it.
    IamClient iam(Pool pool) {
        return iamClients.computeIfAbsent(accountOf(pool), account -> inspecting(IamClient.builder(), account));
    }

    /// Where the endpoint is overridden, for an emulator, that one answers for STS and IAM, too.
    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C inspecting(
            B builder, Account account) {
        access.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(Region.of(account.region()))
                .credentialsProvider(credentialsOf(account))
                .httpClient(http)
                .overrideConfiguration(brief())
                .build();
    }

    /// Limits of a single call for somebody who waits for several of them.
    void briefly(AwsRequestOverrideConfiguration.Builder request) {
        request.apiCallTimeout(shorter(limits.callTimeout(), BRIEF_CALL))
                .apiCallAttemptTimeout(shorter(limits.attemptTimeout(), BRIEF_ATTEMPT));
    }

    private ClientOverrideConfiguration brief() {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(shorter(limits.callTimeout(), BRIEF_CALL))
                .apiCallAttemptTimeout(shorter(limits.attemptTimeout(), BRIEF_ATTEMPT))
                .retryStrategy(standardRetries(Math.min(limits.attemptsMax(), BRIEF_ATTEMPTS_MAX)))
                .build();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Account accountOf(Pool pool) {
        return new Account(pool.region(), pool.assumeRoleArn());
    }

    /// One for all clients of an account, so that its role is assumed once.
    private AwsCredentialsProvider credentialsOf(Account account) {
        return credentials.computeIfAbsent(
                account,
                key -> named(key.roleArn()
                        .<AwsCredentialsProvider>map(role -> assumed(role, key.region()))
                        .orElse(access.credentials())));
    }

    private CognitoIdentityClient client(Account account) {
        return CognitoIdentityClient.builder()
                .region(Region.of(account.region()))
                .applyMutation(builder -> access.endpoint().ifPresent(builder::endpointOverride))
                .credentialsProvider(credentialsOf(account))
                .httpClient(http)
                .overrideConfiguration(overrides(new CountedRetries(standardRetries(limits.attemptsMax()))))
                .build();
    }

    private StsAssumeRoleCredentialsProvider assumed(String roleArn, String region) {
        StsClient sts = StsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(access.credentials())
                .httpClient(http)
                .overrideConfiguration(overrides(standardRetries(limits.attemptsMax())))
                .build();
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(roleArn).roleSessionName("identity-broker"))
                .build();
    }

    private ClientOverrideConfiguration overrides(RetryStrategy retries) {
        ClientOverrideConfiguration.Builder overrides = ClientOverrideConfiguration.builder()
                .apiCallTimeout(limits.callTimeout())
                .apiCallAttemptTimeout(limits.attemptTimeout())
                .retryStrategy(retries);
        if (tracing.isOn()) {
            overrides.addExecutionInterceptor(new TraceHeaders(tracing));
        }
        return overrides.build();
    }

    /// Standard mode: jitter between attempts, and only what may succeed is tried again. Its own circuit breaker
    /// is off. It is one for all pools of a region, and after an outage it refuses second attempts for long,
    /// when they would have helped; [PoolGate] has the breaker.
    private static RetryStrategy standardRetries(int attemptsMax) {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(attemptsMax)
                .circuitBreakerEnabled(false)
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
        stsClients.values().forEach(StsClient::close);
        iamClients.values().forEach(IamClient::close);
        http.close();
    }
}
