package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.PublicUser;
import org.identitybroker.emulator.SamlUser;
import org.identitybroker.emulator.provider.PublicProvider;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.PublicLogins;
import org.identitybroker.emulator.state.UserPoolClient;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// Linking with each kind of public provider: whose proof Cognito takes, and what a caller cannot take over by
/// naming an id. Each refusal leaves both sides as they were.
class LinkingIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static EmbeddedPostgres postgres;
    private static CognitoEmulator cognito;
    private static PackagedBroker broker;
    private static CognitoIdentityClient device;
    private static CognitoIdentityClient backend;

    /// A kind of public provider, with its genuine and its expired proofs.
    enum Provider {
        GOOGLE(PublicUser.GOOGLE) {
            @Override
            String proof(String subject, Instant end) {
                return PublicUser.google(subject).until(end).token();
            }
        },
        USER_POOL(PublicUser.USER_POOL) {
            @Override
            String proof(String subject, Instant end) {
                return PublicUser.ofUserPool(subject).until(end).token();
            }
        },
        OPENID_CONNECT(PublicUser.OIDC) {
            @Override
            String proof(String subject, Instant end) {
                return PublicUser.openIdConnect(subject).until(end).token();
            }
        },
        SAML(SamlUser.ARN) {
            @Override
            String proof(String subject, Instant end) {
                return SamlUser.of(subject).between(end.minusSeconds(7200), end).response();
            }
        };

        private final String login;

        Provider(String login) {
            this.login = login;
        }

        abstract String proof(String subject, Instant end);

        Map<String, String> logins(String subject) {
            return Map.of(login, proof(subject, Instant.now().plusSeconds(600)));
        }

        Map<String, String> expiredLogins(String subject) {
            return Map.of(login, proof(subject, Instant.now().minusSeconds(600)));
        }
    }

    private final String user = "user-" + UUID.randomUUID();
    private final String subject = "subject-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        cognito = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(PoolSettings.forDeveloper(BrokerSettings.CUSTOMERS_ID, BrokerSettings.PROVIDER)
                        .withGuests(true)
                        .withPublicLogins(PublicLogins.none()
                                .withSupported(PublicUser.GOOGLE, PublicUser.GOOGLE_CLIENT)
                                .withUserPoolClient(
                                        new UserPoolClient(PublicUser.USER_POOL, PublicUser.USER_POOL_CLIENT, false))
                                .withOpenIdConnect("arn:aws:iam::111122223333:oidc-provider/" + PublicUser.OIDC)
                                .withSaml(SamlUser.ARN)))
                .publicProviders(
                        PublicProvider.of(PublicUser.GOOGLE, PublicUser.jwks()),
                        PublicProvider.of(PublicUser.USER_POOL, PublicUser.jwks()),
                        PublicProvider.openIdConnect(
                                PublicUser.OIDC, PublicUser.jwks(), Set.of(PublicUser.OIDC_CLIENT)))
                .samlProviders(SamlUser.provider())
                .build());
        broker = PackagedBroker.launch(settings()).untilReady();
        device = AwsClients.device(cognito.endpoint());
        backend = AwsClients.operator(cognito.endpoint());
    }

    @AfterAll
    static void stop() throws IOException {
        backend.close();
        device.close();
        broker.close();
        cognito.close();
        postgres.close();
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(PackagedBroker.connectedTo(postgres, cognito.endpoint()));
        return settings;
    }

    @ParameterizedTest
    @EnumSource
    void aPublicLoginIsLinkedToTheUsersIdentity(Provider provider) throws Exception {
        String identity = issued(Map.of("userId", user));
        assertThat(issued(Map.of("userId", user, "logins", provider.logins(subject))))
                .isEqualTo(identity);
        assertThat(publicIdentity(provider)).isEqualTo(identity);
        assertThat(issued(Map.of("userId", user))).isEqualTo(identity);
        assertThat(providersOf(identity)).containsExactlyInAnyOrder(provider.login, BrokerSettings.PROVIDER);
    }

    @ParameterizedTest
    @EnumSource
    void aPublicUsersIdentityIsKeptWithItsProof(Provider provider) throws Exception {
        String identity = publicIdentity(provider);
        assertThat(issued(Map.of("userId", user, "identityId", identity, "logins", provider.logins(subject))))
                .isEqualTo(identity);
        assertThat(issued(Map.of("userId", user))).isEqualTo(identity);
        assertThat(publicIdentity(provider)).isEqualTo(identity);
    }

    @ParameterizedTest
    @EnumSource
    void aFirstSignInWithAKnownPublicLoginKeepsItsIdentity(Provider provider) throws Exception {
        String identity = publicIdentity(provider);
        assertThat(issued(Map.of("userId", user, "logins", provider.logins(subject))))
                .isEqualTo(identity);
        assertThat(issued(Map.of("userId", user))).isEqualTo(identity);
    }

    @ParameterizedTest
    @EnumSource
    void aPublicUsersIdentityIsNotTakenOverByItsIdAlone(Provider provider) throws Exception {
        String victims = publicIdentity(provider);
        refused(422, "login-rejected", Map.of("userId", user, "identityId", victims));
        assertThat(providersOf(victims)).containsExactly(provider.login);
        assertThat(issued(Map.of("userId", user))).isNotEqualTo(victims);
    }

    @ParameterizedTest
    @EnumSource
    void aPublicUsersIdentityIsNotTakenOverWithAnotherSubjectsProof(Provider provider) throws Exception {
        String victims = publicIdentity(provider);
        refused(
                422,
                "login-rejected",
                Map.of("userId", user, "identityId", victims, "logins", provider.logins("thief-" + subject)));
        assertThat(providersOf(victims)).containsExactly(provider.login);
        assertThat(issued(Map.of("userId", user))).isNotEqualTo(victims);
    }

    @ParameterizedTest
    @EnumSource
    void anotherUsersIdentityIsNotTakenOverWithAProofOfSomethingElse(Provider provider) throws Exception {
        String victims = issued(Map.of("userId", "victim-" + user));
        refused(
                409,
                "identity-conflict",
                Map.of("userId", user, "identityId", victims, "logins", provider.logins(subject)));
        assertThat(providersOf(victims)).containsExactly(BrokerSettings.PROVIDER);
    }

    /// Whoever proves a login of the identity is its user, too: Cognito links the second user to it and confirms both.
    /// Naming the id adds nothing to that proof, and is refused before Cognito is asked.
    @ParameterizedTest
    @EnumSource
    void aSecondUserWhoProvesAPublicLoginOfAnIdentitySharesIt(Provider provider) throws Exception {
        String shared = issued(Map.of("userId", "first-" + user, "logins", provider.logins(subject)));
        refused(
                409,
                "identity-conflict",
                Map.of("userId", user, "identityId", shared, "logins", provider.logins(subject)));
        assertThat(issued(Map.of("userId", user, "logins", provider.logins(subject))))
                .isEqualTo(shared);
        assertThat(issued(Map.of("userId", user))).isEqualTo(shared);
        assertThat(issued(Map.of("userId", "first-" + user))).isEqualTo(shared);
        assertThat(backend.lookupDeveloperIdentity(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID)
                                .identityId(shared))
                        .developerUserIdentifierList())
                .containsExactlyInAnyOrder("first-" + user, user);
    }

    @ParameterizedTest
    @EnumSource
    void aLoginThatBelongsToAnotherIdentityIsAConflict(Provider provider) throws Exception {
        String publics = publicIdentity(provider);
        String own = issued(Map.of("userId", user));
        refused(409, "identity-conflict", Map.of("userId", user, "logins", provider.logins(subject)));
        assertThat(issued(Map.of("userId", user))).isEqualTo(own);
        assertThat(publicIdentity(provider)).isEqualTo(publics);
    }

    @ParameterizedTest
    @EnumSource
    void aUserWithAnIdentityDoesNotGetTheOneOfAPublicLogin(Provider provider) throws Exception {
        String second = publicIdentity(provider);
        String own = issued(Map.of("userId", user));
        refused(
                409,
                "user-already-linked",
                Map.of("userId", user, "identityId", second, "logins", provider.logins(subject)));
        assertThat(issued(Map.of("userId", user))).isEqualTo(own);
        assertThat(providersOf(second)).containsExactly(provider.login);
        assertThat(providersOf(own)).containsExactly(BrokerSettings.PROVIDER);
    }

    @ParameterizedTest
    @EnumSource
    void aLoginThatIsNotGoodIsRejected(Provider provider) throws Exception {
        Map<String, String> expired = provider.expiredLogins(subject);
        refused(422, "login-rejected", Map.of("userId", user, "logins", expired));
        refused(422, "login-rejected", Map.of("userId", user, "logins", Map.of(provider.login, "nonsense")));
        assertThat(broker.output()).doesNotContain(expired.get(provider.login));
    }

    @Test
    void aLoginOfAProviderThatThePoolDoesNotTrustIsRejected() throws Exception {
        refused(422, "login-rejected", Map.of("userId", user, "logins", Map.of("graph.facebook.com", "x")));
    }

    @Test
    void severalLoginsAreLinkedAtOnce() throws Exception {
        Map<String, String> both = new HashMap<>(Provider.GOOGLE.logins(subject));
        both.putAll(Provider.SAML.logins(subject));
        String identity = issued(Map.of("userId", user, "logins", both));
        assertThat(providersOf(identity))
                .containsExactlyInAnyOrder(PublicUser.GOOGLE, SamlUser.ARN, BrokerSettings.PROVIDER);
    }

    private String publicIdentity(Provider provider) {
        return device.getId(request ->
                        request.identityPoolId(BrokerSettings.CUSTOMERS_ID).logins(provider.logins(subject)))
                .identityId();
    }

    private static List<String> providersOf(String identity) {
        return backend.describeIdentity(request -> request.identityId(identity)).logins();
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
}
