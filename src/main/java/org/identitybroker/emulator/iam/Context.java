package org.identitybroker.emulator.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The condition keys of a request with their values. The names of keys have no case (IAM user guide: "IAM
/// JSON policy elements: Condition"); a key without values counts as absent.
public final class Context {
    private static final Context EMPTY = new Context(Map.of());

    private final Map<String, List<String>> values;

    private Context(Map<String, List<String>> values) {
        this.values = Map.copyOf(values);
    }

    public static Context empty() {
        return EMPTY;
    }

    public Context with(String key, String value) {
        return with(key, List.of(value));
    }

    public Context with(String key, List<String> several) {
        Map<String, List<String>> more = new HashMap<>(values);
        more.put(key.toLowerCase(Locale.ROOT), List.copyOf(several));
        return new Context(more);
    }

    /// The keys of both; where both have one, the other's values hold.
    public Context and(Context other) {
        Map<String, List<String>> all = new HashMap<>(values);
        all.putAll(other.values);
        return new Context(all);
    }

    List<String> all(String key) {
        return values.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
    }

    /// The value of a key that has exactly one, as a policy variable needs it.
    Optional<String> single(String key) {
        List<String> found = all(key);
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// The keys alone: a value may be a tag that says something about a person.
    @Override
    public String toString() {
        return "Context" + values.keySet();
    }
}
