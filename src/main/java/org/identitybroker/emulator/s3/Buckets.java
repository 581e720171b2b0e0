package org.identitybroker.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// All buckets with their objects, within limits. Changes happen one after the other; reading never waits.
final class Buckets {
    /// Keys are listed in the order of their bytes (Amazon S3 API reference: "ListObjectsV2").
    static final Comparator<String> KEY_ORDER =
            (one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));

    /// An account's number of buckets before AWS raised it to 10,000.
    private static final int BUCKETS_MAX = 100;

    /// Amazon S3 user guide: "General purpose bucket naming rules".
    private static final String BUCKET_NAME = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";

    private final Limits limits;
    private final Clock clock;
    private final NavigableMap<String, Bucket> byName = new ConcurrentSkipListMap<>();
    private long bytes;
    private int objects;

    /// How much there can be in all buckets together.
    record Limits(long bytesMax, int objectsMax) {
        /// What a machine that runs tests can spare, and more objects than a page of a list has by far.
        static Limits standard() {
            return new Limits(256L * 1024 * 1024, 10_000);
        }
    }

    /// A bucket: when it was made, and its objects by key.
    record Bucket(String name, Instant created, NavigableMap<String, StoredObject> objects) {
        Optional<StoredObject> find(String key) {
            return Optional.ofNullable(objects.get(key));
        }

        /// Those that follow in order; all of them after an empty key.
        Stream<Map.Entry<String, StoredObject>> after(String key) {
            return objects.tailMap(key, false).entrySet().stream();
        }

        @Override
        public String toString() {
            return "Bucket[" + name + "]";
        }
    }

    Buckets(Limits limits, Clock clock, Collection<String> names) {
        this.limits = limits;
        this.clock = clock;
        names.forEach(this::create);
    }

    synchronized void create(String name) {
        if (!name.matches(BUCKET_NAME) || name.contains("..")) {
            throw new S3Refusal(S3Error.InvalidBucketName).with("BucketName", name);
        }
        if (byName.containsKey(name)) {
            throw new S3Refusal(S3Error.BucketAlreadyOwnedByYou).with("BucketName", name);
        }
        if (byName.size() >= BUCKETS_MAX) {
            throw new S3Refusal(S3Error.TooManyBuckets);
        }
        byName.put(name, new Bucket(name, clock.instant(), new ConcurrentSkipListMap<>(KEY_ORDER)));
    }

    Bucket require(String name) {
        Bucket bucket = byName.get(name);
        if (bucket == null) {
            throw new S3Refusal(S3Error.NoSuchBucket).with("BucketName", name);
        }
        return bucket;
    }

    List<Bucket> all() {
        return List.copyOf(byName.values());
    }

    /// @param condition on what is there now; if it does not hold, nothing is changed
    synchronized void put(Bucket bucket, String key, StoredObject object, Predicate<Optional<StoredObject>> condition) {
        Optional<StoredObject> replaced = bucket.find(key);
        if (!condition.test(replaced)) {
            throw new S3Refusal(S3Error.PreconditionFailed);
        }
        long bytesThen = bytes + object.content().length - sizeOf(replaced);
        int objectsThen = replaced.isPresent() ? objects : objects + 1;
        if (bytesThen > limits.bytesMax() || objectsThen > limits.objectsMax()) {
            throw new S3Refusal(S3Error.InsufficientStorage);
        }
        bucket.objects().put(key, object);
        bytes = bytesThen;
        objects = objectsThen;
    }

    /// Does nothing if there is none: deleting succeeds always.
    synchronized void delete(Bucket bucket, String key) {
        Optional<StoredObject> removed = Optional.ofNullable(bucket.objects().remove(key));
        bytes -= sizeOf(removed);
        objects -= removed.isPresent() ? 1 : 0;
    }

    private static long sizeOf(Optional<StoredObject> object) {
        return object.map(found -> (long) found.content().length).orElse(0L);
    }
}
