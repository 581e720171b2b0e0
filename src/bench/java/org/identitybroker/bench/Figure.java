package org.identitybroker.bench;

import java.util.Locale;

/// One line of the table.
///
/// @param how what else is to be known of it
record Figure(String what, String measured, String target, Verdict verdict, String how) {
    enum Verdict {
        REACHED("reached"),
        MISSED("**missed**"),
        NOT_MEASURED("**not measured**");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        private static Verdict of(boolean reached) {
            return reached ? REACHED : MISSED;
        }
    }

    static Figure atLeast(String what, double target, double measured, String how) {
        return new Figure(what, number(measured), "at least " + number(target), Verdict.of(measured >= target), how);
    }

    /// @param unit with the blank before it
    static Figure atMost(String what, double target, double measured, String unit, String how) {
        return new Figure(
                what, number(measured) + unit, "at most " + number(target) + unit, Verdict.of(measured <= target), how);
    }

    static Figure notMeasured(String scenario, Exception failure) {
        return new Figure(scenario, "", "", Verdict.NOT_MEASURED, String.valueOf(failure.getMessage()));
    }

    boolean isMeasured() {
        return verdict != Verdict.NOT_MEASURED;
    }

    String row() {
        return "| " + String.join(" | ", what, measured, target, verdict.text, how.replace('\n', ' ')) + " |";
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
