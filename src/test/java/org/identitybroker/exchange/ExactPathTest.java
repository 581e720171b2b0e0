package org.identitybroker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactPathTest {
    private static final String SOME_API_PATH = "/v1/tokens";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/tokens",
                "/v1/identities",
                "/v1/identities/eu-west-1:00000000-0000-0000-0000-000000000000",
                "/v1/identities/eu-west-1%3A00000000-0000-0000-0000-000000000000",
                "/v1/identities/eu-west-1%3a00000000-0000-0000-0000-000000000000/status",
                "/v1/pools/a.b/diagnosis",
                "/v1/pools/..a/diagnosis",
                "/v1/pools/a../diagnosis",
                "/v1/pools/.../diagnosis",
                "/v1/pools/.hidden"
            })
    void oneSpellingIsExact(String path) {
        assertThat(ExactPath.isExact(path, path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/tokens",
                "/v1//tokens",
                "/v1/tokens//",
                "/v1/tokens/",
                "/v1/",
                "/./v1/tokens",
                "/v1/./tokens",
                "/v1/tokens/.",
                "/v1/../v1/tokens",
                "/q/../v1/tokens",
                "/v1/tokens/..",
                "/v1/%2e/tokens",
                "/v1/%2E%2E/v1/tokens",
                "/v1/.%2e/tokens",
                "/v1%2ftokens",
                "/v1%2Ftokens",
                "/%2fv1/tokens",
                "/v1%5ctokens",
                "/v1%5Ctokens",
                "/v1\\tokens",
                "/v1/tokens;a=b",
                "/v1;/tokens",
                "/v1/tokens%00",
                "/v1/tokens%00.json"
            })
    void otherSpellingsOfAnApiPathAreNotExact(String raw) {
        assertThat(ExactPath.isExact(raw, SOME_API_PATH)).isFalse();
    }

    /// The double encoding of a slash is a slash to nobody here, but becomes one behind a second decoder.
    @ParameterizedTest
    @CsvSource({"/v1/x%252fy, true", "/v1/x%2fy, false"})
    void oneLayerOfEncodingIsJudged(String raw, boolean exact) {
        assertThat(ExactPath.isExact(raw, raw)).isEqualTo(exact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/q/health/", "/q//health", "/docs/;x", "/V1/tokens/", "/a/../b"})
    void otherPathsAreLeftAlone(String path) {
        assertThat(ExactPath.isExact(path, path)).isTrue();
    }
}
