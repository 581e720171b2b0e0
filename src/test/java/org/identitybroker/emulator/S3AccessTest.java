package org.identitybroker.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.identitybroker.emulator.Wire.Answer;
import org.identitybroker.emulator.http.UriEncoding;
import org.identitybroker.emulator.iam.PolicyDocument;
import org.identitybroker.emulator.state.PoolRoles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Who may reach which object, with the real S3 client and credentials from a redeemed token.
class S3AccessTest {
    private static final String BUCKET = CloudUser.BUCKET;

    private TestEmulator cognito;
    private CloudUser ann;
    private CloudUser bob;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start();
        ann = CloudUser.signedIn(cognito, "ann");
        bob = CloudUser.signedIn(cognito, "bob");
    }

    @AfterEach
    void stop() {
        ann.close();
        bob.close();
        cognito.close();
    }

    @Test
    void aUserHasAFolder() {
        String key = ann.ownFolder() + "notes.txt";

        put(ann, key, "hello");

        assertEquals("hello", read(ann, key));
        ann.s3.deleteObject(request -> request.bucket(BUCKET).key(key));
        try (CloudUser admin = CloudUser.admin(cognito)) {
            assertRefused("NoSuchKey", 404, () -> read(admin, key));
        }
    }

    @Test
    void aNeighboursFolderIsClosed() {
        String key = ann.ownFolder() + "secret.txt";
        put(ann, key, "secret");

        S3Exception refused = assertRefused("AccessDenied", 403, () -> read(bob, key));
        assertRefused("AccessDenied", 403, () -> put(bob, key, "mine now"));
        assertRefused(
                "AccessDenied",
                403,
                () -> bob.s3.deleteObject(request -> request.bucket(BUCKET).key(key)));

        assertEquals(
                "User: arn:aws:sts::111122223333:assumed-role/CognitoAuthenticated/CognitoIdentityCredentials is not "
                        + "authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::demo-uploads/" + key
                        + "\" because no identity-based policy allows the s3:GetObject action",
                refused.awsErrorDetails().errorMessage());
        assertEquals("secret", read(ann, key));
    }

    @Test
    void noPathLeadsIntoANeighboursFolder() {
        String key = ann.ownFolder() + "secret.txt";
        put(ann, key, "secret");

        for (String detour :
                List.of("../" + ann.identityId + "/secret.txt", "./../" + ann.identityId + "/secret.txt")) {
            put(bob, bob.ownFolder() + detour, "harmless");
        }
        assertRefused("AccessDenied", 403, () -> read(bob, bob.ownFolder() + "../../" + ann.ownFolder() + "x"));
        assertRefused("AccessDenied", 403, () -> read(bob, "/" + bob.ownFolder() + "x"));
        assertRefused("AccessDenied", 403, () -> read(bob, "users//" + bob.identityId + "/x"));
        assertEquals("secret", read(ann, key));
    }

    @Test
    void guestsReachTheirsAndNoOneElses() {
        put(ann, ann.ownFolder() + "x", "x");
        try (CloudUser guest = CloudUser.guest(cognito);
                CloudUser other = CloudUser.guest(cognito)) {
            String key = "guests/" + guest.identityId + "/draft";
            put(guest, key, "draft");

            assertEquals("draft", read(guest, key));
            assertRefused("AccessDenied", 403, () -> read(other, key));
            assertRefused("AccessDenied", 403, () -> read(ann, key));
            assertRefused("AccessDenied", 403, () -> read(guest, ann.ownFolder() + "x"));
            assertRefused("AccessDenied", 403, () -> put(guest, guest.ownFolder() + "x", "x"));
        }
    }

    /// An identity keeps its id when its guest signs in, and what was stored under it.
    @Test
    void usersReadWhatTheyLeftAsGuests() {
        try (CloudUser admin = CloudUser.admin(cognito)) {
            String key = "guests/" + ann.identityId + "/draft";
            put(admin, key, "draft");

            assertEquals("draft", read(ann, key));
            assertRefused("AccessDenied", 403, () -> put(ann, key, "more"));
            assertRefused("AccessDenied", 403, () -> read(bob, key));
        }
    }

    @Test
    void everybodyReadsWhatIsPublicAndOnlyTheAccountWritesIt() {
        try (CloudUser admin = CloudUser.admin(cognito);
                CloudUser guest = CloudUser.guest(cognito)) {
            put(admin, "public/news", "news");

            assertEquals("news", read(ann, "public/news"));
            assertEquals("news", read(guest, "public/news"));
            assertRefused("AccessDenied", 403, () -> put(ann, "public/news", "fake"));
            assertRefused("AccessDenied", 403, () -> put(guest, "public/news", "fake"));
        }
    }

    @Test
    void aListIsLimitedToTheFolder() {
        put(ann, ann.ownFolder() + "1", "x");
        put(bob, bob.ownFolder() + "2", "x");

        assertEquals(List.of(ann.ownFolder() + "1"), list(ann, ann.ownFolder()));
        assertRefused("AccessDenied", 403, () -> list(ann, bob.ownFolder()));
        assertRefused("AccessDenied", 403, () -> list(ann, "users/"));
        assertRefused("AccessDenied", 403, () -> list(ann, ""));
        assertRefused("AccessDenied", 403, () -> list(ann, "users/" + ann.identityId));
        assertRefused("AccessDenied", 403, () -> ann.s3.listObjectsV2(request -> request.bucket(BUCKET)));
    }

    @Test
    void whetherAnObjectIsThereIsOnlyToldToThoseWhoMayListTheBucket() {
        String missing = ann.ownFolder() + "missing";
        assertRefused("AccessDenied", 403, () -> read(ann, missing));

        cognito.emulator
                .policies()
                .set(
                        PoolRoles.standard().authenticated().orElseThrow(),
                        PolicyDocument.parse("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":"
                                + "[\"s3:GetObject\",\"s3:ListBucket\"],\"Resource\":\"*\"}}"));

        assertRefused("NoSuchKey", 404, () -> read(ann, missing));
        assertEquals(
                404,
                assertThrows(
                                S3Exception.class,
                                () -> ann.s3.headObject(
                                        request -> request.bucket(BUCKET).key(missing)))
                        .statusCode());
    }

    @Test
    void anExplicitDenyIsToldAsSuch() {
        cognito.emulator
                .policies()
                .set(
                        PoolRoles.standard().authenticated().orElseThrow(),
                        PolicyDocument.parse(
                                "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:*\"," + "\"Resource\":\"*\"}}"));

        S3Exception refused = assertRefused("AccessDenied", 403, () -> read(ann, "public/x"));

        assertTrue(
                refused.awsErrorDetails().errorMessage().endsWith("with an explicit deny in an identity-based policy"));
    }

    @Test
    void thereIsNoOtherBucketUnlessTheAccountMakesIt() {
        assertRefused(
                "NoSuchBucket",
                404,
                () -> ann.s3.getObject(request -> request.bucket("other").key("x")));
        assertRefused("AccessDenied", 403, () -> ann.s3.createBucket(request -> request.bucket("other")));
        try (CloudUser admin = CloudUser.admin(cognito)) {
            admin.s3.createBucket(request -> request.bucket("other"));
            admin.s3.headBucket(request -> request.bucket("other"));
            assertRefused(
                    "BucketAlreadyOwnedByYou", 409, () -> admin.s3.createBucket(request -> request.bucket("other")));
            assertEquals(2, admin.s3.listBuckets().buckets().size());
        }
        assertRefused(
                "AccessDenied",
                403,
                () -> ann.s3.getObject(request -> request.bucket("other").key("x")));
    }

    @Test
    void forgedCredentialsAreRefused() {
        AwsSessionCredentials good = ann.session();
        String id = good.accessKeyId();
        String secret = good.secretAccessKey();
        String token = good.sessionToken();

        assertForged("SignatureDoesNotMatch", 403, AwsSessionCredentials.create(id, "x" + secret, token));
        assertForged(
                "InvalidToken",
                400,
                AwsSessionCredentials.create(id, secret, bob.session().sessionToken()));
        assertForged("InvalidToken", 400, AwsSessionCredentials.create(id, secret, "A" + token));
        assertForged("InvalidAccessKeyId", 403, AwsSessionCredentials.create("AKIAUNKNOWN", secret, token));
        assertForged("InvalidAccessKeyId", 403, AwsBasicCredentials.create(id, secret));
    }

    private void assertForged(String code, int status, AwsCredentials credentials) {
        try (CloudUser forger = CloudUser.with(cognito, credentials)) {
            assertRefused(code, status, () -> put(forger, ann.ownFolder() + "x", "x"));
        }
    }

    @Test
    void credentialsEndAfterAnHour() {
        String path = UriEncoding.encodePath("/" + BUCKET + "/" + ann.ownFolder() + "x");
        cognito.clock.advance(Duration.ofMinutes(59));
        assertEquals(200, ann.send("s3", "PUT", path, "x").status());

        cognito.clock.advance(Duration.ofMinutes(1));
        Answer refused = ann.send("s3", "PUT", path, "x");

        assertEquals(400, refused.status());
        assertTrue(refused.http().body().contains("<Code>ExpiredToken</Code><Message>The provided token has expired."));
    }

    @Test
    void aPresignedUrlWorksUntilItExpires() {
        String key = ann.ownFolder() + "shared file.txt";
        try (var presigner = ann.presigner()) {
            URL upload = presigner
                    .presignPutObject(order -> order.signatureDuration(Duration.ofMinutes(10))
                            .putObjectRequest(request -> request.bucket(BUCKET).key(key)))
                    .url();
            URL download = presigner
                    .presignGetObject(order -> order.signatureDuration(Duration.ofMinutes(10))
                            .getObjectRequest(
                                    request -> request.bucket(BUCKET).key(key).responseContentType("text/x-notes")))
                    .url();

            assertEquals(200, send(upload, "by url").status());
            Answer answer = get(download);
            assertEquals("by url", answer.http().body());
            assertEquals("text/x-notes", answer.header("content-type"));
            assertEquals(403, send(download, "by url").status(), "a URL is for one method");
            assertEquals(403, send(otherObject(upload, key, "other"), "by url").status(), "and for one object");

            cognito.clock.advance(Duration.ofMinutes(10).plusSeconds(1));
            Answer expired = get(download);
            assertEquals(403, expired.status());
            assertTrue(
                    expired.http().body().contains("<Code>AccessDenied</Code><Message>Request has expired</Message>"));
        }
    }

    @Test
    void aPresignedUrlEndsWithTheCredentials() {
        put(ann, ann.ownFolder() + "x", "x");
        try (var presigner = ann.presigner()) {
            URL download = presigner
                    .presignGetObject(order -> order.signatureDuration(Duration.ofDays(7))
                            .getObjectRequest(request -> request.bucket(BUCKET).key(ann.ownFolder() + "x")))
                    .url();
            assertEquals(200, get(download).status());

            cognito.clock.advance(Duration.ofHours(1).plusSeconds(1));

            assertTrue(get(download).http().body().contains("<Code>ExpiredToken</Code>"));
        }
    }

    @Test
    void aPresignedUrlCannotOutreachItsSigner() {
        put(ann, ann.ownFolder() + "x", "x");
        try (var presigner = bob.presigner()) {
            URL download = presigner
                    .presignGetObject(order -> order.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(request -> request.bucket(BUCKET).key(ann.ownFolder() + "x")))
                    .url();

            assertTrue(get(download).http().body().contains("<Code>AccessDenied</Code>"));
        }
    }

    private static URL otherObject(URL url, String key, String other) {
        try {
            String name = key.substring(key.lastIndexOf('/') + 1).replace(" ", "%20");
            return URI.create(url.toString().replace(name, other)).toURL();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Answer get(URL url) {
        return cognito.wire.send(request(url).GET());
    }

    private Answer send(URL url, String body) {
        return cognito.wire.send(request(url).PUT(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(URL url) {
        try {
            return HttpRequest.newBuilder(url.toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void put(CloudUser user, String key, String content) {
        user.s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    private static String read(CloudUser user, String key) {
        return user.s3
                .getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                .asString(UTF_8);
    }

    private static List<String> list(CloudUser user, String prefix) {
        return user.s3.listObjectsV2(request -> request.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private static S3Exception assertRefused(String code, int status, Executable call) {
        S3Exception refused = assertThrows(S3Exception.class, call);
        assertAll(
                () -> assertEquals(code, refused.awsErrorDetails().errorCode()),
                () -> assertEquals(status, refused.statusCode()));
        return refused;
    }
}
