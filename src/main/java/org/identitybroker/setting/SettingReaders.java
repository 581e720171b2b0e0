package org.identitybroker.setting;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// The forms of settings that several features share.
public final class SettingReaders {
    private SettingReaders() {}

    /// Comma-separated, blanks around items ignored; absent and empty are the empty set.
    public static Set<String> list(Optional<String> value) {
        Set<String> items = new LinkedHashSet<>();
        for (String item : value.orElse("").split(",", -1)) {
            if (!item.isBlank()) {
                items.add(item.strip());
            }
        }
        return items;
    }

    /// `PT15M`, or Quarkus' short form `15m`; whole seconds, at least one.
    public static Duration seconds(String value) {
        Duration duration = DurationConverter.parseDuration(value);
        if (duration.toSeconds() < 1 || !duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
            throw new IllegalArgumentException("not a positive number of whole seconds");
        }
        return duration;
    }

    /// A duration that may be a fraction of a second, above zero.
    public static Duration positive(String value) {
        Duration duration = DurationConverter.parseDuration(value);
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("not above zero");
        }
        return duration;
    }

    /// A whole number above zero.
    public static int count(String value) {
        int number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException("not above zero");
        }
        return number;
    }

    /// Exactly `true` or `false`: a misspelt `true` must not pass for false.
    public static boolean flag(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }
}
