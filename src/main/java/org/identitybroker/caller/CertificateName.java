package org.identitybroker.caller;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A name that a client certificate must have, as settings write it. It is compared as a whole: a wildcard in a
/// setting or in a certificate is a name like any other and stands for nothing.
sealed interface CertificateName {
    /// @throws IllegalArgumentException for text of another form
    static CertificateName of(String text) {
        int split = text.indexOf(':');
        String value = text.substring(split + 1);
        return switch (text.substring(0, Math.max(0, split))) {
            case "dns" -> new Dns(matching(Dns.FORM, value).toLowerCase(Locale.ROOT));
            case "uri" -> new Uri(matching(Uri.FORM, value));
            case "sha256" ->
                new Thumbprint(
                        HexFormat.of().parseHex(matching(Thumbprint.FORM, value).replace(":", "")));
            default -> throw new IllegalArgumentException("no kind of name");
        };
    }

    boolean isOf(X509Certificate certificate) throws GeneralSecurityException;

    private static String matching(Pattern form, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException("malformed");
        }
        return value;
    }

    private static boolean hasAlternative(X509Certificate certificate, int kind, String value, boolean anyCase)
            throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names != null
                && names.stream()
                        .anyMatch(name -> name.get(0) instanceof Integer found
                                && found == kind
                                && name.get(1) instanceof String text
                                && (anyCase ? text.equalsIgnoreCase(value) : text.equals(value)));
    }

    /// A DNS name among the subject's alternative names (RFC 5280, 4.2.1.6), in any case.
    record Dns(String name) implements CertificateName {
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
        private static final int KIND = 2;

        @Override
        public boolean isOf(X509Certificate certificate) throws GeneralSecurityException {
            return hasAlternative(certificate, KIND, name, true);
        }
    }

    /// A URI among them, such as a SPIFFE id, byte for byte.
    record Uri(String uri) implements CertificateName {
        private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[!-~&&[^,]]{1,2000}");
        private static final int KIND = 6;

        @Override
        public boolean isOf(X509Certificate certificate) throws GeneralSecurityException {
            return hasAlternative(certificate, KIND, uri, false);
        }
    }

    /// The SHA-256 of the certificate itself; it changes with every renewal.
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a record.
    record Thumbprint(byte[] sha256) implements CertificateName {
        private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}");

        @Override
        public boolean isOf(X509Certificate certificate) throws GeneralSecurityException {
            byte[] found = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return MessageDigest.isEqual(found, sha256);
        }
    }
}
