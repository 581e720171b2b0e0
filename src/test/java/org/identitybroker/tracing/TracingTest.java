package org.identitybroker.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether spans are wanted. The settings are OpenTelemetry's own.
class TracingTest {
    @Test
    void withoutAnEndpointThereAreNone() {
        assertThat(tracing(Map.of("otel.service.name", "broker")))
                .returns(false, Tracing::isOn)
                .satisfies(tracing -> assertThat(tracing.mistakes()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "otel.exporter.otlp.endpoint",
                "otel.exporter.otlp.traces.endpoint",
                "quarkus.otel.exporter.otlp.endpoint"
            })
    void anEndpointIsEnough(String setting) {
        Tracing tracing = tracing(Map.of(setting, "http://127.0.0.1:9/v1/traces"));

        assertThat(tracing.mistakes()).isEmpty();
        assertThat(tracing.isOn()).isTrue();
        tracing.close();
    }

    @Test
    void theyCanBeForbidden() {
        assertThat(tracing(Map.of("otel.exporter.otlp.endpoint", "http://127.0.0.1:9", "otel.sdk.disabled", "true"))
                        .isOn())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector:4318", "ftp://collector", "http:///v1/traces", "http://a b"})
    void anEndpointIsAUrl(String endpoint) {
        Tracing tracing = tracing(Map.of("otel.exporter.otlp.endpoint", endpoint));

        assertThat(tracing.mistakes()).containsExactly("otel.exporter.otlp.endpoint: must be an http or https URL");
        assertThat(tracing.isOn()).isFalse();
    }

    @Test
    void anotherMistakeIsToldToo() {
        Tracing tracing = tracing(
                Map.of("otel.exporter.otlp.endpoint", "http://127.0.0.1:9", "otel.traces.sampler", "now-and-then"));

        assertThat(tracing.mistakes()).singleElement().asString().contains("now-and-then");
    }

    private static Tracing tracing(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
        return new Tracing(config);
    }
}
