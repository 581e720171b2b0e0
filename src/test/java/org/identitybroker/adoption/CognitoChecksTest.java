package org.identitybroker.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.pool.SomePools;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.identitybroker.token.FakeCognito;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CognitoChecksTest {
    private final FakeCognito cognito = new FakeCognito();
    private final CognitoChecks checks =
            new CognitoChecks(cognito, new CheckPace(() -> "1000"), SomePools.named("customers", 1));

    @ParameterizedTest
    @CsvSource({
        "THROTTLED, UPSTREAM_THROTTLED",
        "UNAVAILABLE, UPSTREAM_UNAVAILABLE",
        "TIMEOUT, UPSTREAM_TIMEOUT",
    })
    void tenFailuresInARowEndTheImport(CognitoFailure failure, ProblemCode code) {
        for (int i = 1; i < 10; i++) {
            assertLineFails(failure);
        }
        cognito.failsNextLookupWith(failure);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> checks.identityOf("alice"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
        assertThat(cognito.lookups()).isEqualTo(10);
    }

    @Test
    void anAnswerInBetweenStartsTheCountAgain() throws InterruptedException {
        for (int i = 1; i < 10; i++) {
            assertLineFails(CognitoFailure.THROTTLED);
        }
        assertThat(checks.identityOf("alice")).isEmpty();
        assertLineFails(CognitoFailure.THROTTLED);
    }

    @Test
    void aWrongSettingEndsTheImportAtOnce() {
        cognito.failsNextLookupWith(CognitoFailure.MISCONFIGURED);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> checks.identityOf("alice"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.UPSTREAM_MISCONFIGURED));
    }

    private void assertLineFails(CognitoFailure failure) {
        cognito.failsNextLookupWith(failure);
        assertThatExceptionOfType(CognitoFailedException.class).isThrownBy(() -> checks.identityOf("alice"));
    }
}
