package org.identitybroker.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A self-signed certificate of 127.0.0.1 and of further names, written byte by byte (RFC 5280): the JDK can read
/// certificates but offers no way to make one.
public final class TestCertificate {
    private static final int SEQUENCE = 0x30;
    private static final byte[] ECDSA_WITH_SHA256 = der(SEQUENCE, HexFormat.of().parseHex("06082a8648ce3d040302"));
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] SUBJECT_ALT_NAME = HexFormat.of().parseHex("0603551d11");
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final char[] NO_PASSWORD = {};

    private final KeyPair keys;
    private final byte[] encoded;

    /// @param names more alternative names of its subject, as `dns:NAME` or `uri:URI`
    public TestCertificate(String... names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            keys = generator.generateKeyPair();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            byte[] content = content(names);
            signature.update(content);
            encoded = der(SEQUENCE, content, ECDSA_WITH_SHA256, bits(signature.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String pem() {
        return pem("CERTIFICATE", encoded);
    }

    public String privateKeyPem() {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    public X509Certificate certificate() {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// In hexadecimal digits.
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// For a server that has this certificate.
    public SSLContext server() {
        return context(Optional.of(this));
    }

    /// For a client that shows this certificate to servers with those.
    public SSLContext client(TestCertificate... servers) {
        return context(Optional.of(this), servers);
    }

    /// For a client that shows none.
    public static SSLContext anonymous(TestCertificate... servers) {
        return context(Optional.empty(), servers);
    }

    private static SSLContext context(Optional<TestCertificate> own, TestCertificate... trusted) {
        try {
            KeyStore identity = emptyStore();
            if (own.isPresent()) {
                Certificate[] chain = {own.get().certificate()};
                identity.setKeyEntry("own", own.get().keys.getPrivate(), NO_PASSWORD, chain);
            }
            KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            shown.init(identity, NO_PASSWORD);
            KeyStore believed = emptyStore();
            for (TestCertificate each : trusted) {
                believed.setCertificateEntry(each.sha256(), each.certificate());
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(believed);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static String pem(String type, byte[] encoded) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + type
                + "-----\n";
    }

    private byte[] content(String[] alternatives) {
        byte[] name = der(SEQUENCE, der(0x31, der(SEQUENCE, COMMON_NAME, der(0x0c, "test".getBytes(US_ASCII)))));
        byte[] validity = der(
                SEQUENCE,
                der(0x18, "20200101000000Z".getBytes(US_ASCII)),
                der(0x18, "20991231235959Z".getBytes(US_ASCII)));
        byte[] names = der(SEQUENCE, SUBJECT_ALT_NAME, der(0x04, der(SEQUENCE, alternatives(alternatives))));
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

    private static byte[] alternatives(String[] names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(der(0x87, LOOPBACK));
        for (String name : names) {
            all.writeBytes(
                    der(name.startsWith("dns:") ? 0x82 : 0x86, name.substring(4).getBytes(US_ASCII)));
        }
        return all.toByteArray();
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
