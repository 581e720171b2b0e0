package org.identitybroker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityIdTest {
    private static final String GUID = "4f2c9d1e-0000-4000-8000-1d2b3c4d5e6f";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eu-west-1:" + GUID,
                "us-gov-west-1:" + GUID,
                "ap-southeast-12345:" + GUID,
                "cn-north-1:" + GUID,
                "a:0",
                "A_b-1:f-"
            })
    void idsOfCognitosFormAreValid(String text) {
        assertThat(IdentityId.isValid(text)).isTrue();
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of("empty", ""),
                Arguments.of("no colon", "eu-west-1" + GUID),
                Arguments.of("no region", ":" + GUID),
                Arguments.of("no guid", "eu-west-1:"),
                Arguments.of("two colons", "eu-west-1::" + GUID),
                Arguments.of("upper-case guid", "eu-west-1:4F2C9D1E-0000-4000-8000-1D2B3C4D5E6F"),
                Arguments.of("no hex", "eu-west-1:4g2c9d1e-0000-4000-8000-1d2b3c4d5e6f"),
                Arguments.of("space before", " eu-west-1:" + GUID),
                Arguments.of("new line behind", "eu-west-1:" + GUID + "\n"),
                Arguments.of("slash", "eu-west-1/x:" + GUID),
                Arguments.of("full-width letter", "\uFF45u-west-1:" + GUID),
                Arguments.of("56 characters", "r".repeat(56 - 37) + ":" + GUID),
                Arguments.of("very long", "r".repeat(10_000) + ":" + GUID));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void otherTextIsInvalid(String name, String text) {
        assertThat(IdentityId.isValid(text)).isFalse();
    }

    @Test
    void fiftyFiveCharactersAreTheMost() {
        String longest = "r".repeat(55 - 37) + ":" + GUID;

        assertThat(longest).hasSize(55);
        assertThat(IdentityId.isValid(longest)).isTrue();
        assertThat(IdentityId.isValid("r" + longest)).isFalse();
    }

    @Test
    void differentIdsAreDifferentIdentities() {
        assertThat(new IdentityId("eu-west-1:" + GUID))
                .isEqualTo(new IdentityId("eu-west-1:" + GUID))
                .isNotEqualTo(new IdentityId("eu-west-2:" + GUID))
                .hasToString("eu-west-1:" + GUID);
    }
}
