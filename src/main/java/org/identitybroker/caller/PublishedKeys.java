package org.identitybroker.caller;

import java.io.IOException;
import java.net.URI;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jose4j.http.SimpleGet;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/// Keys that an issuer publishes at a URL. It is read when the first token arrives, never at start: an issuer that is
/// down must not keep the broker from starting. jose4j keeps the keys; how often the issuer is asked while it fails,
/// and how long its keys outlive it, is decided here.
final class PublishedKeys implements VerificationKeyResolver {
    private static final Logger LOG = Logger.getLogger(PublishedKeys.class);

    /// Without a Cache-Control of the issuer's own.
    private static final Duration CACHE = Duration.ofMinutes(10);

    /// Keys that were good stay good while the issuer cannot be asked: an outage of a day is survived. After that, a
    /// key that the issuer has withdrawn long ago could still be in use.
    private static final Duration OUTAGE_MAX = Duration.ofDays(1);

    /// While the issuer fails, tokens with known keys lead to one fetch in this time.
    private static final Duration RETRY = Duration.ofMinutes(1);

    /// Tokens with made-up key ids must not make the broker hammer the issuer: one fetch in this time.
    private static final Duration REFRESH_EVERY = Duration.ofSeconds(5);

    /// The same while there are no keys at all, and every token waits for them.
    private static final Duration FIRST_FETCH_EVERY = Duration.ofSeconds(1);

    private record Outage(long since, long lastFailure) {}

    private final SimpleGet fetch;
    private final LongSupplier nanoTime;
    private final VerificationKeyResolver keys;
    private volatile boolean everFetched;
    private volatile Optional<Outage> outage = Optional.empty();

    PublishedKeys(URI url, SimpleGet fetch, LongSupplier nanoTime) {
        this.fetch = fetch;
        this.nanoTime = nanoTime;
        HttpsJwks jwks = new HttpsJwks(url.toString());
        jwks.setSimpleHttpGet(this::fetch);
        jwks.setDefaultCacheDuration(CACHE.toSeconds());
        jwks.setRetainCacheOnErrorDuration(RETRY.toSeconds());
        jwks.setRefreshReprieveThreshold(REFRESH_EVERY.toMillis());
        this.keys = new HttpsJwksVerificationKeyResolver(jwks);
    }

    @Override
    public Key resolveKey(JsonWebSignature jws, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        Key key = keys.resolveKey(jws, nesting);
        if (outage.filter(down -> passed(down.since(), OUTAGE_MAX)).isPresent()) {
            throw new UnresolvableKeyException("the issuer's keys are too old");
        }
        return key;
    }

    /// jose4j limits fetches that succeed; those that fail it would repeat for each token with an unknown key. Called
    /// under its lock, so by one thread at a time.
    private SimpleResponse fetch(String url) throws IOException {
        Duration pause = everFetched ? REFRESH_EVERY : FIRST_FETCH_EVERY;
        if (outage.filter(down -> !passed(down.lastFailure(), pause)).isPresent()) {
            throw new IOException("failed a moment ago");
        }
        try {
            SimpleResponse answer = fetch.get(url);
            requireJwks(answer.getBody());
            everFetched = true;
            outage = Optional.empty();
            return answer;
        } catch (IOException failure) {
            noteFailure(url);
            throw failure;
        }
    }

    /// A proxy's error page with status 200 is an outage like any other.
    private static void requireJwks(String body) throws IOException {
        try {
            new JsonWebKeySet(body).getJsonWebKeys();
        } catch (JoseException malformed) {
            throw new IOException("not a JWKS", malformed);
        }
    }

    /// One line for each outage; an operator sees by it why callers are refused.
    private void noteFailure(String url) {
        long now = nanoTime.getAsLong();
        if (outage.isEmpty()) {
            LOG.warnf("the keys at %s cannot be fetched", url);
        }
        outage = Optional.of(new Outage(outage.map(Outage::since).orElse(now), now));
    }

    private boolean passed(long since, Duration duration) {
        return nanoTime.getAsLong() - since >= duration.toNanos();
    }
}
