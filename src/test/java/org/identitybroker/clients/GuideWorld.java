package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.iam.DefaultPolicies;
import org.identitybroker.emulator.iam.PolicyDocument;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.packaged.PackagedBroker;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/// What the code of the guides runs against: the packaged broker, Postgres, and an emulator that tells what it was
/// asked. Each platform has a pool of its own, so that its users are unknown when it begins. Guests and users have one
/// folder, `home/IDENTITY_ID/`: a guest who becomes a user finds everything where it was.
final class GuideWorld implements CloseableResource {
    static final List<String> PLATFORMS =
            List.of("javascript", "java", "kotlin", "python", "commandline", "amplify", "browser");

    /// Amplify addresses a bucket by path only if its name has a dot.
    static final String BUCKET = "demo.uploads";

    private final EmbeddedPostgres postgres;
    private final CognitoEmulator cognito;
    private final PackagedBroker broker;
    private final Path jwtFile;

    GuideWorld() throws IOException {
        postgres = EmbeddedPostgres.start();
        cognito = CognitoEmulator.start(EmulatorOptions.builder()
                .pools(PLATFORMS.stream()
                        .map(platform -> PoolSettings.forDeveloper(poolId(platform), BrokerSettings.PROVIDER)
                                .withGuests(true))
                        .toArray(PoolSettings[]::new))
                .buckets(List.of(BUCKET))
                .policies(Map.of(
                        PoolRoles.standard().authenticated().orElseThrow(),
                        home(DefaultPolicies.authenticated(), "users/"),
                        PoolRoles.standard().unauthenticated().orElseThrow(),
                        home(DefaultPolicies.guest(), "guests/")))
                .build());
        broker = PackagedBroker.launch(settings(), List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        broker.untilReady();
        jwtFile = Files.createTempFile("app", ".jwt");
        jwtFile.toFile().deleteOnExit();
    }

    private static PolicyDocument home(PolicyDocument policy, String folder) {
        return PolicyDocument.parse(
                policy.toString().replace(DefaultPolicies.BUCKET, BUCKET).replace(folder, "home/"));
    }

    static String poolId(String platform) {
        return "eu-west-1:00000000-0000-4000-8000-0000000000%02x".formatted(PLATFORMS.indexOf(platform) + 1);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.putAll(PackagedBroker.connectedTo(postgres, cognito.endpoint()));
        // One more than a clock that has jumped takes; each further one would be waited for.
        settings.put("broker.cognito.max-attempts", "2");
        settings.put("broker.issuers.inhouse.issuer", CallerTokens.ISSUER);
        settings.put("broker.issuers.inhouse.audience", CallerTokens.AUDIENCE);
        settings.put("broker.issuers.inhouse.jwks", "file:" + CallerTokens.jwksFile());
        for (String platform : PLATFORMS) {
            settings.put("broker.pools." + platform + ".identity-pool-id", poolId(platform));
            settings.put("broker.pools." + platform + ".developer-provider-name", BrokerSettings.PROVIDER);
        }
        caller(settings, "app", "token:issue");
        caller(settings, "operator", "identity:write");
        return settings;
    }

    private static void caller(Map<String, String> settings, String name, String permission) {
        settings.put("broker.callers." + name + ".issuer", "inhouse");
        settings.put("broker.callers." + name + ".subject", name);
        settings.put("broker.callers." + name + ".permissions", permission);
        settings.put("broker.callers." + name + ".pools", String.join(",", PLATFORMS));
    }

    CognitoEmulator cognito() {
        return cognito;
    }

    /// Starts the platform's app backend.
    AppBackend backend(String platform) throws IOException {
        Files.writeString(jwtFile, CallerTokens.of("app"));
        return AppBackend.start(
                Map.of("BROKER_URL", brokerUrl(), "BROKER_JWT_FILE", jwtFile.toString(), "BROKER_POOL", platform));
    }

    /// What the code of a guide and its tests read.
    Map<String, String> environment(String platform, AppBackend backend) {
        return Map.of(
                "BACKEND_URL", backend.url(),
                "EMULATOR_ENDPOINT", cognito.endpoint().toString(),
                "IDENTITY_POOL_ID", poolId(platform),
                "BUCKET", BUCKET,
                "BROKER_URL", brokerUrl(),
                "OPERATOR_JWT", CallerTokens.of("operator"));
    }

    /// As an operator does it.
    void disable(String identityId) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(brokerUrl() + "/v1/identities/" + identityId + "/status"))
                .header("Authorization", "Bearer " + CallerTokens.of("operator"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"status\":\"disabled\",\"reason\":\"for the test\"}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }

    private String brokerUrl() {
        return "http://127.0.0.1:" + broker.port();
    }

    /// Says in the end, whatever a platform's own tests look at, that no device called GetId with a developer's token
    /// (Cognito refuses that), and that each request to the broker was one of those that the emulator has logged.
    void requireGoodManners(String platform) throws SQLException {
        assertThat(cognito.requests().of(Operation.GET_ID))
                .as("GetId")
                .allMatch(request -> request.outcome().equals("ok"));
        long issued = cognito.requests().of(Operation.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY).stream()
                .filter(request -> request.identityPoolId().equals(Optional.of(poolId(platform))))
                .filter(request -> request.outcome().equals("ok"))
                .count();
        assertThat(issued).as("tokens").isPositive().isEqualTo(answersOfBroker(platform));
    }

    private long answersOfBroker(String platform) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT count(*) FROM audit_event WHERE type = 'token.issued' AND pool = ?")) {
            query.setString(1, platform);
            ResultSet rows = query.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        broker.close();
        cognito.close();
        postgres.close();
    }
}
