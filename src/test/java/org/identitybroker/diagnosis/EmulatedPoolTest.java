package org.identitybroker.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.identitybroker.cognito.InspectionFailedException;
import org.identitybroker.cognito.SomeInspections;
import org.identitybroker.cognito.SomeInspections.Inspected;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.fault.Fault;
import org.identitybroker.emulator.fault.FaultKind;
import org.identitybroker.emulator.iam.PolicyDocument;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;

/// Each check of AWS, with an emulator that is set up wrongly, through the real SDK.
class EmulatedPoolTest {
    private static final Pool POOL = SomePools.named("customers", 1);
    private static final String USERS = "arn:aws:iam::111122223333:role/team/Users";
    private static final String GUESTS = "arn:aws:iam::111122223333:role/Guests";
    private static final String COGNITO = "cognito-identity.amazonaws.com";
    private static final PoolSettings RIGHT = PoolSettings.forDeveloper(
                    POOL.identityPoolId(), POOL.developerProviderName())
            .withClassicFlow(Optional.of(false))
            .withRoles(new PoolRoles(Optional.of(USERS), Optional.of(GUESTS), Map.of()));
    private static final AwsExamination.Meant MEANT = new AwsExamination.Meant(false, true);
    private static final AwsCredentialsProvider TEST =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    /// Something wrong at AWS, and the check that tells.
    record Wrong(
            String what,
            UnaryOperator<PoolSettings> pool,
            Consumer<CognitoEmulator> then,
            CheckId told,
            Status status,
            String finding,
            String remedy) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Wrong pool(
            String what, UnaryOperator<PoolSettings> pool, CheckId told, Status status, String finding, String remedy) {
        return new Wrong(what, pool, _ -> {}, told, status, finding, remedy);
    }

    private static Wrong fault(
            FaultKind kind, Operation operation, CheckId told, Status status, String finding, String remedy) {
        Consumer<CognitoEmulator> then =
                emulator -> emulator.faults().inject(Fault.of(kind).on(operation));
        return new Wrong(kind + " of " + operation, settings -> settings, then, told, status, finding, remedy);
    }

    private static Wrong trust(String what, String role, String policy, String finding, String remedy) {
        CheckId told = role.equals(USERS) ? CheckId.USER_ROLE_TRUST : CheckId.GUEST_ROLE_TRUST;
        return new Wrong(
                what,
                settings -> settings,
                emulator -> setTrust(emulator, role, policy),
                told,
                Status.FAIL,
                finding,
                remedy);
    }

