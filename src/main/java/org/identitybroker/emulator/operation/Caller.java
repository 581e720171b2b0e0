package org.identitybroker.emulator.operation;

import org.identitybroker.emulator.state.Region;

/// Who signed a call.
///
/// @param region the one signed for, which at AWS is the region of the endpoint
public record Caller(String accessKeyId, Region region) {}
