package org.identitybroker.emulator.s3;

import java.util.Set;
import org.identitybroker.emulator.iam.Context;

/// What can be done here, and which permission it needs (Service Authorization Reference: "Actions,
/// resources, and condition keys for Amazon S3").
enum S3Action {
    LIST_BUCKETS("s3:ListAllMyBuckets"),
    CREATE_BUCKET("s3:CreateBucket"),
    HEAD_BUCKET("s3:ListBucket"),
    LOCATE_BUCKET("s3:GetBucketLocation"),
    LIST_OBJECTS("s3:ListBucket"),
    PUT_OBJECT("s3:PutObject"),
    GET_OBJECT("s3:GetObject"),
    HEAD_OBJECT("s3:GetObject"),
    DELETE_OBJECT("s3:DeleteObject");

    /// Query parameters that make a request another one, none of which is there. If they were ignored,
    /// setting an object's tags would overwrite the object.
    private static final Set<String> OTHERS = Set.of(
            "accelerate",
            "acl",
            "analytics",
            "attributes",
            "cors",
            "delete",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "logging",
            "metadataConfiguration",
            "metadataTable",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "partNumber",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "renameObject",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "session",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versionId",
            "versioning",
            "versions",
            "website");

    private final String permission;

    S3Action(String permission) {
        this.permission = permission;
    }

    static S3Action of(S3Request request) {
        if (OTHERS.stream().anyMatch(request.query()::has)
                || request.headers().first("x-amz-copy-source").isPresent()) {
            throw new S3Refusal(S3Error.NotImplemented);
        }
        if (request.key().isPresent()) {
            return ofObject(request.method());
        }
        return request.bucket().isPresent() ? ofBucket(request) : ofService(request.method());
    }

    private static S3Action ofObject(String method) {
        return switch (method) {
            case "PUT" -> PUT_OBJECT;
            case "GET" -> GET_OBJECT;
            case "HEAD" -> HEAD_OBJECT;
            case "DELETE" -> DELETE_OBJECT;
            default -> throw new S3Refusal(S3Error.MethodNotAllowed);
        };
    }

    private static S3Action ofBucket(S3Request request) {
        return switch (request.method()) {
            case "PUT" -> CREATE_BUCKET;
            case "HEAD" -> HEAD_BUCKET;
            case "GET" -> ofBucketQuery(request.query());
            case "DELETE" -> throw new S3Refusal(S3Error.NotImplemented);
            default -> throw new S3Refusal(S3Error.MethodNotAllowed);
        };
    }

    private static S3Action ofBucketQuery(Query query) {
        if (query.has("location")) {
            return LOCATE_BUCKET;
        }
        if (query.first("list-type").filter("2"::equals).isPresent()) {
            return LIST_OBJECTS;
        }
        throw new S3Refusal(S3Error.NotImplemented); // the first version of listing
    }

    private static S3Action ofService(String method) {
        if (method.equals("GET")) {
            return LIST_BUCKETS;
        }
        throw new S3Refusal(S3Error.MethodNotAllowed);
    }

    String permission() {
        return permission;
    }

    /// The ARN that a policy must name.
    String resource(S3Request request) {
        return switch (this) {
            case LIST_BUCKETS -> "arn:aws:s3:::*";
            case PUT_OBJECT, GET_OBJECT, HEAD_OBJECT, DELETE_OBJECT ->
                "arn:aws:s3:::" + request.requireBucket() + "/" + request.requireKey();
            default -> "arn:aws:s3:::" + request.requireBucket();
        };
    }

    /// The condition keys that only listing has.
    Context context(S3Request request) {
        Context context = Context.empty();
        if (this == LIST_OBJECTS) {
            for (String parameter : Set.of("prefix", "delimiter", "max-keys")) {
                var given = request.query().first(parameter);
                if (given.isPresent()) {
                    context = context.with("s3:" + parameter, given.get());
                }
            }
        }
        return context;
    }
}
