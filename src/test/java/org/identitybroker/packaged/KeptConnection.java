package org.identitybroker.packaged;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A connection that is used for as many requests as the broker allows, spoken by hand: no client stands between that
/// tries again in secret, so whatever is cut is seen.
final class KeptConnection implements AutoCloseable {
    /// Longer than the broker may take for anything.
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private final Socket socket;
    private final InputStream in;
    private boolean kept = true;

    /// @param headers by their names in lower case
    record Reply(int status, Map<String, String> headers, String body) {}

    /// @throws java.net.ConnectException if nobody listens
    KeptConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) ANSWER_LIMIT.toMillis());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// Whether another request may be sent.
    boolean isKept() {
        return kept;
    }

    /// `POST /v1/tokens`.
    ///
    /// @throws IOException if the answer does not come, or not whole
    Reply issue(String jwt, String requestId, String body) throws IOException {
        byte[] content = body.getBytes(UTF_8);
        byte[] head = ("POST /v1/tokens HTTP/1.1\r\nHost: broker\r\nAuthorization: Bearer " + jwt
                        + "\r\nContent-Type: application/json\r\nX-Request-Id: " + requestId
                        + "\r\nContent-Length: " + content.length + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        byte[] all = new byte[head.length + content.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        kept = false;
        socket.getOutputStream().write(all);
        Reply reply = reply();
        kept = !reply.headers().getOrDefault("connection", "").equalsIgnoreCase("close");
        return reply;
    }

    private Reply reply() throws IOException {
        String status = line();
        Map<String, String> headers = new HashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body was cut");
        }
        return new Reply(Integer.parseInt(status.split(" ", 3)[1]), headers, new String(body, UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer was cut");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
