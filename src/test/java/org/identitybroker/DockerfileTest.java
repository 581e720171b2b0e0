package org.identitybroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What must hold for the image and can be read in its Dockerfile. `.ci/image` builds and runs it.
class DockerfileTest {
    private static final Path DOCKERFILE = Path.of("deploy/docker/Dockerfile");
    private static final Path IGNORED = Path.of(".dockerignore");
    private static final Path START = Path.of("deploy/docker/start");

    /// At least major and minor, so that tomorrow's build has the same.
    private static final Pattern PINNED = Pattern.compile("[a-z/-]+:\\d+\\.\\d+[\\w.-]*");

    private static final Pattern SECRET = Pattern.compile("(?i)password|passwd|secret|token|credential|access_?key");

    /// One instruction, its lines joined.
    private record Instruction(String name, String words) {
        static Instruction of(String line) {
            String[] parts = line.strip().split("\\s+", 2);
            return new Instruction(parts[0], parts[1]);
        }
    }

    @Test
    void everyBaseImageHasItsVersion() throws IOException {
        String java = instructions("ARG")
                .map(Instruction::words)
                .filter(words -> words.startsWith("JAVA="))
                .map(words -> words.substring("JAVA=".length()))
                .findFirst()
                .orElseThrow();
        Set<String> stages = new HashSet<>();
        List<String> images = new ArrayList<>();
        for (Instruction from : instructions("FROM").toList()) {
            String[] words = from.words().replace("${JAVA}", java).split(" ");
            if (!stages.contains(words[0])) {
                images.add(words[0]);
            }
            stages.add(words[words.length - 1]);
        }
        assertThat(images)
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(image -> PINNED.matcher(image).matches());
    }

    /// The AOT cache is of use to the Java that made it alone.
    @Test
    void oneJavaBuildsTrainsAndRuns() throws IOException {
        assertThat(instructions("FROM").map(Instruction::words).filter(words -> words.contains("temurin:")))
                .containsExactly(
                        "eclipse-temurin:${JAVA}-jdk-noble AS build", "eclipse-temurin:${JAVA}-jre-noble AS runtime");
        assertThat(instructions("FROM").map(Instruction::words)).contains("runtime AS training", "runtime");
    }

    /// Kubernetes believes a number alone that it is not root.
    @Test
    void itRunsAsAUserByNumberWhoIsNotRoot() throws IOException {
        assertThat(instructions("USER").map(Instruction::words)).containsExactly("10001:10001");
        List<String> names = instructions().map(Instruction::name).toList();
        assertThat(names.lastIndexOf("USER")).isGreaterThan(names.indexOf("FROM"));
        assertThat(instructions("COPY").map(Instruction::words))
                .as("its files are root's")
                .noneMatch(words -> words.replace("--chown=0:0", "").contains("--chown"))
                // What the training made was its user's, and not every builder copies it as root's by itself.
                .contains("--from=training --chown=0:0 /tmp/training/app.aot /opt/identity-broker/");
    }

    @Test
    void signalsReachTheVirtualMachine() throws IOException {
        assertThat(instructions("ENTRYPOINT").map(Instruction::words))
                .containsExactly("[\"/opt/identity-broker/start\"]");
        assertThat(START).isExecutable();
        assertThat(Files.readAllLines(START).getLast())
                .startsWith("exec java ")
                .contains("jvm.options", "app.aot", "${JAVA_OPTS:-}", "\"$@\"");
    }

    @Test
    void whatDoesNotBelongThereIsNotThere() throws IOException {
        assertThat(instructions().map(Instruction::name)).doesNotContain("HEALTHCHECK", "ADD", "CMD", "VOLUME");
        assertThat(instructions()
                        .filter(instruction -> Set.of("ENV", "ARG", "LABEL").contains(instruction.name())))
                .isNotEmpty()
                .noneMatch(instruction -> SECRET.matcher(instruction.words()).find());
    }

    @Test
    void everyFileThatItCopiesIsThereAndNotIgnored() throws IOException {
        List<String> allowed = Files.readAllLines(IGNORED).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        List<String> copied = instructions("COPY")
                .map(Instruction::words)
                .filter(words -> !words.startsWith("--from"))
                .flatMap(words -> Arrays.stream(words.split(" ")).limit(words.split(" ").length - 1))
                .toList();
        assertThat(copied).contains("src", "pom.xml", "mvnw").allSatisfy(source -> {
            assertThat(Path.of(source)).exists();
            assertThat(allowed).contains(source);
        });
        assertThat(Files.readAllLines(IGNORED))
                .as("only what is allowed gets in")
                .contains("*");
    }

    private static Stream<Instruction> instructions(String name) throws IOException {
        return instructions().filter(instruction -> instruction.name().equals(name));
    }

    private static Stream<Instruction> instructions() throws IOException {
        String text = Files.readString(DOCKERFILE).replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", "");
        return text.lines().filter(line -> !line.isBlank()).map(Instruction::of);
    }
}
