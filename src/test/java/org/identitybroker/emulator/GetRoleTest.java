package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.identitybroker.emulator.Wire.Answer;
import org.identitybroker.emulator.iam.PolicyDocument;
import org.identitybroker.emulator.state.PoolRoles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/// IAM's GetRole by the SDK's own client, and the trust policies that it shows.
class GetRoleTest {
    private static final String ROLE = PoolRoles.standard().authenticated().orElseThrow();
    private static final String NAME = "CognitoAuthenticated";
    private static final String COGNITO = "cognito-identity.amazonaws.com";
    private static final String CUSTOM = "{\"Statement\":[{\"Effect\":\"Deny\"}],\"Text\":\"a+b ä\"}";

    private TestEmulator cognito;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start(EmulatorOptions.builder()
                .pools(TestEmulator.pool())
                .rolesWithoutTagSession(PoolRoles.standard().unauthenticated().orElseThrow()));
    }

    @AfterEach
    void stop() {
        cognito.close();
    }

    @Test
    void aPoolsRoleTrustsThePool() {
        Role role = role("test", "test", NAME);

        JsonNode statement = policy(role).path("Statement").path(0);
        assertEquals(ROLE, role.arn());
        assertEquals("/", role.path());
        assertEquals(COGNITO, statement.path("Principal").path("Federated").asText());
        assertEquals(
                "[\"sts:AssumeRoleWithWebIdentity\",\"sts:TagSession\"]",
                statement.path("Action").toString());
        assertEquals(
                "{\"StringEquals\":{\"%s:aud\":[\"%s\"]},\"ForAnyValue:StringLike\":{\"%s:amr\":\"authenticated\"}}"
                        .formatted(COGNITO, TestEmulator.POOL, COGNITO),
                statement.path("Condition").toString());
    }

    @Test
    void aRoleThatForgotTagsShowsIt() {
        assertTrue(!role("test", "test", "CognitoUnauthenticated")
                .assumeRolePolicyDocument()
                .contains("TagSession"));
    }

    @Test
    void whatIsSetIsShownAndTakenBack() {
        assertEquals(
                200,
                control(HttpRequest.newBuilder().PUT(BodyPublishers.ofString(CUSTOM)))
                        .status());

        assertEquals(CUSTOM, policy(role("test", "test", NAME)).toString());
        assertEquals(200, control(HttpRequest.newBuilder().DELETE()).status());
        assertTrue(policy(role("test", "test", NAME)).toString().contains(TestEmulator.POOL));
    }

    @Test
    void onlyAnObjectIsATrustPolicy() {
        assertEquals(
                400,
                control(HttpRequest.newBuilder().PUT(BodyPublishers.ofString("[]")))
                        .status());
    }

    @Test
    void aRoleThatIsNotThereIsNotFound() {
        NoSuchEntityException failure = assertThrows(NoSuchEntityException.class, () -> role("test", "test", "Nobody"));

        assertEquals(404, failure.statusCode());
        assertEquals(
                "The role with name Nobody cannot be found.",
                failure.awsErrorDetails().errorMessage());
    }

    @Test
    void aRolesSessionNeedsAPolicy() {
        var issued = cognito.developerToken("ann");
        Credentials ann = cognito.redeem(issued.identityId(), issued.token());
        AwsCredentialsProvider session = StaticCredentialsProvider.create(
                AwsSessionCredentials.create(ann.accessKeyId(), ann.secretKey(), ann.sessionToken()));

        AwsServiceException denied = assertThrows(AwsServiceException.class, () -> role(session, NAME));
        assertEquals("AccessDenied", denied.awsErrorDetails().errorCode());
        assertEquals(403, denied.statusCode());

        cognito.emulator.policies().set(ROLE, PolicyDocument.parse("""
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iam:GetRole", "Resource": "*"}}"""));
        assertEquals(ROLE, role(session, NAME).arn());
    }

    @Test
    void whoeverIsNotKnownIsRefused() {
        AwsServiceException unknown = assertThrows(AwsServiceException.class, () -> role("nobody", "test", NAME));
        AwsServiceException forged = assertThrows(AwsServiceException.class, () -> role("test", "forged", NAME));

        assertEquals("InvalidClientTokenId", unknown.awsErrorDetails().errorCode());
        assertEquals("SignatureDoesNotMatch", forged.awsErrorDetails().errorCode());
    }

    private Answer control(HttpRequest.Builder request) {
        return cognito.wire.send(
                request.uri(cognito.emulator.endpoint().resolve("/_emulator/trust-policies?role=" + ROLE)));
    }

    private Role role(String accessKeyId, String secret, String name) {
        return role(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)), name);
    }

    private Role role(AwsCredentialsProvider credentials, String name) {
        try (IamClient iam = IamClient.builder()
                .endpointOverride(cognito.emulator.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            return iam.getRole(request -> request.roleName(name)).role();
        }
    }

    private static JsonNode policy(Role role) {
        return Wire.parse(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8));
    }
}
