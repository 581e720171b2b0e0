package org.identitybroker.packaged;

import java.util.Map;

/// The rows that concern one random life.
///
/// @param enabled every stored identity, and whether it is enabled
record Mapping(Map<String, String> identityOfUser, Map<String, Boolean> enabled) {}
