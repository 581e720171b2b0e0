package org.identitybroker.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What is wrong with the settings, one line for each wrong one. Settings are read as text and checked here
/// rather than by converters of the configuration library, because those stop at the first mistake of a kind.
public final class SettingMistakes {
    private final List<String> lines = new ArrayList<>();

    /// Notes a mistake.
    ///
    /// @param setting the full name, for example `broker.pools.customers.identity-pool-id`
    /// @param rule what would be right; never the value of a setting that may be a secret
    public void add(String setting, String rule) {
        lines.add(setting + ": " + rule);
    }

    /// A setting that must be there; notes a mistake and answers empty if it is not.
    public Optional<String> required(String setting, Optional<String> value) {
        if (value.filter(text -> !text.isBlank()).isEmpty()) {
            add(setting, "is required");
            return Optional.empty();
        }
        return value;
    }

    /// A setting of a fixed form; notes a mistake and answers empty if it has another.
    public Optional<String> matching(String setting, Optional<String> value, Pattern form, String rule) {
        if (value.isPresent() && !form.matcher(value.get()).matches()) {
            add(setting, rule);
            return Optional.empty();
        }
        return value;
    }

    /// A setting with a reader of its own, which throws any runtime exception for text that it does not
    /// understand.
    public <T> Optional<T> read(String setting, Optional<String> value, Function<String, T> reader, String rule) {
        try {
            return value.map(String::strip).filter(text -> !text.isEmpty()).map(reader);
        } catch (RuntimeException _) {
            add(setting, rule);
            return Optional.empty();
        }
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }
}
