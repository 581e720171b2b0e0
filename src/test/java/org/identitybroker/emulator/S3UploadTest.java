package org.identitybroker.emulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import org.identitybroker.emulator.Wire.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Uploads in chunks, in each way that SDKs send them, and with something changed on the way.
class S3UploadTest {
    private static final String PATH = "/" + CloudUser.BUCKET + "/k";

    /// Two chunks of the SDK's signer, which cuts at 128 KiB.
    private static final String CONTENT = "0123456789abcdef".repeat(9 * 1024);

    private TestEmulator cognito;
    private CloudUser admin;

    /// What `x-amz-content-sha256` says.
    enum Way {
        PLAIN(true, false, false),
        CHUNKS_SIGNED(true, true, false),
        CHUNKS_SIGNED_WITH_TRAILER(true, true, true),
        CHUNKS_UNSIGNED_WITH_TRAILER(false, true, true);

        private final boolean isSigned;
        private final boolean isChunked;
        private final boolean hasTrailer;

        Way(boolean isSigned, boolean isChunked, boolean hasTrailer) {
            this.isSigned = isSigned;
            this.isChunked = isChunked;
            this.hasTrailer = hasTrailer;
        }

        private String announced() {
            String streaming = isSigned ? "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" : "STREAMING-UNSIGNED-PAYLOAD";
            return streaming + (hasTrailer ? "-TRAILER" : "");
        }
    }

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

    @ParameterizedTest
    @EnumSource(Way.class)
    void eachWayOfUploadingArrives(Way way) {
        SignedRequest signed = sign(way);
        if (way.isChunked) {
            assertEquals(
                    way.announced(),
                    signed.request().firstMatchingHeader("x-amz-content-sha256").orElseThrow());
        }

        Answer answer = admin.send(PATH, body(signed), signed);

        assertEquals(200, answer.status(), answer.http().body());
        var stored = admin.s3.getObjectAsBytes(
                request -> request.bucket(CloudUser.BUCKET).key("k"));
        assertEquals(CONTENT, stored.asString(UTF_8));
        assertEquals(null, stored.response().contentEncoding(), "how it was cut is not part of the object");
        assertEquals(way.hasTrailer ? "x-amz-checksum-crc32" : "x-amz-checksum-crc64nvme", checksumHeader(answer));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aByteChangedOnTheWayIsNoticed(Way way) {
        SignedRequest signed = sign(way);
        String changed = body(signed).replaceFirst("9abcdef0", "9abcdeF0");

        assertRefused(
                way.isSigned ? (way.isChunked ? "SignatureDoesNotMatch" : "XAmzContentSHA256Mismatch") : "BadDigest",
                admin.send(PATH, changed, signed));
    }

    @Test
    void aTrailerOfASignedUploadMustBeSigned() {
        SignedRequest signed = sign(Way.CHUNKS_SIGNED_WITH_TRAILER);
        String whole = body(signed);

        assertRefused(
                "SignatureDoesNotMatch",
                admin.send(PATH, whole.replaceFirst("x-amz-trailer-signature:.", "x-amz-trailer-signature:x"), signed));
        assertRefused(
                "SignatureDoesNotMatch",
                admin.send(PATH, whole.replaceFirst("(x-amz-checksum-crc32:)....", "$1AAAA"), signed));
    }

    @Test
    void anUnsignedTrailerIsStillAChecksum() {
        SignedRequest signed = sign(Way.CHUNKS_UNSIGNED_WITH_TRAILER);

        assertRefused(
                "BadDigest",
                admin.send(PATH, body(signed).replaceFirst("(x-amz-checksum-crc32:)....", "$1AAAA"), signed));
    }

    private SignedRequest sign(Way way) {
        // The signer leaves chunks unsigned only where TLS protects them, so it is told that there is TLS.
        String scheme = way.isSigned ? "http" : "https";
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(URI.create(scheme + "://127.0.0.1:" + cognito.emulator.port() + PATH))
                .putHeader("Content-Length", String.valueOf(CONTENT.length()))
                .build();
        return AwsV4HttpSigner.create().sign(sign -> {
            sign.identity(admin.credentials)
                    .request(request)
                    .payload(ContentStreamProvider.fromUtf8String(CONTENT))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, way.isSigned)
                    .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, way.isChunked)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(cognito.clock.instant(), ZoneOffset.UTC));
            if (way.hasTrailer) {
                sign.putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32);
            }
        });
    }

    private static String body(SignedRequest signed) {
        try (var stream = signed.payload().orElseThrow().newStream()) {
            return new String(stream.readAllBytes(), ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String checksumHeader(Answer answer) {
        return answer.http().headers().map().keySet().stream()
                .filter(name -> name.startsWith("x-amz-checksum-") && !name.equals("x-amz-checksum-type"))
                .findFirst()
                .orElse("none");
    }

    private void assertRefused(String code, Answer answer) {
        assertTrue(
                answer.http().body().contains("<Code>" + code + "</Code>"),
                answer.http().body());
        assertThrows(
                NoSuchKeyException.class,
                () -> admin.s3.getObjectAsBytes(
                        request -> request.bucket(CloudUser.BUCKET).key("k")));
    }
}
