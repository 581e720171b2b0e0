package org.identitybroker.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// A TCP proxy on which the network fails as it is told to.
public final class FaultyLink implements AutoCloseable {
    /// How the network is.
    public enum Mode {
        /// Everything arrives.
        PASS,
        /// Every connection is reset, and so is every new one.
        CUT,
        /// Answers are late.
        DELAY,
        /// Connections stand, and nothing arrives. Those of before never come to life again, as behind a firewall
        /// that forgot them.
        BLACK_HOLE,
        /// What is asked arrives, and what is answered does not.
        LOST_ANSWERS,
        /// Answers are random bytes.
        GARBAGE
    }

    private static final int CHUNK = 16 * 1024;

    /// Short of every limit of the broker's, and long enough to be noticed.
    private static final long DELAY_MILLIS = 300;

    private final int target;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final Random random = new Random(1);
    private volatile Mode mode = Mode.PASS;
    private volatile Consumer<byte[]> witness = _ -> {};

    /// @param target a port of this machine
    public FaultyLink(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// From now on, for connections that stand as well.
    public synchronized void become(Mode next) {
        mode = next;
        switch (next) {
            case CUT -> lines.forEach(Line::reset);
            case BLACK_HOLE, LOST_ANSWERS, GARBAGE -> lines.forEach(line -> line.worst = next);
            case PASS, DELAY -> {}
        }
    }

    /// From now on sees what is asked, in whatever pieces it comes.
    public void watch(Consumer<byte[]> asked) {
        witness = asked;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        lines.forEach(Line::reset);
        threads.shutdownNow();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                threads.execute(() -> open(near));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void open(Socket near) {
        try {
            near.setTcpNoDelay(true);
            if (mode == Mode.CUT) {
                reset(near);
                return;
            }
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            far.setTcpNoDelay(true);
            Line line = new Line(near, far, mode);
            lines.add(line);
            threads.execute(() -> line.carry(near, far, false));
            threads.execute(() -> line.carry(far, near, true));
        } catch (IOException _) {
            reset(near);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException _) {
            // It is closed already.
        }
        close(socket);
    }

    private static void close(Closeable open) {
        try {
            open.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// One connection, from end to end.
    private final class Line {
        private final Socket near;
        private final Socket far;
        /// A fault that this connection does not survive.
        private volatile Mode worst;

        Line(Socket near, Socket far, Mode mode) {
            this.near = near;
            this.far = far;
            this.worst = mode == Mode.DELAY ? Mode.PASS : mode;
        }

        void carry(Socket from, Socket to, boolean answers) {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    pass(Arrays.copyOf(chunk, length), out, answers);
                }
                if (worst == Mode.PASS || !answers) {
                    reset();
                }
            } catch (IOException _) {
                reset();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private void pass(byte[] bytes, OutputStream out, boolean answers) throws IOException, InterruptedException {
            if (answers && mode == Mode.DELAY) {
                Thread.sleep(DELAY_MILLIS);
            }
            if (!answers) {
                witness.accept(bytes);
            }
            switch (worst) {
                case BLACK_HOLE -> {}
                case LOST_ANSWERS -> {
                    if (!answers) {
                        out.write(bytes);
                    }
                }
                case GARBAGE -> {
                    if (answers) {
                        random.nextBytes(bytes);
                    }
                    out.write(bytes);
                }
                default -> out.write(bytes);
            }
        }

        void reset() {
            lines.remove(this);
            FaultyLink.reset(near);
            FaultyLink.reset(far);
        }
    }
}
