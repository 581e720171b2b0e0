package org.identitybroker.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class OutOfMemoryExitTest {
    @Test
    void aCauseCountsHoweverItIsWrapped() {
        Throwable error = new OutOfMemoryError("Java heap space");
        assertThat(OutOfMemoryExit.isOutOfMemory(error)).isTrue();
        assertThat(OutOfMemoryExit.isOutOfMemory(new CompletionException(new IllegalStateException(error))))
                .isTrue();
    }

    /// Deep input may overflow a thread's stack: that is the thread's end and not the broker's.
    @Test
    void noOtherErrorEndsTheBroker() {
        assertThat(OutOfMemoryExit.isOutOfMemory(new StackOverflowError())).isFalse();
        assertThat(OutOfMemoryExit.isOutOfMemory(new IllegalStateException("no memory")))
                .isFalse();
        assertThat(OutOfMemoryExit.isOutOfMemory(null)).isFalse();
    }

    @Test
    void causesInACircleAreGivenUp() {
        Throwable one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));
        assertThat(OutOfMemoryExit.isOutOfMemory(one)).isFalse();
    }
}
