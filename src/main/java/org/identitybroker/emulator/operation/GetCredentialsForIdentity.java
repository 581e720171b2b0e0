package org.identitybroker.emulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.identitybroker.emulator.credential.AssumedRole;
import org.identitybroker.emulator.credential.Session;
import org.identitybroker.emulator.credential.Sessions;
import org.identitybroker.emulator.credential.TemporaryCredentials;
import org.identitybroker.emulator.role.RoleChoice;
import org.identitybroker.emulator.role.SessionTagging;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Refusal;

/// Redeems a token of Cognito, or logins of public providers, for AWS credentials: the enhanced flow.
final class GetCredentialsForIdentity implements Handler {
    /// Observed in CloudTrail; whatever is left of the token.
    private static final Duration LIFETIME = Duration.ofHours(1);

    /// Observed in CloudTrail too, as the name of every such session.
    private static final String SESSION_NAME = "CognitoIdentityCredentials";

    private final Lookup lookup;
    private final PublicAccess access;
    private final TokenRedemption redemption;
    private final SessionTagging tagging;
    private final Sessions sessions;
    private final Clock clock;

    GetCredentialsForIdentity(
            Lookup lookup,
            PublicAccess access,
            TokenRedemption redemption,
            SessionTagging tagging,
            Sessions sessions,
            Clock clock) {
        this.lookup = lookup;
        this.access = access;
        this.redemption = redemption;
        this.tagging = tagging;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Operation operation() {
        return Operation.GET_CREDENTIALS_FOR_IDENTITY;
    }

    @Override
    public Optional<ObjectNode> answer(Call call) {
        Lookup.Found found = lookup.identity(call);
        PoolSettings pool = found.pool().settings();
        Grant grant = grant(found, call.input().textMap("Logins"));
        String role = new RoleChoice(pool.roles(), grant.isAuthenticated())
                .choose(grant.login(), call.input().optionalText("CustomRoleArn"));
        if (!tagging.allows(role, grant.tags())) {
            // The error hides that it was STS which refused, and why; Amazon's does too.
            throw Refusal.rolesMisconfigured();
        }
        return Optional.of(output(sessions.issue(session(pool, grant, role)), grant.identityId()));
    }

    /// A token of Cognito stands for itself; logins beside it are refused, as each key would need its own answer.
    private Grant grant(Lookup.Found found, Map<String, String> logins) {
        Optional<String> token = found.pool().settings().region().loginKeys().stream()
                .flatMap(key -> Stream.ofNullable(logins.get(key)))
                .findFirst();
        if (token.isPresent() && logins.size() == 1) {
            return redemption.grant(found, token.get());
        }
        return access.grant(found, logins);
    }

    private Session session(PoolSettings pool, Grant grant, String role) {
        return new Session(
                grant.identityId(),
                pool.id(),
                grant.amr(),
                grant.tags(),
                new AssumedRole(role, SESSION_NAME),
                Session.Flow.ENHANCED,
                clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(LIFETIME));
    }

    /// The members in the order observed.
    private static ObjectNode output(TemporaryCredentials credentials, String identityId) {
        ObjectNode output = Json.object();
        output.putObject("Credentials")
                .put("AccessKeyId", credentials.accessKeyId())
                .<ObjectNode>set("Expiration", Json.time(credentials.expiration()))
                .put("SecretKey", credentials.revealSecretKey())
                .put("SessionToken", credentials.revealSessionToken());
        return output.put("IdentityId", identityId);
    }
}
