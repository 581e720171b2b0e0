package org.identitybroker.emulator.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Session tokens: a session as JSON under AES-GCM, bound to its access key.
final class SealedSessions {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SecretKeySpec key;
    private final SecureRandom random;

    SealedSessions(byte[] key, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    String seal(String accessKeyId, Session session) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, accessKeyId).doFinal(written(session));
            byte[] token = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return Base64.getEncoder().encodeToString(token);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("a session can always be sealed", impossible);
        }
    }

    Optional<Session> open(String accessKeyId, String sessionToken) {
        try {
            byte[] token = Base64.getDecoder().decode(sessionToken);
            if (token.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(token, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, accessKeyId);
            return Optional.of(read(cipher.doFinal(token, NONCE_BYTES, token.length - NONCE_BYTES)));
        } catch (IllegalArgumentException | GeneralSecurityException | IOException foreign) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String accessKeyId) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(accessKeyId.getBytes(UTF_8));
        return cipher;
    }

    private static byte[] written(Session session) throws IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("identity", session.identityId())
                .put("pool", session.poolId())
                .put("role", session.role().roleArn())
                .put("name", session.role().sessionName())
                .put("flow", session.flow().name())
                .put("expiration", session.expiration().getEpochSecond());
        session.amr().forEach(json.putArray("amr")::add);
        session.tags().forEach(json.putObject("tags")::put);
        return JSON.writeValueAsBytes(json);
    }

    private static Session read(byte[] bytes) throws IOException {
        JsonNode json = JSON.readTree(bytes);
        Map<String, String> tags = new LinkedHashMap<>();
        json.path("tags").forEachEntry((name, value) -> tags.put(name, value.textValue()));
        return new Session(
                json.path("identity").textValue(),
                json.path("pool").textValue(),
                json.path("amr").valueStream().map(JsonNode::textValue).toList(),
                tags,
                new AssumedRole(json.path("role").textValue(), json.path("name").textValue()),
                Session.Flow.valueOf(json.path("flow").textValue()),
                Instant.ofEpochSecond(json.path("expiration").longValue()));
    }
}
