package org.identitybroker.packaged;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// Who takes part in one random life. Nobody takes part in two, so that lives on one stage do not meet.
final class Cast {
    static final int GUESTS = 2;

    private static final int USERS = 3;
    private static final int GOOGLES = 2;

    private final Stage stage;
    private final List<String> users = names("user", USERS);
    private final List<String> googles = names("google", GOOGLES);
    private final Map<Integer, String> guests = new HashMap<>();

    Cast(Stage stage) {
        this.stage = stage;
    }

    List<String> users() {
        return users;
    }

    /// Subjects of Google accounts.
    List<String> googles() {
        return googles;
    }

    /// The identity of a device that used the app without signing in.
    String guest(int number, ExpectedWorld world) {
        return guests.computeIfAbsent(number, _ -> {
            String id = stage.newGuest();
            world.add(id, ExpectedWorld.Identity.GUEST);
            return id;
        });
    }

    /// The identity of whoever signs in with this account and without the broker.
    String withGoogle(String google, ExpectedWorld world) {
        return world.holderOf(google).orElseGet(() -> {
            String id = stage.identityWith(google);
            world.add(id, ExpectedWorld.Identity.of(google));
            return id;
        });
    }

    private static List<String> names(String kind, int count) {
        return Stream.generate(() -> kind + "-" + UUID.randomUUID())
                .limit(count)
                .toList();
    }
}
