package org.identitybroker.cognito;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.pool.Pool;
import org.identitybroker.quota.Governors;
import org.identitybroker.quota.Permits;
import org.identitybroker.tracing.Tracing;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;
import software.amazon.awssdk.services.cognitoidentity.model.DeleteIdentitiesResponse;
import software.amazon.awssdk.services.cognitoidentity.model.ErrorCode;
import software.amazon.awssdk.services.cognitoidentity.model.GetCredentialsForIdentityResponse;
import software.amazon.awssdk.services.cognitoidentity.model.GetOpenIdTokenForDeveloperIdentityResponse;
import software.amazon.awssdk.services.cognitoidentity.model.LookupDeveloperIdentityResponse;
import software.amazon.awssdk.services.cognitoidentity.model.UnprocessedIdentityId;

/// [CognitoGateway] on the AWS SDK.
@ApplicationScoped
class AwsCognitoGateway implements CognitoGateway {
    /// The operation that counts against the quota.
    static final String OPEN_ID_TOKEN = "GetOpenIdTokenForDeveloperIdentity";

    private static final Logger LOG = Logger.getLogger(AwsCognitoGateway.class);

    /// AWS API reference, LookupDeveloperIdentity: MaxResults is at most 60.
    private static final int LOOKUP_PAGE = 60;

    /// An identity has at most 20 logins (AWS API reference, MergeDeveloperIdentities); three pages are far more.
    private static final int LOOKUP_PAGES_MAX = 3;

    private final CognitoClients clients;
    private final PoolGates gates;
    private final LastCall lastCall;
    private final Governors governors;
    private final ThrottledAttempts throttled;
    private final CallTimes times;
    private final Tracing tracing;

    AwsCognitoGateway(
            CognitoClients clients,
            PoolGates gates,
            LastCall lastCall,
            Governors governors,
            ThrottledAttempts throttled,
            CallTimes times,
            Tracing tracing) {
        this.clients = clients;
        this.gates = gates;
        this.lastCall = lastCall;
        this.governors = governors;
        this.throttled = throttled;
        this.times = times;
        this.tracing = tracing;
    }

    @Override
    public Grant openIdToken(Pool pool, TokenCall call) {
        Map<String, String> logins = new HashMap<>(call.logins());
        logins.put(pool.developerProviderName(), call.developerUserIdentifier());
        return ask(
                pool,
                OPEN_ID_TOKEN,
                governors.of(pool, call.caller()),
                () -> granted(clients.of(pool).getOpenIdTokenForDeveloperIdentity(request -> {
                    request.identityPoolId(pool.identityPoolId())
                            .logins(logins)
                            .tokenDuration(call.duration().toSeconds());
                    call.identity().ifPresent(identity -> request.identityId(identity.value()));
                    if (!call.principalTags().isEmpty()) {
                        request.principalTags(call.principalTags());
                    }
                })));
    }

    @Override
    public TemporaryCredentials credentials(Pool pool, Grant grant, Optional<String> customRoleArn) {
        return ask(
                pool,
                "GetCredentialsForIdentity",
                () -> redeemed(clients.of(pool)
                        .getCredentialsForIdentity(request -> request.identityId(
                                        grant.identity().value())
                                .logins(Map.of(
                                        pool.redemptionLogin(), grant.token().reveal()))
                                .customRoleArn(customRoleArn.orElse(null)))));
    }

    @Override
    public Set<String> developerUserIdentifiers(Pool pool, IdentityId identity) {
        Set<String> found = new HashSet<>();
        try {
            String next = null;
            for (int page = 0; page < LOOKUP_PAGES_MAX; page++) {
                LookupDeveloperIdentityResponse answer = lookup(pool, identity, next);
                found.addAll(answer.developerUserIdentifierList());
                next = answer.nextToken();
                if (next == null) {
                    break;
                }
            }
            return found;
        } catch (CognitoFailedException failure) {
            return otherwiseIfNotFound(failure, found);
        }
    }

    private LookupDeveloperIdentityResponse lookup(Pool pool, IdentityId identity, @Nullable String next) {
        return ask(
                pool,
                "LookupDeveloperIdentity",
                () -> clients.of(pool)
                        .lookupDeveloperIdentity(request -> request.identityPoolId(pool.identityPoolId())
                                .identityId(identity.value())
                                .maxResults(LOOKUP_PAGE)
                                .nextToken(next)));
    }

    @Override
    public Optional<IdentityId> identityOf(Pool pool, String developerUserIdentifier) {
        try {
            String found = ask(
                            pool,
                            "LookupDeveloperIdentity",
                            () -> clients.of(pool)
                                    .lookupDeveloperIdentity(request -> request.identityPoolId(pool.identityPoolId())
                                            .developerUserIdentifier(developerUserIdentifier)))
                    .identityId();
            return Optional.of(identityId(found));
        } catch (CognitoFailedException failure) {
            return otherwiseIfNotFound(failure, Optional.empty());
        }
    }

    @Override
    public void unlink(Pool pool, IdentityId identity, String developerUserIdentifier) {
        try {
            ask(
                    pool,
                    "UnlinkDeveloperIdentity",
                    () -> clients.of(pool)
                            .unlinkDeveloperIdentity(request -> request.identityPoolId(pool.identityPoolId())
                                    .identityId(identity.value())
                                    .developerProviderName(pool.developerProviderName())
                                    .developerUserIdentifier(developerUserIdentifier)));
        } catch (CognitoFailedException failure) {
            if (failure.failure() != CognitoFailure.NOT_FOUND && failure.failure() != CognitoFailure.CONFLICT) {
                throw failure;
            }
        }
    }

