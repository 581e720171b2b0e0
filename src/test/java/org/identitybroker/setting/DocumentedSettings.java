package org.identitybroker.setting;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The broker's own settings as their sources describe them: the interfaces with `@ConfigMapping`, and their
/// doc comments. Of a comment, the first paragraph is for operators and others are for who reads the code.
/// `@return` tells the form, and at its end `; required` or `; absent:` and what holds then, unless there is a
/// `@WithDefault`.
final class DocumentedSettings {
    private static final Pattern RETURN = Pattern.compile("(?m)^\\s*@return\\s");
    private static final Pattern LAST_PART = Pattern.compile("(?s)(.*?)(?:; (required)|; absent: (.*))?");

    private final List<Section> sections = new ArrayList<>();
    private final DocTrees docs;

    /// @param prefix with its dot at the end, `broker.pools.NAME.`
    record Section(String prefix, String about, List<Setting> settings) {}

    /// @param otherwise what holds if nobody sets it
    record Setting(String name, String form, String otherwise, String meaning) {}

    private DocumentedSettings(DocTrees docs) {
        this.docs = docs;
    }

    /// In the order of their prefixes.
    static List<Section> in(Path sources) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(sources)) {
            files = all.filter(DocumentedSettings::isMapping).sorted().toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            DocumentedSettings found = new DocumentedSettings(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                found.read(unit);
            }
            return found.sections.stream()
                    .sorted(Comparator.comparing(Section::prefix))
                    .toList();
        }
    }

    private static boolean isMapping(Path file) {
        try {
            return file.toString().endsWith(".java") && Files.readString(file).contains("@ConfigMapping(");
        } catch (IOException failure) {
            throw new IllegalStateException(file.toString(), failure);
        }
    }

    private void read(CompilationUnitTree unit) {
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree mapping) {
                TreePath path = new TreePath(new TreePath(unit), mapping);
                String prefix = annotation(mapping.getModifiers().getAnnotations(), "ConfigMapping")
                        .orElseThrow(() -> new IllegalStateException("no mapping: " + mapping.getSimpleName()));
                readMapping(path, mapping, prefix + ".");
            }
        }
    }

    private void readMapping(TreePath path, ClassTree mapping, String prefix) {
        List<Setting> settings = new ArrayList<>();
        for (Tree member : mapping.getMembers()) {
            if (member instanceof MethodTree method) {
                Optional<ClassTree> nested = nested(mapping, method);
                if (nested.isPresent()) {
                    section(path, prefix + "NAME.", settings(new TreePath(path, nested.get()), nested.get()));
                } else {
                    settings.add(setting(new TreePath(path, method), method));
                }
            }
        }
        section(path, prefix, settings);
    }

    private void section(TreePath path, String prefix, List<Setting> settings) {
        if (!settings.isEmpty()) {
            sections.add(new Section(prefix, firstParagraph(comment(path)), settings));
        }
    }

    private List<Setting> settings(TreePath path, ClassTree group) {
        List<Setting> settings = new ArrayList<>();
        for (Tree member : group.getMembers()) {
            if (member instanceof MethodTree method) {
                settings.add(setting(new TreePath(path, method), method));
            }
        }
        return settings;
    }

    /// The interface that a map's values have, for settings with a name in the middle.
    private static Optional<ClassTree> nested(ClassTree mapping, MethodTree method) {
        return mapping.getMembers().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .filter(type ->
                        String.valueOf(method.getReturnType()).matches("Map<String, ?" + type.getSimpleName() + ">"))
                .findFirst();
    }

    private Setting setting(TreePath path, MethodTree method) {
        String comment = comment(path);
        Matcher tag = RETURN.matcher(comment);
        if (!tag.find()) {
            throw new IllegalStateException(method.getName() + " has no @return, which tells its form");
        }
        Matcher parts = LAST_PART.matcher(oneLine(comment.substring(tag.end())));
        if (!parts.matches()) {
            throw new IllegalStateException(method.getName() + ": " + comment);
        }
        String name = kebab(method.getName().toString());
        return new Setting(
                String.valueOf(method.getReturnType()).startsWith("Map<") ? name + ".ID" : name,
                parts.group(1),
                otherwise(method, parts.group(2), parts.group(3)),
                firstParagraph(comment.substring(0, tag.start())));
    }

    private static String otherwise(MethodTree method, @Nullable String required, @Nullable String absent) {
        return annotation(method.getModifiers().getAnnotations(), "WithDefault")
                .map(value -> "`" + value + "`")
                .or(() -> Optional.ofNullable(required))
                .or(() -> Optional.ofNullable(absent))
                .orElseThrow(() -> new IllegalStateException(
                        method.getName() + " does not say whether it is required, or what holds if it is absent"));
    }

    /// The only text in it.
    private static Optional<String> annotation(List<? extends AnnotationTree> annotations, String name) {
        return annotations.stream()
                .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
                .map(annotation -> text(annotation.getArguments().getFirst()))
                .findFirst();
    }

    private static String text(ExpressionTree argument) {
        ExpressionTree value = argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
        return String.valueOf(((LiteralTree) value).getValue());
    }

    private String comment(TreePath path) {
        return Objects.requireNonNull(
                docs.getDocComment(path),
                () -> "no doc comment: " + path.getLeaf().toString());
    }

    private static String firstParagraph(String comment) {
        String paragraph = oneLine(comment.strip().split("\n\\s*\n", 2)[0]);
        if (paragraph.isEmpty()) {
            throw new IllegalStateException("a comment says nothing");
        }
        return paragraph;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\n\\s*", " ");
    }

    /// As Quarkus makes a setting's name of a method's.
    private static String kebab(String method) {
        return method.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
