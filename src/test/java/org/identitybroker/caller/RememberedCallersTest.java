package org.identitybroker.caller;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BrokerSettings.class)
class RememberedCallersTest {
    @Inject
    @Any
    Instance<IdentityProvider<TokenAuthenticationRequest>> providers;

    /// Whoever is asked second has been through another thread by then, and all was for nothing.
    @Test
    void isAskedFirstAndKnowsWhoWasVerifiedAMomentAgo() {
        String token = ownToken();
        assertThat(known(token)).isEmpty();

        given().header("Authorization", "Bearer " + token)
                .get("/v1/pools")
                .then()
                .statusCode(200);

        assertThat(known(token).orElseThrow().getPrincipal().getName()).isEqualTo("shop");
    }

    /// Unlike any that another test sends in the same second.
    private static String ownToken() {
        return CallerTokens.sign(new JWTClaimsSet.Builder()
                .issuer(CallerTokens.ISSUER)
                .audience(CallerTokens.AUDIENCE)
                .subject("shop")
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build());
    }

    private Optional<SecurityIdentity> known(String token) {
        TokenAuthenticationRequest request = new TokenAuthenticationRequest(new JsonWebTokenCredential(token));
        return firstAsked().authenticate(request, null).await().asOptional().indefinitely();
    }

    /// Quarkus asks the highest priority first.
    private IdentityProvider<TokenAuthenticationRequest> firstAsked() {
        IdentityProvider<TokenAuthenticationRequest> first = providers.stream()
                .max(Comparator.comparing(IdentityProvider::priority))
                .orElseThrow();
        assertThat(providers.stream()).hasSizeGreaterThan(1);
        return first;
    }
}
