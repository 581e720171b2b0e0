package org.identitybroker.chart;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.setting.CheckedSettings;

/// What the broker would say of its settings at its start, without starting it: its own classes read them, as many as
/// need nothing but settings.
final class StartupMistakes {
    /// Of the production build, whose settings alone are meant.
    private static final List<Class<?>> CLASSES = classes();

    private final SmallRyeConfig config;
    private final Map<Class<?>, Object> made = new HashMap<>();

    /// @throws io.smallrye.config.ConfigValidationException if there is a name under `broker` that nobody reads
    StartupMistakes(Map<String, String> settings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "rendered", 300));
        CLASSES.stream()
                .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
                .forEach(builder::withMapping);
        this.config = builder.build();
    }

    List<String> lines() {
        return checked().stream()
                .flatMap(checked -> checked.mistakes().stream())
                .sorted()
                .toList();
    }

    /// Those that could be made.
    List<CheckedSettings> checked() {
        List<CheckedSettings> checked = new ArrayList<>();
        CLASSES.stream()
                .filter(type -> CheckedSettings.class.isAssignableFrom(type) && !type.isInterface())
                .map(this::make)
                .forEach(object -> object.ifPresent(present -> checked.add((CheckedSettings) present)));
        return checked;
    }

    private static List<Class<?>> classes() {
        Path root = Path.of("target/classes");
        Path packages = root.resolve("org/identitybroker");
        try (Stream<Path> files = Files.walk(packages)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !packages.relativize(file).toString().matches("(dev|emulator|playground)/.*"))
                    .map(file -> root.relativize(file)
                            .toString()
                            .replace(".class", "")
                            .replace('/', '.'))
                    .filter(name -> !name.endsWith("-info"))
                    .sorted()
                    .<Class<?>>map(StartupMistakes::load)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, StartupMistakes.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Optional<Object> make(Class<?> type) {
        if (!made.containsKey(type)) {
            Arrays.stream(type.getDeclaredConstructors())
                    .map(this::make)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(object -> made.put(type, object));
        }
        return Optional.ofNullable(made.get(type));
    }

    /// Empty if something is needed that is no setting.
    private Optional<Object> make(Constructor<?> constructor) {
        List<Object> arguments = new ArrayList<>();
        for (Parameter parameter : constructor.getParameters()) {
            Optional<Object> argument = argument(parameter);
            if (argument.isEmpty()) {
                return Optional.empty();
            }
            arguments.add(argument.get());
        }
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        try {
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(arguments.toArray()));
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Optional<Object> argument(Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type.isAnnotationPresent(ConfigMapping.class)) {
            return Optional.of(config.getConfigMapping(type));
        }
        ConfigProperty property = parameter.getAnnotation(ConfigProperty.class);
        if (property != null && type == Optional.class) {
            return Optional.of(config.getOptionalValue(property.name(), String.class));
        }
        boolean ours = CheckedSettings.class.isAssignableFrom(type);
        return ours ? make(type) : Optional.empty();
    }
}
