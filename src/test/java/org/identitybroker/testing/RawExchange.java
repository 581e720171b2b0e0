package org.identitybroker.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bytes sent as they are, which no client library would send, and all that came back until the server hung up or had
/// nothing more to say.
public record RawExchange(String answer) {
    private static final int PATIENCE_MILLIS = 20_000;

    /// After an answer, this much silence is taken for its end.
    private static final int SILENCE_MILLIS = 300;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3}) [^\\r\\n]*\\r\\n");

    /// @param request ISO-8859-1: each character is a byte
    public static RawExchange send(int port, String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
                byte[] part = new byte[8192];
                for (int read = socket.getInputStream().read(part);
                        read >= 0;
                        read = socket.getInputStream().read(part)) {
                    answer.write(part, 0, read);
                    socket.setSoTimeout(SILENCE_MILLIS);
                }
            } catch (SocketTimeoutException | SocketException _) {
                // What came until then is the answer.
            }
            return new RawExchange(answer.toString(ISO_8859_1));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Of the first answer; 0 if there was none.
    public int status() {
        Matcher line = STATUS_LINE.matcher(answer);
        return line.lookingAt() ? Integer.parseInt(line.group(1)) : 0;
    }

    /// How many answers there were.
    public int answers() {
        return (int) STATUS_LINE.matcher(answer).results().count();
    }

    /// Behind the first header block.
    public String body() {
        int end = answer.indexOf("\r\n\r\n");
        return end < 0 ? "" : answer.substring(end + 4);
    }
}
