package org.identitybroker.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key of a pool's pseudonyms. Whoever has it can find out which user a pseudonym stands for, by trying user
/// ids; so it is a class, because a record would print it.
public final class PseudonymKey {
    private static final String ALGORITHM = "HmacSHA256";

    /// 256 bits, the length of the hash: a shorter key would be the weakest part (RFC 2104, section 3).
    private static final int BYTES_MIN = 32;

    private static final String FILE = "file:";

    private final SecretKeySpec key;

    private PseudonymKey(byte[] key) {
        if (key.length < BYTES_MIN) {
            throw new IllegalArgumentException("too short");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// @param setting base64, or `file:` and the path of a file with base64
    /// @throws RuntimeException if it is neither, or too short; the text is not for a log
    static PseudonymKey read(String setting) {
        String base64 = setting.startsWith(FILE) ? textOf(Path.of(setting.substring(FILE.length()))) : setting;
        return new PseudonymKey(Base64.getDecoder().decode(base64.strip()));
    }

    /// The pool's id is part of what is hashed, so that a user has another pseudonym in each pool even if their keys
    /// are the same: two devices cannot find out that their users are one. NUL is in no pool id and, as a control
    /// character, in no user id, so no two pairs give the same text.
    String pseudonym(String identityPoolId, String userId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal((identityPoolId + '\0' + userId).getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HMAC-SHA256", impossible);
        }
    }

    @Override
    public String toString() {
        return "PseudonymKey[redacted]";
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
