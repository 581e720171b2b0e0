package org.identitybroker.emulator.http;

import java.util.Map;

/// Answers requests; called on a virtual thread of its own for each request, so it may block.
@FunctionalInterface
public interface Site {
    Reply answer(Request request);

    /// The most bytes that a body may have at this path. Of a longer one nothing is kept.
    default int bodyBytesMax(String path) {
        return HttpFront.BODY_BYTES_MAX;
    }

    /// The answer to a body that is longer.
    default Reply.Answer tooLarge(String path) {
        return new Reply.Answer(413, Map.of(), Body.empty());
    }
}
