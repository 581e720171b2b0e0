package org.identitybroker.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.identitybroker.caller.Permission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The chart's schema knows each setting of the broker's, and none that it does not have.
class KnownSettingsTest {
    private static Stream<Arguments> groups() {
        return Stream.of(
                arguments(
                        "issuer",
                        "org.identitybroker.caller.IssuerSettings$IssuerSetting",
                        Set.of("apiServer", "jwksConfigMap", "jwksCaConfigMap"),
                        Set.of()),
                // The key is a secret and comes from one.
                arguments(
                        "pool",
                        "org.identitybroker.pool.PoolSettings$PoolSetting",
                        Set.of("userIdentifierKeySecret"),
                        Set.of("userIdentifierKey")),
                arguments("quota", "org.identitybroker.pool.QuotaSettings$QuotaSetting", Set.of(), Set.of()),
                arguments("caller", "org.identitybroker.caller.CallerSettings$CallerSetting", Set.of(), Set.of()));
    }

    /// @param instead what the chart has beside the settings
    /// @param never what it must not have
    @ParameterizedTest
    @MethodSource("groups")
    void areThoseOfTheBroker(String group, String settings, Set<String> instead, Set<String> never) throws Exception {
        Set<String> expected = new TreeSet<>(instead);
        Arrays.stream(Class.forName(settings).getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .forEach(method -> expected.add(method.getName()));
        expected.removeAll(never);

        assertThat(members(schema().at("/$defs/" + group + "/properties"))).isEqualTo(expected);
    }

    @Test
    void permissionsAreThoseOfTheBroker() throws IOException {
        List<String> known = new ObjectMapper()
                .convertValue(
                        schema().at("/$defs/caller/properties/permissions/items/enum"),
                        new ObjectMapper().getTypeFactory().constructCollectionType(List.class, String.class));

        assertThat(known)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Permission.values()).map(Permission::text).toList());
    }

    private static Set<String> members(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode schema() throws IOException {
        return new ObjectMapper()
                .readTree(Chart.DIRECTORY.resolve("values.schema.json").toFile());
    }
}
