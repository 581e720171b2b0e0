package org.identitybroker.caller;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jose4j.http.SimpleGet;
import org.jose4j.http.SimpleResponse;

/// One fetch of a JWKS over HTTP. Token and certificates are read for each: a pod's token is replaced within the hour,
/// and fetches are minutes apart.
final class JwksFetch implements SimpleGet {
    /// A token waits for this at most; an issuer that needs longer counts as down.
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /// A JWKS of a hundred RSA keys has about 50 KB.
    private static final int JWKS_LENGTH_MAX = 256 * 1024;

    /// RFC 6750, section 2.1. Anything else would be refused by the HTTP client in words that repeat it.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    /// Without a token, and believing the certificate authorities that Java believes.
    static final JwksFetch PLAIN = new JwksFetch(Optional.empty(), Optional.empty());

    private final Optional<Path> tokenFile;
    private final Optional<Path> caFile;

    JwksFetch(Optional<Path> tokenFile, Optional<Path> caFile) {
        this.tokenFile = tokenFile;
        this.caFile = caFile;
    }

    @Override
    public SimpleResponse get(String url) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (tokenFile.isPresent()) {
            request.setHeader("Authorization", "Bearer " + token(tokenFile.get()));
        }
        HttpClient client = client();
        try {
            HttpResponse<byte[]> answer = client.sendAsync(
                            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), JWKS_LENGTH_MAX))
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            return new Answer(answer);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("no answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            client.shutdownNow();
        }
    }

    /// @throws IOException if there is no token in the file
    static String token(Path file) throws IOException {
        String token = Files.readString(file).strip();
        if (!TOKEN.matcher(token).matches()) {
            throw new IOException("no bearer token in the file");
        }
        return token;
    }

    /// @throws IOException if there are no certificates in the file
    static Collection<? extends Certificate> certificates(Path file) throws IOException {
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (certificates.isEmpty()) {
                throw new IOException("no certificate in the file");
            }
            return certificates;
        } catch (CertificateException malformed) {
            throw new IOException("no certificates in the file", malformed);
        }
    }

    /// A redirect is followed without a token only: the token is for the one server that settings name.
    private HttpClient client() throws IOException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .followRedirects(tokenFile.isPresent() ? Redirect.NEVER : Redirect.NORMAL);
        if (caFile.isPresent()) {
            client.sslContext(trusting(certificates(caFile.get())));
        }
        return client.build();
    }

    private static SSLContext trusting(Collection<? extends Certificate> certificates) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Certificate certificate : certificates) {
                store.setCertificateEntry(String.valueOf(store.size()), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IOException("the certificates cannot be used", failure);
        }
    }

    private record Answer(HttpResponse<byte[]> answer) implements SimpleResponse {
        @Override
        public int getStatusCode() {
            return answer.statusCode();
        }

        @Override
        public String getStatusMessage() {
            return "";
        }

        @Override
        public Collection<String> getHeaderNames() {
            return answer.headers().map().keySet();
        }

        @Override
        public List<String> getHeaderValues(String name) {
            return answer.headers().allValues(name);
        }

        @Override
        public String getBody() {
            return new String(answer.body(), StandardCharsets.UTF_8);
        }
    }
}
