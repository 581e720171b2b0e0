package org.identitybroker.adoption;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// The lines of a body, read by a thread of their own, so that whoever takes them can wait for a while and then do
/// something else: a sender that pauses must not keep what it has sent from being stored. The queue is short; once it
/// is full, nothing is read, and the sender's connection fills up.
final class IncomingLines implements AutoCloseable {
    /// As many as are stored at once: enough to read while storing.
    private static final int WAITING_MAX = 500;

    private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread reader;

    IncomingLines(InputStream body) {
        this.reader = Thread.ofVirtual().name("import-reader").start(() -> readAll(new LineReader(body)));
    }

    /// The next one; empty if there is none so soon.
    Optional<Arrival> next(Duration wait) throws InterruptedException {
        return Optional.ofNullable(arrivals.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    /// Reads no more. Returns when the body is no longer touched.
    @Override
    public void close() {
        reader.interrupt();
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAll(LineReader lines) {
        try {
            arrivals.put(lastOf(lines));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // Nobody waits for lines any more.
        }
    }

    private Arrival lastOf(LineReader lines) throws InterruptedException {
        try {
            for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                arrivals.put(new Arrival.OfLine(line.get()));
            }
            return new Arrival.OfEnd();
        } catch (IOException _) {
            return new Arrival.OfBreak();
        }
    }

    /// What may come.
    sealed interface Arrival {
        /// A line.
        record OfLine(Line line) implements Arrival {}

        /// The body was complete.
        record OfEnd() implements Arrival {}

        /// The body broke off.
        record OfBreak() implements Arrival {}
    }
}
