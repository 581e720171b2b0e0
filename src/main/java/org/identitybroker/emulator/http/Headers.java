package org.identitybroker.emulator.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Request headers: names without case, repetitions kept in order. Prints no values, because some are
/// secret.
public final class Headers {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    public Headers(Iterable<Map.Entry<String, String>> entries) {
        for (Map.Entry<String, String> entry : entries) {
            values.computeIfAbsent(lowerCase(entry.getKey()), _ -> new ArrayList<>())
                    .add(entry.getValue());
        }
    }

    /// The first value of that name.
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(lowerCase(name), List.of()));
    }

    /// In lower case.
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "Headers" + values.keySet();
    }
}
