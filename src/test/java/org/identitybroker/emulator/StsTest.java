package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.identitybroker.emulator.fault.ReceivedRequest;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidIdentityPoolConfigurationException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.ExpiredTokenException;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.InvalidIdentityTokenException;
import software.amazon.awssdk.services.sts.model.StsException;

/// The classic flow by the SDK's own STS client, and who STS says that credentials are.
class StsTest {
    private static final String ROLE = PoolRoles.standard().authenticated().orElseThrow();
    private static final String GUEST_ROLE =
            PoolRoles.standard().unauthenticated().orElseThrow();
    private static final String OTHER_POOL = "eu-west-1:00000000-0000-0000-0000-000000000002";
    private static final String OTHER_ROLE = "arn:aws:iam::111122223333:role/Other";
    private static final String UNTAGGABLE_ROLE = "arn:aws:iam::111122223333:role/WithoutTagSession";

    private TestEmulator cognito;
    private String identity;
    private String token;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start(EmulatorOptions.builder()
                .pools(
                        TestEmulator.pool(),
                        PoolSettings.forDeveloper(OTHER_POOL, TestEmulator.PROVIDER)
                                .withRoles(PoolRoles.standard().withAuthenticated(OTHER_ROLE)))
                .rolesWithoutTagSession(UNTAGGABLE_ROLE));
        var issued = cognito.developerToken("ann");
        identity = issued.identityId();
        token = issued.token();
    }

    @AfterEach
    void stop() {
        cognito.close();
    }

    @Test
    void aTokenGivesCredentialsOfItsRole() {
        AssumeRoleWithWebIdentityResponse answer = assume(ROLE, token);

        assertAll(
                () -> assertEquals(TestEmulator.POOL, answer.audience()),
                () -> assertEquals(identity, answer.subjectFromWebIdentityToken()),
                () -> assertEquals("cognito-identity.amazonaws.com", answer.provider()),
                () -> assertEquals(
                        "arn:aws:sts::111122223333:assumed-role/CognitoAuthenticated/device",
                        answer.assumedRoleUser().arn()),
                () -> assertTrue(answer.assumedRoleUser().assumedRoleId().matches("AROA[A-Z2-7]{17}:device")),
                () -> assertTrue(answer.credentials().accessKeyId().matches("ASIA[A-Z2-7]{16}")),
                () -> assertEquals(
                        lifetimeFromNow(3600), answer.credentials().expiration().getEpochSecond()));
    }

    @Test
    void theCredentialsAreTheRoles() {
        AssumeRoleWithWebIdentityResponse answer = assume(ROLE, token);

        GetCallerIdentityResponse caller = callerOf(answer.credentials());

        assertEquals(answer.assumedRoleUser().arn(), caller.arn());
        assertEquals(answer.assumedRoleUser().assumedRoleId(), caller.userId());
        assertEquals("111122223333", caller.account());
    }

    @Test
    void theEnhancedFlowNamesItsSessions() {
        assertEquals(
                "arn:aws:sts::111122223333:assumed-role/CognitoAuthenticated/CognitoIdentityCredentials",
                cognito.caller(cognito.redeem(identity, token)).arn());
    }

    @Test
    void theSdksOwnProviderIsContent() {
        try (var provider = StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
                .stsClient(cognito.sts)
                .refreshRequest(request(ROLE, token).build())
                .build()) {
            assertTrue(provider.resolveCredentials().accessKeyId().startsWith("ASIA"));
        }
    }

    @Test
    void aTokenIsGoodUntilItsLastSecond() {
        cognito.clock.advance(Duration.ofSeconds(899));
        assertTrue(assume(ROLE, token).credentials().accessKeyId().startsWith("ASIA"));

        cognito.clock.advance(Duration.ofSeconds(1));
        long now = cognito.clock.instant().getEpochSecond();
        ExpiredTokenException refused = assertThrows(ExpiredTokenException.class, () -> assume(ROLE, token));
        assertEquals(
                "Token expired: current date/time %d must be before the expiration date/time %d".formatted(now, now),
                refused.awsErrorDetails().errorMessage());
    }

    @ParameterizedTest
    @EnumSource
    void forgedTokensAreRefused(ForgedToken forgery) throws Exception {
        String jwks = cognito.wire.get("/.well-known/jwks_uri").http().body();
        String forged = forgery.from(token, jwks);

        assertThrows(InvalidIdentityTokenException.class, () -> assume(ROLE, forged));
    }

    @Test
    void aDeletedIdentityIsNobody() {
        cognito.backend.deleteIdentities(request -> request.identityIdsToDelete(identity));

        assertThrows(InvalidIdentityTokenException.class, () -> assume(ROLE, token));
    }

    @Test
    void aMergedIdentityIsNobody() {
        cognito.developerToken("bob");
        cognito.backend.mergeDeveloperIdentities(request -> request.identityPoolId(TestEmulator.POOL)
                .developerProviderName(TestEmulator.PROVIDER)
                .sourceUserIdentifier("ann")
                .destinationUserIdentifier("bob"));

        assertThrows(InvalidIdentityTokenException.class, () -> assume(ROLE, token));
    }

    @Test
    void aRoleTrustsItsOwnPoolAndItsOwnKindOfUser() {
        String guest = cognito.guest();
        String guestsToken = cognito.device
                .getOpenIdToken(request -> request.identityId(guest))
                .token();
        String foreign = cognito.backend
                .getOpenIdTokenForDeveloperIdentity(
                        request -> request.identityPoolId(OTHER_POOL).logins(Map.of(TestEmulator.PROVIDER, "ann")))
                .token();

        assertEquals(guest, assume(GUEST_ROLE, guestsToken).subjectFromWebIdentityToken());
        assertEquals(OTHER_POOL, assume(OTHER_ROLE, foreign).audience());
        assertDenied("sts:AssumeRoleWithWebIdentity", ROLE, guestsToken);
        assertDenied("sts:AssumeRoleWithWebIdentity", GUEST_ROLE, token);
        assertDenied("sts:AssumeRoleWithWebIdentity", ROLE, foreign);
        assertDenied("sts:AssumeRoleWithWebIdentity", OTHER_ROLE, token);
        assertDenied("sts:AssumeRoleWithWebIdentity", ROLE + "Admin", token);
    }

    @Test
    void tagsNeedATrustPolicyThatLetsThemThrough() {
        cognito.backend.setIdentityPoolRoles(
                request -> request.identityPoolId(TestEmulator.POOL).roles(Map.of("authenticated", UNTAGGABLE_ROLE)));
        String tagged = cognito.backend
                .getOpenIdTokenForDeveloperIdentity(request -> request.identityPoolId(TestEmulator.POOL)
                        .logins(Map.of(TestEmulator.PROVIDER, "ann"))
                        .principalTags(Map.of("tier", "gold")))
                .token();

        assertDenied("sts:TagSession", UNTAGGABLE_ROLE, tagged);
        assertThrows(InvalidIdentityPoolConfigurationException.class, () -> cognito.redeem(identity, tagged));
        assertEquals(identity, assume(UNTAGGABLE_ROLE, token).subjectFromWebIdentityToken());
    }

    @ParameterizedTest
    @CsvSource({"900, true", "3600, true", "899, false", "3601, false", "43200, false", "43201, false"})
    void credentialsLastFromAQuarterToAWholeHour(int seconds, boolean possible) {
        AssumeRoleWithWebIdentityRequest request =
                request(ROLE, token).durationSeconds(seconds).build();

        if (possible) {
            assertEquals(
                    lifetimeFromNow(seconds),
                    cognito.sts
                            .assumeRoleWithWebIdentity(request)
                            .credentials()
                            .expiration()
                            .getEpochSecond());
        } else {
            assertError("ValidationError", 400, () -> cognito.sts.assumeRoleWithWebIdentity(request));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a b", "0123456789012345678901234567890123456789012345678901234567890123X"})
    void aSessionsNameHasItsConstraints(String name) {
        AssumeRoleWithWebIdentityRequest request =
                request(ROLE, token).roleSessionName(name).build();

        StsException refused =
                assertError("ValidationError", 400, () -> cognito.sts.assumeRoleWithWebIdentity(request));
        assertTrue(refused.awsErrorDetails()
                .errorMessage()
                .startsWith("1 validation error detected: Value '%s' at 'roleSessionName'".formatted(name)));
    }

    @Test
    void sessionPoliciesAreRefusedAndNotForgotten() {
        AssumeRoleWithWebIdentityRequest inline =
                request(ROLE, token).policy("{}").build();
        AssumeRoleWithWebIdentityRequest managed = request(ROLE, token)
                .policyArns(arn -> arn.arn("arn:aws:iam::aws:policy/ReadOnlyAccess"))
                .build();

        assertError("ValidationError", 400, () -> cognito.sts.assumeRoleWithWebIdentity(inline));
        assertError("ValidationError", 400, () -> cognito.sts.assumeRoleWithWebIdentity(managed));
    }

    @Test
    void aPermanentKeyIsAUser() {
        GetCallerIdentityResponse caller = call(AwsBasicCredentials.create("test", "test"));

        assertEquals("arn:aws:iam::111122223333:user/test", caller.arn());
        assertEquals("111122223333", caller.account());
    }

    @Test
    void badSignaturesAreRefused() {
        assertError("InvalidClientTokenId", 403, () -> call(AwsBasicCredentials.create("AKIANOBODY", "x")));
        assertError("SignatureDoesNotMatch", 403, () -> call(AwsBasicCredentials.create("test", "wrong")));
        assertError("MissingAuthenticationToken", 403, () -> {
            try (StsClient anonymous = cognito.stsClient(AnonymousCredentialsProvider.create())) {
                anonymous.getCallerIdentity();
            }
        });
    }

    @Test
    void temporaryCredentialsNeedTheirToken() {
        Credentials mine = assume(ROLE, token).credentials();
        Credentials other = assume(ROLE, token).credentials();

        assertError(
                "InvalidClientTokenId",
                403,
                () -> call(AwsBasicCredentials.create(mine.accessKeyId(), mine.secretAccessKey())));
        assertError(
                "InvalidClientTokenId",
                403,
                () -> cognito.caller(mine.accessKeyId(), mine.secretAccessKey(), other.sessionToken()));
        assertError(
                "SignatureDoesNotMatch",
                403,
                () -> cognito.caller(mine.accessKeyId(), other.secretAccessKey(), mine.sessionToken()));
    }

    @Test
    void credentialsAreGoodUntilTheirLastSecond() {
        Credentials credentials = cognito.sts
                .assumeRoleWithWebIdentity(
                        request(ROLE, token).durationSeconds(900).build())
                .credentials();

        cognito.clock.set(credentials.expiration().minusSeconds(1));
        // The SDK signs by its own clock and corrects it by the answer.
        assertEquals("111122223333", callerOf(credentials).account());
        cognito.clock.set(credentials.expiration());
        assertError("ExpiredToken", 403, () -> callerOf(credentials));

        // The SDK keeps the correction for the whole process, so it has to be corrected back.
        cognito.clock.set(Instant.now());
        assertEquals(
                "111122223333", call(AwsBasicCredentials.create("test", "test")).account());
    }

    @Test
    void credentialsOfUsersDoNotOpenCognitosOwnOperations() {
        Credentials credentials = assume(ROLE, token).credentials();

        assertEquals(
                "UnrecognizedClientException",
                cognito.wire
                        .signedCall(
                                "ListIdentityPools",
                                "{\"MaxResults\":1}",
                                new Wire.Signing(
                                        credentials.accessKeyId(),
                                        credentials.secretAccessKey(),
                                        "cognito-identity",
                                        "eu-west-1",
                                        cognito.clock.instant()))
                        .error());
    }

    @Test
    void theLogHasTheCallsAndNoTokens() {
        assume(ROLE, token);
        assertThrows(StsException.class, () -> assume(ROLE + "Admin", token));

        List<ReceivedRequest> log = cognito.emulator.requests().all();

        assertEquals(
                List.of("ok", "AccessDenied"),
                log.stream()
                        .filter(request -> request.operation()
                                .filter("AssumeRoleWithWebIdentity"::equals)
                                .isPresent())
                        .map(ReceivedRequest::outcome)
                        .toList());
        assertFalse(log.toString().contains(token));
    }

    private AssumeRoleWithWebIdentityResponse assume(String role, String presented) {
        return cognito.sts.assumeRoleWithWebIdentity(request(role, presented).build());
    }

    private static AssumeRoleWithWebIdentityRequest.Builder request(String role, String presented) {
        return AssumeRoleWithWebIdentityRequest.builder()
                .roleArn(role)
                .roleSessionName("device")
                .webIdentityToken(presented);
    }

    private long lifetimeFromNow(long seconds) {
        return cognito.clock.instant().getEpochSecond() + seconds;
    }

    private GetCallerIdentityResponse callerOf(Credentials credentials) {
        return cognito.caller(credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
    }

    private GetCallerIdentityResponse call(AwsBasicCredentials credentials) {
        AwsCredentialsProvider provider = StaticCredentialsProvider.create(credentials);
        try (StsClient client = cognito.stsClient(provider)) {
            return client.getCallerIdentity();
        }
    }

    private void assertDenied(String action, String role, String presented) {
        StsException refused = assertError("AccessDenied", 403, () -> assume(role, presented));
        assertEquals(
                "Not authorized to perform " + action, refused.awsErrorDetails().errorMessage());
    }

    private static StsException assertError(String code, int status, Runnable call) {
        StsException refused = assertThrows(StsException.class, call::run);
        assertEquals(code, ((AwsServiceException) refused).awsErrorDetails().errorCode());
        assertEquals(status, refused.statusCode());
        return refused;
    }
}
