package org.identitybroker.emulator.seed;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// Reads RSA public keys as they are found in the field: a key or a certificate in PEM, or the bare base64 of a
/// certificate from a SAML provider's metadata.
final class Pem {
    private static final String KEY = "-----BEGIN PUBLIC KEY-----";

    private Pem() {}

    static RSAPublicKey rsaKey(String text) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
            if (key(text.strip().startsWith(KEY), der) instanceof RSAPublicKey rsa) {
                return rsa;
            }
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            // Said below, in words for whoever wrote the file.
        }
        throw new IllegalArgumentException("must be an RSA public key or a certificate, in PEM");
    }

    private static PublicKey key(boolean isBare, byte[] der) throws GeneralSecurityException {
        return isBare
                ? KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der))
                : CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der))
                        .getPublicKey();
    }
}
