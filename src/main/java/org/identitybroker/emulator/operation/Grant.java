package org.identitybroker.emulator.operation;

import java.util.List;
import java.util.Map;

/// The right to act as an identity.
///
/// @param identityId not the one asked for if identities were merged
/// @param amr how the right was proven
/// @param tags principal tags for the session
record Grant(String identityId, List<String> amr, Map<String, String> tags) {
    boolean isAuthenticated() {
        return amr.contains("authenticated");
    }
}
