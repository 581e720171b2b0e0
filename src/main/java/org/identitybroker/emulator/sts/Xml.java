package org.identitybroker.emulator.sts;

import org.identitybroker.emulator.wire.QueryAction;

/// Writes the documents that STS answers with.
final class Xml {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    private final StringBuilder text = new StringBuilder();

    private Xml() {}

    static Xml empty() {
        return new Xml();
    }

    /// One more element with text.
    Xml with(String name, String value) {
        text.append('<').append(name).append('>');
        text.append(escaped(value));
        text.append("</").append(name).append('>');
        return this;
    }

    /// One more element with elements.
    Xml with(String name, Xml inner) {
        text.append('<')
                .append(name)
                .append('>')
                .append(inner.text)
                .append("</")
                .append(name)
                .append('>');
        return this;
    }

    static String response(QueryAction action, Xml result, String requestId) {
        Xml content = empty().with(action.wireName() + "Result", result)
                .with("ResponseMetadata", empty().with("RequestId", requestId));
        return document(action.wireName() + "Response", content);
    }

    static String error(StsRefusal refusal, String requestId) {
        Xml error = empty().with("Type", refusal.error().culprit())
                .with("Code", refusal.error().wireName())
                .with("Message", refusal.text());
        return document("ErrorResponse", empty().with("Error", error).with("RequestId", requestId));
    }

    private static String document(String name, Xml content) {
        return "<%1$s xmlns=\"%2$s\">%3$s</%1$s>\n".formatted(name, NAMESPACE, content.text);
    }

    /// Characters that XML 1.0 cannot have at all become question marks.
    private static String escaped(String value) {
        return value.replaceAll("[^\\t\\n\\r\\x{20}-\\x{d7ff}\\x{e000}-\\x{fffd}\\x{10000}-\\x{10ffff}]", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
