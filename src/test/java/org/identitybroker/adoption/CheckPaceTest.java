package org.identitybroker.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckPaceTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "ten", "1.5", ""})
    void aWrongSettingIsNamed(String text) {
        assertThat(new CheckPace(() -> text).mistakes())
                .singleElement()
                .asString()
                .startsWith("broker.imports.checks-per-second: ");
    }

    @Test
    void lookupsComeOneByOne() throws InterruptedException {
        CheckPace pace = new CheckPace(() -> "20");
        assertThat(pace.mistakes()).isEmpty();
        long began = System.nanoTime();
        for (int i = 0; i < 11; i++) {
            pace.await();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(490));
    }
}
