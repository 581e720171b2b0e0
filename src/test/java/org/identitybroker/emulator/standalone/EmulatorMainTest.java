package org.identitybroker.emulator.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The emulator as a process of its own.
class EmulatorMainTest {
    private static final long END_SECONDS_MAX = 60;

    @TempDir
    Path folder;

    @Test
    void itServesTheSeededPoolUntilItIsEnded() throws Exception {
        Path seed = Files.writeString(folder.resolve("seed.json"), """
                {"pools": [{"IdentityPoolId": "eu-west-1:0", "IdentityPoolName": "n", "AllowUnauthenticatedIdentities": true}]}
                """);
        Process process = start("--port", "0", "--seed", seed.toString());
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            assertThat(line).matches("Cognito Identity, STS, S3 and /hello at http://127\\.0\\.0\\.1:\\d+");
            HttpResponse<String> answer = getId(URI.create(line.substring(line.indexOf("http"))));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("{\"IdentityId\":\"eu-west-1:");
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void wrongArgumentsAreALineEachAndExitCodeTwo() throws Exception {
        assertEndsWith(
                2,
                List.of(
                        "--port: must be a number from 0, for any free one, to 65535",
                        "--prot: is unknown; there are --port, --host, --seed",
                        "--seed: needs a value"),
                "--port",
                "65536",
                "--prot",
                "--seed");
    }

    @Test
    void aWrongSeedIsALineEachAndExitCodeTwo() throws Exception {
        Path seed = Files.writeString(folder.resolve("seed.json"), "{\"pools\": 1, \"accountId\": true}");

        assertEndsWith(2, List.of("accountId: must be a text", "pools: must be a list"), "--seed", seed.toString());
    }

    private static void assertEndsWith(int exitCode, List<String> lines, String... words) throws Exception {
        Process process = start(words);

        assertThat(process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(exitCode);
        assertThat(process.errorReader().lines()).containsExactlyElementsOf(lines);
    }

    private static Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                EmulatorMain.class.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).start();
    }

    private static HttpResponse<String> getId(URI emulator) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(emulator)
                    .header("Content-Type", "application/x-amz-json-1.1")
                    .header("X-Amz-Target", "AWSCognitoIdentityService.GetId")
                    .POST(BodyPublishers.ofString("{\"IdentityPoolId\":\"eu-west-1:0\"}"))
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
