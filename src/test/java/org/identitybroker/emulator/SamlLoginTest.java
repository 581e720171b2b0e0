package org.identitybroker.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Stream;
import org.identitybroker.emulator.state.PublicLogins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;

/// Logins with a SAML provider.
class SamlLoginTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final SamlUser ANN = SamlUser.of("ann");

    private TestEmulator cognito;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start(EmulatorOptions.builder()
                .pools(TestEmulator.pool().withPublicLogins(PublicLogins.none().withSaml(SamlUser.ARN)))
                .samlProviders(SamlUser.provider()));
        cognito.clock.set(NOW);
    }

    @AfterEach
    void stop() {
        cognito.close();
    }

    @Test
    void aLoginLeadsToOneIdentity() throws Exception {
        String identity = identity(ANN.response());

        assertThat(identity(SamlUser.of("ann").response())).isEqualTo(identity);
        assertThat(identity(SamlUser.of("bob").response())).isNotEqualTo(identity);
        String token = cognito.device
                .getOpenIdToken(request -> request.identityId(identity).logins(Map.of(SamlUser.ARN, ANN.response())))
                .token();
        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringListClaim("amr"))
                .containsExactly("authenticated", SamlUser.ARN, SamlUser.ARN + ":SAML:ann");
    }

    @Test
    void anAssertionIsGoodFromItsFirstSecondToBeforeItsLast() {
        assertThat(identity(ANN.between(NOW, NOW.plusSeconds(1)).response())).startsWith("eu-west-1:");
        assertThatThrownBy(() -> identity(ANN.between(NOW.minusSeconds(9), NOW).response()))
                .hasMessageContaining("Token is expired.");
        assertThatThrownBy(() -> identity(
                        ANN.between(NOW.plusSeconds(1), NOW.plusSeconds(9)).response()))
                .hasMessageContaining("Token is expired.");
    }

    static Stream<Arguments> forgeries() {
        String unverified = "Couldn't verify signed token.";
        String malformed = "Not a valid SAML assertion.";
        return Stream.of(
                Arguments.of("another key", ANN.responseSignedBy(SamlUser.otherKey()), unverified),
                Arguments.of("no signature", ANN.unsignedResponse(), unverified),
                Arguments.of("altered", ANN.responseAlteredTo("bob"), unverified),
                Arguments.of("wrapped", ANN.responseWithAForgedAssertionFor("bob"), malformed),
                Arguments.of("no XML", "bm9uc2Vuc2U=", malformed),
                Arguments.of(
                        "another audience",
                        ANN.audience("https://other.example.org").response(),
                        "Token is not from a supported provider of this identity pool."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void forgeriesAreRefused(String kind, String response, String message) {
        assertThatThrownBy(() -> identity(response))
                .as(kind)
                .isInstanceOf(NotAuthorizedException.class)
                .hasMessageContaining(message);
    }

    private String identity(String response) {
        return cognito.device
                .getId(request -> request.identityPoolId(TestEmulator.POOL).logins(Map.of(SamlUser.ARN, response)))
                .identityId();
    }
}
