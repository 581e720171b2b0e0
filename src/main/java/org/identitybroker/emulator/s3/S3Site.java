package org.identitybroker.emulator.s3;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.identitybroker.emulator.http.Body;
import org.identitybroker.emulator.http.HttpDate;
import org.identitybroker.emulator.http.Reply.Answer;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.http.Site;
import org.identitybroker.emulator.iam.Context;
import org.identitybroker.emulator.iam.Decision;
import org.identitybroker.emulator.iam.Policies;
import org.identitybroker.emulator.iam.Principal;
import org.identitybroker.emulator.principal.Principals;
import org.identitybroker.emulator.sigv4.ClaimedSignature;
import org.identitybroker.emulator.wire.Cors;
import org.jboss.logging.Logger;

/// The way of one request to S3: what it wants, who signed it, whether a policy allows it, then the
/// operation itself.
public final class S3Site implements Site {
    /// An object with what its chunks, each of 8 KiB or more, add to it.
    private static final int BODY_BYTES_MAX = PayloadReader.OBJECT_BYTES_MAX + 1024 * 1024;

    private static final String METHODS = "GET, PUT, HEAD, DELETE, OPTIONS";
    private static final Logger LOG = Logger.getLogger(S3Site.class);

    private final Signatures signatures;
    private final Policies policies;
    private final Buckets buckets;
    private final BucketOperations bucketOperations;
    private final ObjectOperations objectOperations;
    private final Clock clock;

    public S3Site(Principals principals, Policies policies, String accountId, Set<String> buckets, Clock clock) {
        this.signatures = new Signatures(principals, clock);
        this.policies = policies;
        this.buckets = new Buckets(Buckets.Limits.standard(), clock, buckets);
        this.bucketOperations = new BucketOperations(this.buckets, accountId);
        this.objectOperations = new ObjectOperations(this.buckets, clock);
        this.clock = clock;
    }

    /// Whether a request says that it was signed for S3.
    public static boolean isSigned(Request request) {
        if (ClaimedSignature.serviceInHeader(request)
                .filter(Signatures.SERVICE::equals)
                .isPresent()) {
            return true;
        }
        try {
            return Presigned.service(Query.parse(request.query()))
                    .filter(Signatures.SERVICE::equals)
                    .isPresent();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    @Override
    public Answer answer(Request request) {
        if (request.method().equals("OPTIONS")) {
            return Cors.preflight(request.headers(), METHODS);
        }
        String requestId = newRequestId();
        return complete(answerOrRefusal(request, requestId), requestId);
    }

    @Override
    public int bodyBytesMax(String path) {
        return BODY_BYTES_MAX;
    }

    @Override
    public Answer tooLarge(String path) {
        String requestId = newRequestId();
        return complete(refused(PayloadReader.tooLarge(), false, requestId), requestId);
    }

    /// Sixteen hexadecimal digits, as Amazon's.
    private static String newRequestId() {
        return UUID.randomUUID().toString().replace("-", "").substring(16).toUpperCase(Locale.ROOT);
    }

    private Answer answerOrRefusal(Request request, String requestId) {
        boolean isHead = request.method().equals("HEAD");
        try {
            return answer(S3Request.of(request));
        } catch (S3Refusal refusal) {
            return refused(refusal, isHead, requestId);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "request %s failed", requestId);
            return refused(new S3Refusal(S3Error.InternalError), isHead, requestId);
        }
    }

    private Answer answer(S3Request request) {
        S3Action action = S3Action.of(request);
        Signed signed = signatures.verify(request).orElseThrow(() -> new S3Refusal(S3Error.AccessDenied));
        requireBucket(action, request);
        requireAllowed(signed.principal(), action, request);
        // Only now, so that what nobody may write is not even unwrapped.
        Payload payload = PayloadReader.read(request, signed);
        return switch (action) {
            case LIST_BUCKETS -> bucketOperations.all();
            case CREATE_BUCKET -> bucketOperations.create(request);
            case HEAD_BUCKET -> bucketOperations.head(request);
            case LOCATE_BUCKET -> bucketOperations.location(request);
            case LIST_OBJECTS -> bucketOperations.list(request);
            case PUT_OBJECT -> objectOperations.put(request, payload);
            case GET_OBJECT, HEAD_OBJECT -> get(request, signed.principal());
            case DELETE_OBJECT -> objectOperations.delete(request);
        };
    }

    /// A bucket that is not there is told before a policy is asked.
    private void requireBucket(S3Action action, S3Request request) {
        if (action != S3Action.CREATE_BUCKET && action != S3Action.LIST_BUCKETS) {
            buckets.require(request.requireBucket());
        }
    }

    private void requireAllowed(Principal principal, S3Action action, S3Request request) {
        require(principal, action.permission(), action.resource(request), action.context(request));
    }

    /// Whether an object is there is only told to those who may list the bucket; the others get the same
    /// refusal as for what they may not read (Amazon S3 API reference: "GetObject", "Permissions").
    private Answer get(S3Request request, Principal principal) {
        if (objectOperations.find(request).isEmpty()) {
            String bucket = "arn:aws:s3:::" + request.requireBucket();
            require(principal, S3Action.LIST_OBJECTS.permission(), bucket, Context.empty());
        }
        return objectOperations.get(request);
    }

    private void require(Principal principal, String permission, String resource, Context context) {
        Decision decision = policies.decide(principal, permission, resource, context);
        if (decision == Decision.ALLOWED) {
            return;
        }
        String because = decision == Decision.DENIED
                ? "with an explicit deny in an identity-based policy"
                : "because no identity-based policy allows the %s action".formatted(permission);
        throw new S3Refusal(
                S3Error.AccessDenied,
                "User: %s is not authorized to perform: %s on resource: \"%s\" %s"
                        .formatted(principal.arn(), permission, resource, because));
    }

    private static Answer refused(S3Refusal refusal, boolean isHead, String requestId) {
        int status = refusal.error().status();
        if (isHead) {
            return new Answer(status, Map.of("Content-Type", "application/xml"), Body.empty());
        }
        Body body = Xml.document("Error", "", xml -> {
            xml.text("Code", refusal.error().name()).text("Message", refusal.text());
            refusal.details().forEach(xml::text);
            xml.text("RequestId", requestId).text("HostId", hostId(requestId));
        });
        return new Answer(status, Map.of("Content-Type", "application/xml"), body);
    }

    /// The headers of every answer, all of which a web page of any origin may read. The date is the
    /// emulator's, as SDKs correct their clock by that of an error.
    private Answer complete(Answer answer, String requestId) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.put("Date", HttpDate.of(clock.instant()));
        headers.put("Server", "AmazonS3");
        headers.put("x-amz-request-id", requestId);
        headers.put("x-amz-id-2", hostId(requestId));
        String exposed = String.join(",", headers.keySet());
        headers.put("access-control-allow-origin", "*");
        headers.put("access-control-expose-headers", exposed);
        return new Answer(answer.status(), headers, answer.body());
    }

    /// Amazon's second id of a request, of no meaning to anybody else.
    private static String hostId(String requestId) {
        return "emulated/" + requestId;
    }
}
