package org.identitybroker.caller;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A self-signed certificate of 127.0.0.1, written byte by byte (RFC 5280): the JDK can read certificates but offers
/// no way to make one.
final class TestCertificate {
    private static final int SEQUENCE = 0x30;
    private static final byte[] ECDSA_WITH_SHA256 = der(SEQUENCE, HexFormat.of().parseHex("06082a8648ce3d040302"));
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] SUBJECT_ALT_NAME = HexFormat.of().parseHex("0603551d11");
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final char[] NO_PASSWORD = {};

    private final KeyPair keys;
    private final byte[] encoded;

    TestCertificate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            keys = generator.generateKeyPair();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            byte[] content = content();
            signature.update(content);
            encoded = der(SEQUENCE, content, ECDSA_WITH_SHA256, bits(signature.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String pem() {
        return TestIssuer.pem("CERTIFICATE", encoded);
    }

    /// For a server that has this certificate.
    SSLContext server() {
        try {
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", keys.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] content() {
        byte[] name = der(SEQUENCE, der(0x31, der(SEQUENCE, COMMON_NAME, der(0x0c, "test".getBytes(US_ASCII)))));
        byte[] validity = der(
                SEQUENCE,
                der(0x18, "20200101000000Z".getBytes(US_ASCII)),
                der(0x18, "20991231235959Z".getBytes(US_ASCII)));
        byte[] names = der(SEQUENCE, SUBJECT_ALT_NAME, der(0x04, der(SEQUENCE, der(0x87, LOOPBACK))));
        return der(
                SEQUENCE,
                der(0xa0, der(0x02, new byte[] {2})),
                der(0x02, BigInteger.valueOf(System.nanoTime() | 1).abs().toByteArray()),
                ECDSA_WITH_SHA256,
                name,
                validity,
                name,
                keys.getPublic().getEncoded(),
                der(0xa3, der(SEQUENCE, names)));
    }

    private static byte[] bits(byte[] content) {
        return der(0x03, new byte[] {0}, content);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length > 0xff) {
            element.write(0x82);
            element.write(length >> 8);
        } else if (length > 0x7f) {
            element.write(0x81);
        }
        element.write(length);
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
