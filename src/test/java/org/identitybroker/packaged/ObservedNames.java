package org.identitybroker.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.identitybroker.problem.ProblemCode;

/// The names of metrics and labels in the queries of `deploy/observability`, against those that a broker exports.
final class ObservedNames {
    private static final Path FOLDER = Path.of("deploy", "observability");

    /// What Prometheus adds when it scrapes.
    private static final Set<String> OF_THE_SCRAPE = Set.of("namespace", "instance");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern SELECTOR = Pattern.compile("(" + NAME + ")\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("(" + NAME + ")\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((" + NAME + "), (" + NAME + ")\\)");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    /// Each exported name, and the values of its labels.
    private final Map<String, Map<String, Set<String>>> exported = new HashMap<>();

    private final Set<String> recorded = new HashSet<>();
    private final Set<String> unknown = new TreeSet<>();

    /// @param metrics what the broker answers to a scrape
    ObservedNames(String metrics) throws IOException {
        metrics.lines().filter(line -> !line.startsWith("#")).forEach(this::addExported);
        List<String> queries = new ArrayList<>();
        JsonNode alerts = new ObjectMapper(new YAMLFactory())
                .readTree(FOLDER.resolve("alerts.yaml").toFile());
        alerts.findValues("record").forEach(name -> recorded.add(name.asText()));
        JsonNode dashboard =
                new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
        Stream.of(alerts, dashboard)
                .flatMap(file -> file.findValues("expr").stream())
                .forEach(query -> queries.add(query.asText()));
        queries.forEach(this::check);
        Matcher variables = LABEL_VALUES.matcher(dashboard.path("templating").toString());
        while (variables.find()) {
            checkLabel(variables.group(1), variables.group(2), "a variable of the dashboard");
        }
    }

    /// Each with the query that has it.
    Set<String> unknown() {
        return unknown;
    }

    private void addExported(String sample) {
        String name = sample.split("[{ ]", 2)[0];
        Map<String, Set<String>> labels = exported.computeIfAbsent(name, _ -> new HashMap<>());
        Matcher label = MATCHER.matcher(sample);
        while (label.find()) {
            labels.computeIfAbsent(label.group(1), _ -> new HashSet<>()).add(label.group(3));
        }
    }

    private void check(String query) {
        Set<String> names = names(query);
        names.stream()
                .filter(name -> !exported.containsKey(name) && !recorded.contains(name))
                .forEach(name -> unknown.add(name + " in " + query));
        SELECTOR.matcher(query).results().forEach(selector -> checkSelector(selector, query));
        GROUPING.matcher(query)
                .results()
                .flatMap(labels -> Stream.of(labels.group(1).split("\\s*,\\s*")))
                .filter(label -> names.stream().noneMatch(name -> has(name, label)))
                .forEach(label -> unknown.add("label " + label + " in " + query));
    }

    private void checkSelector(MatchResult selector, String query) {
        Matcher matcher = MATCHER.matcher(selector.group(2));
        while (matcher.find()) {
            checkLabel(selector.group(1), matcher.group(1), query);
            if (!matcher.group(3).startsWith("$") && !matches(selector.group(1), matcher)) {
                unknown.add(matcher.group() + " in " + query);
            }
        }
    }

    private void checkLabel(String metric, String label, String where) {
        if (!has(metric, label)) {
            unknown.add("label " + label + " of " + metric + " in " + where);
        }
    }

    private boolean has(String metric, String label) {
        return OF_THE_SCRAPE.contains(label)
                || exported.getOrDefault(metric, Map.of()).containsKey(label);
    }

    /// Whether each of the values, divided by `|`, is one that the broker has, or, as an outcome, may have.
    private boolean matches(String metric, Matcher matcher) {
        Set<String> known =
                new HashSet<>(exported.getOrDefault(metric, Map.of()).getOrDefault(matcher.group(1), Set.of()));
        if (matcher.group(1).equals("outcome")) {
            Stream.of(ProblemCode.values()).map(ProblemCode::code).forEach(known::add);
        }
        return Stream.of(matcher.group(3).split("\\|"))
                .allMatch(
                        value -> known.stream().anyMatch(Pattern.compile(value).asMatchPredicate()));
    }

    /// What is left of a query without texts, labels, numbers, functions and words.
    private static Set<String> names(String query) {
        String bare = GROUPING.matcher(query.replaceAll("\\{[^}]*}", " ").replaceAll("\\[[^]]*]", " "))
                .replaceAll(" ")
                .replaceAll(NAME + "\\s*\\(", "(")
                .replaceAll("\\b[0-9.]+(e[0-9]+)?\\b", " ");
        return NAME.matcher(bare)
                .results()
                .map(MatchResult::group)
                .filter(name -> !WORDS.contains(name))
                .collect(Collectors.toSet());
    }
}
