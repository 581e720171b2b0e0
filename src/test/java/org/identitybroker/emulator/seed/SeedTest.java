package org.identitybroker.emulator.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a seed file may say, and how each mistake in one is named.
class SeedTest {
    private static final String POOL = """
            "IdentityPoolId": "eu-west-1:0", "IdentityPoolName": "customers", "AllowUnauthenticatedIdentities": false""";
    private static final String USER = """
            "identityPoolId": "eu-west-1:0", "developerUserIdentifier": "ann", "identityId": "eu-west-1:1\"""";

    @TempDir
    Path folder;

    @Test
    void anEmptyFileIsTheDefaults() throws SeedException {
        EmulatorOptions options = Seed.parse("{}").build();

        assertThat(options.pools()).isEmpty();
        assertThat(options.accessKeys().secretOf("test")).contains("test");
        assertThat(options.accountId()).isEqualTo("111122223333");
    }

    @Test
    void aPoolWithoutRolesHasTheStandardOnes() throws SeedException {
        assertThat(pool("").roles()).isEqualTo(PoolRoles.standard());
        assertThat(pool(", \"Roles\": {}").roles()).isEqualTo(PoolRoles.none());
    }

    @Test
    void theClassicFlowHasThreeStates() throws SeedException {
        assertThat(pool("").allowClassicFlow()).isEmpty();
        assertThat(pool(", \"AllowClassicFlow\": true").allowClassicFlow()).contains(true);
        assertThat(pool(", \"AllowClassicFlow\": false").allowClassicFlow()).contains(false);
    }

    private static PoolSettings pool(String more) throws SeedException {
        return Seed.parse("{\"pools\": [{%s%s}]}".formatted(POOL, more))
                .build()
                .pools()
                .getFirst();
    }

    static Stream<Arguments> mistakesOfForm() {
        return Stream.of(
                row("{\"pols\": []}", "pols: is unknown; there are accountId, accessKeys, pools,"),
                row("[]", "the file: must be an object"),
                row("{\"pools\": {}}", "pools: must be a list"),
                row("{\"pools\": [3]}", "pools[0]: must be an object"),
                row("{\"pools\": null}", "pools: must be a list"),
                row("{\"linkWithoutProof\": \"yes\"}", "linkWithoutProof: must be true or false"),
                row("{\"accountId\": 111122223333}", "accountId: must be a text"),
                row("{\"accountId\": \"1\"}", "accountId: must have length greater than or equal to 12"),
                row("{\"accessKeys\": {\"AKIA\": \"\"}}", "accessKeys.AKIA: must have length greater than"),
                row("{\"accessKeys\": {\"a b\": \"s\"}}", "the key accessKeys.a b: must satisfy regular expression"),
                row(pools(POOL + ", \"Guests\": true"), "pools[0].Guests: is unknown; there are IdentityPoolId,"),
                row(pools(POOL.replace("-1:0", "-1")), "pools[0].IdentityPoolId: must satisfy regular expression"),
                row(pools("\"IdentityPoolName\": \"x\""), "pools[0].IdentityPoolId: is required"),
                row(
                        pools(POOL + ", \"RoleMappings\": {\"p\": {\"Type\": \"Rule\"}}"),
                        "pools[0].RoleMappings.p.Type: must satisfy enum value set: [Token, Rules]"),
                row("{\"buckets\": [\"Upper\"]}", "buckets[0]: must satisfy regular expression"));
    }

    static Stream<Arguments> mistakesOfMeaning() {
        String twice = "{%s}, {%<s}";
        return Stream.of(
                row(
                        pools(POOL + ", \"Roles\": {\"authenticated\": \"arn:aws:iam::1:user/u\"}"),
                        "pools[0]: 'arn:aws:iam"),
                row("{\"pools\": [%s]}".formatted(twice.formatted(POOL)), "pools: the same one is there twice"),
                row("{\"users\": [{%s}]}".formatted(USER), "users[0]: identityPoolId must be of a pool above"),
                row(
                        "{\"publicProviders\": [{\"name\": \"accounts.google.com\"}]}",
                        "publicProviders[0]: either jwks or keys is required"),
                row(
                        "{\"publicProviders\": [{\"name\": \"x\", \"jwks\": {\"keys\": []}}]}",
                        "publicProviders[0]: jwks must have an RSA key"),
                row(
                        "{\"publicProviders\": [{\"name\": \"x\", \"keys\": {\"1\": \"hunter2\"}}]}",
                        "publicProviders[0]: must be an RSA public key or a certificate, in PEM"),
                row(
                        "{\"samlProviders\": [{\"arn\": \"arn:aws:iam::111122223333:saml-provider/x\","
                                + " \"certificate\": \"hunter2\"}]}",
                        "samlProviders[0]: must be an RSA public key or a certificate, in PEM"),
                row(
                        "{\"policies\": {\"arn:aws:iam::111122223333:role/R\": {\"Statement\": 1}}}",
                        "policies.arn:aws:iam::111122223333:role/R: "),
                row("{\"buckets\": [\"abc\", \"abc\"]}", "buckets: the same one is there twice"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource({"mistakesOfForm", "mistakesOfMeaning"})
    void aMistakeIsOneLine(String file, String line) {
        List<String> mistakes = mistakes(file);

        assertThat(mistakes).anySatisfy(mistake -> assertThat(mistake).startsWith(line));
        assertThat(mistakes).noneMatch(mistake -> mistake.contains("\n") || mistake.contains("hunter2"));
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThat(mistakes("{\"accountId\": \"x\", \"pools\": [{}], \"user\": []}"))
                .hasSize(1 + 2 + 3);
    }

    @Test
    void malformedJsonIsNamedByItsPlace() {
        assertThat(mistakes("{\n  \"accessKeys\": {\"AKIA\": hunter2}\n}"))
                .singleElement()
                .asString()
                .startsWith("line 2, column ")
                .endsWith(": is not well-formed JSON");
    }

    @Test
    void aMemberCannotBeThereTwice() {
        assertThat(mistakes("{\"pools\": [], \"pools\": []}"))
                .singleElement()
                .asString()
                .startsWith("line 1,");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        SeedException refused = assertThrows(SeedException.class, () -> Seed.read(folder.resolve("none.json")));

        assertThat(refused.mistakes()).containsExactly("the file: cannot be read as a text in UTF-8");
    }

    @Test
    void aFileIsRead() throws Exception {
        Path file = Files.writeString(folder.resolve("seed.json"), pools(POOL));

        assertThat(Seed.read(file).build().pools())
                .extracting(PoolSettings::name)
                .isEqualTo(List.of("customers"));
    }

    private static List<String> mistakes(String file) {
        return assertThrows(SeedException.class, () -> Seed.parse(file)).mistakes();
    }

    private static String pools(String members) {
        return "{\"pools\": [{%s}]}".formatted(members);
    }

    private static Arguments row(String file, String line) {
        return Arguments.of(file, line);
    }
}
