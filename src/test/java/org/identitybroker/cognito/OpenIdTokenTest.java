package org.identitybroker.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.identitybroker.identity.IdentityId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpenIdTokenTest {
    @Test
    void expIsRead() {
        OpenIdToken token = jwt("{\"sub\":\"eu-west-1:1\",\"exp\":1795255200,\"iat\":1795254300}");

        assertThat(token.expiresAt()).contains(Instant.ofEpochSecond(1_795_255_200));
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                arguments("empty", ""),
                arguments("text", "garbage"),
                arguments("two parts", "a." + base64("{\"exp\":1}")),
                arguments("four parts", "a." + base64("{\"exp\":1}") + ".c.d"),
                arguments("dots only", ".."),
                arguments("not base64", "a.!!!.c"),
                arguments("not JSON", "a." + base64("exp") + ".c"),
                arguments("JSON cut off", "a." + base64("{\"exp\":17952") + ".c"),
                arguments("JSON null", "a." + base64("null") + ".c"),
                arguments("an array", "a." + base64("[1795255200]") + ".c"),
                arguments("no exp", "a." + base64("{\"iat\":1}") + ".c"),
                arguments("exp null", "a." + base64("{\"exp\":null}") + ".c"),
                arguments("exp as text", "a." + base64("{\"exp\":\"1795255200\"}") + ".c"),
                arguments("exp an object", "a." + base64("{\"exp\":{}}") + ".c"),
                arguments("exp beyond long", "a." + base64("{\"exp\":99999999999999999999}") + ".c"),
                arguments("exp beyond any date", "a." + base64("{\"exp\":9223372036854775807}") + ".c"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void whatCannotBeReadHasNoExp(String name, String text) {
        assertThat(new OpenIdToken(text).expiresAt()).isEmpty();
        assertThat(new OpenIdToken(text).reveal()).isEqualTo(text);
    }

    @Test
    void tokenIsNeverPrinted() {
        OpenIdToken token = jwt("{\"exp\":1795255200}");
        Grant grant = new Grant(new IdentityId("eu-west-1:1"), token);

        assertThat(token).hasToString("OpenIdToken[redacted]");
        assertThat(grant.toString()).doesNotContain(token.reveal());
    }

    @Test
    void callDoesNotPrintUserOrLogins() {
        TokenCall call = new TokenCall(
                "shop",
                "alice",
                Optional.empty(),
                Map.of("graph.facebook.com", "secret"),
                Map.of(),
                Duration.ofMinutes(15));

        assertThat(call.toString()).doesNotContain("alice", "secret");
        assertThat(call.forIdentity(new IdentityId("eu-west-1:1")).identity()).contains(new IdentityId("eu-west-1:1"));
    }

    private static OpenIdToken jwt(String payload) {
        return new OpenIdToken(base64("{\"alg\":\"RS512\"}") + "." + base64(payload) + ".c2lnbmF0dXJl");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
