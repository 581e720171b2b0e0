package org.identitybroker.diagnosis;

import java.util.List;
import java.util.stream.Collectors;

/// What a check found, and what to do about it: sentences for the person on call, which hold no user id,
/// identity id, token, key id or secret. They may hold names that AWS answered, made harmless for a line of a
/// log.
record Outcome(Status status, String finding, String remedy) {
    /// Several findings at once, with room; a longer one helps nobody at three in the morning.
    private static final int LENGTH_MAX = 2000;

    private static final String NOTHING_TO_DO = "Nothing to do.";

    Outcome {
        finding = harmless(finding);
        remedy = harmless(remedy);
    }

    static Outcome pass(String finding) {
        return new Outcome(Status.PASS, finding, NOTHING_TO_DO);
    }

    static Outcome warn(String finding, String remedy) {
        return new Outcome(Status.WARN, finding, remedy);
    }

    static Outcome fail(String finding, String remedy) {
        return new Outcome(Status.FAIL, finding, remedy);
    }

    /// All of them as one, as bad as the worst.
    ///
    /// @param problems at least one
    static Outcome all(List<Outcome> problems) {
        Status worst = problems.stream().map(Outcome::status).reduce(Status.PASS, Status::worse);
        return new Outcome(worst, joined(problems, Outcome::finding), joined(problems, Outcome::remedy));
    }

    private interface Part {
        String of(Outcome outcome);
    }

    private static String joined(List<Outcome> problems, Part part) {
        return problems.stream().map(part::of).distinct().collect(Collectors.joining(" "));
    }

    private static String harmless(String text) {
        String cut = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
    }
}
