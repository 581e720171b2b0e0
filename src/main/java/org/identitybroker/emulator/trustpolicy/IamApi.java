package org.identitybroker.emulator.trustpolicy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.identitybroker.emulator.credential.AssumedRole;
import org.identitybroker.emulator.fault.RequestLog;
import org.identitybroker.emulator.fault.Sighting;
import org.identitybroker.emulator.http.Reply;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.http.UriEncoding;
import org.identitybroker.emulator.iam.Context;
import org.identitybroker.emulator.iam.Decision;
import org.identitybroker.emulator.iam.Policies;
import org.identitybroker.emulator.iam.Principal;
import org.identitybroker.emulator.principal.Finding;
import org.identitybroker.emulator.principal.Principals;
import org.identitybroker.emulator.sigv4.ClaimedSignature;
import org.identitybroker.emulator.sigv4.SignatureVerifier;
import org.identitybroker.emulator.sigv4.Verdict;
import org.identitybroker.emulator.wire.Form;
import org.identitybroker.emulator.wire.Refusal;
import org.identitybroker.emulator.wire.ReplyWriter;
import org.jboss.logging.Logger;

/// The way of one IAM request, which can be GetRole alone.
public final class IamApi {
    private static final Logger LOG = Logger.getLogger(IamApi.class);
    private static final String SERVICE = "iam";
    private static final String VERSION = "2010-05-08";
    private static final String NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";
    private static final String GET_ROLE = "GetRole";

    /// IAM's service model: RoleName.
    private static final String ROLE_NAME = "[\\w+=,.@-]{1,64}";

    private static final String ROLE = """
            <GetRoleResponse xmlns="%s"><GetRoleResult><Role><Path>%s</Path><RoleName>%s</RoleName><RoleId>%s</RoleId>\
            <Arn>%s</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>\
            <AssumeRolePolicyDocument>%s</AssumeRolePolicyDocument><MaxSessionDuration>3600</MaxSessionDuration>\
            </Role></GetRoleResult><ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata></GetRoleResponse>
            """;

    private static final String ERROR = """
            <ErrorResponse xmlns="%s"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>\
            <RequestId>%s</RequestId></ErrorResponse>
            """;

    private final TrustPolicies trust;
    private final SignatureVerifier signatures;
    private final Principals principals;
    private final Policies policies;
    private final ReplyWriter writer;
    private final RequestLog log;
    private final Clock clock;

    public IamApi(
            TrustPolicies trust,
            Principals principals,
            Policies policies,
            ReplyWriter writer,
            RequestLog log,
            Clock clock) {
        this.trust = trust;
        this.signatures = new SignatureVerifier(SERVICE, principals, clock);
        this.principals = principals;
        this.policies = policies;
        this.writer = writer;
        this.log = log;
        this.clock = clock;
    }

    /// Whether a request says that it was signed for IAM, which shares its address with Cognito and STS.
    public static boolean isFor(Request request) {
        return Form.isIn(request.headers())
                && ClaimedSignature.serviceInHeader(request)
                        .filter(SERVICE::equals)
                        .isPresent();
    }

    public Reply answer(Request request) {
        var sighting = new Sighting(clock.instant(), UUID.randomUUID().toString());
        try {
            Form form = Form.read(request);
            requireGetRole(form);
            sighting.operation(GET_ROLE);
            String document = role(request, form.field("RoleName").orElse(""), sighting.requestId());
            log.add(sighting.concluded("ok"));
            return writer.xml(200, sighting.requestId(), document);
        } catch (IamRefusal refusal) {
            return refused(refusal, sighting);
        } catch (Refusal malformed) {
            return refused(new IamRefusal(IamRefusal.Code.VALIDATION_ERROR, malformed.text()), sighting);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "request %s failed", sighting.requestId());
            return refused(new IamRefusal(IamRefusal.Code.SERVICE_FAILURE, "Internal failure"), sighting);
        }
    }

    private static void requireGetRole(Form form) {
        String action = form.field("Action").orElse("");
        String version = form.field("Version").orElse("NO_VERSION_SPECIFIED");
        if (!action.equals(GET_ROLE) || !version.equals(VERSION)) {
            throw new IamRefusal(
                    IamRefusal.Code.INVALID_ACTION,
                    "Could not find operation %s for version %s".formatted(action, version));
        }
    }

    private String role(Request request, String name, String requestId) {
        Principal caller = caller(request, signer(request));
        if (!name.matches(ROLE_NAME)) {
            throw new IamRefusal(
                    IamRefusal.Code.VALIDATION_ERROR,
                    "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or"
                            + " the following: +=,.@_-");
        }
        Map.Entry<String, JsonNode> role = trust.named(name)
                .orElseThrow(() -> new IamRefusal(
                        IamRefusal.Code.NO_SUCH_ENTITY, "The role with name %s cannot be found.".formatted(name)));
        requireAllowed(caller, role.getKey(), name);
        String arn = role.getKey();
        String path = arn.substring(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
        String id = new AssumedRole(arn, "").id().replace(":", "");
        return ROLE.formatted(
                NAMESPACE,
                path,
                name,
                id,
                arn,
                UriEncoding.encode(role.getValue().toString()),
                requestId);
    }

    private void requireAllowed(Principal caller, String roleArn, String name) {
        if (policies.decide(caller, "iam:GetRole", roleArn, Context.empty()) != Decision.ALLOWED) {
            throw new IamRefusal(
                    IamRefusal.Code.ACCESS_DENIED,
                    ("User: %s is not authorized to perform: iam:GetRole on resource: role %s because no"
                                    + " identity-based policy allows the iam:GetRole action")
                            .formatted(caller.arn(), name));
        }
    }

    private String signer(Request request) {
        return switch (signatures.verify(request)) {
            case Verdict.Accepted(String accessKeyId, String _) -> accessKeyId;
            case Verdict.Refused(Verdict.Reason reason, String message) ->
                throw new IamRefusal(
                        switch (reason) {
                            case MISSING -> IamRefusal.Code.MISSING_AUTHENTICATION_TOKEN;
                            case INCOMPLETE -> IamRefusal.Code.INCOMPLETE_SIGNATURE;
                            case UNKNOWN_KEY -> IamRefusal.Code.INVALID_CLIENT_TOKEN_ID;
                            case INVALID -> IamRefusal.Code.SIGNATURE_DOES_NOT_MATCH;
                        },
                        message);
        };
    }

    private Principal caller(Request request, String accessKeyId) {
        return switch (principals.find(accessKeyId, request.headers().first("X-Amz-Security-Token"))) {
            case Finding.Known(var principal, var _) -> principal;
            case Finding.UnknownKey(), Finding.InvalidToken() ->
                throw new IamRefusal(
                        IamRefusal.Code.INVALID_CLIENT_TOKEN_ID,
                        "The security token included in the request is invalid.");
            case Finding.Expired() ->
                throw new IamRefusal(
                        IamRefusal.Code.EXPIRED_TOKEN, "The security token included in the request is expired");
        };
    }

    private Reply refused(IamRefusal refusal, Sighting sighting) {
        log.add(sighting.concluded(refusal.code().wireName()));
        String document =
                ERROR.formatted(NAMESPACE, refusal.code().wireName(), escaped(refusal.text()), sighting.requestId());
        return writer.xml(refusal.code().status(), sighting.requestId(), document);
    }

    private static String escaped(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x{20}-\\x{d7ff}\\x{e000}-\\x{fffd}]", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
