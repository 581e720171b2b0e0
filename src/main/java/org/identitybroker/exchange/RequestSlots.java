package org.identitybroker.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;
import org.identitybroker.setting.SettingReaders;

/// How many requests this replica works on at once. Requests run on virtual threads, of which there is no shortage:
/// without a limit, a burst would be taken in until the memory is gone. Above it, refusing costs next to nothing.
@ApplicationScoped
class RequestSlots implements CheckedSettings {
    private static final String SETTING = "broker.http.max-concurrent-requests";

    /// No replica has the memory for more.
    private static final int MAX = 100_000;

    private final SettingMistakes mistakes = new SettingMistakes();
    private final Semaphore free;

    RequestSlots(HttpSettings settings) {
        this.free = new Semaphore(mistakes.read(
                        SETTING,
                        mistakes.required(SETTING, Optional.of(settings.maxConcurrentRequests())),
                        RequestSlots::limit,
                        "must be a whole number from 1 to " + MAX)
                .orElse(1));
    }

    /// Empty if all are taken.
    Optional<Slot> take() {
        return free.tryAcquire() ? Optional.of(new Slot()) : Optional.empty();
    }

    int free() {
        return free.availablePermits();
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    private static int limit(String text) {
        int number = SettingReaders.count(text);
        if (number > MAX) {
            throw new IllegalArgumentException("too large");
        }
        return number;
    }

    /// One request's. It is given back once its exchange has ended and nobody works for it any more: the work for a
    /// client that has gone goes on for a while, and a client that comes and goes must not have it piled up.
    final class Slot {
        private final AtomicBoolean given = new AtomicBoolean();
        private boolean working;
        private boolean ended;

        synchronized void workBegins() {
            working = true;
        }

        void workEnds() {
            boolean last;
            synchronized (this) {
                working = false;
                last = ended;
            }
            if (last) {
                giveBack();
            }
        }

        /// The answer is out, or the client has gone.
        ///
        /// @return whether somebody still works
        boolean exchangeEnds(boolean answered) {
            boolean busy;
            synchronized (this) {
                ended = true;
                busy = working && !answered;
            }
            if (!busy) {
                giveBack();
            }
            return busy;
        }

        /// Can be repeated.
        void giveBack() {
            if (given.compareAndSet(false, true)) {
                free.release();
            }
        }
    }
}
