package org.identitybroker.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.identitybroker.problem.RefusedException;
import org.jspecify.annotations.Nullable;

/// Makes the spans. What they say of a request is chosen here, word by word: method, route and status, but no path, no
/// query and no statement, so that no user id, token or parameter can get into them.
final class Spans {
    /// What Quarkus keeps the route's template under, for the sake of the metrics.
    private static final String ROUTE = "UrlPathTemplate";

    private static final String EXCHANGE = "broker.exchange-trace";

    /// Others are words of a client's.
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

    /// A collector that is gone must not hold up the end.
    private static final Duration LAST_EXPORT_MAX = Duration.ofSeconds(2);

    private static final int SERVER_ERRORS = 500;

    private static final AttributeKey<String> HTTP_METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> HTTP_ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> RPC_METHOD = AttributeKey.stringKey("rpc.method");
    private static final Attributes COGNITO = Attributes.of(
            AttributeKey.stringKey("rpc.system"), "aws-api", AttributeKey.stringKey("rpc.service"), "CognitoIdentity");
    private static final Attributes POSTGRES = Attributes.of(AttributeKey.stringKey("db.system.name"), "postgresql");

    /// What the broker sets unless the operator has it otherwise.
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "identity-broker",
            "otel.traces.exporter", "otlp",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.propagators", "tracecontext");

    /// The span within an exchange in which the thread is, if it is in one.
    private static final ScopedValue<Context> WITHIN = ScopedValue.newInstance();

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    /// @param settings those of the broker's whose names begin with `otel.`; system properties and environment
    /// variables come before them
    Spans(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(DEFAULTS);
        all.putAll(settings);
        this.sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .setServiceClassLoader(Spans.class.getClassLoader())
                .disableShutdownHook()
                .addPropertiesSupplier(() -> all)
                .build()
                .getOpenTelemetrySdk();
        this.tracer = sdk.getTracer("org.identitybroker");
    }

    ExchangeTrace begin(HttpServerRequest request) {
        Context caller =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), request.headers(), new Caller());
        String method =
                METHODS.contains(request.method().name()) ? request.method().name() : "_OTHER";
        Span span = tracer.spanBuilder(method)
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(HTTP_METHOD, method)
                .startSpan();
        io.vertx.core.Context exchange = Vertx.currentContext();
        // Any other context is that of many exchanges.
        if (VertxContext.isDuplicatedContext(exchange)) {
            exchange.putLocal(EXCHANGE, caller.with(span));
        }
        return new Traced(method, span, exchange);
    }

    <T> T askingCognito(String operation, Supplier<T> call) {
        return within(
                "CognitoIdentity/" + operation,
                COGNITO.toBuilder().put(RPC_METHOD, operation).build(),
                call);
    }

    <T> T askingPostgres(String work, Supplier<T> call) {
        return within("Postgres " + work, POSTGRES, call);
    }

    /// Work of no exchange, such as that of the hourly jobs, has no trace to be in.
    private <T> T within(String name, Attributes attributes, Supplier<T> call) {
        Context parent = current();
        if (parent == null) {
            return call.get();
        }
        Span span = tracer.spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.CLIENT)
                .setAllAttributes(attributes)
                .startSpan();
        try {
            return ScopedValue.where(WITHIN, parent.with(span)).call(call::get);
        } catch (RuntimeException failure) {
            span.setStatus(StatusCode.ERROR).setAttribute(ERROR_TYPE, typeOf(failure));
            throw failure;
        } finally {
            span.end();
        }
    }

    void propagate(BiConsumer<String, String> header) {
        Context current = current();
        if (current != null) {
            W3CTraceContextPropagator.getInstance().inject(current, header, (carrier, name, value) -> {
                if (carrier != null) {
                    carrier.accept(name, value);
                }
            });
        }
    }

    void end() {
        sdk.shutdown().join(LAST_EXPORT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static @Nullable Context current() {
        if (WITHIN.isBound()) {
            return WITHIN.get();
        }
        io.vertx.core.Context exchange = Vertx.currentContext();
        return exchange == null ? null : exchange.getLocal(EXCHANGE);
    }

    /// Never a message, which may repeat what was sent.
    private static String typeOf(RuntimeException failure) {
        return switch (failure) {
            case TypedFailure typed -> typed.errorType();
            case RefusedException refusal -> refusal.code().code();
            default -> failure.getClass().getSimpleName();
        };
    }

    private record Traced(String method, Span span, io.vertx.core.Context exchange) implements ExchangeTrace {
        @Override
        public String id() {
            return span.getSpanContext().getTraceId();
        }

        @Override
        public void ended(int status) {
            String route = exchange.getLocal(ROUTE);
            if (route != null) {
                span.updateName(method + " " + route);
                span.setAttribute(HTTP_ROUTE, route);
            }
            span.setAttribute(HTTP_STATUS, status);
            if (status >= SERVER_ERRORS) {
                span.setStatus(StatusCode.ERROR).setAttribute(ERROR_TYPE, Integer.toString(status));
            }
            span.end();
        }
    }

    /// Reads the caller's context out of the headers; one that is none is as if it were not there.
    private static final class Caller implements TextMapGetter<MultiMap> {
        @Override
        public Iterable<String> keys(MultiMap headers) {
            return headers.names();
        }

        @Override
        public @Nullable String get(@Nullable MultiMap headers, String name) {
            if (headers == null
                    || (name.equals(TraceParent.HEADER)
                            && TraceParent.traceId(headers).isEmpty())) {
                return null;
            }
            return headers.get(name);
        }
    }
}
