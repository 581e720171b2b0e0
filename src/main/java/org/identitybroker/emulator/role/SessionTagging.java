package org.identitybroker.emulator.role;

import java.util.Map;
import java.util.Set;

/// Which roles may be assumed with principal tags: all, but those whose trust policy forgot `sts:TagSession`.
///
/// @param rolesWithout as ARNs
public record SessionTagging(Set<String> rolesWithout) {
    public SessionTagging {
        rolesWithout = Set.copyOf(rolesWithout);
    }

    public boolean allows(String roleArn, Map<String, String> tags) {
        return tags.isEmpty() || !rolesWithout.contains(roleArn);
    }
}
