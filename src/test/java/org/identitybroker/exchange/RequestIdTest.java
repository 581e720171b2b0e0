package org.identitybroker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    private static final String ACCEPTED = "[A-Za-z0-9._-]{1,64}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "-",
                "..",
                "req_1",
                "ABC.def-123_x",
                "1234567890123456789012345678901234567890123456789012345678901234"
            })
    void callersIdIsKept(String offered) {
        assertThat(RequestId.choose(offered)).isEqualTo(offered);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("empty", ""),
                Arguments.of("65 characters", "x".repeat(65)),
                Arguments.of("very long", "x".repeat(100_000)),
                Arguments.of("space", "a b"),
                Arguments.of("leading space", " a"),
                Arguments.of("new line inside", "a\nb"),
                Arguments.of("new line at the end", "a\n"),
                Arguments.of("carriage return", "a\r\nX-Evil: 1"),
                Arguments.of("quote", "a\"b"),
                Arguments.of("angle bracket", "<a>"),
                Arguments.of("slash", "a/b"),
                Arguments.of("umlaut", "\u00e4"),
                Arguments.of("full-width digit", "\uff11"),
                Arguments.of("Arabic digit", "\u0661"),
                Arguments.of("NUL", "\0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void unusableIdIsReplaced(String name, String offered) {
        assertThat(RequestId.choose(offered)).isNotEqualTo(offered).matches(ACCEPTED);
    }

    @ParameterizedTest
    @NullSource
    void absentIdIsReplaced(@Nullable String offered) {
        assertThat(RequestId.choose(offered)).matches(ACCEPTED);
    }

    @Test
    void newIdsDiffer() {
        assertThat(RequestId.choose("")).isNotEqualTo(RequestId.choose(""));
    }
}
