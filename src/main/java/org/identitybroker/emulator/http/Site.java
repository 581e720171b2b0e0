package org.identitybroker.emulator.http;

/// Answers requests; called on a virtual thread of its own for each request, so it may block.
@FunctionalInterface
public interface Site {
    Reply answer(Request request);
}
