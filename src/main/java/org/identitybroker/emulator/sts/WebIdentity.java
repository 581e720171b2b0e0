package org.identitybroker.emulator.sts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.identitybroker.emulator.credential.AssumedRole;
import org.identitybroker.emulator.credential.Session;
import org.identitybroker.emulator.credential.Sessions;
import org.identitybroker.emulator.credential.TemporaryCredentials;
import org.identitybroker.emulator.jwt.OpenIdTokens;
import org.identitybroker.emulator.jwt.TokenClaims;
import org.identitybroker.emulator.jwt.Verification;
import org.identitybroker.emulator.role.SessionTagging;
import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.state.Region;
import org.identitybroker.emulator.wire.Input;

/// Redeems a token of Cognito for credentials of a role that the device chooses: the second step of the classic
/// flow, AssumeRoleWithWebIdentity.
public final class WebIdentity {
    /// AWS API reference: credentials last an hour unless the call says otherwise.
    private static final long LIFETIME_SECONDS_USUAL = 3600;
    /// IAM User Guide: a session lasts an hour at most unless the role says otherwise, and here none does.
    private static final long LIFETIME_SECONDS_MAX = 3600;

    private final Pools pools;
    private final OpenIdTokens tokens;
    private final Sessions sessions;
    private final SessionTagging tagging;
    private final Clock clock;

    public WebIdentity(Pools pools, OpenIdTokens tokens, Sessions sessions, SessionTagging tagging, Clock clock) {
        this.pools = pools;
        this.tokens = tokens;
        this.sessions = sessions;
        this.tagging = tagging;
        this.clock = clock;
    }

    Xml answer(Input input) {
        Duration lifetime = lifetime(input);
        requireNoSessionPolicy(input);
        TokenClaims claims = genuine(input.text("WebIdentityToken"));
        String roleArn = input.text("RoleArn");
        requireTrust(poolOf(claims), roleArn, claims);

        var role = new AssumedRole(roleArn, input.text("RoleSessionName"));
        Instant end = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(lifetime);
        var session = new Session(
                claims.identityId(), claims.poolId(), claims.amr(), claims.tags(), role, Session.Flow.CLASSIC, end);
        return result(claims, role, sessions.issue(session));
    }

    private static Duration lifetime(Input input) {
        long seconds = input.number("DurationSeconds").orElse(LIFETIME_SECONDS_USUAL);
        if (seconds > LIFETIME_SECONDS_MAX) {
            throw new StsRefusal(
                    StsError.VALIDATION_ERROR,
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        return Duration.ofSeconds(seconds);
    }

    /// To ignore one would hand out more than was asked for.
    private static void requireNoSessionPolicy(Input input) {
        if (input.optionalText("Policy").isPresent()
                || input.optionalText("PolicyArns").isPresent()) {
            throw new StsRefusal(StsError.VALIDATION_ERROR, "The emulator does not know session policies.");
        }
    }

    private TokenClaims genuine(String token) {
        return switch (tokens.verify(token)) {
            case Verification.Forged() -> throw invalid("The web identity token could not be verified.");
            case Verification.Expired(Instant now, Instant end) ->
                throw new StsRefusal(
                        StsError.EXPIRED_TOKEN_EXCEPTION,
                        "Token expired: current date/time %d must be before the expiration date/time %d"
                                .formatted(now.getEpochSecond(), end.getEpochSecond()));
            case Verification.Genuine(TokenClaims claims) -> claims;
        };
    }

    private Pool poolOf(TokenClaims claims) {
        return pools.find(claims.poolId())
                .filter(pool -> pool.find(claims.identityId())
                        .filter(WebIdentity::isUsable)
                        .isPresent())
                .orElseThrow(() -> invalid("The identity of the web identity token is deleted or disabled."));
    }

    private static boolean isUsable(Identity identity) {
        return !identity.disabled();
    }

    /// The trust policies that Cognito's console writes: each role trusts its own pool, and users or guests.
    private void requireTrust(Pool pool, String roleArn, TokenClaims claims) {
        if (!pool.settings().roles().trusts(claims.isAuthenticated(), roleArn)) {
            throw denied("sts:AssumeRoleWithWebIdentity");
        }
        if (!tagging.allows(roleArn, claims.tags())) {
            throw denied("sts:TagSession");
        }
    }

    private static Xml result(TokenClaims claims, AssumedRole role, TemporaryCredentials credentials) {
        Xml assumed = Xml.empty().with("AssumedRoleId", role.id()).with("Arn", role.arn());
        Xml keys = Xml.empty()
                .with("AccessKeyId", credentials.accessKeyId())
                .with("SecretAccessKey", credentials.revealSecretKey())
                .with("SessionToken", credentials.revealSessionToken())
                .with("Expiration", credentials.expiration().toString());
        return Xml.empty()
                .with("Audience", claims.poolId())
                .with("AssumedRoleUser", assumed)
                .with("Provider", Region.of(claims.poolId()).loginKeys().getFirst())
                .with("Credentials", keys)
                .with("SubjectFromWebIdentityToken", claims.identityId());
    }

    private static StsRefusal invalid(String text) {
        return new StsRefusal(StsError.INVALID_IDENTITY_TOKEN, text);
    }

    private static StsRefusal denied(String action) {
        return new StsRefusal(StsError.ACCESS_DENIED, "Not authorized to perform " + action);
    }
}
