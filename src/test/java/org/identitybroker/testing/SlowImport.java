package org.identitybroker.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/// An import whose sender takes its time, over a socket, because client libraries gather what they send. Closing it
/// cuts it off.
public final class SlowImport implements AutoCloseable {
    private final Socket socket;

    private SlowImport(Socket socket) {
        this.socket = socket;
    }

    public static SlowImport begin(int port, String pool, String jwt) throws IOException {
        SlowImport begun = new SlowImport(new Socket(InetAddress.getLoopbackAddress(), port));
        begun.write("POST /v1/pools/" + pool + "/imports HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + jwt
                + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        return begun;
    }

    /// One chunk.
    public void send(String lines) throws IOException {
        write(Integer.toHexString(lines.getBytes(UTF_8).length) + "\r\n" + lines + "\r\n");
    }

    /// Says that this was all, and waits for the answer.
    public String finish() throws IOException {
        write("0\r\n\r\n");
        socket.setSoTimeout(20_000);
        return new String(socket.getInputStream().readNBytes(15), UTF_8);
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
