package org.identitybroker.bench;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Clients that all start at the same moment. For what is counted, not timed.
final class Crowd {
    interface Client {
        List<HttpResponse<String>> ask() throws Exception;
    }

    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z-]+)\"");

    private Crowd() {}

    static List<HttpResponse<String>> ask(int clients, IntFunction<Client> client) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<List<HttpResponse<String>>>> asking = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                Client one = client.apply(i);
                asking.add(threads.submit(() -> {
                    start.await();
                    return one.ask();
                }));
            }
            start.countDown();
        }
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Future<List<HttpResponse<String>>> one : asking) {
            answers.addAll(one.get());
        }
        return answers;
    }

    /// How many answers of each kind: `166 × 200, 175 × 503 quota-exhausted`.
    static String summary(List<HttpResponse<String>> answers) {
        Map<String, Long> kinds =
                answers.stream().collect(Collectors.groupingBy(Crowd::kind, TreeMap::new, Collectors.counting()));
        return kinds.entrySet().stream()
                .map(kind -> kind.getValue() + " × " + kind.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String kind(HttpResponse<String> answer) {
        Matcher code = CODE.matcher(answer.body());
        return answer.statusCode() == 200 || !code.find()
                ? String.valueOf(answer.statusCode())
                : answer.statusCode() + " " + code.group(1);
    }
}
