package org.identitybroker.emulator.provider;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// The one assertion of a SAML 2.0 response, of which nothing may be believed before [#isSignedBy]. All that is read
/// is read from the element that the signature covers, so that no second assertion can be slipped in beside it.
/// Prints nothing.
final class SamlAssertion {
    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private final Element assertion;

    private SamlAssertion(Element assertion) {
        this.assertion = assertion;
    }

    /// Empty if this is no response with exactly one assertion.
    ///
    /// @param base64 the response in base64, as the browser's form posted it
    static Optional<SamlAssertion> parse(String base64) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            byte[] xml = Base64.getMimeDecoder().decode(base64);
            Document response = builder.parse(new ByteArrayInputStream(xml));
            List<Element> assertions = elements(response.getElementsByTagNameNS(SAML, "Assertion"));
            return assertions.size() == 1 ? Optional.of(new SamlAssertion(assertions.getFirst())) : Optional.empty();
        } catch (IllegalArgumentException | ParserConfigurationException | SAXException | IOException malformed) {
            return Optional.empty();
        }
    }

    /// Whether the assertion bears a signature of its own by this key (SAML core, 5.4.2: over exactly the assertion).
    boolean isSignedBy(PublicKey key) {
        Optional<Element> signatureElement = child(XMLSignature.XMLNS, "Signature");
        String id = assertion.getAttribute("ID");
        if (signatureElement.isEmpty() || id.isEmpty()) {
            return false;
        }
        assertion.setIdAttribute("ID", true);
        var context = new DOMValidateContext(KeySelector.singletonKeySelector(key), signatureElement.get());
        try {
            XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            List<Reference> references = signature.getSignedInfo().getReferences();
            return references.size() == 1
                    && references.getFirst().getURI().equals("#" + id)
                    && signature.validate(context);
        } catch (MarshalException | XMLSignatureException | RuntimeException unverifiable) {
            return false;
        }
    }

    Optional<String> subject() {
        return text("NameID");
    }

    Optional<String> audience() {
        return text("Audience");
    }

    /// Whether the conditions admit it now; an assertion without an end is never good.
    boolean isCurrent(Instant now) {
        Optional<Element> conditions = child(SAML, "Conditions");
        try {
            return conditions.isPresent()
                    && now.isBefore(Instant.parse(conditions.get().getAttribute("NotOnOrAfter")))
                    && !now.isBefore(Instant.parse(conditions.get().getAttribute("NotBefore")));
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    /// The values of an attribute; none if the assertion lacks it.
    List<String> attribute(String name) {
        return elements(assertion.getElementsByTagNameNS(SAML, "Attribute")).stream()
                .filter(attribute -> name.equals(attribute.getAttribute("Name")))
                .flatMap(attribute -> elements(attribute.getElementsByTagNameNS(SAML, "AttributeValue")).stream())
                .map(value -> value.getTextContent().strip())
                .toList();
    }

    private Optional<Element> child(String namespace, String name) {
        return elements(assertion.getChildNodes()).stream()
                .filter(child -> namespace.equals(child.getNamespaceURI()) && name.equals(child.getLocalName()))
                .findFirst();
    }

    private Optional<String> text(String name) {
        List<Element> found = elements(assertion.getElementsByTagNameNS(SAML, name));
        return found.size() == 1
                ? Optional.of(found.getFirst().getTextContent().strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .toList();
    }

    @Override
    public String toString() {
        return "SamlAssertion[redacted]";
    }
}
