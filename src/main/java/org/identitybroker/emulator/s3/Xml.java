package org.identitybroker.emulator.s3;

import java.io.StringWriter;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.identitybroker.emulator.http.Body;

/// Writes the XML of an answer.
final class Xml {
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final XMLStreamWriter writer;

    private Xml(XMLStreamWriter writer) {
        this.writer = writer;
    }

    /// @param namespace empty for errors, which have none
    static Body document(String root, String namespace, Consumer<Xml> content) {
        try {
            var text = new StringWriter();
            XMLStreamWriter writer = FACTORY.createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            writer.writeCharacters("\n");
            writer.writeStartElement(root);
            if (!namespace.isEmpty()) {
                writer.writeDefaultNamespace(namespace);
            }
            content.accept(new Xml(writer));
            writer.writeEndElement();
            writer.writeEndDocument();
            return Body.of(text.toString());
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a text can always be written", impossible);
        }
    }

    Xml text(String name, Object value) {
        return nested(name, xml -> xml.characters(value.toString()));
    }

    Xml nested(String name, Consumer<Xml> content) {
        try {
            writer.writeStartElement(name);
            content.accept(this);
            writer.writeEndElement();
            return this;
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a text can always be written", impossible);
        }
    }

    /// What XML 1.0 cannot say becomes a replacement character; a carriage return is escaped, lest a parser
    /// takes it for a line feed.
    private void characters(String text) {
        try {
            String[] lines = text.codePoints()
                    .map(character -> isWritable(character) ? character : 0xFFFD)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString()
                    .split("\r", -1);
            for (int line = 0; line < lines.length; line++) {
                if (line > 0) {
                    writer.writeEntityRef("#13");
                }
                writer.writeCharacters(lines[line]);
            }
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a text can always be written", impossible);
        }
    }

    /// Extensible Markup Language 1.0, "Characters".
    private static boolean isWritable(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= ' ' && character < 0xD800)
                || (character >= 0xE000 && character < 0xFFFE)
                || character >= 0x10000;
    }
}
