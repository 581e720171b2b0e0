package org.identitybroker.emulator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.http.Headers;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.wire.Shape.Member;
import org.identitybroker.emulator.wire.Shape.Whole;

/// A request of the AWS Query protocol: a form with an action and its input. Prints nothing, as it holds tokens.
public final class Form {
    private static final String CONTENT_TYPE = "application/x-www-form-urlencoded";

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    /// Whether a request is of this protocol: a form, and not for an operation of AWS JSON.
    public static boolean isIn(Headers headers) {
        return headers.first("X-Amz-Target").isEmpty()
                && headers.first("Content-Type")
                        .filter(type -> type.split(";", 2)[0].strip().equalsIgnoreCase(CONTENT_TYPE))
                        .isPresent();
    }

    public static Form read(Request request) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : new String(request.body().bytes(), UTF_8).split("&")) {
            String[] parts = field.split("=", 2);
            fields.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
        }
        return new Form(fields);
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /// The action named, if it is served.
    public Optional<QueryAction> action() {
        return field("Action").flatMap(QueryAction::named);
    }

    /// The fields as input of that action, checked; throws a refusal that lists every fault.
    public Input input(QueryAction action) {
        ObjectNode structure = JsonNodeFactory.instance.objectNode();
        for (Member member : action.input().members()) {
            value(member.name()).ifPresent(text -> put(structure, member, text));
        }
        if (!action.input().accepts(structure)) {
            throw Refusal.serialization("A field of the form has the wrong type.");
        }
        Validation.check(action.input(), structure);
        return new Input(structure);
    }

    /// Lists come as `Name.member.1`; that there is one is all that matters of those taken here.
    private Optional<String> value(String name) {
        return field(name)
                .or(() -> fields.keySet().stream()
                        .filter(field -> field.startsWith(name + "."))
                        .findFirst());
    }

    private static void put(ObjectNode structure, Member member, String text) {
        if (member.shape() instanceof Whole && text.matches("-?\\d{1,18}")) {
            structure.put(member.name(), Long.parseLong(text));
        } else {
            structure.put(member.name(), text);
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException malformed) {
            // Without the cause: its message quotes the text.
            throw Refusal.serialization("The form is not well-formed.");
        }
    }
}
