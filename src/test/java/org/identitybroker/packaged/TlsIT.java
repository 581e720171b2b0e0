package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.TestCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS as an operator sets it up, callers that are bound to their certificates, and a certificate that is renewed.
class TlsIT {
    private static final TestCertificate SERVER = new TestCertificate();
    private static final TestCertificate RENEWED = new TestCertificate();
    private static final TestCertificate SHOP = new TestCertificate("dns:shop.example.com");
    private static final TestCertificate OTHER =
            new TestCertificate("dns:other.example.com", "uri:spiffe://example.com/other");

    @TempDir
    private static Path files;

    private static EmbeddedPostgres postgres;
    private static PackagedBroker broker;
    private static int tlsPort;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        tlsPort = PackagedBroker.freePort();
        install(SERVER);
        Files.writeString(files.resolve("clients.pem"), SHOP.pem() + OTHER.pem());
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(PackagedBroker.connectedTo(postgres));
        settings.put("broker.cognito.endpoint", "http://127.0.0.1:9");
        settings.put("broker.cognito.allow-endpoint-override", "true");
        settings.put("quarkus.http.ssl-port", String.valueOf(tlsPort));
        settings.put("quarkus.http.insecure-requests", "disabled");
        settings.put("quarkus.http.tls-configuration-name", "broker");
        settings.put(
                "quarkus.tls.broker.key-store.pem.a.cert",
                files.resolve("tls.crt").toString());
        settings.put(
                "quarkus.tls.broker.key-store.pem.a.key",
                files.resolve("tls.key").toString());
        settings.put(
                "quarkus.tls.broker.trust-store.pem.certs",
                files.resolve("clients.pem").toString());
        settings.put("quarkus.tls.broker.reload-period", "10s");
        settings.put("broker.callers.shop.client-certificates", "dns:shop.example.com");
        settings.put(
                "broker.callers.both.client-certificates",
                "uri:spiffe://example.com/both,uri:spiffe://example.com/other");
        settings.put("broker.callers.club.client-certificates", "sha256:" + OTHER.sha256());
        broker = PackagedBroker.launch(settings).untilReady();
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
        postgres.close();
    }

    @Test
    void aBoundCallerNeedsItsCertificate() throws Exception {
        assertAnswered(get("shop", SHOP.client(SERVER, RENEWED)));
        assertRefused(get("shop", OTHER.client(SERVER, RENEWED)));
        assertRefused(get("shop", TestCertificate.anonymous(SERVER, RENEWED)));

        assertAnswered(get("both", OTHER.client(SERVER, RENEWED)));
        assertRefused(get("both", SHOP.client(SERVER, RENEWED)));

        assertAnswered(get("club", OTHER.client(SERVER, RENEWED)));
        assertRefused(get("club", SHOP.client(SERVER, RENEWED)));
    }

    /// A certificate of the right name that nobody of those who are trusted has issued.
    @Test
    void aCertificateThatIsNotTrustedGetsNoConnection() {
        TestCertificate forged = new TestCertificate("dns:shop.example.com");

        assertThatThrownBy(() -> get("shop", forged.client(SERVER, RENEWED))).isInstanceOf(IOException.class);
    }

    @Test
    void aCallerThatIsNotBoundNeedsNone() throws Exception {
        assertAnswered(get("reader", TestCertificate.anonymous(SERVER, RENEWED)));
        assertAnswered(get("reader", SHOP.client(SERVER, RENEWED)));
    }

    /// It says who connects, not who calls.
    @Test
    void aCertificateIsNoToken() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(SHOP.client(SERVER, RENEWED)).build()) {
            assertRefused(client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + tlsPort + "/v1/pools"))
                            .build(),
                    BodyHandlers.ofString()));
        }
    }

    @Test
    void aDiagnosisKnowsTheCertificate() throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(TestCertificate.anonymous(SERVER, RENEWED))
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + tlsPort + "/v1/pools/clinic/diagnosis"))
                            .header("Authorization", "Bearer " + CallerTokens.of("doctor"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("The API's TLS certificate is good until 2099-12-31T23:59:59Z.");
        }
    }

    @Test
    void browsersAreToldToStayWithTls() throws Exception {
        assertThat(get("reader", TestCertificate.anonymous(SERVER, RENEWED))
                        .headers()
                        .firstValue("Strict-Transport-Security"))
                .contains("max-age=31536000");
    }

    @Test
    void withoutTlsNobodyIsThere() {
        assertThatThrownBy(() -> broker.get("/v1/pools")).isInstanceOf(ConnectException.class);
    }

    @Test
    void aRenewedCertificateIsServedWithoutARestart() throws Exception {
        install(RENEWED);

        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(served()).isEqualTo(RENEWED.certificate()));
    }

    private static void install(TestCertificate certificate) throws IOException {
        Files.writeString(files.resolve("tls.crt"), certificate.pem());
        Files.writeString(files.resolve("tls.key"), certificate.privateKeyPem());
    }

    private static Certificate served() throws IOException {
        try (SSLSocket socket = (SSLSocket) TestCertificate.anonymous(SERVER, RENEWED)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), tlsPort)) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static HttpResponse<String> get(String caller, SSLContext tls) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + tlsPort + "/v1/pools"))
                            .header("Authorization", "Bearer " + CallerTokens.of(caller))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static void assertAnswered(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(answer.body()).contains("\"code\":\"unauthenticated\"").doesNotContain("detail", "ertificate");
    }
}
