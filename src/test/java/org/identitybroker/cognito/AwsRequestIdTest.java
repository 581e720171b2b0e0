package org.identitybroker.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsRequestIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"7f1c0f8a-9f5e-4f6e-8d7e-0a1b2c3d4e5f", "a", "AZaz09._:/=+-"})
    void whatLooksLikeAnIdIsKept(String id) {
        assertThat(AwsRequestId.checked(id)).contains(id);
    }

    @Test
    void theLongestIsKeptAndALongerOneIsDropped() {
        assertThat(AwsRequestId.checked("a".repeat(128))).contains("a".repeat(128));
        assertThat(AwsRequestId.checked("a".repeat(129))).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"UNKNOWN", " ", "a b", "a\nb", "a\u0000", "ä", "<script>", "'; DROP TABLE identity; --"})
    void everythingElseIsDropped(@Nullable String text) {
        assertThat(AwsRequestId.checked(text)).isEmpty();
    }
}
