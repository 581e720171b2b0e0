package org.identitybroker.emulator.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What the program was told: `--port 4567 --host 127.0.0.1 --seed seed.json`, each with a default.
///
/// @param seed empty for one pool to try things out
record Arguments(String host, int port, Optional<Path> seed) {
    static final String HOST = "127.0.0.1";
    static final int PORT = 4567;
    private static final int PORT_MAX = 65535;

    static Arguments parse(List<String> words) throws UsageException {
        List<String> mistakes = new ArrayList<>();
        String host = HOST;
        int port = PORT;
        Optional<Path> seed = Optional.empty();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--host" -> host = value(option, rest, mistakes);
                case "--port" -> port = port(value(option, rest, mistakes), mistakes);
                case "--seed" -> seed = Optional.of(Path.of(value(option, rest, mistakes)));
                default -> mistakes.add(option + ": is unknown; there are --port, --host, --seed");
            }
        }
        if (!mistakes.isEmpty()) {
            throw new UsageException(mistakes);
        }
        return new Arguments(host, port, seed);
    }

    private static String value(String option, Iterator<String> rest, List<String> mistakes) {
        if (rest.hasNext()) {
            return rest.next();
        }
        mistakes.add(option + ": needs a value");
        return "0";
    }

    private static int port(String text, List<String> mistakes) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= PORT_MAX) {
            return Integer.parseInt(text);
        }
        mistakes.add("--port: must be a number from 0, for any free one, to " + PORT_MAX);
        return PORT;
    }
}
