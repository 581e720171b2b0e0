package org.identitybroker.caller;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Clock;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;

/// Takes the place of SmallRye JWT's own verification, which knows one issuer: the token's `iss` chooses the
/// issuer, and that issuer's keys, audience and algorithms decide.
@ApplicationScoped
@Alternative
@Priority(1)
class IssuerTokens extends JWTCallerPrincipalFactory {
    /// Reads without believing anything; what it read is verified before it is used for more than finding the
    /// issuer.
    private static final JwtConsumer READER = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    private final Issuers issuers;
    private final VerifiedTokens verified;

    IssuerTokens(Issuers issuers, Clock clock) {
        this.issuers = issuers;
        this.verified = new VerifiedTokens(clock, System::nanoTime);
    }

    /// @throws ParseException without a reason: neither a client nor a log at any level gets a part of the token
    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo unused) throws ParseException {
        String digest = VerifiedTokens.digest(token);
        Optional<JWTCallerPrincipal> known = verified.find(digest);
        if (known.isPresent()) {
            return known.get();
        }
        JWTCallerPrincipal principal = verify(token);
        verified.keep(digest, principal);
        return principal;
    }

    /// What needs neither a signature checked nor a key fetched; empty if the token has to be verified.
    Optional<JWTCallerPrincipal> remembered(String token) {
        return verified.find(VerifiedTokens.digest(token));
    }

    private JWTCallerPrincipal verify(String token) throws ParseException {
        try {
            JwtContext parsed = READER.process(token);
            String iss = parsed.getJwtClaims().getIssuer();
            Issuer issuer =
                    issuers.claiming(iss == null ? "" : iss).orElseThrow(() -> new ParseException("unknown issuer"));
            issuer.verify(parsed);
            return principal(parsed.getJwtClaims());
        } catch (InvalidJwtException | MalformedClaimException _) {
            throw new ParseException("token refused");
        }
    }

    /// A claim can be JSON and verified, and yet nothing that a principal can have, such as the number 1e999.
    private static JWTCallerPrincipal principal(JwtClaims claims) throws ParseException {
        try {
            return new DefaultJWTCallerPrincipal(claims);
        } catch (RuntimeException _) {
            throw new ParseException("token refused");
        }
    }
}
