package org.identitybroker.playground;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is signed in, by the value of a cookie that no script can read.
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test", "demo"})
class Sessions {
    static final String COOKIE = "playground-session";

    /// Not sent to the page's other paths, nor to the emulator: cookies know hosts, not ports.
    private static final String PATH = "/login";

    private static final Duration IDLE_MAX = Duration.ofHours(4);

    /// As many as there can be accounts. The one that was idle for longest ends first.
    private static final int SESSIONS_MAX = Accounts.ACCOUNTS_MAX;

    private static final int ID_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Cache<String, Session> byId = Caffeine.newBuilder()
            .maximumSize(SESSIONS_MAX)
            .expireAfterAccess(IDLE_MAX)
            .build();

    /// A new id each time somebody signs in, so that an id that was known before leads nowhere.
    NewCookie start(Account account, boolean overTls) {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        byId.put(value, new Session(account));
        return cookie(value, NewCookie.DEFAULT_MAX_AGE, overTls);
    }

    Optional<Session> find(@Nullable String id) {
        return Optional.ofNullable(id).map(byId::getIfPresent);
    }

    /// @return the cookie that makes the browser forget its own
    NewCookie end(@Nullable String id, boolean overTls) {
        if (id != null) {
            byId.invalidate(id);
        }
        return cookie("", 0, overTls);
    }

    private static NewCookie cookie(String value, int maxAge, boolean overTls) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path(PATH)
                .maxAge(maxAge)
                .httpOnly(true)
                .secure(overTls)
                .sameSite(SameSite.STRICT)
                .build();
    }
}
