package org.identitybroker.emulator.iam;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which role has which policy. A role without one may do nothing.
public final class Policies {
    /// Far more than a test makes; it only keeps a runaway client from filling the memory.
    private static final int ROLES_MAX = 1000;

    private static final int ARN_LENGTH_MAX = 2048;

    private final Map<String, PolicyDocument> defaults;
    private final Map<String, PolicyDocument> byRole;

    /// @param defaults what the roles have until a test says otherwise
    public Policies(Map<String, PolicyDocument> defaults) {
        this.defaults = Map.copyOf(defaults);
        this.byRole = new TreeMap<>(defaults);
    }

    /// @throws IllegalArgumentException if that is no role, or there are too many
    public synchronized void set(String roleArn, PolicyDocument policy) {
        if (roleArn.length() > ARN_LENGTH_MAX || !roleArn.matches("arn:[a-z-]+:iam::\\d*:role/\\S+")) {
            throw new IllegalArgumentException("a role's ARN is needed, such as arn:aws:iam::111122223333:role/Name");
        }
        if (byRole.size() >= ROLES_MAX && !byRole.containsKey(roleArn)) {
            throw new IllegalArgumentException("at most %d roles can have policies".formatted(ROLES_MAX));
        }
        byRole.put(roleArn, policy);
    }

    /// Back to what the role had at the start, which may be nothing.
    public synchronized void reset(String roleArn) {
        byRole.remove(roleArn);
        Optional.ofNullable(defaults.get(roleArn)).ifPresent(policy -> byRole.put(roleArn, policy));
    }

    public synchronized void resetAll() {
        byRole.clear();
        byRole.putAll(defaults);
    }

    public synchronized Optional<PolicyDocument> of(String roleArn) {
        return Optional.ofNullable(byRole.get(roleArn));
    }

    /// All of them, by role.
    public synchronized Map<String, PolicyDocument> all() {
        return Map.copyOf(byRole);
    }

    /// Whether the principal may do this; the account's own keys may do everything.
    ///
    /// @param context the condition keys of the request; those of the principal are added
    public Decision decide(Principal principal, String action, String resource, Context context) {
        if (principal.roleArn().isEmpty()) {
            return Decision.ALLOWED;
        }
        var request = new AccessRequest(action, resource, context.and(principal.context()));
        return of(principal.roleArn().get())
                .map(policy -> policy.decide(request))
                .orElse(Decision.NOT_ALLOWED);
    }
}
