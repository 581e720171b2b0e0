package org.identitybroker.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/// Things to be measured take turns, so that a machine that is busy with something else slows them alike.
final class Rounds {
    interface Measured {
        double once() throws Exception;
    }

    private record Contender(String name, Measured measured, List<Double> results) {}

    private final List<Contender> contenders = new ArrayList<>();
    private final String unit;
    private final int warmUp;

    /// @param warmUp rounds that do not count, in which the virtual machines compile what is called often
    Rounds(String unit, int warmUp) {
        this.unit = unit;
        this.warmUp = warmUp;
    }

    Rounds with(String name, Measured measured) {
        contenders.add(new Contender(name, measured, new ArrayList<>()));
        return this;
    }

    Rounds run(int rounds) throws Exception {
        for (int round = -warmUp; round < rounds; round++) {
            String title = round < 0 ? "warm-up" : "round " + (round + 1);
            for (Contender contender : contenders) {
                double result = contender.measured().once();
                System.out.printf(Locale.ROOT, "%-8s %-12s %10.1f %s%n", title, contender.name(), result, unit);
                if (round >= 0) {
                    contender.results().add(result);
                }
            }
        }
        return this;
    }

    double median(String name) {
        return median(results(name));
    }

    /// The median of the ratios that each round had.
    double ratio(String name, String to) {
        List<Double> above = results(name);
        List<Double> below = results(to);
        return median(IntStream.range(0, above.size())
                .mapToObj(round -> above.get(round) / below.get(round))
                .toList());
    }

    private List<Double> results(String name) {
        return contenders.stream()
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name))
                .results();
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
