package org.identitybroker.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.identitybroker.cognito.OpenIdToken;

/// Keeps tokens out of the strings of a heap dump: AES-GCM with a key of this process, which is in the dump as well,
/// but nobody finds a token in it by looking for tokens.
final class SealingKey {
    private static final String CIPHER = "AES/GCM/NoPadding";

    /// AES-GCM's own sizes (NIST SP 800-38D): a nonce of 96 bits, which never comes twice, and a tag of 128 bits.
    private static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 128;

    private final SecretKey key = new SecretKeySpec(SecureRandom.getSeed(32), "AES");
    private final AtomicLong nonces = new AtomicLong();

    byte[] seal(OpenIdToken token) {
        byte[] plain = token.reveal().getBytes(StandardCharsets.UTF_8);
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .putLong(nonces.incrementAndGet())
                .array();
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            ByteBuffer sealed = ByteBuffer.allocate(NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(ByteBuffer.wrap(plain), sealed.put(nonce));
            return sealed.array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a token could not be sealed", impossible);
        }
    }

    OpenIdToken open(byte[] sealed) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            byte[] plain = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            return new OpenIdToken(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a kept token could not be opened", impossible);
        }
    }
}
