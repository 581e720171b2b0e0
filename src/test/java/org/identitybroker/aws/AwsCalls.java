package org.identitybroker.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.identitybroker.cognito.CognitoGateway;

/// What code asks of AWS by the SDK, read from its class files: `cognito-identity:DeleteIdentities` for a call of, or a
/// reference to, `CognitoIdentityClient.deleteIdentities`. Both are in a class's list of what it refers to, in lambdas
/// and out of them.
final class AwsCalls {
    private static final List<String> NOT_IN_PRODUCTION = List.of("dev", "emulator", "playground");

    private static final Pattern CLIENT =
            Pattern.compile("(software\\.amazon\\.awssdk\\.services\\.\\w+)\\.\\w+Client");

    /// Credentials that STS gives are asked for by these, and not by a client's method.
    private static final Pattern STS_CREDENTIALS =
            Pattern.compile("software\\.amazon\\.awssdk\\.services\\.sts\\.auth\\.Sts(\\w+)CredentialsProvider\\b.*");

    private AwsCalls() {}

    static Set<String> ofTheBroker() {
        Set<String> actions = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes())) {
            files.filter(AwsCalls::isInProduction).forEach(file -> actions.addAll(of(file)));
            return actions;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Set<String> of(Path classFile) {
        Set<String> actions = new TreeSet<>();
        try {
            ClassFile.of().parse(classFile).constantPool().forEach(entry -> {
                if (entry instanceof MemberRefEntry used) {
                    action(used).ifPresent(actions::add);
                }
            });
            return actions;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path classes() {
        try {
            return Path.of(CognitoGateway.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolve("org/identitybroker");
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isInProduction(Path file) {
        return file.toString().endsWith(".class")
                && !NOT_IN_PRODUCTION.contains(
                        classes().relativize(file).getName(0).toString());
    }

    private static Optional<String> action(MemberRefEntry used) {
        String owner = used.owner().asInternalName().replace('/', '.');
        Matcher credentials = STS_CREDENTIALS.matcher(owner);
        if (credentials.matches()) {
            return Optional.of("sts:" + credentials.group(1));
        }
        Matcher client = CLIENT.matcher(owner);
        if (!client.matches()) {
            return Optional.empty();
        }
        String operation = operation(used.name().stringValue());
        return found(client.group(1) + ".model." + operation + "Request").map(_ -> prefix(owner) + ":" + operation);
    }

    /// A client's methods that are no operations, such as `builder`, have no request.
    private static String operation(String method) {
        String name = method.replaceFirst("Paginator$", "");
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static Optional<Class<?>> found(String type) {
        try {
            return Optional.of(Class.forName(type, false, AwsCalls.class.getClassLoader()));
        } catch (ClassNotFoundException _) {
            return Optional.empty();
        }
    }

    /// The name under which the service's requests are signed is, for these services, that of its actions in policies.
    private static String prefix(String client) {
        try {
            return (String) found(client).orElseThrow().getField("SERVICE_NAME").get(null);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }
}
