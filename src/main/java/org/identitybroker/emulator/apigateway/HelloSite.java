package org.identitybroker.emulator.apigateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.identitybroker.emulator.credential.Session;
import org.identitybroker.emulator.http.Body;
import org.identitybroker.emulator.http.HttpDate;
import org.identitybroker.emulator.http.Reply.Answer;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.http.Site;
import org.identitybroker.emulator.iam.Context;
import org.identitybroker.emulator.iam.Decision;
import org.identitybroker.emulator.iam.Policies;
import org.identitybroker.emulator.iam.Principal;
import org.identitybroker.emulator.principal.Finding;
import org.identitybroker.emulator.principal.Principals;
import org.identitybroker.emulator.sigv4.ClaimedSignature;
import org.identitybroker.emulator.sigv4.SignatureVerifier;
import org.identitybroker.emulator.sigv4.Verdict;
import org.identitybroker.emulator.wire.Cors;

/// `GET /hello`: signed for `execute-api`, allowed by a policy, answered by a function that says who called.
public final class HelloSite implements Site {
    public static final String PATH = "/hello";

    private static final String SERVICE = "execute-api";
    private static final String METHODS = "GET, OPTIONS";

    private final SignatureVerifier signatures;
    private final Principals principals;
    private final Policies policies;
    private final String accountId;
    private final Clock clock;

    public HelloSite(Principals principals, Policies policies, String accountId, Clock clock) {
        this.signatures = new SignatureVerifier(SERVICE, principals, clock);
        this.principals = principals;
        this.policies = policies;
        this.accountId = accountId;
        this.clock = clock;
    }

    /// Whether a request says that it was signed for API Gateway.
    public static boolean isSigned(Request request) {
        return ClaimedSignature.serviceInHeader(request).filter(SERVICE::equals).isPresent();
    }

    @Override
    public Answer answer(Request request) {
        if (request.method().equals("OPTIONS")) {
            return Cors.preflight(request.headers(), METHODS);
        }
        try {
            return json(200, headers(), hello(request));
        } catch (GatewayRefusal refusal) {
            Map<String, String> headers = headers();
            headers.put("x-amzn-ErrorType", refusal.type());
            return json(403, headers, JsonNodeFactory.instance.objectNode().put(refusal.member(), refusal.text()));
        }
    }

    private ObjectNode hello(Request request) {
        if (!request.path().equals(PATH) || !request.method().equals("GET")) {
            throw GatewayRefusal.missingToken();
        }
        Verdict.Accepted signer = signer(request);
        Finding.Known known = known(signer.accessKeyId(), request.headers().first("X-Amz-Security-Token"));
        requireAllowed(known.principal(), signer.region());
        return greeting(known.principal(), known.session());
    }

    private Verdict.Accepted signer(Request request) {
        return switch (signatures.verify(request)) {
            case Verdict.Accepted accepted -> accepted;
            case Verdict.Refused(Verdict.Reason reason, String message) ->
                throw switch (reason) {
                    case MISSING -> GatewayRefusal.missingToken();
                    case UNKNOWN_KEY -> GatewayRefusal.unknownKey();
                    case INCOMPLETE -> new GatewayRefusal("IncompleteSignatureException", message);
                    case INVALID -> new GatewayRefusal("InvalidSignatureException", message);
                };
        };
    }

    private Finding.Known known(String accessKeyId, Optional<String> sessionToken) {
        return switch (principals.find(accessKeyId, sessionToken)) {
            case Finding.Known known -> known;
            case Finding.UnknownKey(), Finding.InvalidToken() -> throw GatewayRefusal.unknownKey();
            case Finding.Expired() -> throw GatewayRefusal.expired();
        };
    }

    /// The answer hides most of the account's number, as API Gateway's does.
    private void requireAllowed(Principal principal, String region) {
        String resource = "arn:aws:execute-api:%s:%s:hello/demo/GET/hello".formatted(region, accountId);
        Decision decision = policies.decide(principal, "execute-api:Invoke", resource, Context.empty());
        if (decision != Decision.ALLOWED) {
            String shown = resource.replaceFirst("\\d{8}(?=\\d{4}:)", "********");
            String because = decision == Decision.DENIED ? " with an explicit deny" : "";
            throw GatewayRefusal.denied("User: %s is not authorized to perform: execute-api:Invoke on resource: %s%s"
                    .formatted(principal.arn(), shown, because));
        }
    }

    private static ObjectNode greeting(Principal principal, Optional<Session> session) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("message", "Hello, " + session.map(Session::identityId).orElse(principal.arn()))
                .put("principalArn", principal.arn());
        session.ifPresent(found -> {
            json.put("identityId", found.identityId()).put("identityPoolId", found.poolId());
            found.amr().forEach(json.putArray("amr")::add);
            found.tags().forEach(json.putObject("principalTags")::put);
        });
        return json;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Date", HttpDate.of(clock.instant()));
        headers.put("x-amzn-RequestId", UUID.randomUUID().toString());
        headers.put("access-control-allow-origin", "*");
        headers.put("access-control-expose-headers", "x-amzn-RequestId,x-amzn-ErrorType,Date");
        return headers;
    }

    private static Answer json(int status, Map<String, String> headers, ObjectNode json) {
        return new Answer(status, headers, Body.of(json.toString()));
    }
}