    @Override
    public IdentityId merge(Pool pool, String sourceUserIdentifier, String destinationUserIdentifier) {
        String survivor = ask(
                        pool,
                        "MergeDeveloperIdentities",
                        () -> clients.of(pool)
                                .mergeDeveloperIdentities(request -> request.identityPoolId(pool.identityPoolId())
                                        .developerProviderName(pool.developerProviderName())
                                        .sourceUserIdentifier(sourceUserIdentifier)
                                        .destinationUserIdentifier(destinationUserIdentifier)))
                .identityId();
        return identityId(survivor);
    }

    private static IdentityId identityId(@Nullable String answered) {
        if (answered == null || !IdentityId.isValid(answered)) {
            throw new CognitoFailedException(CognitoFailure.UNAVAILABLE);
        }
        return new IdentityId(answered);
    }

    @Override
    public void delete(Pool pool, IdentityId identity) {
        DeleteIdentitiesResponse answer = ask(
                pool,
                "DeleteIdentities",
                () -> clients.of(pool).deleteIdentities(request -> request.identityIdsToDelete(identity.value())));
        for (UnprocessedIdentityId unprocessed : answer.unprocessedIdentityIds()) {
            if (unprocessed.errorCode() != ErrorCode.ACCESS_DENIED) {
                throw new CognitoFailedException(CognitoFailure.UNAVAILABLE);
            }
            requireForgotten(pool, identity);
        }
    }

    /// AccessDenied stands for an identity that is not there as well as for a permission that is missing.
    private void requireForgotten(Pool pool, IdentityId identity) {
        try {
            lookup(pool, identity, null);
        } catch (CognitoFailedException failure) {
            otherwiseIfNotFound(failure, identity);
            return;
        }
        LOG.errorf(
                "Cognito DeleteIdentities is not allowed for pool %s",
                pool.name().value());
        throw new CognitoFailedException(CognitoFailure.MISCONFIGURED);
    }

    private static <T> T otherwiseIfNotFound(CognitoFailedException failure, T otherwise) {
        if (failure.failure() == CognitoFailure.NOT_FOUND) {
            return otherwise;
        }
        throw failure;
    }

    /// Whatever else answers at Cognito's address, a proxy for example, is not taken for Cognito.
    private static Grant granted(GetOpenIdTokenForDeveloperIdentityResponse answer) {
        if (answer.identityId() == null || !IdentityId.isValid(answer.identityId()) || answer.token() == null) {
            throw new CognitoFailedException(CognitoFailure.UNAVAILABLE, AwsRequestId.of(answer));
        }
        return new Grant(new IdentityId(answer.identityId()), new OpenIdToken(answer.token()), AwsRequestId.of(answer));
    }

    private static TemporaryCredentials redeemed(GetCredentialsForIdentityResponse answer) {
        Credentials credentials = answer.credentials();
        if (answer.identityId() == null
                || !IdentityId.isValid(answer.identityId())
                || credentials == null
                || credentials.accessKeyId() == null
                || credentials.secretKey() == null
                || credentials.sessionToken() == null
                || credentials.expiration() == null) {
            throw new CognitoFailedException(CognitoFailure.UNAVAILABLE, AwsRequestId.of(answer));
        }
        return new TemporaryCredentials(
                new IdentityId(answer.identityId()),
                credentials.accessKeyId(),
                credentials.secretKey(),
                credentials.sessionToken(),
                credentials.expiration(),
                AwsRequestId.of(answer));
    }

    /// A lookup that finds nothing has been answered, and an import may make a million of them.
    private static Logger.Level level(String operation, CognitoFailure meaning) {
        return switch (meaning) {
            case MISCONFIGURED -> Logger.Level.ERROR;
            case NOT_FOUND -> operation.equals("LookupDeveloperIdentity") ? Logger.Level.DEBUG : Logger.Level.WARN;
            default -> Logger.Level.WARN;
        };
    }

    private <T> T ask(Pool pool, String operation, Supplier<T> call) {
        return ask(pool, operation, Optional.empty(), call);
    }

    private <T> T ask(Pool pool, String operation, Optional<Permits> permits, Supplier<T> call) {
        Attempts attempts = new Attempts(throttled.of(pool), permits);
        return gates.of(pool)
                .pass(
                        permits,
                        () -> ScopedValue.where(Attempts.CURRENT, attempts)
                                .call(() -> tracing.askingCognito(operation, () -> asked(pool, operation, call))));
    }

    private <T> T asked(Pool pool, String operation, Supplier<T> call) {
        CallTimes.OfOperation time = times.of(operation);
        long startedAt = System.nanoTime();
        try {
            T answer = call.get();
            time.succeeded(startedAt);
            lastCall.succeeded();
            return answer;
        } catch (CognitoFailedException notCognitos) {
            time.failed(notCognitos.failure(), startedAt);
            lastCall.failed(notCognitos.failure());
            throw notCognitos;
        } catch (SdkException failure) {
            CognitoFailure meaning = FailureTranslation.of(failure);
            time.failed(meaning, startedAt);
            lastCall.failed(meaning);
            log(pool, operation, failure, meaning);
            throw new CognitoFailedException(meaning, AwsRequestId.of(failure));
        }
    }

    /// Error code and request id, never the message: Cognito's repeat values that were sent.
    private static void log(Pool pool, String operation, SdkException failure, CognitoFailure meaning) {
        String code = failure.getClass().getSimpleName();
        if (failure instanceof AwsServiceException answered) {
            code = FailureTranslation.codeOf(answered);
        }
        LOG.logf(
                level(operation, meaning),
                "Cognito %s failed for pool %s: %s (%s, AWS request id %s)",
                operation,
                pool.name().value(),
                meaning,
                code,
                AwsRequestId.of(failure).orElse("none"));
    }
}
