package org.identitybroker.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// The template as CloudFormation reads it: with `{"Fn::Sub": …}` for `!Sub …`, and no entry twice.
final class Template {
    private static final Path FILE = Path.of("deploy/aws/identity-broker.yaml");

    /// Those that the template uses. Any other is refused as an unknown tag.
    private static final List<String> FUNCTIONS =
            List.of("And", "Equals", "GetAtt", "If", "Join", "Not", "Or", "Select", "Split", "Sub");

    static final JsonNode CONTENT = read();

    private Template() {}

    private static JsonNode read() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (Reader text = Files.newBufferedReader(FILE)) {
            Object content = new Yaml(new ShortForms(options)).load(text);
            return new ObjectMapper().valueToTree(content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class ShortForms extends SafeConstructor {
        ShortForms(LoaderOptions options) {
            super(options);
            FUNCTIONS.forEach(name -> define(name, "Fn::" + name));
            define("Ref", "Ref");
            define("Condition", "Condition");
        }

        private void define(String name, String longForm) {
            yamlConstructors.put(new Tag("!" + name), new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    Object argument = argument(node);
                    // `!GetAtt Role.Arn` is short for a list of two.
                    return Map.of(
                            longForm,
                            argument instanceof String path && name.equals("GetAtt")
                                    ? List.of(path.split("\\.", 2))
                                    : argument);
                }
            });
        }

        private Object argument(Node node) {
            return switch (node) {
                case ScalarNode scalar -> constructScalar(scalar);
                case SequenceNode sequence -> constructSequence(sequence);
                case MappingNode mapping -> constructMapping(mapping);
                default -> throw new IllegalStateException("an alias: CloudFormation knows none");
            };
        }
    }
}
