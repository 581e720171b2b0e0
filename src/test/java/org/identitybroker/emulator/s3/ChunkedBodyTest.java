package org.identitybroker.emulator.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.iam.Context;
import org.identitybroker.emulator.iam.Principal;
import org.identitybroker.emulator.sigv4.ClaimedSignature;
import org.identitybroker.emulator.sigv4.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The example of the Amazon S3 API reference, "Transferring Payload in Multiple Chunks", and what may be
/// wrong with such a body.
class ChunkedBodyTest {
    private static final String FIRST = "10000;chunk-signature="
            + "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n" + "a".repeat(65_536) + "\r\n";
    private static final String SECOND = "400;chunk-signature="
            + "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n" + "a".repeat(1024) + "\r\n";
    private static final String LAST =
            "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";

    @Test
    void theExampleIsRead() {
        assertEquals("a".repeat(66_560), text(signed(FIRST + SECOND + LAST)));
    }

    @Test
    void chunksCanNeitherBeLeftOutNorRepeatedNorSwapped() {
        assertRefused(S3Error.SignatureDoesNotMatch, FIRST + LAST);
        assertRefused(S3Error.SignatureDoesNotMatch, FIRST + FIRST + SECOND + LAST);
        assertRefused(S3Error.SignatureDoesNotMatch, SECOND + FIRST + LAST);
        assertRefused(S3Error.SignatureDoesNotMatch, LAST);
        assertRefused(S3Error.SignatureDoesNotMatch, "0\r\n\r\n");
    }

    @Test
    void aTrailerNeedsASignature() {
        assertRefused(S3Error.SignatureDoesNotMatch, FIRST + SECOND + LAST + "x-amz-checksum-crc32:AAAAAA==\r\n\r\n");
        assertRefused(
                S3Error.SignatureDoesNotMatch,
                FIRST + SECOND + LAST + "x-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:00\r\n\r\n");
    }

    @Test
    void anEndThatIsMissingIsNoticed() {
        assertRefused(S3Error.IncompleteBody, FIRST + SECOND);
        assertRefused(S3Error.IncompleteBody, FIRST.substring(0, 1000));
        assertRefused(S3Error.IncompleteBody, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x\r\n", "-1\r\na\r\n0\r\n", "fffffffff\r\n", "2\r\nabc\r\n0\r\n", "1\r\na\r\n0\r\nnonsense\r\n"
            })
    void nonsenseIsRefused(String body) {
        var chunks = new ChunkedBody(body.getBytes(US_ASCII), Optional.empty());

        assertEquals(
                S3Error.IncompleteBody,
                assertThrows(S3Refusal.class, chunks::read).error());
    }

    @Test
    void withoutSignaturesOnlyTheFormCounts() {
        String body = "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Amz-Checksum-CRC32: AAAAAA== \n\r\n";

        Payload payload = new ChunkedBody(body.getBytes(US_ASCII), Optional.empty()).read();

        assertEquals("abcde", text(payload));
        assertEquals(Map.of("x-amz-checksum-crc32", "AAAAAA=="), payload.trailers());
    }

    private static void assertRefused(S3Error error, String body) {
        assertEquals(error, assertThrows(S3Refusal.class, () -> signed(body)).error());
    }

    private static Payload signed(String body) {
        var signature = ClaimedSignature.presigned(
                        "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
                        "host",
                        "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
                        "20130524T000000Z")
                .orElseThrow();
        var key = SigningKey.of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", signature.scope());
        var principal = new Principal("arn:aws:iam::111122223333:user/x", Optional.empty(), Context.empty());
        var chain = new ChunkSignatures(new Signed(principal, signature, key, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"));
        return new ChunkedBody(body.getBytes(US_ASCII), Optional.of(chain)).read();
    }

    private static String text(Payload payload) {
        return new String(payload.bytes(), US_ASCII);
    }
}
