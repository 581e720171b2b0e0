package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.fault.Fault;
import org.identitybroker.emulator.fault.FaultKind;
import org.identitybroker.emulator.provider.PublicProvider;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.PublicLogins;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;

/// Where random lives take place: two replicas of the broker over one Postgres, and a Cognito that can be seen into.
final class Stage implements AutoCloseable {
    static final String GOOGLE = "accounts.google.com";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLIENT_ID = "client-1.apps.googleusercontent.com";
    private static final RSAKey GOOGLE_KEY = generateKey();
    private static final Map<String, String> PROOFS = new ConcurrentHashMap<>();

    /// What the broker asks of Cognito in these lives.
    private static final Set<Operation> ASKED = Set.of(
            Operation.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY,
            Operation.LOOKUP_DEVELOPER_IDENTITY,
            Operation.MERGE_DEVELOPER_IDENTITIES,
            Operation.UNLINK_DEVELOPER_IDENTITY,
            Operation.DELETE_IDENTITIES);

    /// With the rates of a storm, so many attempts never fail in a row.
    private static final int ATTEMPTS_MAX = 40;

    private final String jwt = CallerTokens.of("desk");
    private final EmbeddedPostgres postgres;
    private final CognitoEmulator cognito;
    private final List<PackagedBroker> replicas;
    private final CognitoIdentityClient operator;
    private final BlockingQueue<Connection> connections;
    private final Map<String, Cast> owners = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();

    Stage(int threads) throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        cognito = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(PoolSettings.forDeveloper(BrokerSettings.CUSTOMERS_ID, BrokerSettings.PROVIDER)
                        .withGuests(true)
                        .withPublicLogins(PublicLogins.none().withSupported(GOOGLE, CLIENT_ID)))
                .publicProviders(PublicProvider.of(GOOGLE, new JWKSet(GOOGLE_KEY.toPublicJWK()).toString()))
                .build());
        // One tells of every failure, the other tries again first: half-done work is met in both ways.
        replicas = List.of(PackagedBroker.launch(settings(1)), PackagedBroker.launch(settings(2)));
        replicas.forEach(PackagedBroker::untilReady);
        operator = operator();
        connections = new ArrayBlockingQueue<>(threads);
        for (int i = 0; i < threads; i++) {
            connections.add(postgres.getPostgresDatabase().getConnection());
        }
    }

    private Map<String, String> settings(int attempts) {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(PackagedBroker.connectedTo(postgres, cognito.endpoint()));
        settings.put("broker.cognito.max-attempts", String.valueOf(attempts));
        settings.put("broker.pools.customers.requests-per-second", "100000");
        settings.put("broker.pools.customers.reuse-min-remaining", "PT5M");
        settings.put("broker.callers.desk.issuer", "inhouse");
        settings.put("broker.callers.desk.subject", "desk");
        settings.put("broker.callers.desk.permissions", "token:issue,identity:read,identity:write");
        settings.put("broker.callers.desk.pools", "customers");
        settings.put("broker.callers.desk.requests-per-second", "100000");
        return settings;
    }

    private CognitoIdentityClient operator() {
        return CognitoIdentityClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(cognito.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(overrides -> overrides.retryStrategy(StandardRetryStrategy.builder()
                        .maxAttempts(ATTEMPTS_MAX)
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .circuitBreakerEnabled(false)
                        .build()))
                .build();
    }

    @Override
    public void close() throws IOException, SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
        operator.close();
        for (PackagedBroker replica : replicas) {
            replica.close();
        }
        cognito.close();
        postgres.close();
    }

    /// From now on Cognito fails now and then, before or after it did what it was asked.
    void beginStorm() {
        for (Operation operation : ASKED) {
            cognito.faults()
                    .inject(Fault.of(FaultKind.LOST_ANSWER).on(operation).atRate(0.12));
            cognito.faults()
                    .inject(Fault.of(FaultKind.INTERNAL_ERROR).on(operation).atRate(0.06));
            cognito.faults().inject(Fault.of(FaultKind.THROTTLE).on(operation).atRate(0.03));
        }
    }

    void endStorm() {
        cognito.faults().clear();
    }

    int requests() {
        return requests.get();
    }

    Answer ask(int replica, Deed deed) {
        requests.incrementAndGet();
        try {
            Map<String, ?> body = deed.body();
            HttpResponse<String> answer = replicas.get(replica)
                    .call(deed.method(), deed.path(), jwt, body.isEmpty() ? "" : JSON.writeValueAsString(body));
            JsonNode said = answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
            return new Answer(answer.statusCode(), said);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// No identity is ever answered in two lives.
    void requireOneOwner(String identity, Cast cast) {
        assertThat(owners.computeIfAbsent(identity, _ -> cast)).isSameAs(cast);
    }

    String newGuest() {
        return operator.getId(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID))
                .identityId();
    }

    /// The identity that signs in with this Google account, made if there is none.
    String identityWith(String google) {
        Map<String, String> logins = Map.of(GOOGLE, proofOf(google));
        return operator.getId(request ->
                        request.identityPoolId(BrokerSettings.CUSTOMERS_ID).logins(logins))
                .identityId();
    }

    Optional<String> identityAtCognito(String user) {
        try {
            return Optional.of(operator.lookupDeveloperIdentity(request ->
                            request.identityPoolId(BrokerSettings.CUSTOMERS_ID).developerUserIdentifier(user))
                    .identityId());
        } catch (ResourceNotFoundException _) {
            return Optional.empty();
        }
    }

    boolean isAtCognito(String identity) {
        try {
            operator.describeIdentity(request -> request.identityId(identity));
            return true;
        } catch (ResourceNotFoundException _) {
            return false;
        }
    }

    Mapping mapping(Collection<String> users, Collection<String> identities) throws Exception {
        Connection connection = connections.take();
        try {
            Map<String, String> identityOfUser = new HashMap<>();
            read(
                    connection,
                    "SELECT user_id, identity_id FROM developer_login WHERE user_id = ANY (?)",
                    users,
                    identityOfUser);
            Map<String, String> status = new HashMap<>();
            read(
                    connection,
                    "SELECT identity_id, status FROM identity WHERE identity_id = ANY (?)",
                    identities,
                    status);
            Map<String, Boolean> enabled = new HashMap<>();
            status.forEach((id, text) -> enabled.put(id, text.equals("enabled")));
            return new Mapping(identityOfUser, enabled);
        } finally {
            connections.add(connection);
        }
    }

    private static void read(Connection connection, String sql, Collection<String> keys, Map<String, String> found)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("text", keys.toArray()));
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
        }
    }

    static String proofOf(String google) {
        return PROOFS.computeIfAbsent(google, Stage::signedProof);
    }

    private static String signedProof(String google) {
        try {
            Instant now = Instant.now();
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(GOOGLE_KEY.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer("https://" + GOOGLE)
                            .audience(CLIENT_ID)
                            .subject(google)
                            .issueTime(Date.from(now.minusSeconds(60)))
                            .expirationTime(Date.from(now.plusSeconds(600)))
                            .build());
            token.sign(new RSASSASigner(GOOGLE_KEY));
            return token.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static RSAKey generateKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("google-1").generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
