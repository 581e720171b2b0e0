package org.identitybroker.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.identitybroker.emulator.Wire.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The protocol of S3, beside the question of who may do what: the account's own key does everything here.
class S3ProtocolTest {
    private static final String BUCKET = CloudUser.BUCKET;
    private static final int MEBIBYTE = 1024 * 1024;

    private TestEmulator cognito;
    private CloudUser admin;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start();
        admin = CloudUser.admin(cognito);
    }

    @AfterEach
    void stop() {
        admin.close();
        cognito.close();
    }

    @Test
    void whatIsStoredComesBackWithItsHeaders() {
        var stored = admin.s3.putObject(
                request -> request.bucket(BUCKET)
                        .key("k")
                        .contentType("text/plain")
                        .cacheControl("no-store")
                        .contentEncoding("identity")
                        .metadata(Map.of("Colour", "green")),
                RequestBody.fromString("hello"));

        var read = admin.s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("k"));
        var head = admin.s3.headObject(request -> request.bucket(BUCKET).key("k"));

        assertAll(
                () -> assertEquals("\"5d41402abc4b2a76b9719d911017c592\"", stored.eTag()),
                () -> assertEquals("hello", read.asString(UTF_8)),
                () -> assertEquals("text/plain", read.response().contentType()),
                () -> assertEquals("no-store", read.response().cacheControl()),
                () -> assertEquals("identity", read.response().contentEncoding()),
                () -> assertEquals(Map.of("colour", "green"), read.response().metadata()),
                () -> assertEquals(stored.eTag(), read.response().eTag()),
                () -> assertEquals(5, head.contentLength()),
                () -> assertEquals(stored.eTag(), head.eTag()),
                () -> assertEquals(Map.of("colour", "green"), head.metadata()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../up",
                "../../etc/passwd",
                "./here",
                "a/../b",
                "a/./b",
                "//double",
                "a//b",
                "a/",
                "a%2Fb",
                "%2e%2e/x",
                "100%",
                "a+b c",
                "a?b#c&d=e",
                "grün/ключ/鍵/🔑",
                "line\nbreak\ttab",
                "<xml>&\"'",
                "a\\b",
                "~!@$^*()_-={}[]|:;,.",
            })
    void aKeyIsWhatItIs(String key) {
        put(key, "content of " + key);
        put(key + "x", "another");

        assertEquals("content of " + key, read(key));
        assertEquals(List.of(key, key + "x"), keys(admin.s3.listObjectsV2(request -> request.bucket(BUCKET))));
        admin.s3.deleteObject(request -> request.bucket(BUCKET).key(key));
        assertRefused("NoSuchKey", 404, () -> read(key));
        assertEquals("another", read(key + "x"));
    }

    /// An encoded slash and a plain one are the same byte of a key, and nothing is decoded twice.
    @Test
    void pathsAreDecodedOnce() {
        put("a/b", "slash");
        put("a%2Fb", "escaped");

        assertEquals("slash", raw("GET", "/" + BUCKET + "/a/b", "").http().body());
        assertEquals("escaped", raw("GET", "/" + BUCKET + "/a%252Fb", "").http().body());
        assertEquals(
                "slash",
                signedAs("/" + BUCKET + "/a/b", "/" + BUCKET + "/a%2Fb").http().body());
        assertEquals(
                403, signedAs("/" + BUCKET + "/a/b", "/" + BUCKET + "/x/../a/b").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "%FF"})
    void whatCannotBeAKeyIsRefused(String encoded) throws IOException {
        String answer = sendLiterally("GET /" + BUCKET + "/" + encoded + " HTTP/1.1\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("<Code>InvalidURI</Code>"), answer);
    }

    @Test
    void aKeyHas1024BytesAtMost() {
        put("ü".repeat(512), "fits");
        assertRefused("KeyTooLongError", 400, () -> put("ü".repeat(512) + "x", "does not"));
    }

    @Test
    void aListComesInPages() {
        for (String key : List.of("b", "a/1", "a/2", "c/1", "d", "e", "\uFFEE", "🔑")) {
            put(key, key);
        }
        List<String> found = new ArrayList<>();
        ListObjectsV2Response page = null;
        int pages = 0;
        do {
            String token = page == null ? null : page.nextContinuationToken();
            page = admin.s3.listObjectsV2(
                    request -> request.bucket(BUCKET).delimiter("/").maxKeys(2).continuationToken(token));
            page.contents().forEach(object -> found.add(object.key()));
            page.commonPrefixes().forEach(prefix -> found.add(prefix.prefix()));
            assertEquals(2, page.keyCount() + (page.isTruncated() ? 0 : 1));
            pages++;
        } while (page.isTruncated());

        assertEquals(4, pages);
        assertEquals(List.of("b", "a/", "d", "c/", "e", "\uFFEE", "🔑"), found);
        assertEquals(
                List.of("a/2", "b"),
                keys(admin.s3.listObjectsV2(
                        request -> request.bucket(BUCKET).startAfter("a/1").maxKeys(2))));
        assertEquals(
                List.of("a/1", "a/2"),
                keys(admin.s3.listObjectsV2(
                        request -> request.bucket(BUCKET).prefix("a/").delimiter("/"))));
        assertFalse(admin.s3
                .listObjectsV2(request -> request.bucket(BUCKET).maxKeys(0))
                .isTruncated());
        assertRefused(
                "InvalidArgument",
                400,
                () -> admin.s3.listObjectsV2(request -> request.bucket(BUCKET).continuationToken("eHg")));
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "SHA1", "SHA256"})
    void checksumsAreVerifiedAndAnswered(ChecksumAlgorithm algorithm) {
        var stored = admin.s3.putObject(
                request -> request.bucket(BUCKET).key("k").checksumAlgorithm(algorithm),
                RequestBody.fromString("hello"));
        var read = admin.s3.getObjectAsBytes(
                request -> request.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED));

        String checksum = switch (algorithm) {
            case CRC32 -> stored.checksumCRC32();
            case SHA1 -> stored.checksumSHA1();
            default -> stored.checksumSHA256();
        };
        assertTrue(checksum.endsWith("="), checksum);
        assertEquals(stored.checksumType(), read.response().checksumType());
        assertEquals("hello", read.asString(UTF_8));
    }

    @Test
    void aWrongChecksumKeepsNothing() {
        assertRefused(
                "BadDigest",
                400,
                () -> admin.s3.putObject(
                        request -> request.bucket(BUCKET).key("k").checksumCRC32("AAAAAA=="),
                        RequestBody.fromString("hello")));
        assertRefused(
                "BadDigest",
                400,
                () -> admin.s3.putObject(
                        request -> request.bucket(BUCKET).key("k").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                        RequestBody.fromString("hello")));
        assertRefused("NoSuchKey", 404, () -> read("k"));
    }

    @Test
    void theBodyMustBeTheOneThatWasSigned() {
        String path = "/" + BUCKET + "/k";
        var signed = admin.sign("s3", "PUT", path, "hello", Map.of());

        assertEquals(200, admin.send(path, "hello", signed).status());
        Answer changed = admin.send(path, "hellp", signed);

        assertEquals(400, changed.status());
        assertTrue(changed.http().body().contains("<Code>XAmzContentSHA256Mismatch</Code>"));
        assertEquals("hello", read("k"));
    }

    @Test
    void aHeaderThatIsNotSignedIsRefused() {
        String path = "/" + BUCKET + "/k";
        var signed = admin.sign("s3", "PUT", path, "hello", Map.of());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(cognito.emulator.endpoint() + path))
                .PUT(BodyPublishers.ofString("hello"))
                .header("x-amz-meta-added", "by somebody else");
        for (String name : List.of("Authorization", "X-Amz-Date", "x-amz-content-sha256")) {
            request.header(name, signed.request().firstMatchingHeader(name).orElseThrow());
        }

        Answer refused = cognito.wire.send(request);

        assertEquals(403, refused.status());
        assertTrue(refused.http().body().contains("<HeadersNotSigned>x-amz-meta-added</HeadersNotSigned>"));
    }

    @Test
    void aSignatureIsGoodForAQuarterOfAnHour() {
        String path = "/" + BUCKET + "/k";
        var now = cognito.clock.instant();

        for (Duration off : List.of(Duration.ofSeconds(890), Duration.ofSeconds(-890))) {
            assertEquals(
                    200,
                    admin.send(path, "x", admin.sign("s3", "PUT", path, "x", Map.of(), now.plus(off)))
                            .status());
        }
        for (Duration off : List.of(Duration.ofSeconds(905), Duration.ofSeconds(-905))) {
            Answer refused = admin.send(path, "x", admin.sign("s3", "PUT", path, "x", Map.of(), now.plus(off)));
            assertEquals(403, refused.status());
            assertTrue(refused.http().body().contains("<Code>RequestTimeTooSkewed</Code>"));
        }
    }

    @Test
    void aPartCanBeRead() {
        put("k", "0123456789");

        assertEquals("234", range("bytes=2-4").http().body());
        assertEquals("bytes 2-4/10", range("bytes=2-4").header("content-range"));
        assertEquals("89", range("bytes=-2").http().body());
        assertEquals("789", range("bytes=7-100").http().body());
        assertEquals(206, range("bytes=0-").status());
        assertEquals(416, range("bytes=10-").status());
        assertEquals(200, range("bytes=4-2").status());
        assertEquals(200, range("lines=1-2").status());
    }

    @Test
    void whatTheClientHasIsNotSentAgain() {
        put("k", "hello");
        String etag =
                admin.s3.headObject(request -> request.bucket(BUCKET).key("k")).eTag();

        S3Exception unchanged = assertThrows(
                S3Exception.class,
                () -> admin.s3.getObjectAsBytes(
                        request -> request.bucket(BUCKET).key("k").ifNoneMatch(etag)));
        assertEquals(304, unchanged.statusCode());
        assertRefused(
                "PreconditionFailed",
                412,
                () -> admin.s3.putObject(
                        request -> request.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromString("again")));
        assertEquals("hello", read("k"));
    }

    @Test
    void largeUploadsComeWholeAndTooLargeOnesNot() {
        byte[] content = new byte[16 * MEBIBYTE];
        new Random(1).nextBytes(content);
        admin.s3.putObject(request -> request.bucket(BUCKET).key("big"), RequestBody.fromBytes(content));

        assertArrayEquals(
                content,
                admin.s3
                        .getObjectAsBytes(request -> request.bucket(BUCKET).key("big"))
                        .asByteArray());
        for (int size : List.of(16 * MEBIBYTE + 1, 20 * MEBIBYTE)) {
            assertRefused(
                    "EntityTooLarge",
                    400,
                    () -> admin.s3.putObject(
                            request -> request.bucket(BUCKET).key("bigger"), RequestBody.fromBytes(new byte[size])));
        }
    }

    @Test
    void whatIsNotThereIsNotTakenForAnother() {
        put("k", "hello");

        assertRefused(
                "NotImplemented",
                501,
                () -> admin.s3.getObjectAcl(request -> request.bucket(BUCKET).key("k")));
        assertRefused(
                "NotImplemented",
                501,
                () -> admin.s3.copyObject(request -> request.sourceBucket(BUCKET)
                        .sourceKey("k")
                        .destinationBucket(BUCKET)
                        .destinationKey("copy")));
        assertRefused(
                "NotImplemented",
                501,
                () -> admin.s3.createMultipartUpload(
                        request -> request.bucket(BUCKET).key("k")));
        assertRefused(
                "NotImplemented",
                501,
                () -> admin.s3.putObjectTagging(request -> request.bucket(BUCKET)
                        .key("k")
                        .tagging(tags -> tags.tagSet(tag -> tag.key("a").value("b")))));
        assertEquals("hello", read("k"));
    }

    @Test
    void withoutASignatureThereIsNothing() {
        put("public/x", "x");

        Answer refused = cognito.wire.get("/" + BUCKET + "/public/x");

        assertEquals(403, refused.status());
        assertTrue(refused.http()
                .body()
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>"
                        + "<Message>Access Denied</Message><RequestId>"));
    }

    @ParameterizedTest
    @CsvSource({
        "AWSAccessKeyId=test&Signature=x&Expires=1, InvalidRequest",
        "X-Amz-Signature=x, AuthorizationQueryParametersError",
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test, AuthorizationQueryParametersError",
    })
    void anIncompleteOrOldSignatureInAUrlIsToldAsSuch(String query, String code) {
        Answer refused = cognito.wire.get("/" + BUCKET + "/k?" + query);

        assertEquals(400, refused.status());
        assertTrue(refused.http().body().contains("<Code>" + code + "</Code>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "604801", "x"})
    void aUrlLivesASecondToAWeek(String seconds) {
        Answer refused = cognito.wire.get("/" + BUCKET + "/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=x"
                + "&X-Amz-SignedHeaders=host&X-Amz-Date=20261121T000000Z&X-Amz-Expires=" + seconds
                + "&X-Amz-Credential=test%2F20261121%2Feu-west-1%2Fs3%2Faws4_request");

        assertEquals(400, refused.status());
        assertTrue(refused.http().body().contains("<Message>X-Amz-Expires "));
    }

    @Test
    void aBrowserMayUseIt() {
        Answer preflight = cognito.wire.send(
                HttpRequest.newBuilder(cognito.emulator.endpoint().resolve("/" + BUCKET + "/k"))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Access-Control-Request-Method", "PUT")
                        .header("Access-Control-Request-Headers", "authorization,x-amz-date,x-amz-meta-colour"));
        Answer stored = raw("PUT", "/" + BUCKET + "/k", "x");

        assertAll(
                () -> assertEquals(200, preflight.status()),
                () -> assertEquals("*", preflight.header("access-control-allow-origin")),
                () -> assertTrue(
                        preflight.header("access-control-allow-methods").contains("PUT")),
                () -> assertEquals(
                        "authorization,x-amz-date,x-amz-meta-colour", preflight.header("access-control-allow-headers")),
                () -> assertEquals("*", stored.header("access-control-allow-origin")),
                () -> assertTrue(stored.header("access-control-expose-headers").contains("ETag")));
    }

    /// What no client would send.
    private String sendLiterally(String requestLine) throws IOException {
        try (var socket = new Socket("127.0.0.1", cognito.emulator.port())) {
            socket.getOutputStream()
                    .write((requestLine + "Host: localhost\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private Answer range(String range) {
        String path = "/" + BUCKET + "/k";
        return admin.send(path, "", admin.sign("s3", "GET", path, "", Map.of("Range", List.of(range))));
    }

    private Answer raw(String method, String path, String body) {
        return admin.send("s3", method, path, body);
    }

    /// Signed for one path, sent to another.
    private Answer signedAs(String signedPath, String sentPath) {
        return admin.send(sentPath, "", admin.sign("s3", "GET", signedPath, "", Map.of()));
    }

    private void put(String key, String content) {
        admin.s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    private String read(String key) {
        return admin.s3
                .getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                .asString(UTF_8);
    }

    private static List<String> keys(ListObjectsV2Response page) {
        return page.contents().stream().map(S3Object::key).toList();
    }

    private static void assertRefused(String code, int status, Executable call) {
        S3Exception refused = assertThrows(S3Exception.class, call);
        assertAll(
                () -> assertEquals(code, refused.awsErrorDetails().errorCode()),
                () -> assertEquals(status, refused.statusCode()));
    }
}
