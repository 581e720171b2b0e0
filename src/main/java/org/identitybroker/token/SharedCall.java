package org.identitybroker.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.identitybroker.cognito.TokenCall;
import org.identitybroker.identity.IdentityId;

/// What two requests must have in common to get the same token: the caller, and so its rights; the user, as Cognito
/// knows it; the identity, the duration and the tags.
///
/// @param digest salted, so that a heap dump does not tell which users were there
record SharedCall(String digest) {
    /// Of this process.
    private static final byte[] SALT = SecureRandom.getSeed(32);

    /// The same for every request that asks the same of Cognito for the same caller.
    static SharedCall of(TokenOrder order, TokenCall call) {
        Fields fields = new Fields();
        fields.add(order.caller().name());
        fields.add(order.pool().name().value());
        fields.add(call.developerUserIdentifier());
        fields.add(call.identity().map(IdentityId::value).orElse(""));
        fields.add(Long.toString(call.duration().toSeconds()));
        Map<String, String> tags = call.principalTags();
        (tags.size() < 2 ? tags : new TreeMap<>(tags)).forEach((key, value) -> {
            fields.add(key);
            fields.add(value);
        });
        return new SharedCall(fields.digest());
    }

    /// Each with its length, so that no two lists of fields run together into one.
    private static final class Fields {
        private final MessageDigest sha256;

        Fields() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java has SHA-256", impossible);
            }
            sha256.update(SALT);
        }

        void add(String field) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            sha256.update((byte) (bytes.length >> 8));
            sha256.update((byte) bytes.length);
            sha256.update(bytes);
        }

        String digest() {
            return HexFormat.of().formatHex(sha256.digest());
        }
    }
}
