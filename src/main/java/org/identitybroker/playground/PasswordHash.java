package org.identitybroker.playground;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// A salted PBKDF2 of a password.
final class PasswordHash {
    /// A sixth of what OWASP's cheat sheet on storing passwords asks for (600,000): these passwords are printed on the
    /// page, and signing in is to be quick.
    private static final int ITERATIONS = 100_000;

    private static final int HASH_BITS = 256;
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(byte[] salt, byte[] hash) {
        this.salt = salt;
        this.hash = hash;
    }

    static PasswordHash of(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new PasswordHash(salt, hash(password, salt));
    }

    /// In the same time wherever they differ.
    boolean fits(String password) {
        return MessageDigest.isEqual(hash, hash(password, salt));
    }

    private static byte[] hash(String password, byte[] salt) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", impossible);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String toString() {
        return "PasswordHash[" + Arrays.hashCode(salt) + ", redacted]";
    }
}
