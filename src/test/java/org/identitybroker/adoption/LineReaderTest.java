package org.identitybroker.adoption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void blankLinesAreSkippedAndCounted() throws IOException {
        assertThat(read("a\n\n \t\r\nb\r\nc")).containsExactly("1:a", "4:b\r", "5:c");
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
    }

    @Test
    void onlyTheFirstLineLosesAByteOrderMark() throws IOException {
        assertThat(read("\ufeffa\n\ufeffb\n")).containsExactly("1:a", "2:\ufeffb");
        assertThat(read("\ufeff\n")).isEmpty();
    }

    @Test
    void aLineThatIsTooLongIsPassedOver() throws IOException {
        String longest = "x".repeat(LineReader.LINE_BYTES_MAX);
        assertThat(read(longest + "\n" + longest + "y\nz")).containsExactly("1:" + longest, "2:too long", "3:z");
    }

    /// A network gives as many bytes as it has.
    @Test
    void linesMayComeInPieces() throws IOException {
        InputStream pieces = new ByteArrayInputStream("ab\ncd\n".getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(1, length));
            }
        };
        assertThat(read(pieces)).containsExactly("1:ab", "2:cd");
    }

    private static List<String> read(String body) throws IOException {
        return read(new ByteArrayInputStream(body.getBytes(UTF_8)));
    }

    private static List<String> read(InputStream body) throws IOException {
        LineReader reader = new LineReader(body);
        List<String> found = new ArrayList<>();
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            Line next = line.get();
            String text = next.isTooLong() ? "too long" : new String(next.text().readAllBytes(), UTF_8);
            found.add(next.number() + ":" + text);
        }
        return found;
    }
}
