package org.identitybroker.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How often an issuer that fails is asked, and how long its keys outlive it.
class PublishedKeysTest {
    private static final TestIssuer LOGIN = new TestIssuer("https://login.example.com", "login");
    private static final TestIssuer STRANGER = new TestIssuer("https://login.example.com", "stranger");

    private final PublishedKeys keys =
            new PublishedKeys(URI.create("https://login.example.com/jwks.json"), this::fetch, this::nanos);
    private long nanos;
    private boolean down;
    private String body = LOGIN.jwks();
    private int fetches;

    @Test
    void issuerThatIsDownFromTheStartIsAskedOnceInASecond() throws JoseException {
        down = true;
        for (int i = 0; i < 20; i++) {
            assertRefused(LOGIN);
        }
        assertThat(fetches).isEqualTo(1);

        down = false;
        nanos += Duration.ofSeconds(1).toNanos();
        resolve(LOGIN);
        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void issuerThatAnswersGarbageIsAskedOnceInASecond() {
        body = "<html>";
        for (int i = 0; i < 20; i++) {
            assertRefused(LOGIN);
        }

        assertThat(fetches).isEqualTo(1);
    }

    @Test
    @Tag("soak")
    void keysOutliveAnOutageOfADayAndNoMore() throws Exception {
        resolve(LOGIN);
        down = true;
        // jose4j's own pause after a fetch goes by the wall clock.
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            assertRefused(STRANGER);
            assertThat(fetches).isEqualTo(2);
        });

        nanos += Duration.ofHours(23).toNanos();
        resolve(LOGIN);

        nanos += Duration.ofHours(1).toNanos();
        assertRefused(LOGIN);
    }

    private long nanos() {
        return nanos;
    }

    private void resolve(TestIssuer signer) throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setCompactSerialization(signer.token(JWSAlgorithm.RS256));
        assertThat(keys.resolveKey(jws, List.of())).isEqualTo(signer.rsaPublicKey());
    }

    private void assertRefused(TestIssuer signer) {
        assertThatThrownBy(() -> resolve(signer)).isInstanceOf(UnresolvableKeyException.class);
    }

    private SimpleResponse fetch(String url) throws IOException {
        fetches++;
        if (down) {
            throw new IOException("told to be down");
        }
        return new Answer(body);
    }

    private record Answer(String body) implements SimpleResponse {
        @Override
        public int getStatusCode() {
            return 200;
        }

        @Override
        public String getStatusMessage() {
            return "OK";
        }

        @Override
        public Collection<String> getHeaderNames() {
            return List.of();
        }

        @Override
        public List<String> getHeaderValues(String name) {
            return List.of();
        }

        @Override
        public String getBody() {
            return body;
        }
    }
}
