package org.identitybroker.caller;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.PoolName;
import org.identitybroker.pool.Pools;
import org.identitybroker.setting.SettingMistakes;

/// Reads `acts-as-user`. A request of such a caller names nothing, so the caller's other settings have to say the rest:
/// what does not fit is found at start, and not by a device in the field.
///
/// @param usable the names of the pools that the caller may use
record ActingUser(Set<Permission> permissions, Set<PoolName> usable, Set<String> prefixes, Pools pools) {

    /// Empty after a mistake. The line does not repeat the user id.
    Optional<UserId> read(String setting, Optional<String> text, SettingMistakes mistakes) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> wrong = new ArrayList<>();
        requireUserId(text.get(), wrong);
        if (!permissions.contains(Permission.CREDENTIALS_ISSUE)) {
            wrong.add("needs the permission " + Permission.CREDENTIALS_ISSUE.text());
        }
        requireOneOpenPool(wrong);
        if (!wrong.isEmpty()) {
            mistakes.add(setting, String.join("; ", wrong));
            return Optional.empty();
        }
        return text.map(UserId::new);
    }

    /// Blanks around it are legal in a user id, but nobody sees them in a settings file.
    private void requireUserId(String text, List<String> wrong) {
        if (!UserId.isValid(text) || !text.equals(text.strip())) {
            wrong.add("must be a user id of 1 to " + UserId.LENGTH_MAX
                    + " characters, none of them a control character, without blanks around it");
        } else if (!prefixes.isEmpty() && prefixes.stream().noneMatch(text::startsWith)) {
            wrong.add("begins with none of the caller's user-id-prefixes");
        }
    }

    /// A pool that is missing or wrong has a line of its own.
    private void requireOneOpenPool(List<String> wrong) {
        if (usable.size() != 1) {
            wrong.add("needs exactly one pool in the caller's pools");
        }
        usable.stream()
                .flatMap(name -> pools.find(name).stream())
                .filter(pool -> !pool.serverSideCredentials())
                .map(Pool::name)
                .map(PoolName::value)
                .sorted()
                .forEach(name -> wrong.add("needs server-side-credentials=true of pool " + name));
    }
}
