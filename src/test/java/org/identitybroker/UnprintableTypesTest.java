package org.identitybroker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.identitybroker.cognito.OpenIdToken;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.PseudonymKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whatever holds a secret or a user id cannot print it, so that no line of a log and no message of an exception ever
/// has one by mistake. Every record of the broker is made with a marked value in each member whose name or type says
/// that it is secret, and printed.
class UnprintableTypesTest {
    private static final String MARK = "MARKED-1f0c";

    /// `userIdPrefixes` and the like are settings, which are no secrets; a token's duration is not, either.
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(?!.*(duration|prefix|expir|created)).*(token|secret|logins|password|userid|developeruser|users?|body).*");

    @TestFactory
    Stream<DynamicTest> aRecordWithASecretDoesNotPrintIt() {
        return secretRecords()
                .map(type -> dynamicTest(type.getSimpleName(), () -> {
                    String printed = make(type).toString();
                    assertThat(printed).doesNotContain(MARK);
                }));
    }

    /// The search would find nothing to complain about if it found nothing.
    @Test
    void theyAreFound() {
        assertThat(secretRecords().map(Class::getSimpleName))
                .contains(
                        "UserId",
                        "TokenOrder",
                        "TokenRequest",
                        "TokenResponse",
                        "TokenCall",
                        "Grant",
                        "IssuedToken",
                        "TemporaryCredentials",
                        "CredentialsRequest",
                        "CredentialsResponse",
                        "CredentialProcessOutput",
                        "ContainerCredentials",
                        "MergeRequest",
                        "UnlinkRequest",
                        "ImportLine");
    }

    @Test
    void classesThatAreSecretDoNotPrintEither() throws ReflectiveOperationException {
        byte[] key = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
        Constructor<PseudonymKey> constructor = PseudonymKey.class.getDeclaredConstructor(byte[].class);
        constructor.setAccessible(true);

        assertThat(new OpenIdToken(MARK).toString()).doesNotContain(MARK);
        assertThat(constructor.newInstance(key).toString())
                .doesNotContain("0123456789", HexFormat.of().formatHex(key));
    }

    private static Stream<Class<?>> secretRecords() {
        return new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("org.identitybroker").stream()
                        .filter(type -> !type.getPackageName().contains(".emulator"))
                        .<Class<?>>map(JavaClass::reflect)
                        .filter(Class::isRecord)
                        .filter(type -> type == UserId.class
                                || Arrays.stream(type.getRecordComponents())
                                        .anyMatch(member -> isSecret(member) || holdsSecrets(member.getType())));
    }

    private static boolean isSecret(RecordComponent member) {
        return SECRET.matcher(member.getName()).matches();
    }

    private static boolean holdsSecrets(Class<?> type) {
        return type == UserId.class || type == OpenIdToken.class;
    }

    private static Object make(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] members = type.getRecordComponents();
        @Nullable Object[] values = new Object[members.length];
        Class<?>[] types = new Class<?>[members.length];
        for (int i = 0; i < members.length; i++) {
            types[i] = members[i].getType();
            boolean marked = isSecret(members[i]) || type == UserId.class;
            values[i] = value(types[i], members[i].getGenericType(), marked ? MARK : "x");
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static @Nullable Object value(Class<?> type, Type generic, String text)
            throws ReflectiveOperationException {
        if (type == String.class) {
            return text;
        } else if (type == Optional.class) {
            return Optional.ofNullable(content(generic, 0, text));
        } else if (type == Map.class) {
            Object key = content(generic, 0, text);
            Object value = content(generic, 1, text);
            return key == null || value == null ? Map.of() : Map.of(key, value);
        } else if (type == Set.class) {
            Object each = content(generic, 0, text);
            return each == null ? Set.of() : Set.of(each);
        } else if (type == List.class) {
            Object each = content(generic, 0, text);
            return each == null ? List.of() : List.of(each);
        } else if (type == OpenIdToken.class) {
            return new OpenIdToken(MARK);
        } else if (type == boolean.class) {
            return false;
        } else if (type == int.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == Instant.class) {
            return Instant.EPOCH;
        } else if (type == Duration.class) {
            return Duration.ofMinutes(1);
        } else if (type == UUID.class) {
            return new UUID(0, 0);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type.isRecord()) {
            return make(type);
        }
        return null;
    }

    private static @Nullable Object content(Type generic, int index, String text) throws ReflectiveOperationException {
        Type content = ((ParameterizedType) generic).getActualTypeArguments()[index];
        return content instanceof Class<?> plain ? value(plain, plain, text) : null;
    }
}
