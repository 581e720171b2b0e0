package org.identitybroker.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingLineTest {
    private static final int ROOM = 100;

    private final WaitingLine line = new WaitingLine();

    @Test
    void oneCallersRequestsAreServedInTheOrderOfTheirArrival() {
        Waiter first = arrive("shop");
        Waiter second = arrive("shop");
        Waiter third = arrive("shop");

        assertThat(everybody()).containsExactly(first, second, third);
    }

    @Test
    void callersAreServedInTurnWhateverTheyHave() {
        for (int i = 0; i < 50; i++) {
            arrive("noisy");
        }
        arrive("shop");
        arrive("club");
        arrive("shop");

        assertThat(everybody())
                .extracting(Waiter::caller)
                .startsWith("noisy", "shop", "club", "noisy", "shop", "noisy", "noisy");
    }

    @Test
    void theNewestOfTheCallerThatHasMostLeavesAFullLine() {
        Waiter old = arrive("noisy");
        Waiter newest = arrive("noisy");
        Waiter shop = waiter("shop");

        assertThat(line.add(shop, 2)).contains(newest);
        assertThat(everybody()).containsExactly(old, shop);
    }

    @Test
    void whoeverHasMostHimselfIsRefused() {
        arrive("shop");
        arrive("noisy");
        Waiter another = waiter("noisy");

        assertThat(line.add(another, 2)).contains(another);
        assertThat(line.size()).isEqualTo(2);
    }

    @Test
    void amongEqualsTheLastToComeIsRefused() {
        arrive("shop");
        arrive("club");
        Waiter desk = waiter("desk");

        assertThat(line.add(desk, 2)).contains(desk);
        assertThat(everybody()).extracting(Waiter::caller).containsExactly("shop", "club");
    }

    @Test
    void whoeverLeavesIsNotServed() {
        Waiter first = arrive("shop");
        Waiter second = arrive("shop");

        assertThat(line.remove(first)).isTrue();
        assertThat(line.remove(first)).isFalse();
        assertThat(everybody()).containsExactly(second);
        assertThat(line.remove(second)).isFalse();
        assertThat(line.isEmpty()).isTrue();
    }

    @Test
    void whoeverWasNotServedIsTheFirstOfItsCaller() {
        Waiter second = arrive("shop");
        arrive("club");
        Waiter first = waiter("shop");
        line.addFirst(first);

        assertThat(line.next()).contains(first);
        assertThat(line.next()).map(Waiter::caller).contains("club");
        assertThat(line.next()).contains(second);
    }

    @Test
    void aSlotIsGoodForAsLongAsItSays() {
        Waiter late = waiter("shop");
        late.grant(System.nanoTime());
        Waiter inTime = waiter("shop");
        inTime.grant(System.nanoTime() + 10_000_000_000L);

        assertThat(late.isGrantedInTime()).isFalse();
        assertThat(inTime.isGrantedInTime()).isTrue();
    }

    @Test
    void whoseWaitEndsBeforeATimeAreFound() {
        long now = System.nanoTime();
        Waiter soon = new Waiter("shop", now + 1);
        Waiter late = new Waiter("shop", now + 3);
        line.add(soon, ROOM);
        line.add(late, ROOM);

        assertThat(line.removeGoneBy(now + 2)).containsExactly(soon);
        assertThat(line.clear()).containsExactly(late);
        assertThat(line.next()).isEmpty();
    }

    private Waiter arrive(String caller) {
        Waiter waiter = waiter(caller);
        assertThat(line.add(waiter, ROOM)).isEmpty();
        return waiter;
    }

    private static Waiter waiter(String caller) {
        return new Waiter(caller, System.nanoTime());
    }

    private List<Waiter> everybody() {
        List<Waiter> served = new ArrayList<>();
        Optional<Waiter> next = line.next();
        while (next.isPresent()) {
            served.add(next.get());
            next = line.next();
        }
        return served;
    }
}
