package org.identitybroker.bench;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.identitybroker.testing.CallerTokens;

/// One login system with several instances, each of which has a JWT of its own.
final class Callers {
    static final String NAME = "login";

    private static final int INSTANCES = 20;

    /// Longer than the benchmark.
    private static final Duration VALID = Duration.ofHours(12);

    private Callers() {}

    /// The JWTs, one a line.
    static Path file() throws IOException {
        Path file = Files.createTempFile("callers", ".jwt");
        file.toFile().deleteOnExit();
        return Files.writeString(
                file, IntStream.range(0, INSTANCES).mapToObj(_ -> jwt()).collect(Collectors.joining("\n", "", "\n")));
    }

    static String jwt() {
        Instant now = Instant.now();
        return CallerTokens.sign(new JWTClaimsSet.Builder()
                .issuer(CallerTokens.ISSUER)
                .audience(CallerTokens.AUDIENCE)
                .subject(NAME)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(VALID)))
                .build());
    }
}