    static Stream<Wrong> wrongs() {
        String pool = POOL.identityPoolId();
        return Stream.of(
                pool(
                        "another developer provider",
                        settings -> settings.withDeveloperProvider(Optional.of("login.example.org")),
                        CheckId.DEVELOPER_PROVIDER,
                        Status.FAIL,
                        "login.example.org",
                        "broker.pools.customers.developer-provider-name"),
                pool(
                        "no developer provider",
                        settings -> settings.withDeveloperProvider(Optional.empty()),
                        CheckId.DEVELOPER_PROVIDER,
                        Status.FAIL,
                        "no developer provider",
                        "login.example.com"),
                pool(
                        "guests",
                        settings -> settings.withGuests(true),
                        CheckId.GUESTS,
                        Status.WARN,
                        "lets in guests",
                        "broker.diagnosis.pools-with-guests"),
                pool(
                        "the classic flow",
                        settings -> settings.withClassicFlow(Optional.of(true)),
                        CheckId.CLASSIC_FLOW,
                        Status.WARN,
                        "flow is on",
                        "AllowClassicFlow"),
                pool(
                        "the classic flow by default",
                        settings -> settings.withClassicFlow(Optional.empty()),
                        CheckId.CLASSIC_FLOW,
                        Status.WARN,
                        "never set",
                        "AllowClassicFlow"),
                pool(
                        "no role for users",
                        settings -> settings.withRoles(PoolRoles.none()),
                        CheckId.ROLES,
                        Status.FAIL,
                        "no role for users",
                        "SetIdentityPoolRoles"),
                pool(
                        "no role for guests",
                        settings -> settings.withGuests(true)
                                .withRoles(new PoolRoles(Optional.of(USERS), Optional.empty(), Map.of())),
                        CheckId.ROLES,
                        Status.WARN,
                        "no role for them",
                        "unauthenticated role"),
                pool(
                        "a role of another account",
                        settings -> settings.withRoles(new PoolRoles(
                                Optional.of("arn:aws:iam::999999999999:role/Users"), Optional.empty(), Map.of())),
                        CheckId.USER_ROLE_TRUST,
                        Status.WARN,
                        "Could not be checked",
                        "by hand"),
                pool(
                        "another pool",
                        settings -> PoolSettings.forDeveloper(pool.replace('1', '2'), "login.example.com"),
                        CheckId.POOL_REACHABLE,
                        Status.FAIL,
                        "no identity pool",
                        "broker.pools.customers.identity-pool-id"),
                fault(
                        FaultKind.ACCESS_DENIED,
                        Operation.DESCRIBE_IDENTITY_POOL,
                        CheckId.POOL_REACHABLE,
                        Status.WARN,
                        "IAM does not allow",
                        "Allow cognito-identity:DescribeIdentityPool"),
                fault(
                        FaultKind.ACCESS_DENIED,
                        Operation.DESCRIBE_IDENTITY_POOL,
                        CheckId.GUESTS,
                        Status.WARN,
                        "Could not be checked",
                        "Allow cognito-identity:DescribeIdentityPool"),
                fault(
                        FaultKind.ACCESS_DENIED,
                        Operation.GET_IDENTITY_POOL_ROLES,
                        CheckId.ROLES,
                        Status.WARN,
                        "Could not be checked",
                        "Allow cognito-identity:GetIdentityPoolRoles"),
                fault(
                        FaultKind.HTML_ERROR,
                        Operation.DESCRIBE_IDENTITY_POOL,
                        CheckId.POOL_REACHABLE,
                        Status.FAIL,
                        "does not answer",
                        "DNS"),
                fault(
                        FaultKind.THROTTLE,
                        Operation.DESCRIBE_IDENTITY_POOL,
                        CheckId.POOL_REACHABLE,
                        Status.WARN,
                        "throttles",
                        "in a minute"),
                trust(
                        "anybody's pool",
                        USERS,
                        policy(COGNITO, "", "authenticated"),
                        "through anybody's identity pool",
                        "aud " + pool),
                trust("another pool's trust", USERS, policy(COGNITO, "eu-west-1:0", "authenticated"), "aud is", pool),
                trust("guests as users", USERS, policy(COGNITO, pool, ""), "Guests of this pool may", "amr"),
                trust(
                        "only guests",
                        USERS,
                        policy(COGNITO, pool, "unauthenticated"),
                        "amr is for others",
                        "amr authenticated"),
                trust(
                        "another provider",
                        USERS,
                        policy("accounts.google.com", pool, "authenticated"),
                        "principal is not cognito-identity.amazonaws.com",
                        "Federated cognito-identity.amazonaws.com"),
                trust(
                        "another action",
                        USERS,
                        policy(COGNITO, pool, "authenticated").replace("WithWebIdentity", ""),
                        "and not sts:AssumeRoleWithWebIdentity",
                        "sts:AssumeRoleWithWebIdentity"),
                trust(
                        "no tags",
                        USERS,
                        policy(COGNITO, pool, "authenticated").replace(",\"sts:TagSession\"", ""),
                        "does not allow sts:TagSession",
                        "Allow sts:TagSession"),
                trust("users as guests", GUESTS, policy(COGNITO, pool, "authenticated"), "amr is for others", "amr"),
                trust("everybody's guests", GUESTS, policy(COGNITO, "", ""), "through anybody's", "aud " + pool),
                trust(
                        "everybody",
                        USERS,
                        "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:*\"}}",
                        "anybody at AWS",
                        pool));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void whatIsWrongIsTold(Wrong wrong) {
        try (CognitoEmulator emulator = start(wrong.pool().apply(RIGHT))) {
            wrong.then().accept(emulator);

            Outcome told = told(examine(emulator, TEST), wrong.told());

            assertThat(told.status()).as(told.finding()).isEqualTo(wrong.status());
            assertThat(told.finding()).contains(wrong.finding());
            assertThat(told.remedy()).contains(wrong.remedy());
        }
    }

    @Test
    void whatIsRightPassesButForPermanentKeys() {
        try (CognitoEmulator emulator = start(RIGHT)) {
            Map<CheckId, Outcome> outcomes = examine(emulator, TEST);

            Outcome credentials = Objects.requireNonNull(outcomes.remove(CheckId.AWS_CREDENTIALS));
            assertThat(credentials.status()).isEqualTo(Status.WARN);
            assertThat(credentials.finding())
                    .contains("IAM user of account 111122223333")
                    .doesNotContain("test");
            assertThat(outcomes)
                    .hasSize(8)
                    .allSatisfy((id, outcome) -> assertThat(outcome.status())
                            .as(id + ": " + outcome.finding())
                            .isEqualTo(Status.PASS));
        }
    }

    @Test
    void withoutCredentialsEverythingSaysSo() {
        try (CognitoEmulator emulator = start(RIGHT)) {
            Map<CheckId, Outcome> outcomes = examine(emulator, () -> {
                throw SdkClientException.create("no credentials: AKIASECRET");
            });

            assertThat(told(outcomes, CheckId.AWS_CREDENTIALS).status()).isEqualTo(Status.FAIL);
            assertThat(told(outcomes, CheckId.AWS_CREDENTIALS).finding())
                    .isEqualTo("The broker finds no AWS credentials.");
            assertThat(told(outcomes, CheckId.POOL_REACHABLE).remedy()).isEqualTo("See aws-credentials.");
            assertThat(outcomes.values().toString()).doesNotContain("AKIASECRET");
        }
    }

    @Test
    void credentialsThatAwsDoesNotKnowAreNamed() {
        try (CognitoEmulator emulator = start(RIGHT)) {
            Map<CheckId, Outcome> outcomes = examine(
                    emulator, StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAUNKNOWN", "secret")));

            assertThat(told(outcomes, CheckId.AWS_CREDENTIALS).status()).isEqualTo(Status.FAIL);
            assertThat(told(outcomes, CheckId.AWS_CREDENTIALS).finding()).contains("AWS refuses");
            assertThat(outcomes.values().toString()).doesNotContain("AKIAUNKNOWN");
        }
    }

    /// A role's session; IAM lets it read roles only if its policy does.
    @Test
    void aRoleIsNamedAndMayNotReadRolesUntilItIsAllowed() {
        try (CognitoEmulator emulator = start(RIGHT)) {
            AwsCredentialsProvider session = sessionOf(emulator);

            Map<CheckId, Outcome> denied = examine(emulator, session);
            emulator.policies().set(USERS, PolicyDocument.parse("""
                    {"Version": "2012-10-17",
                     "Statement": {"Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::*:role/*"}}"""));
            Inspected inspected = SomeInspections.at(emulator.endpoint(), session, Clock.systemUTC(), POOL);
            String policy = inspected.aws().trustPolicy(POOL, USERS);
            inspected.close();

            assertThat(told(denied, CheckId.AWS_CREDENTIALS).status()).isEqualTo(Status.PASS);
            assertThat(told(denied, CheckId.AWS_CREDENTIALS).finding())
                    .isEqualTo("The broker calls AWS as role Users of account 111122223333.");
            assertThat(policy).contains(POOL.identityPoolId());
        }
    }

    @Test
    void aTrustPolicyThatMayNotBeReadNamesThePermission() {
        Outcome outcome = RoleChecks.userTrust(
                USERS,
                Fact.unknown(
                        "iam:GetRole", new InspectionFailedException(InspectionFailedException.Reason.ACCESS_DENIED)),
                POOL,
                true);

        assertThat(outcome.status()).isEqualTo(Status.WARN);
        assertThat(outcome.finding()).startsWith("Could not be checked").contains("Users");
        assertThat(outcome.remedy()).contains("Allow iam:GetRole on " + USERS);
    }

    @Test
    void aRoleThatIsGoneIsAFailure() {
        try (CognitoEmulator emulator = start(RIGHT)) {
            Inspected inspected = SomeInspections.at(emulator.endpoint(), TEST, Clock.systemUTC(), POOL);
            Probes probes = new Probes(Probes.Limits.USUAL);
            Fact<String> policy = probes.ask(
                            "iam:GetRole",
                            () -> inspected.aws().trustPolicy(POOL, "arn:aws:iam::111122223333:role/Gone"))
                    .fact();
            inspected.close();

            Outcome outcome = RoleChecks.userTrust(USERS, policy, POOL, true);

            assertThat(outcome.status()).isEqualTo(Status.FAIL);
            assertThat(outcome.finding()).contains("does not exist any more");
        }
    }

    @Test
    void aClockThatIsOffIsTold() {
        try (CognitoEmulator emulator = start(RIGHT)) {
            emulator.clock().advance(Duration.ofSeconds(100));

            Outcome told = told(examine(emulator, TEST), CheckId.CLOCK_SKEW);

            assertThat(told.status()).as(told.finding()).isEqualTo(Status.WARN);
            assertThat(told.finding()).containsPattern("is (99|100) s behind Cognito's");
            assertThat(told.remedy()).contains("NTP");
        }
    }

    @Test
    void anAwsThatIsAwayIsToldInTime() {
        CognitoEmulator emulator = start(RIGHT);
        emulator.close();

        Map<CheckId, Outcome> outcomes = examine(emulator, TEST);

        assertThat(told(outcomes, CheckId.POOL_REACHABLE).status()).isEqualTo(Status.FAIL);
        assertThat(told(outcomes, CheckId.AWS_CREDENTIALS).finding())
                .contains("sts:GetCallerIdentity was not answered");
        assertThat(outcomes).hasSize(9);
    }

    private static CognitoEmulator start(PoolSettings pool) {
        return CognitoEmulator.start(EmulatorOptions.builder().pools(pool).build());
    }

    private static Map<CheckId, Outcome> examine(CognitoEmulator emulator, AwsCredentialsProvider credentials) {
        try (Inspected inspected = SomeInspections.at(emulator.endpoint(), credentials, Clock.systemUTC(), POOL)) {
            Map<CheckId, Outcome> outcomes = new EnumMap<>(CheckId.class);
            new AwsExamination(inspected.aws(), POOL, MEANT, new Probes(Probes.Limits.USUAL)).judge(outcomes);
            return outcomes;
        }
    }

    private static Outcome told(Map<CheckId, Outcome> outcomes, CheckId id) {
        return Objects.requireNonNull(outcomes.get(id), id::toString);
    }

    private static AwsCredentialsProvider sessionOf(CognitoEmulator emulator) {
        try (CognitoIdentityClient backend = CognitoIdentityClient.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(TEST)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            var issued =
                    backend.getOpenIdTokenForDeveloperIdentity(request -> request.identityPoolId(POOL.identityPoolId())
                            .logins(Map.of(POOL.developerProviderName(), "somebody")));
            Credentials found = backend.getCredentialsForIdentity(
                            request -> request.identityId(issued.identityId()).logins(Map.of(COGNITO, issued.token())))
                    .credentials();
            return StaticCredentialsProvider.create(
                    AwsSessionCredentials.create(found.accessKeyId(), found.secretKey(), found.sessionToken()));
        }
    }

    /// @param audience empty for no condition
    /// @param amr empty for no condition
    private static String policy(String principal, String audience, String amr) {
        String aud = audience.isEmpty() ? "{}" : "{\"%s:aud\":\"%s\"}".formatted(COGNITO, audience);
        String kind = amr.isEmpty() ? "{}" : "{\"%s:amr\":\"%s\"}".formatted(COGNITO, amr);
        return """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"%s"},\
                "Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession"],\
                "Condition":{"StringEquals":%s,"ForAnyValue:StringLike":%s}}]}""".formatted(principal, aud, kind);
    }

    private static void setTrust(CognitoEmulator emulator, String role, String policy) {
        try {
            emulator.trustPolicies().set(role, new ObjectMapper().readTree(policy));
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
