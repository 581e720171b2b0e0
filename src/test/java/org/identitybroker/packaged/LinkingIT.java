package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.provider.PublicProvider;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.PublicLogins;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// Linking "with Google": whose proof Cognito takes, and what a caller cannot take over by naming an id.
class LinkingIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GOOGLE = "accounts.google.com";
    private static final String CLIENT_ID = "client-1.apps.googleusercontent.com";

    private static EmbeddedPostgres postgres;
    private static CognitoEmulator cognito;
    private static PackagedBroker broker;
    private static CognitoIdentityClient device;
    private static RSAKey googleKey;

    private final String user = "user-" + UUID.randomUUID();
    private final String googleUser = "google-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException, JOSEException {
        googleKey = new RSAKeyGenerator(2048).keyID("google-1").generate();
        postgres = EmbeddedPostgres.start();
        cognito = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(PoolSettings.forDeveloper(BrokerSettings.CUSTOMERS_ID, BrokerSettings.PROVIDER)
                        .withGuests(true)
                        .withPublicLogins(PublicLogins.none().withSupported(GOOGLE, CLIENT_ID)))
                .publicProviders(PublicProvider.of(GOOGLE, new JWKSet(googleKey.toPublicJWK()).toString()))
                .build());
        broker = PackagedBroker.launch(settings()).untilReady();
        device = CognitoIdentityClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(cognito.endpoint())
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    @AfterAll
    static void stop() throws IOException {
        device.close();
        broker.close();
        cognito.close();
        postgres.close();
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.put("quarkus.datasource.jdbc.url", postgres.getJdbcUrl("postgres", "postgres"));
        settings.put("quarkus.datasource.username", "postgres");
        settings.put("quarkus.datasource.password", "postgres");
        settings.put("broker.cognito.endpoint", cognito.endpoint().toString());
        settings.put("broker.cognito.allow-endpoint-override", "true");
        return settings;
    }

    @Test
    void aPublicLoginIsLinkedToTheUsersIdentity() throws Exception {
        String identity = issued(Map.of("userId", user));
        assertThat(issued(Map.of("userId", user, "logins", Map.of(GOOGLE, google(googleUser, 600)))))
                .isEqualTo(identity);
        assertThat(identityWithGoogle()).isEqualTo(identity);
        assertThat(issued(Map.of("userId", user))).isEqualTo(identity);
    }

    @Test
    void aPublicUsersIdentityIsKeptWithItsProof() throws Exception {
        String identity = identityWithGoogle();
        assertThat(issued(Map.of(
                        "userId", user, "identityId", identity, "logins", Map.of(GOOGLE, google(googleUser, 600)))))
                .isEqualTo(identity);
        assertThat(issued(Map.of("userId", user))).isEqualTo(identity);
    }

    @Test
    void aPublicUsersIdentityIsNotTakenOverByItsIdAlone() throws Exception {
        String victims = identityWithGoogle();
        refused(422, "login-rejected", Map.of("userId", user, "identityId", victims));
        assertThat(issued(Map.of("userId", user))).isNotEqualTo(victims);
    }

    @Test
    void anotherUsersIdentityIsNotTakenOverWithAProofOfSomethingElse() throws Exception {
        String victims = issued(Map.of("userId", "victim-" + user));
        refused(
                409,
                "identity-conflict",
                Map.of("userId", user, "identityId", victims, "logins", Map.of(GOOGLE, google(googleUser, 600))));
    }

    @Test
    void aLoginThatBelongsToAnotherIdentityIsAConflict() throws Exception {
        identityWithGoogle();
        String own = issued(Map.of("userId", user));
        refused(409, "identity-conflict", Map.of("userId", user, "logins", Map.of(GOOGLE, google(googleUser, 600))));
        assertThat(issued(Map.of("userId", user))).isEqualTo(own);
    }

    @Test
    void aLoginThatIsNotGoodIsRejected() throws Exception {
        String expired = google(googleUser, -600);
        refused(422, "login-rejected", Map.of("userId", user, "logins", Map.of(GOOGLE, expired)));
        refused(422, "login-rejected", Map.of("userId", user, "logins", Map.of(GOOGLE, "nonsense")));
        refused(422, "login-rejected", Map.of("userId", user, "logins", Map.of("graph.facebook.com", "x")));
        assertThat(broker.output()).doesNotContain(expired);
    }

    private String identityWithGoogle() throws JOSEException {
        Map<String, String> logins = Map.of(GOOGLE, google(googleUser, 600));
        return device.getId(request ->
                        request.identityPoolId(BrokerSettings.CUSTOMERS_ID).logins(logins))
                .identityId();
    }

    private static String issued(Map<String, ?> body) throws IOException {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("identityId").asText();
    }

    private static void refused(int status, String code, Map<String, ?> body) throws IOException {
        HttpResponse<String> answer = post(body);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private static HttpResponse<String> post(Map<String, ?> body) throws IOException {
        return broker.issue(CallerTokens.of("shop"), JSON.writeValueAsString(body));
    }

    private static String google(String subject, int goodForSeconds) throws JOSEException {
        Instant now = Instant.now();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(googleKey.getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer("https://" + GOOGLE)
                        .audience(CLIENT_ID)
                        .subject(subject)
                        .issueTime(Date.from(now.minusSeconds(1000)))
                        .expirationTime(Date.from(now.plusSeconds(goodForSeconds)))
                        .build());
        token.sign(new RSASSASigner(googleKey));
        return token.serialize();
    }
}
