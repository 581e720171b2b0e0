package org.identitybroker.emulator.http;

import io.vertx.core.buffer.Buffer;

/// A body as it comes in, up to a limit. What goes beyond is counted and dropped: most clients read an
/// answer only after they have sent everything, so they are heard out unless it gets absurd.
final class Intake {
    private static final int HOPELESS_FACTOR = 4;

    private final int bytesMax;
    private Buffer kept = Buffer.buffer();
    private long received;

    Intake(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    void add(Buffer chunk) {
        received += chunk.length();
        if (isTooLarge()) {
            kept = Buffer.buffer();
        } else {
            kept.appendBuffer(chunk);
        }
    }

    boolean isTooLarge() {
        return received > bytesMax;
    }

    boolean isHopeless() {
        return received > (long) bytesMax * HOPELESS_FACTOR;
    }

    Buffer kept() {
        return kept;
    }
}
