package org.identitybroker.playground;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.identitybroker.testing.BrokerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The page and its files over HTTP. What they do is seen in a real browser, by `PlaygroundIT`.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class PageResourceTest {
    private static final Path FILES = Path.of("src/main/resources/org/identitybroker/playground/page");
    private static final Pattern ADDRESS = Pattern.compile("(?:src|href|from)[= ]['\"]([^'\"#]+)['\"]");

    @ConfigProperty(name = "broker.emulator.port")
    int emulator;

    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    @Test
    void thePageLoadsNothingFromElsewhereAndTalksToTheEmulatorAlone() {
        given().header("Host", "localhost:8080")
                .get("/")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Referrer-Policy", equalTo("no-referrer"))
                .header(
                        "Content-Security-Policy",
                        equalTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                                + " connect-src 'self' http://localhost:" + emulator
                                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
    }

    /// The host that a request names becomes part of the policy.
    @ParameterizedTest
    @ValueSource(strings = {"evil;script-src*", "a_b", "[::1]", "a,b"})
    void noHostNameWidensThePolicy(String host) {
        String policy = given().header("Host", host).get("/").header("Content-Security-Policy");

        assertThat(policy).contains("connect-src 'self' http://localhost:" + emulator + "; base-uri");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsServedWithThePolicy(String file) {
        given().get("/playground/" + file)
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", startsWith("default-src 'none'"))
                .header("Cache-Control", equalTo("no-cache"))
                .contentType(not(containsString("octet-stream")));
    }

    /// What a file names is there, and nothing of it on another host.
    @ParameterizedTest
    @MethodSource("files")
    void whatAFileNamesIsServed(String file) throws IOException {
        List<String> named = ADDRESS.matcher(Files.readString(FILES.resolve(file)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        for (String address : named) {
            assertThat(address).matches("/playground/.+|\\./.+|/q/swagger-ui/");
            given().get(address.replaceFirst("^\\./", "/playground/")).then().statusCode(200);
        }
        assertThat(Files.readString(FILES.resolve(file)))
                .doesNotContain(" style=\"", "<style", " onclick", "innerHTML");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/playground/nothing.js",
                "/playground/LoginResource.class",
                "/playground/..%2fLoginResource.class",
                "/playground/%2e%2e/PageResource.class",
                "/playground/",
                "/playground/index",
                "/playground/page"
            })
    void nothingElseIs(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404)
                .contentType(allOf(startsWith("application/problem+json")));
    }
}
