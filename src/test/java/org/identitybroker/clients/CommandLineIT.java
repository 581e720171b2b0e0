package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The AWS CLI.
@Tag("clients")
class CommandLineIT {
    private static final String LOGIN_KEY = "cognito-identity.amazonaws.com";
    private static final String ROLE = "arn:aws:iam::111122223333:role/CognitoAuthenticated";
    private static final Map<String, String> BACKEND = keys("test", "test");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private ClientsEmulator emulator;

    @BeforeEach
    void start() {
        emulator = new ClientsEmulator();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void aGuestGetsAnIdentityAndCredentials() throws IOException {
        String identity = json(device("cognito-identity", "get-id", "--identity-pool-id", ClientsEmulator.POOL))
                .path("IdentityId")
                .textValue();
        JsonNode credentials =
                json(device("cognito-identity", "get-credentials-for-identity", "--identity-id", identity));

        assertThat(identity).matches("eu-west-1:[0-9a-f-]{36}");
        assertThat(credentials.at("/Credentials/AccessKeyId").textValue()).startsWith("ASIA");
    }

    @Test
    void anUnknownPoolIsNotFound() {
        Program refused =
                device("cognito-identity", "get-id", "--identity-pool-id", ClientsEmulator.POOL.replace('1', '2'));

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.errors()).contains("ResourceNotFoundException");
    }

    @Test
    void aUsersFilesGoToTheOwnFolderOnly() throws IOException {
        JsonNode issued = signIn("cli-ann");
        String identity = issued.path("IdentityId").textValue();
        Map<String, String> user = redeemed(issued);
        Path notes = Files.writeString(folder.resolve("notes.txt"), "from the command line");
        String own = "s3://demo-uploads/users/%s/notes.txt".formatted(identity);

        aws(user, "s3", "cp", notes.toString(), own).succeeded();
        assertThat(aws(user, "s3", "cp", own, "-").succeeded()).isEqualTo("from the command line");
        assertThat(aws(user, "s3", "ls", own.replace("notes.txt", "")).succeeded())
                .contains("notes.txt");

        Program refused = aws(user, "s3", "cp", notes.toString(), "s3://demo-uploads/users/somebody-else/notes.txt");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.errors()).contains("AccessDenied");
    }

    @Test
    void stsKnowsTheUserAndTheClassicFlow() throws IOException {
        JsonNode issued = signIn("cli-ann");

        assertThat(json(aws(redeemed(issued), "sts", "get-caller-identity"))
                        .path("Arn")
                        .textValue())
                .endsWith("assumed-role/CognitoAuthenticated/CognitoIdentityCredentials");
        JsonNode assumed = json(device(
                "sts",
                "assume-role-with-web-identity",
                "--role-arn",
                ROLE,
                "--role-session-name",
                "device",
                "--web-identity-token",
                issued.path("Token").textValue()));
        assertThat(assumed.at("/AssumedRoleUser/Arn").textValue()).endsWith("assumed-role/CognitoAuthenticated/device");
    }

    private JsonNode signIn(String user) throws IOException {
        return json(aws(
                BACKEND,
                "cognito-identity",
                "get-open-id-token-for-developer-identity",
                "--identity-pool-id",
                ClientsEmulator.POOL,
                "--logins",
                ClientsEmulator.PROVIDER + "=" + user));
    }

    private Map<String, String> redeemed(JsonNode issued) throws IOException {
        String input = JSON.createObjectNode()
                .put("IdentityId", issued.path("IdentityId").textValue())
                .set(
                        "Logins",
                        JSON.createObjectNode()
                                .put(LOGIN_KEY, issued.path("Token").textValue()))
                .toString();
        JsonNode credentials = json(device(
                        "cognito-identity", "get-credentials-for-identity", "--cli-input-json", input))
                .path("Credentials");
        return Map.of(
                "AWS_ACCESS_KEY_ID", credentials.path("AccessKeyId").textValue(),
                "AWS_SECRET_ACCESS_KEY", credentials.path("SecretKey").textValue(),
                "AWS_SESSION_TOKEN", credentials.path("SessionToken").textValue());
    }

    private static Map<String, String> keys(String id, String secret) {
        return Map.of("AWS_ACCESS_KEY_ID", id, "AWS_SECRET_ACCESS_KEY", secret);
    }

    /// Without AWS credentials.
    private Program device(String... words) {
        List<String> unsigned = new ArrayList<>(List.of(words));
        unsigned.add("--no-sign-request");
        return aws(Map.of(), unsigned.toArray(String[]::new));
    }

    private Program aws(Map<String, String> credentials, String... words) {
        List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", emulator.endpoint()));
        command.addAll(List.of("--region", "eu-west-1", "--output", "json"));
        command.addAll(List.of(words));
        return Program.run(folder, credentials, command);
    }

    private static JsonNode json(Program program) throws JsonProcessingException {
        return JSON.readTree(program.succeeded());
    }
}
