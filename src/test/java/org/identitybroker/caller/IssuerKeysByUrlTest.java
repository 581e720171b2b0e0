package org.identitybroker.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Keys that an issuer publishes at a URL.
class IssuerKeysByUrlTest {
    private static final TestIssuer LOGIN = new TestIssuer("https://login.example.com", "login");
    private static final TestIssuer AFTER_ROTATION = new TestIssuer("https://login.example.com", "rotated");

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server = closedServer();
    private IssuerTokens tokens = new IssuerTokens(FakeIssuerSetting.issuers(Map.of()), Clock.systemUTC());
    private volatile int status = 200;
    private volatile String body = LOGIN.jwks();
    private volatile String cacheControl = "public";

    @BeforeEach
    void start() {
        server.createContext("/jwks.json", this::answer);
        server.start();
        Issuers issuers = FakeIssuerSetting.issuers(Map.of(
                "login",
                FakeIssuerSetting.of(
                        LOGIN, "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json")));
        assertThat(issuers.mistakes()).isEmpty();
        tokens = new IssuerTokens(issuers, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void nothingIsFetchedBeforeTheFirstToken() throws ParseException {
        assertThat(requests).hasValue(0);

        verify(LOGIN);

        assertThat(requests).hasValue(1);
    }

    @Test
    void nothingIsFetchedForATokenOfSomebodyElse() {
        TestIssuer stranger = new TestIssuer("https://stranger.example.com", "stranger");

        assertThatThrownBy(() -> verify(stranger)).isInstanceOf(ParseException.class);
        assertThat(requests).hasValue(0);
    }

    @Test
    void keysAreKept() throws ParseException {
        for (int i = 0; i < 20; i++) {
            verify(LOGIN);
        }

        assertThat(requests).hasValue(1);
    }

    @Test
    void madeUpKeysDoNotHammerTheIssuer() throws ParseException {
        verify(LOGIN);

        for (int i = 0; i < 50; i++) {
            TestIssuer issuer = AFTER_ROTATION;
            assertThatThrownBy(() -> verify(issuer)).isInstanceOf(ParseException.class);
        }

        assertThat(requests).hasValueLessThanOrEqualTo(3);
        verify(LOGIN);
    }

    /// A rotation is noticed within the five seconds in which made-up key ids lead to one fetch only.
    @Test
    @Tag("soak")
    void newKeyLeadsToOneRefetch() throws ParseException {
        verify(LOGIN);
        body = AFTER_ROTATION.jwks();

        await().pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(15))
                .ignoreExceptionsInstanceOf(ParseException.class)
                .untilAsserted(() -> verify(AFTER_ROTATION));

        assertThat(requests).hasValue(2);
        assertThatThrownBy(() -> verify(LOGIN)).isInstanceOf(ParseException.class);
    }

    @Test
    void keysOutliveAnIssuerThatIsDown() throws ParseException {
        verify(LOGIN);

        server.stop(0);

        verify(LOGIN);
        assertThat(requests).hasValue(1);
    }

    @Test
    @Tag("soak")
    void keysOutliveTheirCacheTimeWhileTheIssuerFails() throws ParseException {
        cacheControl = "max-age=1";
        verify(LOGIN);
        status = 500;

        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(15))
                .until(() -> {
                    verify(LOGIN);
                    return requests.get() >= 2;
                });

        verify(LOGIN);
    }

    @Test
    void issuerThatIsDownFromTheStartIsARefusalAndNoMore() {
        server.stop(0);

        assertThatThrownBy(() -> verify(LOGIN))
                .isInstanceOf(ParseException.class)
                .hasNoCause()
                .hasMessage("token refused");
    }

    @Test
    void issuerThatRecoversIsAskedAgain() throws ParseException {
        status = 503;
        assertThatThrownBy(() -> verify(LOGIN)).isInstanceOf(ParseException.class);
        status = 200;

        await().pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(15))
                .ignoreExceptionsInstanceOf(ParseException.class)
                .untilAsserted(() -> verify(LOGIN));

        assertThat(requests).hasValueGreaterThanOrEqualTo(2);
    }

    @Test
    @Tag("soak")
    void issuerThatIsDownIsNotHammeredEither() throws ParseException {
        verify(LOGIN);
        status = 500;

        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(15))
                .until(() -> {
                    assertThatThrownBy(() -> verify(AFTER_ROTATION)).isInstanceOf(ParseException.class);
                    return requests.get() >= 2;
                });
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> verify(AFTER_ROTATION)).isInstanceOf(ParseException.class);
        }

        assertThat(requests).hasValueLessThanOrEqualTo(3);
        verify(LOGIN);
    }

    @Test
    void garbageInsteadOfKeysIsARefusal() {
        body = "<html>";

        assertThatThrownBy(() -> verify(LOGIN))
                .isInstanceOf(ParseException.class)
                .hasNoCause();
    }

    @Test
    void endlessAnswerIsNotRead() {
        body = LOGIN.jwks() + " ".repeat(300 * 1024);

        assertThatThrownBy(() -> verify(LOGIN)).isInstanceOf(ParseException.class);
    }

    private void verify(TestIssuer issuer) throws ParseException {
        tokens.parse(issuer.token(JWSAlgorithm.ES256), new JWTAuthContextInfo());
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("Cache-Control", cacheControl);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static HttpServer closedServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
