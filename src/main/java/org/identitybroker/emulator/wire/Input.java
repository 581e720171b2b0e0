package org.identitybroker.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The input of an operation, with every type and constraint checked. Prints nothing, because it holds tokens.
public final class Input {
    private final JsonNode structure;

    Input(JsonNode structure) {
        this.structure = structure;
    }

    /// A member that the operation requires.
    public String text(String member) {
        return optionalText(member).orElseThrow(() -> new IllegalStateException(member + " was not validated"));
    }

    public Optional<String> optionalText(String member) {
        return node(member).map(JsonNode::textValue);
    }

    public Optional<Long> number(String member) {
        return node(member).map(JsonNode::longValue);
    }

    public Optional<Boolean> flag(String member) {
        return node(member).map(JsonNode::booleanValue);
    }

    /// The entries in the order sent; empty if the member is missing.
    public Map<String, String> textMap(String member) {
        Map<String, String> entries = new LinkedHashMap<>();
        node(member).ifPresent(map -> map.forEachEntry((key, value) -> entries.put(key, value.textValue())));
        return entries;
    }

    /// The items in the order sent; empty if the member is missing.
    public List<String> textList(String member) {
        return node(member)
                .map(list -> list.valueStream().map(JsonNode::textValue).toList())
                .orElse(List.of());
    }

    /// Lists of structures, each as an input of its own; empty if the member is missing.
    public List<Input> structures(String member) {
        return node(member)
                .map(list -> list.valueStream().map(Input::new).toList())
                .orElse(List.of());
    }

    /// A structure within this one.
    public Optional<Input> structure(String member) {
        return node(member).map(Input::new);
    }

    /// A map of structures, in the order sent; empty if the member is missing.
    public Map<String, Input> structureMap(String member) {
        Map<String, Input> entries = new LinkedHashMap<>();
        node(member).ifPresent(map -> map.forEachEntry((key, value) -> entries.put(key, new Input(value))));
        return entries;
    }

    public boolean has(String member) {
        return node(member).isPresent();
    }

    /// An object of a format of its own.
    public Optional<JsonNode> document(String member) {
        return node(member);
    }

    /// A map of such objects, in the order written; empty if the member is missing.
    public Map<String, JsonNode> documentMap(String member) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        node(member).ifPresent(map -> map.forEachEntry(entries::put));
        return entries;
    }

    private Optional<JsonNode> node(String member) {
        return Optional.ofNullable(structure.get(member)).filter(Predicate.not(JsonNode::isNull));
    }
}
