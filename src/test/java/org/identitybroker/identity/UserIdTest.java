package org.identitybroker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UserIdTest {
    private static final String EMOJI = "\uD83D\uDE00";
    private static final String HIGH_SURROGATE = "\uD83D";
    private static final String LOW_SURROGATE = "\uDE00";

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("one character", "a"),
                Arguments.of("an e-mail address", "alice@example.com"),
                Arguments.of("512 letters", "a".repeat(512)),
                Arguments.of("512 emoji, 1024 UTF-16 units", EMOJI.repeat(512)),
                Arguments.of("one emoji", EMOJI),
                Arguments.of("a space", " "),
                Arguments.of("spaces around", " alice "),
                Arguments.of("no-break space", "\u00A0"),
                Arguments.of("soft hyphen", "a\u00ADb"),
                Arguments.of("zero-width joiner", "a\u200Db"),
                Arguments.of("right-to-left override", "a\u202Eb"),
                Arguments.of("byte-order mark", "\uFEFFa"),
                Arguments.of("line separator, category Zl", "a\u2028b"),
                Arguments.of("private use", "\uE000"),
                Arguments.of("not a character", "\uFFFF"),
                Arguments.of("combining mark", "e\u0301"),
                Arguments.of("Arabic", "\u0645\u0631\u062D\u0628\u0627"),
                Arguments.of("percent and quotes", "%00'\";--<>\\/"),
                Arguments.of("last of planes", new String(Character.toChars(0x10FFFF))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void textWithinTheLimitsIsAccepted(String name, String text) {
        assertThat(UserId.isValid(text)).isTrue();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("513 letters", "a".repeat(513)),
                Arguments.of("513 emoji", EMOJI.repeat(513)),
                Arguments.of("512 emoji and a letter", EMOJI.repeat(512) + "a"),
                Arguments.of("NUL", "a\0b"),
                Arguments.of("tab", "a\tb"),
                Arguments.of("new line", "a\nb"),
                Arguments.of("carriage return at the end", "alice\r"),
                Arguments.of("escape", "\u001B[31m"),
                Arguments.of("U+001F", "\u001F"),
                Arguments.of("delete", "a\u007F"),
                Arguments.of("first of C1", "\u0080"),
                Arguments.of("next line, C1", "a\u0085b"),
                Arguments.of("last of C1", "\u009F"),
                Arguments.of("lone high surrogate", HIGH_SURROGATE),
                Arguments.of("lone low surrogate", LOW_SURROGATE),
                Arguments.of("high surrogate at the end", "alice" + HIGH_SURROGATE),
                Arguments.of("surrogates the wrong way round", LOW_SURROGATE + HIGH_SURROGATE),
                Arguments.of("high surrogate before an emoji", HIGH_SURROGATE + EMOJI));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void textOutsideTheLimitsIsRefused(String name, String text) {
        assertThat(UserId.isValid(text)).isFalse();
    }

    static Stream<Arguments> lookAlikes() {
        return Stream.of(
                Arguments.of("case", "alice", "Alice"),
                Arguments.of("space behind", "alice", "alice "),
                Arguments.of("space and no-break space", "a b", "a\u00A0b"),
                Arguments.of("Cyrillic a", "alice", "\u0430lice"),
                Arguments.of("composed and decomposed", "\u00E9", "e\u0301"),
                Arguments.of("ligature", "fi", "\uFB01"),
                Arguments.of("Turkish dotless i", "i", "\u0131"),
                Arguments.of("sharp s", "\u00DF", "ss"),
                Arguments.of("zero-width joiner", "alice", "ali\u200Dce"),
                Arguments.of("full-width digit", "1", "\uFF11"),
                Arguments.of("leading zero", "1", "01"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lookAlikes")
    void lookAlikesAreDifferentUsers(String name, String one, String other) {
        assertThat(new UserId(one)).isNotEqualTo(new UserId(other));
        assertThat(new UserId(one).value()).isEqualTo(one);
        assertThat(new UserId(other).value()).isEqualTo(other);
    }

    @Test
    void userIdDoesNotPrintItself() {
        assertThat(new UserId("alice@example.com")).hasToString("UserId[redacted]");
    }
}
