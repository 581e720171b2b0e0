package org.identitybroker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.identitybroker.exchange.RequestSlots.Slot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSlotsTest {
    private final RequestSlots slots = new RequestSlots(() -> "2");

    @Test
    void noMoreAreTakenThanThereAre() {
        Slot first = slots.take().orElseThrow();
        assertThat(slots.take()).isPresent();
        assertThat(slots.take()).isEmpty();

        first.exchangeEnds(true);

        assertThat(slots.take()).isPresent();
        assertThat(slots.take()).isEmpty();
    }

    @Test
    void anAnswerGivesItsSlotBackOnce() {
        Slot slot = slots.take().orElseThrow();
        slot.workBegins();
        assertThat(slot.exchangeEnds(true)).isFalse();
        slot.workEnds();
        slot.workEnds();
        slot.giveBack();
        slot.exchangeEnds(false);

        assertThat(slots.free()).isEqualTo(2);
    }

    @Test
    void aClientThatHasGoneKeepsItsSlotUntilTheWorkIsOver() {
        Slot slot = slots.take().orElseThrow();
        slot.workBegins();
        assertThat(slot.exchangeEnds(false)).isTrue();
        assertThat(slots.free()).isEqualTo(1);

        slot.workEnds();
        assertThat(slots.free()).isEqualTo(2);
    }

    @Test
    void workThatIsOverBeforeItsAnswerIsOutKeepsTheSlot() {
        Slot slot = slots.take().orElseThrow();
        slot.workBegins();
        slot.workEnds();
        assertThat(slots.free()).isEqualTo(1);

        slot.exchangeEnds(false);
        assertThat(slots.free()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "1.5", "100001"})
    void wrongLimitsAreNamed(String wrong) {
        assertThat(new RequestSlots(() -> wrong).mistakes())
                .containsExactly("broker.http.max-concurrent-requests: must be a whole number from 1 to 100000");
    }
}
