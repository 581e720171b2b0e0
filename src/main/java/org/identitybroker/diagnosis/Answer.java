package org.identitybroker.diagnosis;

import java.util.function.Predicate;
import java.util.stream.Stream;

/// What is known of a question about a policy.
enum Answer {
    NO,
    /// It depends on what the broker does not know.
    MAYBE,
    YES;

    static Answer of(boolean yes) {
        return yes ? YES : NO;
    }

    Answer not() {
        return switch (this) {
            case NO -> YES;
            case MAYBE -> MAYBE;
            case YES -> NO;
        };
    }

    /// The least certain of two that must both hold.
    Answer and(Answer other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Answer or(Answer other) {
        return compareTo(other) >= 0 ? this : other;
    }

    static Answer any(Stream<Answer> answers) {
        return answers.reduce(NO, Answer::or);
    }

    static Answer all(Stream<Answer> answers) {
        return answers.reduce(YES, Answer::and);
    }

    static <T> Answer anyOf(Stream<T> items, Predicate<T> test) {
        return of(items.anyMatch(test));
    }
}
