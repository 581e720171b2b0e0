package org.identitybroker.emulator.trustpolicy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.identitybroker.emulator.role.SessionTagging;
import org.identitybroker.emulator.state.Pool;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.Pools;

/// The trust policy of each role of the pools: the one that Cognito's console would write, unless a test sets
/// another. They are shown, and not evaluated.
public final class TrustPolicies {
    /// As many as roles can have policies; it only keeps a runaway client from filling the memory.
    private static final int ROLES_MAX = 1000;

    /// IAM user guide, "IAM and STS quotas": the role trust policy length, at its highest.
    private static final int LENGTH_MAX = 4096;

    private static final String ROLE_ARN = "arn:[a-z-]+:iam::\\d*:role/\\S{1,512}";

    private final Pools pools;
    private final SessionTagging tagging;
    private final Map<String, JsonNode> set = new TreeMap<>();

    public TrustPolicies(Pools pools, SessionTagging tagging) {
        this.pools = pools;
        this.tagging = tagging;
    }

    /// Puts the document, which may be as wrong as one likes, in the place of the role's trust policy.
    ///
    /// @throws IllegalArgumentException if that is no role or no JSON object, or there are too many
    public synchronized void set(String roleArn, JsonNode document) {
        if (!roleArn.matches(ROLE_ARN)) {
            throw new IllegalArgumentException("a role's ARN is needed, such as arn:aws:iam::111122223333:role/Name");
        }
        if (!document.isObject() || document.toString().length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a trust policy is a JSON object of at most " + LENGTH_MAX + " characters");
        }
        if (set.size() >= ROLES_MAX && !set.containsKey(roleArn)) {
            throw new IllegalArgumentException("at most %d roles can have trust policies".formatted(ROLES_MAX));
        }
        set.put(roleArn, document.deepCopy());
    }

    /// Back to the one of the pools.
    public synchronized void reset(String roleArn) {
        set.remove(roleArn);
    }

    public synchronized void resetAll() {
        set.clear();
    }

    /// All of them, by role.
    public synchronized Map<String, JsonNode> all() {
        Map<String, JsonNode> all = new TreeMap<>(ofPools());
        all.putAll(set);
        return all;
    }

    /// By the name that IAM knows the role by, which has no path.
    Optional<Map.Entry<String, JsonNode>> named(String roleName) {
        return all().entrySet().stream()
                .filter(role -> role.getKey().endsWith("/" + roleName))
                .findFirst();
    }

    private Map<String, JsonNode> ofPools() {
        Map<String, JsonNode> trust = new TreeMap<>();
        Map<String, Map<String, Set<String>>> trusting = new TreeMap<>();
        pools.after("").map(Pool::settings).forEach(pool -> {
            PoolRoles roles = pool.roles();
            Stream<String> mapped = roles.mappings().values().stream()
                    .flatMap(mapping -> mapping.rules().stream())
                    .map(rule -> rule.roleArn());
            Stream.concat(roles.authenticated().stream(), mapped)
                    .forEach(role -> trusts(trusting, role, pool, "authenticated"));
            roles.unauthenticated().ifPresent(role -> trusts(trusting, role, pool, "unauthenticated"));
        });
        trusting.forEach((role, statements) -> trust.put(role, document(role, statements)));
        return trust;
    }

    /// Pools of a partition that have a role in common stand in one statement.
    private static void trusts(
            Map<String, Map<String, Set<String>>> trusting, String role, PoolSettings pool, String amr) {
        String statement = pool.region().loginKeys().getFirst() + " " + amr;
        trusting.computeIfAbsent(role, _ -> new TreeMap<>())
                .computeIfAbsent(statement, _ -> new TreeSet<>())
                .add(pool.id());
    }

    private JsonNode document(String role, Map<String, Set<String>> statements) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        ArrayNode list = document.putArray("Statement");
        statements.forEach((kind, poolIds) -> {
            String[] parts = kind.split(" ", 2);
            ObjectNode statement = list.addObject().put("Effect", "Allow");
            statement.putObject("Principal").put("Federated", parts[0]);
            ArrayNode actions = statement.putArray("Action").add("sts:AssumeRoleWithWebIdentity");
            if (tagging.allows(role, Map.of("any", "tag"))) {
                actions.add("sts:TagSession");
            }
            ObjectNode condition = statement.putObject("Condition");
            ArrayNode audience = condition.putObject("StringEquals").putArray(parts[0] + ":aud");
            poolIds.forEach(audience::add);
            condition.putObject("ForAnyValue:StringLike").put(parts[0] + ":amr", parts[1]);
        });
        return document;
    }
}
