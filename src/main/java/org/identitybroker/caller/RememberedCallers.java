package org.identitybroker.caller;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Answers for tokens that were verified a moment ago, on the event loop. All others are left to SmallRye JWT's
/// provider,
/// which comes next, may fetch keys, and so goes to a thread of its own and back.
@ApplicationScoped
class RememberedCallers implements IdentityProvider<TokenAuthenticationRequest> {
    /// Its own has the default, which is 1001; the highest is asked first.
    private static final int BEFORE_SMALLRYE_JWT = 2000;

    private final IssuerTokens tokens;

    RememberedCallers(IssuerTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public int priority() {
        return BEFORE_SMALLRYE_JWT;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    /// Nothing, if the token is not known.
    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        if (!(request.getToken() instanceof JsonWebTokenCredential token)) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .item(tokens.remembered(token.getToken())
                        .<SecurityIdentity>map(principal -> identity(principal, token))
                        .orElse(null));
    }

    private static SecurityIdentity identity(JWTCallerPrincipal principal, JsonWebTokenCredential token) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(principal)
                .addCredential(token)
                .build();
    }
}
