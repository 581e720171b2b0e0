package org.identitybroker.cognito;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.identitybroker.cognito.InspectionFailedException.Reason;
import org.identitybroker.pool.Pool;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.cognitoidentity.model.DescribeIdentityPoolResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// [PoolInspection] on the AWS SDK.
@ApplicationScoped
class AwsPoolInspection implements PoolInspection {
    private static final Logger LOG = Logger.getLogger(AwsPoolInspection.class);

    /// IAM user guide, "IAM and STS quotas": a trust policy has at most 4,096 characters; encoded, each may take
    /// three.
    private static final int ENCODED_POLICY_MAX = 3 * 4096;

    /// The header has whole seconds, which have passed by half, on average.
    private static final Duration HALF_SECOND = Duration.ofMillis(500);

    private static final Set<String> DENIED = Set.of("AccessDenied", "AccessDeniedException", "NotAuthorizedException");

    private static final Set<String> MISSING =
            Set.of("ResourceNotFoundException", "NoSuchEntity", "NoSuchEntityException");

    private static final Set<String> REFUSED = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException");

    private final CognitoClients clients;
    private final ThrottledAttempts throttled;
    private final Clock clock;

    AwsPoolInspection(CognitoClients clients, ThrottledAttempts throttled, Clock clock) {
        this.clients = clients;
        this.throttled = throttled;
        this.clock = clock;
    }

    @Override
    public AwsCaller caller(Pool pool) {
        GetCallerIdentityResponse answer =
                ask(pool, "GetCallerIdentity", () -> clients.sts(pool).getCallerIdentity());
        return AwsCaller.of(answer.account(), answer.arn()).orElseThrow(AwsPoolInspection::notAws);
    }

    @Override
    public PoolDescription describe(Pool pool) {
        Instant before = clock.instant();
        DescribeIdentityPoolResponse answer = ask(
                pool,
                "DescribeIdentityPool",
                () -> clients.of(pool)
                        .describeIdentityPool(request ->
                                request.identityPoolId(pool.identityPoolId()).overrideConfiguration(clients::briefly)));
        if (!pool.identityPoolId().equals(answer.identityPoolId())) {
            throw notAws();
        }
        return new PoolDescription(
                Boolean.TRUE.equals(answer.allowUnauthenticatedIdentities()),
                Optional.ofNullable(answer.allowClassicFlow()),
                Optional.ofNullable(answer.developerProviderName()),
                clockOffset(before, answer.sdkHttpResponse()));
    }

    @Override
    public AttachedRoles roles(Pool pool) {
        Map<String, String> roles = ask(
                        pool,
                        "GetIdentityPoolRoles",
                        () -> clients.of(pool)
                                .getIdentityPoolRoles(request -> request.identityPoolId(pool.identityPoolId())
                                        .overrideConfiguration(clients::briefly)))
                .roles();
        return new AttachedRoles(
                Optional.ofNullable(roles.get("authenticated")), Optional.ofNullable(roles.get("unauthenticated")));
    }

    @Override
    public String trustPolicy(Pool pool, String roleArn) {
        String name = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        String encoded = ask(pool, "GetRole", () -> clients.iam(pool).getRole(request -> request.roleName(name)))
                .role()
                .assumeRolePolicyDocument();
        if (encoded == null || encoded.length() > ENCODED_POLICY_MAX) {
            throw notAws();
        }
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    @Override
    public long throttledAttempts(Pool pool) {
        return Math.round(throttled.of(pool).count());
    }

    private <T> T ask(Pool pool, String operation, Supplier<T> call) {
        Instant before = clock.instant();
        try {
            return call.get();
        } catch (SdkException failure) {
            Reason reason = reason(failure);
            LOG.debugf("%s failed for pool %s: %s", operation, pool.name().value(), reason);
            throw new InspectionFailedException(reason, answer(failure).flatMap(answer -> clockOffset(before, answer)));
        }
    }

    private static Reason reason(SdkException failure) {
        return switch (failure) {
            case AwsServiceException answered -> ofAnswer(answered);
            case CredentialsUnavailableException _ -> Reason.NO_CREDENTIALS;
            default -> Reason.UNREACHABLE;
        };
    }

    private static Reason ofAnswer(AwsServiceException answered) {
        String code = FailureTranslation.codeOf(answered);
        if (FailureTranslation.of(answered) == CognitoFailure.THROTTLED) {
            return Reason.THROTTLED;
        }
        if (DENIED.contains(code)) {
            return Reason.ACCESS_DENIED;
        }
        if (REFUSED.contains(code)) {
            return Reason.CREDENTIALS_REFUSED;
        }
        if (MISSING.contains(code)) {
            return Reason.NOT_FOUND;
        }
        return answered.statusCode() >= 500 || code.isEmpty() ? Reason.UNREACHABLE : Reason.UNEXPECTED;
    }

    /// Whatever else answers at AWS' address, a proxy for example, is not taken for AWS.
    private static InspectionFailedException notAws() {
        return new InspectionFailedException(Reason.UNREACHABLE);
    }

    private static Optional<SdkHttpResponse> answer(SdkException failure) {
        return failure instanceof AwsServiceException answered && answered.awsErrorDetails() != null
                ? Optional.ofNullable(answered.awsErrorDetails().sdkHttpResponse())
                : Optional.empty();
    }

    /// Against the middle of the call, in which AWS most likely wrote the date.
    private Optional<Duration> clockOffset(Instant before, @Nullable SdkHttpResponse answer) {
        Instant middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        return Optional.ofNullable(answer)
                .flatMap(one -> one.firstMatchingHeader("Date"))
                .flatMap(AwsPoolInspection::date)
                .map(date -> Duration.between(middle, date.plus(HALF_SECOND)));
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
