package org.identitybroker.quota;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who waits for slots. Callers are served in turn and each one's requests in the order of their arrival, so that one
/// who asks for much delays mostly itself. Not for several threads at once.
final class WaitingLine {
    /// By caller, in the order of their turns; nobody is here with nothing to wait for.
    private final Map<String, Deque<Waiter>> turns = new LinkedHashMap<>();

    private int size;

    /// @return who has to leave because there are more than fit: the newest of the caller that has most
    Optional<Waiter> add(Waiter waiter, int sizeMax) {
        Deque<Waiter> own = turns.computeIfAbsent(waiter.caller(), _ -> new ArrayDeque<>());
        own.addLast(waiter);
        size++;
        if (size <= sizeMax) {
            return Optional.empty();
        }
        Waiter newest = longest(own).getLast();
        remove(newest);
        return Optional.of(newest);
    }

    /// The first of its caller's: whoever got a slot that was void has not been served.
    void addFirst(Waiter waiter) {
        turns.computeIfAbsent(waiter.caller(), _ -> new ArrayDeque<>()).addFirst(waiter);
        size++;
    }

    /// Among equals the one who came last.
    private Deque<Waiter> longest(Deque<Waiter> own) {
        Deque<Waiter> longest = own;
        for (Deque<Waiter> other : turns.values()) {
            if (other.size() > longest.size()) {
                longest = other;
            }
        }
        return longest;
    }

    /// Whose turn it is.
    Optional<Waiter> next() {
        Iterator<Map.Entry<String, Deque<Waiter>>> first = turns.entrySet().iterator();
        if (!first.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<String, Deque<Waiter>> turn = first.next();
        String caller = turn.getKey();
        Deque<Waiter> waiters = turn.getValue();
        first.remove();
        Waiter next = waiters.removeFirst();
        size--;
        if (!waiters.isEmpty()) {
            turns.put(caller, waiters);
        }
        return Optional.of(next);
    }

    /// @return false if the waiter is not here any more
    boolean remove(Waiter waiter) {
        Deque<Waiter> own = turns.get(waiter.caller());
        if (own == null || !(own.peekLast() == waiter ? own.pollLast() != null : own.remove(waiter))) {
            return false;
        }
        size--;
        if (own.isEmpty()) {
            turns.remove(waiter.caller());
        }
        return true;
    }

    /// @param time [System#nanoTime]
    /// @return everybody whose wait ends before this time; they are not here any more
    List<Waiter> removeGoneBy(long time) {
        List<Waiter> gone =
                all().stream().filter(waiter -> waiter.isGoneBy(time)).toList();
        gone.forEach(this::remove);
        return gone;
    }

    /// @return everybody; nobody is here any more
    List<Waiter> clear() {
        List<Waiter> all = all();
        turns.clear();
        size = 0;
        return all;
    }

    private List<Waiter> all() {
        List<Waiter> all = new ArrayList<>(size);
        turns.values().forEach(all::addAll);
        return all;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }
}
