package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.identitybroker.emulator.Wire.Answer;
import org.identitybroker.emulator.wire.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// The emulator's table of operations against the one that the AWS SDK was generated from.
class ModelTest {
    private static TestEmulator cognito;

    @BeforeAll
    static void start() {
        cognito = TestEmulator.start();
    }

    @AfterAll
    static void stop() {
        cognito.close();
    }

    /// The SDK does not know what is required, so these are written down from the API reference.
    @ParameterizedTest
    @CsvSource({
        "GetId, identityPoolId",
        "GetOpenIdToken, identityId",
        "GetCredentialsForIdentity, identityId",
        "GetOpenIdTokenForDeveloperIdentity, identityPoolId logins",
        "LookupDeveloperIdentity, identityPoolId",
        "MergeDeveloperIdentities, sourceUserIdentifier destinationUserIdentifier developerProviderName identityPoolId",
        "UnlinkDeveloperIdentity, identityId identityPoolId developerProviderName developerUserIdentifier",
        "UnlinkIdentity, identityId logins loginsToRemove",
        "DescribeIdentity, identityId",
        "ListIdentities, identityPoolId maxResults",
        "DeleteIdentities, identityIdsToDelete",
        "CreateIdentityPool, identityPoolName allowUnauthenticatedIdentities",
        "UpdateIdentityPool, identityPoolId identityPoolName allowUnauthenticatedIdentities",
        "DescribeIdentityPool, identityPoolId",
        "DeleteIdentityPool, identityPoolId",
        "ListIdentityPools, maxResults",
        "GetIdentityPoolRoles, identityPoolId",
        "SetIdentityPoolRoles, identityPoolId roles",
        "GetPrincipalTagAttributeMap, identityPoolId identityProviderName",
        "SetPrincipalTagAttributeMap, identityPoolId identityProviderName",
        "TagResource, resourceArn tags",
        "UntagResource, resourceArn tagKeys",
        "ListTagsForResource, resourceArn",
    })
    void theMembersOfTheApiReferenceAreRequired(String operation, String required) {
        String[] names = required.split(" ");
        String violations = Arrays.stream(names)
                .map("Value null at '%s' failed to satisfy constraint: Member must not be null"::formatted)
                .collect(Collectors.joining("; "));

        assertEquals(
                "%d validation error%s detected: %s".formatted(names.length, names.length > 1 ? "s" : "", violations),
                cognito.wire.signedCall(operation, "{}").message());
    }

    /// A value of a type that no member has shows for each member whether the emulator reads it.
    @ParameterizedTest
    @EnumSource
    void theSameMembersAreRead(Operation operation) throws ReflectiveOperationException {
        for (SdkField<?> field : fields(operation).toList()) {
            Answer answer = cognito.wire.signedCall(operation.wireName(), "{\"%s\":0.5}".formatted(field.memberName()));

            assertEquals("SerializationException", answer.error(), field.memberName());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSdkHasTheOperation(Operation operation) {
        String method = Character.toLowerCase(operation.wireName().charAt(0))
                + operation.wireName().substring(1);

        assertTrue(Arrays.stream(CognitoIdentityClient.class.getMethods())
                .anyMatch(candidate -> candidate.getName().equals(method)));
    }

    private static Stream<SdkField<?>> fields(Operation operation) throws ReflectiveOperationException {
        Class<?> request = Class.forName(
                "software.amazon.awssdk.services.cognitoidentity.model.%sRequest".formatted(operation.wireName()));
        Object builder = request.getMethod("builder").invoke(null);
        return ((SdkPojo) builder).sdkFields().stream();
    }
}
