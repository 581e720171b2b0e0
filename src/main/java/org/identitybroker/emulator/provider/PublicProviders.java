package org.identitybroker.emulator.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.identitybroker.emulator.jwt.CompactJwt;
import org.identitybroker.emulator.jwt.OpenIdTokens;
import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Refusal;

/// Verifies the tokens of public providers. One bad token fails a whole call.
public final class PublicProviders {
    /// What an assertion for AWS is addressed to (IAM user guide, SAML assertions for the authentication response).
    private static final Set<String> SAML_AUDIENCES =
            Set.of("urn:amazon:webservices", "https://signin.aws.amazon.com/saml");

    private final Map<String, PublicProvider> byName;
    private final Map<String, SamlProvider> samlByArn;
    private final Clock clock;

    public PublicProviders(List<PublicProvider> providers, List<SamlProvider> samlProviders, Clock clock) {
        this.samlByArn =
                samlProviders.stream().collect(Collectors.toUnmodifiableMap(SamlProvider::arn, Function.identity()));
        this.byName =
                providers.stream().collect(Collectors.toUnmodifiableMap(PublicProvider::name, Function.identity()));
        this.clock = clock;
    }

    /// The logins that the tokens prove, in their order; throws a refusal for the first that proves none.
    ///
    /// @param tokens provider name to token
    public List<ProvenLogin> prove(PoolSettings pool, Map<String, String> tokens) {
        return tokens.entrySet().stream()
                .map(entry -> prove(pool, entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Refuses a token of Cognito under any key, the developer provider's too.
    public void requireNoneFromCognito(PoolSettings pool, Map<String, String> tokens) {
        tokens.forEach((name, token) -> {
            if (isFromCognito(pool, name, token)) {
                throw Refusal.cognitoTokenAsLogin();
            }
        });
    }

    private static boolean isFromCognito(PoolSettings pool, String name, String token) {
        return pool.region().loginKeys().contains(name) || OpenIdTokens.looksLikeOne(token);
    }

    private ProvenLogin prove(PoolSettings pool, String name, String token) {
        if (pool.isDeveloperProvider(name)) {
            throw Refusal.publicProviderNeeded();
        }
        if (isFromCognito(pool, name, token)) {
            throw Refusal.cognitoTokenAsLogin();
        }
        if (pool.publicLogins().samlArns().contains(name)) {
            return proveSaml(name, token);
        }
        PublicProvider provider = Objects.requireNonNullElseGet(byName.get(name), () -> PublicProvider.unknown(name));
        Trust trust = Trust.find(pool.publicLogins(), provider).orElseThrow(PublicProviders::unsupported);
        CompactJwt jwt = CompactJwt.parse(token)
                .orElseThrow(() -> Refusal.invalidLogin("Not a valid OpenId Connect identity token."));
        return prove(provider, trust, jwt);
    }

    private ProvenLogin prove(PublicProvider provider, Trust trust, CompactJwt jwt) {
        if (!issuer(jwt).equals(provider.name())) {
            throw Refusal.invalidLogin("Issuer doesn't match providerName");
        }
        if (!provider.keys().signed(jwt)) {
            throw Refusal.invalidLogin("Couldn't verify signed token.");
        }
        String audience = trustedAudience(trust, jwt.claim("aud"));
        requireUnexpired(jwt);
        String subject = required(jwt.claimText("sub"), "sub");
        return new ProvenLogin(
                Login.ofPublic(provider.name(), subject),
                trust.amr(audience, subject),
                trust.configurationKey(audience),
                ProvenLogin.claimsOf(jwt));
    }

    private ProvenLogin proveSaml(String arn, String response) {
        SamlAssertion assertion =
                SamlAssertion.parse(response).orElseThrow(() -> Refusal.invalidLogin("Not a valid SAML assertion."));
        SamlProvider provider = Optional.ofNullable(samlByArn.get(arn)).orElseThrow(PublicProviders::unsupported);
        if (!assertion.isSignedBy(provider.key())) {
            throw Refusal.invalidLogin("Couldn't verify signed token.");
        }
        if (assertion.audience().filter(SAML_AUDIENCES::contains).isEmpty()) {
            throw unsupported();
        }
        if (!assertion.isCurrent(clock.instant())) {
            throw Refusal.invalidLogin("Token is expired.");
        }
        String subject = required(assertion.subject(), "NameID");
        return new ProvenLogin(Login.ofPublic(arn, subject), Trust.samlAmr(arn, subject), arn, assertion::attribute);
    }

    private static String trustedAudience(Trust trust, JsonNode audience) {
        if (audience.isMissingNode()) {
            throw missing("aud");
        }
        Stream<JsonNode> audiences = audience.isArray() ? audience.valueStream() : Stream.of(audience);
        return audiences
                .map(JsonNode::asText)
                .filter(trust.audiences()::contains)
                .findFirst()
                .orElseThrow(PublicProviders::unsupported);
    }

    private void requireUnexpired(CompactJwt jwt) {
        long end = required(jwt.claimSeconds("exp"), "exp");
        long now = clock.instant().getEpochSecond();
        if (now >= end) {
            throw Refusal.invalidLogin("Token expired: %d >= %d".formatted(now, end));
        }
    }

    private static String issuer(CompactJwt jwt) {
        return jwt.claimText("iss").orElse("").replaceFirst("^https://", "");
    }

    private static <T> T required(Optional<T> claim, String name) {
        return claim.orElseThrow(() -> missing(name));
    }

    private static Refusal missing(String claim) {
        return Refusal.invalidLogin("Missing a required claim: " + claim);
    }

    private static Refusal unsupported() {
        return Refusal.notAuthorized("Token is not from a supported provider of this identity pool.");
    }
}
