package org.identitybroker.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.identitybroker.emulator.provider.SamlProvider;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// What a SAML provider says about a user, and the provider with its key.
public record SamlUser(String subject, String audience, Instant start, Instant end) {
    public static final String ARN = "arn:aws:iam::111122223333:saml-provider/office";

    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final KeyPair KEY = generate();

    public static SamlUser of(String subject) {
        Instant now = Instant.now();
        return new SamlUser(
                subject, "urn:amazon:webservices", now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)));
    }

    public static SamlProvider provider() {
        return new SamlProvider(ARN, KEY.getPublic());
    }

    static KeyPair otherKey() {
        return generate();
    }

    SamlUser audience(String other) {
        return new SamlUser(subject, other, start, end);
    }

    public SamlUser between(Instant from, Instant until) {
        return new SamlUser(subject, audience, from, until);
    }

    /// The response as a browser's form posts it.
    public String response() {
        return responseSignedBy(KEY);
    }

    String responseSignedBy(KeyPair key) {
        return base64(signed(key));
    }

    String unsignedResponse() {
        return base64(unsigned());
    }

    /// The genuine assertion with a forged one before it.
    String responseWithAForgedAssertionFor(String other) {
        return base64(signed(KEY).replaceFirst("(?=<saml:Assertion )", assertion("forged", other)));
    }

    String responseAlteredTo(String other) {
        return base64(signed(KEY).replace(">" + subject + "<", ">" + other + "<"));
    }

    private String unsigned() {
        return "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"response\" Version=\"2.0\">"
                + assertion("assertion", subject) + "</samlp:Response>";
    }

    private String assertion(String id, String nameId) {
        return """
                <saml:Assertion xmlns:saml="%s" ID="%s" Version="2.0"><saml:Issuer>https://sso.example.org</saml:Issuer>\
                <saml:Subject><saml:NameID>%s</saml:NameID></saml:Subject>\
                <saml:Conditions NotBefore="%s" NotOnOrAfter="%s"><saml:AudienceRestriction><saml:Audience>%s\
                </saml:Audience></saml:AudienceRestriction></saml:Conditions></saml:Assertion>""".formatted(SAML, id, nameId, start, end, audience);
    }

    private String signed(KeyPair key) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            Document document = factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(unsigned().getBytes(UTF_8)));
            Element assertion =
                    (Element) document.getElementsByTagNameNS(SAML, "Assertion").item(0);
            assertion.setIdAttribute("ID", true);
            sign(assertion, key);
            var xml = new StringWriter();
            TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(xml));
            return xml.toString();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static void sign(Element assertion, KeyPair key) throws Exception {
        XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM");
        var reference = signatures.newReference(
                "#" + assertion.getAttribute("ID"),
                signatures.newDigestMethod(DigestMethod.SHA256, null),
                List.of(
                        signatures.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                        signatures.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
                null,
                null);
        var info = signatures.newSignedInfo(
                signatures.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                signatures.newSignatureMethod(SignatureMethod.RSA_SHA256, null),
                List.of(reference));
        signatures.newXMLSignature(info, null).sign(new DOMSignContext(key.getPrivate(), assertion));
    }

    private static String base64(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(UTF_8));
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }
}
