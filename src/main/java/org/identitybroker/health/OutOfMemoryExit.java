package org.identitybroker.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Ends the process when some thread finds no more memory, so that whoever looks after it starts another one: after
/// that, nobody knows which thread has gone and whose work was left half done. `-XX:+ExitOnOutOfMemoryError` does the
/// same, earlier and for every thread; this is for those who start the broker without it.
///
/// Event loops, worker threads, jobs and the mapper of failed requests catch every error, and log it. So the log is
/// where an error is met, whoever caught it. Only in production: a test may run out of memory without ending a build.
@ApplicationScoped
class OutOfMemoryExit {
    /// As the virtual machine's own option has it.
    static final int EXIT_CODE = 3;

    /// Of an error's causes: they may form a circle.
    private static final int CAUSES_MAX = 20;

    /// Made while there is memory.
    private static final byte[] LAST_WORDS = "Out of memory: the broker ends.\n".getBytes(UTF_8);

    private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);

    void watch(@Observes StartupEvent start, LaunchMode mode) {
        if (mode != LaunchMode.NORMAL) {
            return;
        }
        Logger root = Logger.getLogger("");
        Handler[] others = root.getHandlers();
        // First of all: the others need memory to write.
        for (Handler other : others) {
            root.removeHandler(other);
        }
        root.addHandler(new LogWatch());
        for (Handler other : others) {
            root.addHandler(other);
        }
        UncaughtExceptionHandler next = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            exitIfOutOfMemory(failure);
            if (next != null) {
                next.uncaughtException(thread, failure);
            }
        });
    }

    static boolean isOutOfMemory(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static void exitIfOutOfMemory(@Nullable Throwable failure) {
        if (isOutOfMemory(failure)) {
            try {
                STDERR.write(LAST_WORDS);
            } catch (IOException _) {
                // Nobody reads it; that is no reason to stay.
            } finally {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }
    }

    private static final class LogWatch extends Handler {
        @Override
        public void publish(LogRecord line) {
            exitIfOutOfMemory(line.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
