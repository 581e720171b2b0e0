package org.identitybroker.emulator.link;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.wire.Refusal;

/// An identity has at most one login of each public provider; of developer logins it may have many.
final class OneLoginPerProvider {
    private OneLoginPerProvider() {}

    /// Refuses if one identity could not have all of these.
    static void require(Stream<Login> together) {
        Map<String, String> subjects = new HashMap<>();
        together.filter(Login::isPublic).forEach(login -> {
            String other = subjects.put(login.provider(), login.subject());
            if (other != null && !other.equals(login.subject())) {
                throw Refusal.conflict("Another login of this provider is already linked to the identity.");
            }
        });
    }
}
