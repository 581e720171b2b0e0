package org.identitybroker.caller;

import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/// One trusted issuer: verifies that a token is its own, meant for this broker, and still good.
final class Issuer {
    /// Clocks of servers differ by seconds; more than half a minute is a clock to be repaired.
    static final int CLOCK_LEEWAY_SECONDS = 30;

    private final String iss;
    private final JwtConsumer consumer;

    Issuer(String iss, String audience, Set<String> algorithms, VerificationKeyResolver keys) {
        this.iss = iss;
        this.consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(keys)
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(ConstraintType.PERMIT, algorithms.toArray(String[]::new)))
                .setExpectedIssuer(true, iss)
                .setExpectedAudience(true, audience)
                .setRequireSubject()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(CLOCK_LEEWAY_SECONDS)
                .build();
    }

    String iss() {
        return iss;
    }

    /// @throws InvalidJwtException for every reason not to believe the token; its text repeats claims, so it is
    ///     neither logged nor passed on
    void verify(JwtContext parsed) throws InvalidJwtException {
        consumer.processContext(parsed);
    }
}
