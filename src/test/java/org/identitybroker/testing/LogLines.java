package org.identitybroker.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jboss.logmanager.ExtLogRecord;

/// Everything that is logged in this process, by whichever thread, until it is closed.
public final class LogLines extends Handler implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public static LogLines recorded() {
        LogLines lines = new LogLines();
        lines.root.addHandler(lines);
        return lines;
    }

    public String text() {
        return String.join("\n", lines);
    }

    @Override
    public void publish(LogRecord logged) {
        String message = logged instanceof ExtLogRecord extended
                ? extended.getFormattedMessage()
                : new SimpleFormatter().formatMessage(logged);
        lines.add(logged.getLevel() + " " + logged.getLoggerName() + " " + message + trace(logged));
    }

    private static String trace(LogRecord logged) {
        if (logged.getThrown() == null) {
            return "";
        }
        StringWriter trace = new StringWriter();
        logged.getThrown().printStackTrace(new PrintWriter(trace));
        return "\n" + trace;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
