package org.identitybroker.tracing;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;
import org.jspecify.annotations.Nullable;

/// The traces that requests are part of. Spans are made and exported only if an endpoint for them is set, by the
/// settings that every product with OpenTelemetry has (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_TRACES_SAMPLER`, …). If
/// not, nothing of OpenTelemetry is even loaded, and what is left of a span is one comparison.
@Singleton
public class Tracing implements CheckedSettings {
    private static final String PREFIX = "otel.";
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String TRACES_ENDPOINT = "otel.exporter.otlp.traces.endpoint";

    /// As Quarkus' own extension, which is not part of the broker, has it.
    private static final String QUARKUS_ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";

    private static final String DISABLED = "otel.sdk.disabled";

    private final SettingMistakes mistakes = new SettingMistakes();
    private final @Nullable Spans spans;

    @Inject
    Tracing(Config config) {
        this.spans = isWanted(config) ? spans(config) : null;
    }

    private Tracing(@Nullable Spans spans) {
        this.spans = spans;
    }

    /// Makes no spans.
    public static Tracing off() {
        return new Tracing((Spans) null);
    }

    public boolean isOn() {
        return spans != null;
    }

    /// Continues the trace of the caller, or begins one.
    public ExchangeTrace begin(HttpServerRequest request) {
        return spans == null
                ? new Untraced(TraceParent.traceId(request.headers()).orElseGet(TraceParent::newTraceId))
                : spans.begin(request);
    }

    /// Work that the exchange in hand has Cognito do.
    ///
    /// @param operation as AWS names it
    public <T> T askingCognito(String operation, Supplier<T> call) {
        return spans == null ? call.get() : spans.askingCognito(operation, call);
    }

    /// Work that the exchange in hand has Postgres do.
    ///
    /// @param work what for, in a few words of ours
    public <T> T askingPostgres(String work, Supplier<T> call) {
        return spans == null ? call.get() : spans.askingPostgres(work, call);
    }

    /// Hands the headers that continue the trace elsewhere to `header`; none if there is no trace.
    public void propagate(BiConsumer<String, String> header) {
        if (spans != null) {
            spans.propagate(header);
        }
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    /// The last requests have ended by now, and their spans are sent.
    void end(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent ending) {
        close();
    }

    void close() {
        if (spans != null) {
            spans.end();
        }
    }

    private boolean isWanted(Config config) {
        if (text(config, DISABLED).filter("true"::equalsIgnoreCase).isPresent()) {
            return false;
        }
        boolean wanted = false;
        for (String setting : List.of(ENDPOINT, TRACES_ENDPOINT, QUARKUS_ENDPOINT)) {
            wanted |= mistakes.read(setting, text(config, setting), Tracing::url, "must be an http or https URL")
                    .isPresent();
        }
        return wanted && mistakes.lines().isEmpty();
    }

    /// A mistake in another of OpenTelemetry's settings is told in its words.
    private @Nullable Spans spans(Config config) {
        Map<String, String> settings = new HashMap<>();
        text(config, QUARKUS_ENDPOINT).ifPresent(endpoint -> settings.put(ENDPOINT, endpoint));
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                text(config, name).ifPresent(value -> settings.put(name, value));
            }
        }
        try {
            return new Spans(settings);
        } catch (RuntimeException wrong) {
            mistakes.add(PREFIX + "*", String.valueOf(wrong.getMessage()));
            return null;
        }
    }

    private static Optional<String> text(Config config, String setting) {
        return config.getOptionalValue(setting, String.class);
    }

    private static URI url(String text) {
        URI url = URI.create(text);
        if (!Set.of("http", "https").contains(String.valueOf(url.getScheme())) || url.getHost() == null) {
            throw new IllegalArgumentException("no URL");
        }
        return url;
    }

    /// An exchange of whose spans nobody wants to know.
    private record Untraced(String id) implements ExchangeTrace {
        @Override
        public void ended(int status) {}
    }
}
