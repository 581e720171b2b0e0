package org.identitybroker.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ObjIntConsumer;

/// Takes the spans that a broker exports: OTLP over HTTP in protobuf (opentelemetry-proto, trace.proto), read as far as
/// the tests need it.
final class SpanCollector implements AutoCloseable {
    /// @param traceId 32 hexadecimal digits
    /// @param id 16 of them, and so `parentId`, which is empty for the first span of a trace
    /// @param attributes those that are text or whole numbers
    record Span(String traceId, String id, String parentId, String name, Map<String, String> attributes) {}

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /// All that came, as text, whichever part of a message it is.
    private final StringBuffer received = new StringBuffer();

    SpanCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Span> of(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    String received() {
        return received.toString();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            received.append(new String(body, UTF_8));
            fields(
                    ByteBuffer.wrap(body),
                    (resourceSpans, _) -> fields(resourceSpans, (scopeSpans, field) -> {
                        if (field == 2) {
                            fields(scopeSpans, (span, number) -> {
                                if (number == 2) {
                                    spans.add(span(span));
                                }
                            });
                        }
                    }));
            exchange.sendResponseHeaders(200, -1);
        } finally {
            exchange.close();
        }
    }

    private static Span span(ByteBuffer message) {
        String[] texts = {"", "", "", "", "", ""};
        Map<String, String> attributes = new TreeMap<>();
        fields(message, (value, field) -> {
            switch (field) {
                case 1, 2, 4 -> texts[field] = HexFormat.of().formatHex(bytes(value));
                case 5 -> texts[field] = new String(bytes(value), UTF_8);
                case 9 -> attribute(value, attributes);
                default -> {}
            }
        });
        return new Span(texts[1], texts[2], texts[4], texts[5], attributes);
    }

    private static void attribute(ByteBuffer message, Map<String, String> attributes) {
        String[] keyAndValue = {"", ""};
        fields(message, (part, field) -> {
            if (field == 1) {
                keyAndValue[0] = new String(bytes(part), UTF_8);
            } else {
                fields(
                        part,
                        (value, kind) -> keyAndValue[1] = kind == 1
                                ? new String(bytes(value), UTF_8)
                                : Long.toString(
                                        value.order(ByteOrder.BIG_ENDIAN).getLong()));
            }
        });
        attributes.put(keyAndValue[0], keyAndValue[1]);
    }

    /// Each field of a protobuf message: its bytes, or its number in eight bytes; and which field it is.
    private static void fields(ByteBuffer message, ObjIntConsumer<ByteBuffer> field) {
        while (message.hasRemaining()) {
            long tag = varint(message);
            int number = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case 0 -> field.accept(ByteBuffer.allocate(8).putLong(0, varint(message)), number);
                case 1 -> field.accept(part(message, 8), number);
                case 2 -> field.accept(part(message, (int) varint(message)), number);
                case 5 -> field.accept(part(message, 4), number);
                default -> throw new UncheckedIOException(new IOException("no protobuf"));
            }
        }
    }

    private static ByteBuffer part(ByteBuffer message, int length) {
        ByteBuffer part = message.slice(message.position(), length);
        message.position(message.position() + length);
        return part;
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
