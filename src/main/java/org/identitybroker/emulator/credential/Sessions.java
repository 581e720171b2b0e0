package org.identitybroker.emulator.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Issues temporary credentials and recognises them again, without remembering any: the secret key is derived
/// from the access key, and the session token is the session itself, sealed. They end with the emulator.
public final class Sessions {
    private static final String ACCESS_KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String TEMPORARY_KEY_PREFIX = "ASIA";
    private static final int ACCESS_KEY_LENGTH = 20;
    private static final int SECRET_KEY_LENGTH = 40;
    private static final int MASTER_KEY_BYTES = 32;
    private static final String MAC = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();
    private final byte[] secretsKey = randomBytes(MASTER_KEY_BYTES);
    private final SealedSessions sealed = new SealedSessions(randomBytes(MASTER_KEY_BYTES), random);

    public TemporaryCredentials issue(Session session) {
        String accessKeyId = newAccessKeyId();
        return new TemporaryCredentials(
                accessKeyId, secretOf(accessKeyId), sealed.seal(accessKeyId, session), session.expiration());
    }

    /// The session of a session token; empty if it is not from here or belongs to another access key. Whether
    /// it has expired is for the caller to see.
    public Optional<Session> find(String accessKeyId, String sessionToken) {
        return sealed.open(accessKeyId, sessionToken);
    }

    /// The secret that belongs to a temporary access key made here.
    public String secretOf(String accessKeyId) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secretsKey, MAC));
            byte[] derived = mac.doFinal(accessKeyId.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(derived).substring(0, SECRET_KEY_LENGTH);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Whether an access key is of the temporary kind, be it from here or not.
    public static boolean isTemporary(String accessKeyId) {
        return accessKeyId.startsWith(TEMPORARY_KEY_PREFIX);
    }

    private String newAccessKeyId() {
        var id = new StringBuilder(TEMPORARY_KEY_PREFIX);
        while (id.length() < ACCESS_KEY_LENGTH) {
            id.append(ACCESS_KEY_ALPHABET.charAt(random.nextInt(ACCESS_KEY_ALPHABET.length())));
        }
        return id.toString();
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
