package org.identitybroker.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import io.github.bucket4j.TimeMeter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CurrentCallerTest {
    private static final TestIssuer LOGIN = new TestIssuer("https://login.example.com", "login");

    private final CallerSettings settings = () -> Map.of(
            "shop",
            new CallersTest.Setting(
                    Optional.of("inhouse"),
                    Optional.of("shop-login"),
                    Optional.of("token:issue"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("2")));
    private final Callers callers = new Callers(
            settings,
            FakeIssuerSetting.issuers(Map.of("inhouse", FakeIssuerSetting.of(LOGIN, LOGIN.pem(JWSAlgorithm.ES256)))),
            SomePools.of());
    private final RequestRates rates = new RequestRates(settings, new StandingTime());

    @Test
    void requestCountsOnceHoweverOftenItsCallerIsAskedFor() {
        CurrentCaller first = of("shop-login");
        for (int i = 0; i < 10; i++) {
            assertThat(first.with(Permission.TOKEN_ISSUE).name()).isEqualTo("shop");
            assertThat(first.get().name()).isEqualTo("shop");
        }

        assertThat(of("shop-login").get().name()).isEqualTo("shop");
        assertRefused(ProblemCode.RATE_LIMITED, () -> of("shop-login").get());
    }

    @Test
    void rateIsTakenBeforePermissionsAreLookedAt() {
        assertRefused(ProblemCode.FORBIDDEN, () -> of("shop-login").with(Permission.AUDIT_READ));
        assertRefused(ProblemCode.FORBIDDEN, () -> of("shop-login").with(Permission.AUDIT_READ));
        assertRefused(ProblemCode.RATE_LIMITED, () -> of("shop-login").with(Permission.AUDIT_READ));
    }

    @Test
    void whoIsNotRegisteredUsesUpNobodysRate() {
        for (int i = 0; i < 10; i++) {
            assertRefused(ProblemCode.FORBIDDEN, () -> of("somebody").get());
        }

        assertThat(of("shop-login").get().name()).isEqualTo("shop");
    }

    private CurrentCaller of(String subject) {
        return new CurrentCaller(new Token(subject), callers, rates);
    }

    private static void assertRefused(ProblemCode code, Executable request) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, request::execute);
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
    }

    private static final class StandingTime implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return 0;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    private record Token(String subject) implements JsonWebToken {
        @Override
        public String getName() {
            return subject;
        }

        @Override
        public Set<String> getClaimNames() {
            return Set.of("iss", "sub");
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T getClaim(String name) {
            return (T) (name.equals("iss") ? LOGIN.iss() : subject);
        }
    }
}
