package org.identitybroker.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Callers' tokens that were verified a moment ago. A login system sends the same one for minutes, and its signature
/// costs more than everything else about the caller. Known by their hashes, so that the memory holds no token.
final class VerifiedTokens {
    /// How much longer a token is believed after its key was withdrawn. A hot caller's token is so verified every five
    /// seconds instead of thousands of times.
    static final Duration BELIEVED = Duration.ofSeconds(5);

    /// Some two kilobytes each. Callers that make a token for each request find none here, and lose nothing.
    private static final int TOKENS_MAX = 1000;

    private final Clock clock;
    private final Cache<String, JWTCallerPrincipal> principals;

    /// @param nanoTime a clock that never steps, for the time that a token is believed
    VerifiedTokens(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.principals = Caffeine.newBuilder()
                .maximumSize(TOKENS_MAX)
                .expireAfterWrite(BELIEVED)
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /// Empty once the token has expired, to the leeway that holds for all.
    Optional<JWTCallerPrincipal> find(String digest) {
        return Optional.ofNullable(principals.getIfPresent(digest)).filter(this::isGood);
    }

    void keep(String digest, JWTCallerPrincipal principal) {
        principals.put(digest, principal);
    }

    private boolean isGood(JWTCallerPrincipal principal) {
        return clock.instant().getEpochSecond() < principal.getExpirationTime() + Issuer.CLOCK_LEEWAY_SECONDS;
    }

    static String digest(String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
