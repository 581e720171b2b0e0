package org.identitybroker.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.iam.AccessRequest;
import org.identitybroker.emulator.iam.Context;
import org.identitybroker.emulator.iam.Decision;
import org.identitybroker.emulator.iam.PolicyDocument;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.testing.AwsClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The example policies with the real SDK: users of an emulated pool with the stack's roles, who redeemed their tokens.
class UserRightsTest {
    private static final Stack STACK = Variants.withPodIdentityAndAllExamples();
    private static final String BUCKET = STACK.output("UserBucketName");
    private static final String API = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/";

    /// One for all clients of S3: to make one takes longer than a test.
    private static final SdkHttpClient HTTP = Apache5HttpClient.create();

    private static CognitoEmulator emulator;
    private static CognitoIdentityClient backend;
    private static CognitoIdentityClient device;
    private static S3Client account;

    private record Somebody(String identityId, S3Client s3) {
        String file(String name) {
            return "users/" + identityId + "/" + name;
        }

        void put(String key) {
            s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString("hello"));
        }

        String get(String key) {
            return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                    .asUtf8String();
        }

        void delete(String key) {
            s3.deleteObject(request -> request.bucket(BUCKET).key(key));
        }

        int count(String prefix) {
            return s3.listObjectsV2(request -> request.bucket(BUCKET).prefix(prefix))
                    .keyCount();
        }
    }

    @BeforeAll
    static void start() {
        PoolRoles roles = new PoolRoles(
                Optional.of(STACK.arn("AuthenticatedRole")), Optional.of(STACK.arn("GuestRole")), Map.of());
        emulator = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(PoolSettings.forDeveloper(Stack.POOL, STACK.output("DeveloperProviderName"))
                        .withGuests(true)
                        .withRoles(roles))
                .buckets(List.of(BUCKET))
                .policies(Map.of(
                        STACK.arn("AuthenticatedRole"), rightsOf("AuthenticatedRole"),
                        STACK.arn("GuestRole"), rightsOf("GuestRole")))
                .build());
        backend = AwsClients.operator(emulator.endpoint());
        device = AwsClients.device(emulator.endpoint());
        account = s3(AwsBasicCredentials.create("test", "test"));
    }

    @AfterAll
    static void stop() {
        backend.close();
        device.close();
        HTTP.close();
        emulator.close();
    }

    @Test
    void aUserHasAFolderAndNotItsNeighbours() {
        Somebody ann = user("ann", Map.of());
        Somebody bob = user("bob", Map.of());

        ann.put(ann.file("notes"));
        assertThat(ann.get(ann.file("notes"))).isEqualTo("hello");
        assertThat(ann.count("users/" + ann.identityId() + "/")).isEqualTo(1);

        assertRefused(() -> bob.get(ann.file("notes")));
        assertRefused(() -> bob.put(ann.file("notes")));
        assertRefused(() -> bob.delete(ann.file("notes")));
        assertRefused(() -> bob.count("users/" + ann.identityId() + "/"));
        assertRefused(() -> bob.count("users/"));
        assertRefused(() -> bob.count(""));
        assertRefused(() -> bob.put("users/" + bob.identityId() + "x/notes"));

        ann.delete(ann.file("notes"));
        assertThat(ann.count("users/" + ann.identityId() + "/")).isZero();
    }

    @Test
    void tagsOfTheTokenOpenTheDepartmentsFolder() {
        account.putObject(
                request -> request.bucket(BUCKET).key("departments/sales/plan"), RequestBody.fromString("plan"));
        Somebody ann = user("ann", Map.of("department", "sales"));

        assertThat(ann.get("departments/sales/plan")).isEqualTo("plan");
        assertRefused(() -> ann.put("departments/sales/plan"));
        assertRefused(() -> user("bob", Map.of("department", "research")).get("departments/sales/plan"));
        assertRefused(() -> user("bob", Map.of("department", "*")).get("departments/sales/plan"));
        assertRefused(() -> user("bob", Map.of()).get("departments/sales/plan"));
    }

    @Test
    void guestsReadWhatIsPublicAndWriteNothing() {
        account.putObject(request -> request.bucket(BUCKET).key("public/news"), RequestBody.fromString("news"));
        Somebody guest = guest();

        assertThat(guest.get("public/news")).isEqualTo("news");
        assertThat(user("ann", Map.of()).get("public/news")).isEqualTo("news");
        assertRefused(() -> guest.put("public/news"));
        assertRefused(() -> guest.put(guest.file("notes")));
        assertRefused(() -> guest.get(guest.file("notes")));
        assertRefused(() -> guest.count("public/"));
        assertRefused(() -> user("ann", Map.of()).put("public/news"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET/me, true, false",
        "PUT/me, true, false",
        "DELETE/me, false, false",
        "GET/me/secrets, false, false",
        "GET/tiers/gold/offers, true, false",
        "GET/tiers/silver/offers, false, false",
        "PUT/tiers/gold/offers, false, false",
        "GET/public/news, true, true",
        "POST/public/news, false, false",
    })
    void routesOfTheApiAreOpenTo(String route, boolean toUsers, boolean toGuests) {
        Context gold = Context.empty().with("aws:PrincipalTag/tier", "gold");

        assertThat(mayInvoke("AuthenticatedRole", API + route, gold)).isEqualTo(toUsers);
        assertThat(mayInvoke("GuestRole", API + route, Context.empty())).isEqualTo(toGuests);
        assertThat(mayInvoke("AuthenticatedRole", API.replace("/prod/", "/test/") + route, gold))
                .as("another stage")
                .isFalse();
    }

    private static boolean mayInvoke(String role, String resource, Context context) {
        return rightsOf(role).decide(new AccessRequest("execute-api:Invoke", resource, context)) == Decision.ALLOWED;
    }

    private static PolicyDocument rightsOf(String role) {
        return PolicyDocument.of(STACK.rightsOf(role));
    }

    private static Somebody user(String name, Map<String, String> tags) {
        var token = backend.getOpenIdTokenForDeveloperIdentity(request -> request.identityPoolId(Stack.POOL)
                .logins(Map.of("login.example.com", name))
                .principalTags(tags));
        Credentials redeemed = device.getCredentialsForIdentity(request -> request.identityId(token.identityId())
                        .logins(Map.of("cognito-identity.amazonaws.com", token.token())))
                .credentials();
        return new Somebody(token.identityId(), s3(sdk(redeemed)));
    }

    private static Somebody guest() {
        String identity =
                device.getId(request -> request.identityPoolId(Stack.POOL)).identityId();
        return new Somebody(
                identity,
                s3(sdk(device.getCredentialsForIdentity(request -> request.identityId(identity))
                        .credentials())));
    }

    private static AwsCredentials sdk(Credentials of) {
        return AwsSessionCredentials.create(of.accessKeyId(), of.secretKey(), of.sessionToken());
    }

    private static S3Client s3(AwsCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(emulator.endpoint())
                .forcePathStyle(true)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(HTTP)
                .build();
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo("AccessDenied"));
    }
}
