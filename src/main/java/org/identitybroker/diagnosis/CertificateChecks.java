package org.identitybroker.diagnosis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.identitybroker.caller.PoolCallers.KeySource;

/// How long what the broker shows, and what callers are believed by, is still good.
final class CertificateChecks {
    /// Those who renew by themselves do it a month before; two weeks before, that has failed.
    private static final Duration SOON = Duration.ofDays(14);

    private CertificateChecks() {}

    /// @param expiresAt of the certificate with which the API is served; empty if it is served without TLS
    static Outcome server(Optional<Instant> expiresAt, Clock clock) {
        if (expiresAt.isEmpty()) {
            return Outcome.pass("The API is served without a certificate of the broker's: look at the proxy's.");
        }
        Instant end = expiresAt.get();
        String day = end.truncatedTo(ChronoUnit.SECONDS).toString();
        if (!clock.instant().isBefore(end)) {
            return Outcome.fail(
                    "The API's TLS certificate expired at " + day + ": no caller connects.",
                    "Renew it; it is served from quarkus.tls.NAME.reload-period on, or after a restart.");
        }
        return isSoon(end, clock)
                ? Outcome.warn(
                        "The API's TLS certificate expires at " + day + ".",
                        "Renew it, and find out why that did not happen by itself; it is served from"
                                + " quarkus.tls.NAME.reload-period on, or after a restart.")
                : Outcome.pass("The API's TLS certificate is good until " + day + ".");
    }

    static Outcome callerKeys(List<KeySource> sources, Clock clock) {
        List<Outcome> problems = new ArrayList<>();
        for (KeySource source : sources) {
            String setting = "broker.issuers." + source.issuer() + "." + source.setting();
            if (!source.readable()) {
                problems.add(Outcome.warn(
                        "The file of " + setting + " cannot be read or understood: the keys from before serve until the"
                                + " next restart, which will fail.",
                        "Put the file back in order."));
            }
            source.expiresAt()
                    .filter(end -> isSoon(end, clock))
                    .ifPresent(end -> problems.add(expiring(setting, end, clock)));
        }
        if (!problems.isEmpty()) {
            return Outcome.all(problems);
        }
        return Outcome.pass(
                sources.isEmpty()
                        ? "The callers' keys are published at URLs."
                        : "No certificate among the callers' key files expires soon.");
    }

    private static Outcome expiring(String setting, Instant end, Clock clock) {
        String day = end.truncatedTo(ChronoUnit.SECONDS).toString();
        boolean isOver = !clock.instant().isBefore(end);
        String finding = "A certificate in " + setting + (isOver ? " expired at " : " expires at ") + day + ".";
        return Outcome.warn(finding, "Have the issuer renew it, and replace the file; no restart is needed.");
    }

    private static boolean isSoon(Instant end, Clock clock) {
        return clock.instant().plus(SOON).isAfter(end);
    }
}
