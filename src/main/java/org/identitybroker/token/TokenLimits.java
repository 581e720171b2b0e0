package org.identitybroker.token;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;

/// How much memory kept tokens may take.
@ApplicationScoped
class TokenLimits implements CheckedSettings {
    private static final String REUSE_MEMORY = "broker.tokens.reuse-memory";

    /// Room for six hundred tokens; with less, hardly any would be there when it is asked for again.
    private static final long REUSE_MEMORY_MIN = 1 << 20;

    private final SettingMistakes mistakes = new SettingMistakes();
    private final long keptBytesMax;

    TokenLimits(TokenSettings settings) {
        this.keptBytesMax = mistakes.read(
                        REUSE_MEMORY,
                        mistakes.required(REUSE_MEMORY, Optional.of(settings.reuseMemory())),
                        TokenLimits::bytes,
                        "must be a size of at least 1M, such as 32M")
                .orElse(REUSE_MEMORY_MIN);
    }

    long keptBytesMax() {
        return keptBytesMax;
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    private static long bytes(String text) {
        long bytes = new MemorySizeConverter().convert(text).asLongValue();
        if (bytes < REUSE_MEMORY_MIN) {
            throw new IllegalArgumentException("too small");
        }
        return bytes;
    }
}
