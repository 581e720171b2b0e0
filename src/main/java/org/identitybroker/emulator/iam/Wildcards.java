package org.identitybroker.emulator.iam;

/// A pattern as code points, in which two values beyond Unicode stand for `*` and `?`. Characters that come
/// from a variable's value are literal, so a `*` in somebody's name is no wildcard.
record Wildcards(int[] pattern) {
    static final int ANY_TEXT = -1;
    static final int ANY_CHARACTER = -2;

    /// Greedy with one point of return, the latest `*`, so the work is bounded by the product of the
    /// lengths.
    boolean match(String text) {
        int[] characters = text.codePoints().toArray();
        int at = 0;
        int in = 0;
        int star = -1;
        int afterStar = 0;
        while (at < characters.length) {
            if (in < pattern.length && pattern[in] == ANY_TEXT) {
                star = in++;
                afterStar = at;
            } else if (in < pattern.length && (pattern[in] == ANY_CHARACTER || pattern[in] == characters[at])) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (in < pattern.length && pattern[in] == ANY_TEXT) {
            in++;
        }
        return in == pattern.length;
    }
}
