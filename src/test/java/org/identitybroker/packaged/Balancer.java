package org.identitybroker.packaged;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A load balancer of connections, as a Kubernetes Service is: a new one goes to the next replica that was
/// ready when it was last asked, and stays there until one of its ends closes it. It knows nothing of requests,
/// so it repeats none.
final class Balancer implements AutoCloseable {
    /// Kubernetes asks once in some seconds; the broker's own delay before it ends is five.
    private static final Duration ASK_EVERY = Duration.ofMillis(500);

    private final List<PackagedBroker> replicas = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ServerSocket front;
    private volatile List<PackagedBroker> ready = List.of();
    private volatile boolean open = true;

    Balancer() throws IOException {
        front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.submit(this::askForReadiness);
        threads.submit(this::accept);
    }

    int port() {
        return front.getLocalPort();
    }

    void add(PackagedBroker replica) {
        replicas.add(replica);
    }

    /// Only one that has ended; until then its readiness says whether it gets connections.
    void remove(PackagedBroker replica) {
        replicas.remove(replica);
    }

    boolean sendsTo(PackagedBroker replica) {
        return ready.contains(replica);
    }

    private void askForReadiness() {
        while (open) {
            ready = replicas.stream()
                    .filter(replica -> replica.readiness() == 200)
                    .toList();
            LockSupport.parkNanos(ASK_EVERY.toNanos());
        }
    }

    private void accept() {
        while (open) {
            try {
                Socket client = front.accept();
                threads.submit(() -> connect(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    /// Whatever goes wrong is for the client to see: its connection is closed.
    private void connect(Socket client) {
        List<PackagedBroker> candidates = ready;
        if (candidates.isEmpty()) {
            close(client);
            return;
        }
        PackagedBroker next = candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size()));
        try {
            Socket replica = new Socket(InetAddress.getLoopbackAddress(), next.port());
            threads.submit(() -> pass(client, replica));
            threads.submit(() -> pass(replica, client));
        } catch (IOException _) {
            close(client);
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException _) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Then it is closed.
        }
    }

    @Override
    public void close() throws IOException {
        open = false;
        front.close();
        threads.shutdownNow();
    }
}
