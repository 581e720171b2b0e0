package org.identitybroker.emulator.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The limits of the store.
class BucketsTest {
    private static final String NAME = "bucket";

    private final Buckets buckets = new Buckets(new Buckets.Limits(10, 3), Clock.systemUTC(), List.of(NAME));

    @Test
    void bytesAreCountedAndGivenBack() {
        put("a", 6);
        put("b", 4);
        assertRefused(S3Error.InsufficientStorage, () -> put("c", 1));

        put("a", 5); // takes the place of the larger one
        put("c", 1);
        assertRefused(S3Error.InsufficientStorage, () -> put("c", 2));

        buckets.delete(buckets.require(NAME), "b");
        buckets.delete(buckets.require(NAME), "b");
        put("c", 5);
        assertRefused(S3Error.InsufficientStorage, () -> put("c", 6));
        assertEquals(5, buckets.require(NAME).find("c").orElseThrow().content().length);
    }

    @Test
    void objectsAreCountedAndGivenBack() {
        List.of("a", "b", "c").forEach(key -> put(key, 0));
        put("a", 0);
        assertRefused(S3Error.InsufficientStorage, () -> put("d", 0));

        buckets.delete(buckets.require(NAME), "a");
        put("d", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Upper", "under_score", "-x-", "a..b", "café"})
    void aBucketHasAProperName(String name) {
        assertRefused(S3Error.InvalidBucketName, () -> buckets.create(name));
    }

    @Test
    void bucketsHaveALimit() {
        for (int i = 1; i < 100; i++) {
            buckets.create("bucket-" + i);
        }
        assertRefused(S3Error.TooManyBuckets, () -> buckets.create("one-more"));
    }

    private void put(String key, int size) {
        var checksum = new ObjectChecksum(ChecksumAlgorithm.CRC32, "AAAAAA==");
        var object = new StoredObject(new byte[size], checksum, Map.of(), Instant.EPOCH);
        buckets.put(buckets.require(NAME), key, object, _ -> true);
    }

    private static void assertRefused(S3Error error, Runnable call) {
        assertEquals(error, assertThrows(S3Refusal.class, call::run).error());
    }
}
