package org.identitybroker.cognito;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Cognito's token: whoever holds it can redeem it for AWS credentials until it expires. It cannot print itself.
public final class OpenIdToken {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String value;

    public OpenIdToken(String value) {
        this.value = value;
    }

    /// The secret itself; called only where an answer is written.
    public String reveal() {
        return value;
    }

    /// The token's own `exp`, in whole seconds. Not verified: it came from Cognito over TLS. Empty if there is
    /// none to be read.
    public Optional<Instant> expiresAt() {
        String[] parts = value.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode exp =
                    JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp");
            return exp.canConvertToLong() ? Optional.of(Instant.ofEpochSecond(exp.asLong())) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory failed", impossible);
        }
    }

    @Override
    public String toString() {
        return "OpenIdToken[redacted]";
    }
}
