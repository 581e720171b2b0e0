package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.example.login.Broker;
import com.example.login.BrokerRefusal;
import com.example.login.CallerJwts;
import com.example.login.JwtFile;
import com.example.login.MintedJwts;
import com.example.login.TokenApi.Issued;
import com.example.login.TokenApi.Wanted;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.AwsClients;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.LogLines;
import org.identitybroker.token.EmulatorControl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// The code of `docs/callers`, as a login system would run it.
@QuarkusTest
@WithTestResource(GuideSettings.class)
@Tag("clients")
class CallerGuidesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CODE = GuideSettings.CODE;
    private static final Path SCRIPTS = CODE.resolve("curl");
    private static final String ISSUER = "https://login.shop.example";
    private static final String LOGIN = "shop-login";

    @ConfigProperty(name = "broker.emulator.port")
    int emulatorPort;

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final List<Duration> waited = new ArrayList<>();
    private EmulatorControl emulator;
    private String key = "";

    @BeforeEach
    void describeTheWorld() {
        emulator = new EmulatorControl(emulatorPort);
        emulator.reset();
        // Not injected: Quarkus asks in every test for what any test class wants injected.
        key = ConfigProvider.getConfig().getValue(GuideSettings.KEY, String.class);
        environment.put("BROKER_URL", url());
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + emulatorPort);
        environment.put("LOGIN_KEY_FILE", key);
        environment.put("LOGIN_ISSUER", ISSUER);
        environment.put("POOL_ID", BrokerSettings.CUSTOMERS_ID);
    }

    @AfterEach
    void clearFaults() {
        emulator.reset();
    }

    @Test
    void inNode() {
        NodeTests.pass("callers/node", "guide.test.mjs", environment);
    }

    @Test
    void inPython() {
        Program tests = Program.run(CODE.resolve("python"), environment, List.of(Python.COMMAND, "guide_test.py"));

        tests.succeeded();
        assertThat(tests.errors()).containsPattern("Ran [1-9]\\d* tests").doesNotContain("skipped");
    }

    @Test
    void inAShell() throws IOException {
        String jwt = Program.run(SCRIPTS, Map.of(), List.of("./mint-jwt.sh", key, ISSUER, LOGIN))
                .succeeded();
        environment.put(
                "BROKER_JWT_FILE",
                Files.writeString(folder.resolve("token"), jwt).toString());
        emulator.next(GuideSettings.ATTEMPTS, "throttle", EmulatorControl.TOKEN_CALL);

        Program issued = Program.run(SCRIPTS, environment, List.of("./issue-token.sh", "shop-shell-ann"));
        Program refused = Program.run(SCRIPTS, environment, List.of("./issue-token.sh", "other-ann"));

        JsonNode answer = JSON.readTree(issued.succeeded());
        assertThat(answer.path("identityId").textValue()).startsWith("eu-west-1:");
        assertThat(issued.errors())
                .containsPattern("broker: 200 in [\\d.]+ s, request [\\w-]+")
                .doesNotContain(answer.path("token").textValue(), "ann", jwt);
        assertThat(refused.exitCode()).isNotZero();
        assertThat(JSON.readTree(refused.output()).path("code").textValue()).isEqualTo("forbidden");
        assertThat(refused.errors()).contains("broker: 403");
    }

    @Test
    void asTheGuideTriesIt() throws IOException {
        for (String script : List.of("mint-jwt.sh", "issue-token.sh", "try.sh")) {
            Files.copy(SCRIPTS.resolve(script), folder.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
        }

        String issued = Program.run(folder, environment, List.of("./try.sh")).succeeded();

        assertThat(JSON.readTree(issued).path("token").textValue()).startsWith("eyJ");
    }

    @Test
    void credentialsInAShell() throws IOException {
        String jwt = CallerTokens.of("batches");
        environment.put(
                "BROKER_JWT_FILE",
                Files.writeString(folder.resolve("token"), jwt).toString());
        environment.put("JWT", jwt);
        String config = Files.readString(SCRIPTS.resolve("aws-config"))
                .replace("/usr/local/bin", SCRIPTS.toAbsolutePath().toString());
        environment.put(
                "AWS_CONFIG_FILE",
                Files.writeString(folder.resolve("config"), config).toString());

        String asked = Program.run(SCRIPTS, environment, List.of("./credentials.sh", "ask"))
                .succeeded();
        String listed = Program.run(SCRIPTS, environment, List.of("./credentials.sh", "try"))
                .succeeded();

        assertThat(JSON.readTree(asked).path("accessKeyId").textValue()).startsWith("ASIA");
        assertThat(listed).containsPattern("access_key .*custom-process");
    }

    @Test
    void inJava() throws Exception {
        Broker broker = new Broker(URI.create(url()), own(), waited::add);

        Issued first = broker.tokenFor(new Wanted("shop-java-ann", null, null));
        Issued second = broker.tokenFor(new Wanted("shop-java-ann", null, null));

        assertThat(second.identityId()).isEqualTo(first.identityId());
        assertThat(second.logins()).containsOnlyKeys("cognito-identity.amazonaws.com");
    }

    @Test
    void inJavaAFailureOfAMomentIsWaitedOut() throws Exception {
        emulator.next(GuideSettings.ATTEMPTS, "throttle", EmulatorControl.TOKEN_CALL);

        try (LogLines log = LogLines.recorded()) {
            Issued issued =
                    new Broker(URI.create(url()), own(), waited::add).tokenFor(new Wanted("shop-java-bob", null, null));

            assertThat(log.text())
                    .containsPattern("503 upstream-throttled in \\d+ ms, request [0-9a-f-]{36}")
                    .containsPattern("200  in \\d+ ms, request [0-9a-f-]{36}")
                    .doesNotContain("bob")
                    .doesNotContain(issued.logins().values());
            assertThat(waited)
                    .singleElement()
                    .satisfies(pause -> assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
        }
    }

    @Test
    void inJavaAFailureThatStaysIsTold() throws Exception {
        emulator.always("throttle", EmulatorControl.TOKEN_CALL);
        Broker broker = new Broker(URI.create(url()), own(), waited::add);

        BrokerRefusal refusal = catchThrowableOfType(
                BrokerRefusal.class, () -> broker.tokenFor(new Wanted("shop-java-bob", null, null)));

        assertThat(refusal.code()).isEqualTo("upstream-throttled");
        assertThat(emulator.outcomesOf(EmulatorControl.TOKEN_CALL)).hasSize(3 * GuideSettings.ATTEMPTS);
        assertThat(waited).hasSize(2);
        assertThat(waited.getLast()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void inJavaAJwtThatIsRefusedIsReplaced() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "not.a.token\n");
        CallerJwts fresh = own();
        CallerJwts stale = new CallerJwts() {
            private CallerJwts current = new JwtFile(file);

            @Override
            public String get() {
                return current.get();
            }

            @Override
            public void forget() {
                current = fresh;
            }
        };

        assertThat(new Broker(URI.create(url()), stale, waited::add).tokenFor(new Wanted("shop-java-cleo", null, null)))
                .isNotNull();
        BrokerRefusal refusal = catchThrowableOfType(
                BrokerRefusal.class,
                () -> new Broker(URI.create(url()), new JwtFile(file), waited::add)
                        .tokenFor(new Wanted("shop-java-cleo", null, null)));
        assertThat(refusal.code()).isEqualTo("unauthenticated");
    }

    @Test
    void inJavaAGuestsIdentityBecomesTheUsersButNotASecondUsers() throws Exception {
        String guest;
        try (CognitoIdentityClient device = AwsClients.device(URI.create("http://127.0.0.1:" + emulatorPort))) {
            guest = device.getId(request -> request.identityPoolId(BrokerSettings.CUSTOMERS_ID))
                    .identityId();
        }
        Broker broker = new Broker(URI.create(url()), own(), waited::add);

        assertThat(broker.tokenFor(new Wanted("shop-java-dora", guest, null)).identityId())
                .isEqualTo(guest);
        assertThat(broker.tokenFor(new Wanted("shop-java-emil", guest, null)).identityId())
                .isNotEqualTo(guest);
    }

    private MintedJwts own() throws IOException, GeneralSecurityException {
        return new MintedJwts(MintedJwts.keyIn(Path.of(key)), ISSUER, LOGIN);
    }

    private static String url() {
        return "http://127.0.0.1:" + RestAssured.port;
    }
}
