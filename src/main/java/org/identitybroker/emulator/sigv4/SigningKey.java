package org.identitybroker.emulator.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;

/// The key that a secret becomes for one day, region and service. Not a record, because it must not print
/// itself.
public final class SigningKey {
    private final byte[] key;

    private SigningKey(byte[] key) {
        this.key = key;
    }

    public static SigningKey of(String secret, Scope scope) {
        byte[] date = Hmac.hmac(("AWS4" + secret).getBytes(UTF_8), scope.date());
        byte[] region = Hmac.hmac(date, scope.region());
        byte[] service = Hmac.hmac(region, scope.service());
        return new SigningKey(Hmac.hmac(service, scope.terminator()));
    }

    /// The signature in hexadecimal.
    public String sign(String text) {
        return HexFormat.of().formatHex(Hmac.hmac(key, text));
    }

    /// In constant time: the habit costs nothing, even in an emulator.
    public static boolean isEqual(String expected, String presented) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), presented.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "SigningKey[redacted]";
    }
}
