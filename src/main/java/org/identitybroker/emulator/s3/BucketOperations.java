package org.identitybroker.emulator.s3;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.identitybroker.emulator.http.Body;
import org.identitybroker.emulator.http.Reply.Answer;
import org.identitybroker.emulator.http.UriEncoding;

/// What is done with buckets.
final class BucketOperations {
    /// Amazon S3 API reference: "ListObjectsV2", MaxKeys.
    private static final int KEYS_MAX = 1000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Buckets buckets;
    private final String accountId;

    BucketOperations(Buckets buckets, String accountId) {
        this.buckets = buckets;
        this.accountId = accountId;
    }

    Answer all() {
        return xml(
                "ListAllMyBucketsResult",
                xml -> xml.nested("Owner", owner -> owner.text("ID", accountId))
                        .nested(
                                "Buckets",
                                list -> buckets.all()
                                        .forEach(bucket -> list.nested(
                                                "Bucket",
                                                item -> item.text("Name", bucket.name())
                                                        .text("CreationDate", TIME.format(bucket.created()))))));
    }

    Answer create(S3Request request) {
        buckets.create(request.requireBucket());
        return new Answer(200, Map.of("Location", "/" + request.requireBucket()), Body.empty());
    }

    Answer head(S3Request request) {
        buckets.require(request.requireBucket());
        return new Answer(200, Map.of(), Body.empty());
    }

    /// Empty, as for the region us-east-1: the emulator's buckets are in every region.
    Answer location(S3Request request) {
        buckets.require(request.requireBucket());
        return xml("LocationConstraint", _ -> {});
    }

    Answer list(S3Request request) {
        Buckets.Bucket bucket = buckets.require(request.requireBucket());
        Query query = request.query();
        Listing.Order order = order(query);
        Listing page = Listing.of(bucket, order);
        UnaryOperator<String> encoded = encoding(query);
        return xml("ListBucketResult", xml -> {
            xml.text("Name", bucket.name()).text("Prefix", encoded.apply(order.prefix()));
            query.first("delimiter").ifPresent(value -> xml.text("Delimiter", encoded.apply(value)));
            query.first("start-after").ifPresent(value -> xml.text("StartAfter", encoded.apply(value)));
            query.first("continuation-token").ifPresent(value -> xml.text("ContinuationToken", value));
            query.first("encoding-type").ifPresent(value -> xml.text("EncodingType", value));
            page.next().ifPresent(token -> xml.text("NextContinuationToken", token.text()));
            xml.text("KeyCount", page.contents().size() + page.commonPrefixes().size())
                    .text("MaxKeys", order.keysMax())
                    .text("IsTruncated", page.next().isPresent());
            page.contents().forEach(entry -> contents(xml, encoded.apply(entry.getKey()), entry.getValue()));
            page.commonPrefixes()
                    .forEach(
                            prefix -> xml.nested("CommonPrefixes", item -> item.text("Prefix", encoded.apply(prefix))));
        });
    }

    private static void contents(Xml xml, String key, StoredObject object) {
        xml.nested(
                "Contents",
                item -> item.text("Key", key)
                        .text("LastModified", TIME.format(object.lastModified()))
                        .text("ETag", object.etag())
                        .text("ChecksumAlgorithm", object.checksum().algorithm())
                        .text("ChecksumType", "FULL_OBJECT")
                        .text("Size", object.content().length)
                        .text("StorageClass", "STANDARD"));
    }

    private static Listing.Order order(Query query) {
        Listing.Token after = query.first("continuation-token")
                .map(Listing.Token::parse)
                .orElseGet(() ->
                        Listing.Token.startAfter(query.first("start-after").orElse("")));
        return new Listing.Order(
                query.first("prefix").orElse(""), query.first("delimiter").orElse(""), after, keysMax(query));
    }

    private static int keysMax(Query query) {
        String given = query.first("max-keys").orElse(String.valueOf(KEYS_MAX));
        if (!given.matches("\\d{1,9}")) {
            throw new S3Refusal(S3Error.InvalidArgument, "Provided max-keys not an integer or within integer range")
                    .with("ArgumentName", "max-keys")
                    .with("ArgumentValue", given);
        }
        return Math.min(Integer.parseInt(given), KEYS_MAX);
    }

    private static UnaryOperator<String> encoding(Query query) {
        Optional<String> type = query.first("encoding-type");
        if (type.isPresent() && !type.get().equals("url")) {
            throw new S3Refusal(S3Error.InvalidArgument, "Invalid Encoding Method specified in Request")
                    .with("ArgumentName", "encoding-type")
                    .with("ArgumentValue", type.get());
        }
        return type.isPresent() ? UriEncoding::encodePath : UnaryOperator.identity();
    }

    private static Answer xml(String root, Consumer<Xml> content) {
        return new Answer(200, Map.of("Content-Type", "application/xml"), Xml.document(root, Xml.NAMESPACE, content));
    }
}
