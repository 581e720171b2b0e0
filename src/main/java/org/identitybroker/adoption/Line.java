package org.identitybroker.adoption;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/// One line as it came. Not a record: it would print what may be a user id.
final class Line {
    private final long number;
    private final byte[] text;
    private final boolean tooLong;

    Line(long number, byte[] text, boolean tooLong) {
        this.number = number;
        this.text = Arrays.copyOf(text, text.length);
        this.tooLong = tooLong;
    }

    /// Counted from 1.
    long number() {
        return number;
    }

    InputStream text() {
        return new ByteArrayInputStream(text);
    }

    /// Then the text is not all of it.
    boolean isTooLong() {
        return tooLong;
    }

    boolean isBlank() {
        for (byte next : text) {
            if (next != ' ' && next != '\t' && next != '\r') {
                return false;
            }
        }
        return !tooLong;
    }
}
