package org.identitybroker.emulator.operation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.provider.ProvenLogin;

/// The right to act as an identity.
///
/// @param identityId not the one asked for if identities were merged
/// @param amr how the right was proven
/// @param tags principal tags for the session
/// @param login the public login that speaks for the identity; none for guests and for tokens of Cognito
record Grant(String identityId, List<String> amr, Map<String, String> tags, Optional<ProvenLogin> login) {
    boolean isAuthenticated() {
        return amr.contains("authenticated");
    }
}
