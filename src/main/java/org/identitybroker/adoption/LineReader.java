package org.identitybroker.adoption;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Splits a body of any length into lines and never holds more than one. A byte order mark at the start is left out,
/// because editors put one there; the carriage return of CRLF stays, as blank space to JSON.
final class LineReader {
    /// A user id has at most 512 characters, each of which JSON can write as two escapes of six bytes: 6 KiB. The
    /// rest is for the identity, the members' names and blanks.
    static final int LINE_BYTES_MAX = 8 * 1024;

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int END = -1;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final InputStream body;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int at;
    private int end;
    private long number;

    LineReader(InputStream body) {
        this.body = body;
    }

    /// The next line that is not blank; empty at the end.
    Optional<Line> next() throws IOException {
        for (int first = read(); first != END; first = read()) {
            Line next = rest(first);
            if (!next.isBlank()) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    private Line rest(int first) throws IOException {
        number++;
        int length = 0;
        boolean tooLong = false;
        for (int next = first; next != END && next != '\n'; next = read()) {
            if (length < line.length) {
                line[length++] = (byte) next;
            } else {
                tooLong = true;
            }
        }
        int start = number == 1 && beginsWithMark(length) ? BYTE_ORDER_MARK.length : 0;
        return new Line(number, Arrays.copyOfRange(line, start, length), tooLong);
    }

    private boolean beginsWithMark(int length) {
        return length >= BYTE_ORDER_MARK.length
                && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }

    private int read() throws IOException {
        if (at == end) {
            end = Math.max(0, body.read(buffer));
            at = 0;
        }
        return end == 0 ? END : buffer[at++] & 0xff;
    }
}
