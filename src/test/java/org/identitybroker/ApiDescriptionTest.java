package org.identitybroker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Path;
import org.identitybroker.testing.BrokerSettings;
import org.junit.jupiter.api.Test;

/// The description of the API that is kept in the repository is the one that the code gives.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class ApiDescriptionTest {
    private static final Path KEPT = Path.of("docs/openapi.yaml");

    /// Compared as trees: the order of members differs from build to build.
    @Test
    void theKeptDescriptionIsTheServedOne() throws IOException {
        JsonNode served = new ObjectMapper()
                .readTree(RestAssured.get("/q/openapi?format=json")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
        assertThat(new YAMLMapper().readTree(KEPT.toFile()))
                .as("docs/openapi.yaml is not what the code describes; the build wrote target/openapi/openapi.yaml")
                .isEqualTo(served);
    }
}
