package org.identitybroker.emulator.s3;

/// The errors of S3 (Amazon S3 API reference: "Error responses"), with its own texts where they do not
/// depend on the request.
enum S3Error {
    AccessDenied(403, "Access Denied"),
    AuthorizationHeaderMalformed(400, "The authorization header that you provided is not valid."),
    AuthorizationQueryParametersError(
            400,
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
                    + "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."),
    BadDigest(400, "The Content-MD5 or checksum value that you specified did not match what the server received."),
    BucketAlreadyOwnedByYou(409, "Your previous request to create the named bucket succeeded and you already own it."),
    EntityTooLarge(400, "Your proposed upload exceeds the maximum allowed size"),
    ExpiredToken(400, "The provided token has expired."),
    IncompleteBody(400, "The request body terminated unexpectedly"),
    InsufficientStorage(507, "The emulator's store is full."),
    InternalError(500, "We encountered an internal error. Please try again."),
    InvalidAccessKeyId(403, "The AWS Access Key Id you provided does not exist in our records."),
    InvalidArgument(400, "Invalid Argument"),
    InvalidBucketName(400, "The specified bucket is not valid."),
    InvalidDigest(400, "The Content-MD5 or checksum value that you specified is not valid."),
    InvalidRange(416, "The requested range is not satisfiable"),
    InvalidRequest(400, "Invalid Request"),
    InvalidToken(400, "The provided token is malformed or otherwise invalid."),
    InvalidURI(400, "Couldn't parse the specified URI."),
    KeyTooLongError(400, "Your key is too long"),
    MetadataTooLarge(400, "Your metadata headers exceed the maximum allowed metadata size"),
    MethodNotAllowed(405, "The specified method is not allowed against this resource."),
    MissingContentLength(411, "You must provide the Content-Length HTTP header."),
    NoSuchBucket(404, "The specified bucket does not exist"),
    NoSuchKey(404, "The specified key does not exist."),
    NotImplemented(501, "A header or query you provided implies functionality that is not implemented."),
    PreconditionFailed(412, "At least one of the pre-conditions you specified did not hold"),
    RequestTimeTooSkewed(403, "The difference between the request time and the current time is too large."),
    SignatureDoesNotMatch(
            403,
            "The request signature we calculated does not match the signature you provided. "
                    + "Check your key and signing method."),
    TooManyBuckets(400, "You have attempted to create more buckets than allowed"),
    XAmzContentSHA256Mismatch(400, "The provided 'x-amz-content-sha256' header does not match what was computed.");

    private final int status;
    private final String text;

    S3Error(int status, String text) {
        this.status = status;
        this.text = text;
    }

    int status() {
        return status;
    }

    String text() {
        return text;
    }
}
