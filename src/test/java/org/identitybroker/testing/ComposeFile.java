package org.identitybroker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The project's docker-compose.yml, its aliases resolved.
public record ComposeFile(Map<String, Map<String, Object>> services, Set<String> volumes) {
    private static final Path PLACE = Path.of("docker-compose.yml");

    public static ComposeFile read() {
        Map<String, Object> content = yaml(PLACE);
        Map<String, Map<String, Object>> services = new HashMap<>();
        map(content, "services").forEach((name, service) -> services.put(name, cast(service)));
        return new ComposeFile(services, map(content, "volumes").keySet());
    }

    /// What another file of this kind says.
    public static Map<String, Object> yaml(Path file) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Map<String, Object> service(String name) {
        return Objects.requireNonNull(services.get(name), name);
    }

    /// The environment variables of a service.
    public Map<String, String> environment(String service) {
        Map<String, String> environment = new HashMap<>();
        map(service(service), "environment").forEach((name, value) -> environment.put(name, value.toString()));
        return environment;
    }

    /// Empty if it has none.
    public static Map<String, Object> map(Map<String, Object> of, String name) {
        return of.containsKey(name) ? cast(of.get(name)) : Map.of();
    }

    /// Empty if it has none.
    public static List<?> list(Map<String, Object> of, String name) {
        return of.containsKey(name) ? (List<?>) of.get(name) : List.of();
    }

    /// The environment variable of a setting, in Quarkus' usual form.
    public static String variable(String setting) {
        return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object map) {
        return (Map<String, Object>) map;
    }
}
