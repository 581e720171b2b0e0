package org.identitybroker.caller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.testing.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys behind https, a certificate of one's own and a bearer token, as a Kubernetes API server publishes them.
class ClusterKeysTest {
    private static final TestIssuer CLUSTER = new TestIssuer("https://kubernetes.default.svc", "cluster");
    private static final TestCertificate CERTIFICATE = new TestCertificate();

    @TempDir
    private Path files;

    private HttpsServer server = closedServer();
    private Path token = Path.of("/");
    private Path ca = Path.of("/");
    private volatile String goodToken = "first.token";
    private volatile String lastAuthorization = "";
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        server.setHttpsConfigurator(new HttpsConfigurator(CERTIFICATE.server()));
        server.createContext("/openid/v1/jwks", this::answer);
        server.createContext("/elsewhere", this::answer);
        server.start();
        token = Files.writeString(files.resolve("token"), "first.token\n");
        ca = Files.writeString(files.resolve("ca.crt"), new TestCertificate().pem() + CERTIFICATE.pem());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void podsTokenAndTheClustersCaOpenTheKeys() throws ParseException {
        verify(tokens(settings()));

        assertThat(lastAuthorization).isEqualTo("Bearer first.token");
    }

    @Test
    void tokenAndCaAreReadAgainAtEachFetch() throws IOException, ParseException {
        JwksFetch fetch = new JwksFetch(Optional.of(token), Optional.of(ca));
        fetch.get(url());
        goodToken = "second.token";

        Files.writeString(token, "second.token");
        fetch.get(url());
        assertThat(lastAuthorization).isEqualTo("Bearer second.token");

        Files.writeString(ca, new TestCertificate().pem());
        assertThatThrownBy(() -> fetch.get(url())).isInstanceOf(IOException.class);
    }

    @Test
    void withoutTheTokenThereAreNoKeys() {
        FakeIssuerSetting settings = FakeIssuerSetting.of(CLUSTER, url()).caFile(ca.toString());

        assertThatThrownBy(() -> verify(tokens(settings))).isInstanceOf(ParseException.class);
    }

    @Test
    void serverOfAnotherCaIsNotBelievedAndGetsNoToken() throws IOException {
        Files.writeString(ca, new TestCertificate().pem());

        assertThatThrownBy(() -> verify(tokens(settings()))).isInstanceOf(ParseException.class);
        assertThat(lastAuthorization).isEmpty();
    }

    @Test
    void withoutTheCaTheServerIsNotBelieved() {
        FakeIssuerSetting settings = FakeIssuerSetting.of(CLUSTER, url()).bearerTokenFile(token.toString());

        assertThatThrownBy(() -> verify(tokens(settings))).isInstanceOf(ParseException.class);
        assertThat(lastAuthorization).isEmpty();
    }

    @Test
    void tokenThatIsUnreadableAtAFetchIsARefusalThatRepeatsNothing() throws IOException {
        IssuerTokens tokens = tokens(settings());
        Files.writeString(token, "secret\nX-Evil: 1");

        assertThatThrownBy(() -> verify(tokens))
                .isInstanceOf(ParseException.class)
                .hasNoCause()
                .hasMessage("token refused");
    }

    @Test
    void redirectIsNotFollowedWithAToken() {
        status = 302;

        assertThatThrownBy(() -> verify(tokens(settings()))).isInstanceOf(ParseException.class);
    }

    private FakeIssuerSetting settings() {
        return FakeIssuerSetting.of(CLUSTER, url())
                .bearerTokenFile(token.toString())
                .caFile(ca.toString());
    }

    private String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/openid/v1/jwks";
    }

    private static IssuerTokens tokens(FakeIssuerSetting setting) {
        Issuers issuers = FakeIssuerSetting.issuers(Map.of("cluster", setting));
        assertThat(issuers.mistakes()).isEmpty();
        return new IssuerTokens(issuers, Clock.systemUTC());
    }

    private static void verify(IssuerTokens tokens) throws ParseException {
        tokens.parse(CLUSTER.token(JWSAlgorithm.RS256), new JWTAuthContextInfo());
    }

    private void answer(HttpExchange exchange) throws IOException {
        lastAuthorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("none");
        byte[] body = CLUSTER.jwks().getBytes(UTF_8);
        boolean redirected = exchange.getRequestURI().getPath().equals("/elsewhere");
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        int answered = redirected ? 200 : status;
        exchange.sendResponseHeaders(lastAuthorization.equals("Bearer " + goodToken) ? answered : 403, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static HttpsServer closedServer() {
        try {
            return HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
