package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.identitybroker.emulator.fault.ReceivedRequest;
import org.identitybroker.emulator.wire.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.CognitoIdentityRequest;
import software.amazon.awssdk.services.cognitoidentity.model.DeveloperUserAlreadyRegisteredException;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceConflictException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;

/// Every operation that the SDK's client has, by the SDK's client.
class OperationsTest {
    private static final String POOL = TestEmulator.POOL;
    private static final String NO_POOL = "eu-west-1:ffffffff-0000-0000-0000-000000000000";
    private static final String NO_IDENTITY = "eu-west-1:eeeeeeee-0000-0000-0000-000000000000";
    private static final String PROVIDER = TestEmulator.PROVIDER;
    private static final String ARN = "arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/";
    private static final PublicUser GOOGLE = PublicUser.google("ann");
    private static final Map<String, String> LOGIN = Map.of(PROVIDER, "ann");

    private TestEmulator cognito;

    @BeforeEach
    void start() {
        cognito = TestEmulator.start(TestEmulator.optionsWithPublicLogins());
    }

    @AfterEach
    void stop() {
        cognito.close();
    }

    @Test
    void theTableHasWhatTheClientHas() {
        assertEquals(23, Operation.values().length);
        assertEquals(
                operationsOfTheClient(),
                Arrays.stream(Operation.values()).map(Operation::wireName).collect(Collectors.toSet()));
    }

    @Test
    void eachOperationDoesItsWork() {
        anAdministratorsDay();
        aBackendsDay();
        aDevicesDay();

        Set<String> done = cognito.emulator.requests().all().stream()
                .filter(request -> request.outcome().equals("ok"))
                .map(ReceivedRequest::operation)
                .map(operation -> operation.orElse(""))
                .collect(Collectors.toSet());
        assertEquals(operationsOfTheClient(), done);
    }

    private void anAdministratorsDay() {
        String made = cognito.backend
                .createIdentityPool(request -> request.identityPoolName("Made").allowUnauthenticatedIdentities(true))
                .identityPoolId();
        cognito.backend.updateIdentityPool(
                request -> request.identityPoolId(made).identityPoolName("New").allowUnauthenticatedIdentities(true));
        cognito.backend.setIdentityPoolRoles(request ->
                request.identityPoolId(made).roles(Map.of("authenticated", "arn:aws:iam::111122223333:role/R")));
        cognito.backend.getIdentityPoolRoles(request -> request.identityPoolId(made));
        cognito.backend.setPrincipalTagAttributeMap(request ->
                request.identityPoolId(made).identityProviderName("p").useDefaults(true));
        cognito.backend.getPrincipalTagAttributeMap(
                request -> request.identityPoolId(made).identityProviderName("p"));
        cognito.backend.tagResource(request -> request.resourceArn(ARN + made).tags(Map.of("k", "v")));
        cognito.backend.listTagsForResource(request -> request.resourceArn(ARN + made));
        cognito.backend.untagResource(request -> request.resourceArn(ARN + made).tagKeys("k"));
        cognito.backend.describeIdentityPool(request -> request.identityPoolId(made));
        cognito.backend.listIdentityPools(request -> request.maxResults(60));
        cognito.backend.deleteIdentityPool(request -> request.identityPoolId(made));
    }

    private void aBackendsDay() {
        String ann = cognito.developerToken("ann").identityId();
        cognito.developerToken("bob");
        cognito.backend.lookupDeveloperIdentity(
                request -> request.identityPoolId(POOL).identityId(ann));
        cognito.backend.mergeDeveloperIdentities(request -> request.identityPoolId(POOL)
                .developerProviderName(PROVIDER)
                .sourceUserIdentifier("bob")
                .destinationUserIdentifier("ann"));
        cognito.backend.unlinkDeveloperIdentity(request -> request.identityPoolId(POOL)
                .identityId(ann)
                .developerProviderName(PROVIDER)
                .developerUserIdentifier("bob"));
        cognito.backend.describeIdentity(request -> request.identityId(ann));
        cognito.backend.listIdentities(request -> request.identityPoolId(POOL).maxResults(60));
        cognito.backend.deleteIdentities(request -> request.identityIdsToDelete(ann));
    }

    private void aDevicesDay() {
        String identity = cognito.publicIdentity(PublicUser.GOOGLE, GOOGLE);
        Map<String, String> logins = Map.of(PublicUser.GOOGLE, GOOGLE.token());
        cognito.device.getOpenIdToken(request -> request.identityId(identity).logins(logins));
        cognito.device.getCredentialsForIdentity(
                request -> request.identityId(identity).logins(logins));
        cognito.device.unlinkIdentity(
                request -> request.identityId(identity).logins(logins).loginsToRemove(PublicUser.GOOGLE));
    }

    private interface Work {
        Object with(TestEmulator cognito);
    }

    static Stream<Arguments> unknownPools() {
        return Stream.of(
                refusal(
                        "UpdateIdentityPool",
                        c -> c.backend.updateIdentityPool(r ->
                                r.identityPoolId(NO_POOL).identityPoolName("n").allowUnauthenticatedIdentities(true))),
                refusal("DescribeIdentityPool", c -> c.backend.describeIdentityPool(r -> r.identityPoolId(NO_POOL))),
                refusal("DeleteIdentityPool", c -> c.backend.deleteIdentityPool(r -> r.identityPoolId(NO_POOL))),
                refusal("GetIdentityPoolRoles", c -> c.backend.getIdentityPoolRoles(r -> r.identityPoolId(NO_POOL))),
                refusal(
                        "SetIdentityPoolRoles",
                        c -> c.backend.setIdentityPoolRoles(
                                r -> r.identityPoolId(NO_POOL).roles(Map.of()))),
                refusal(
                        "GetPrincipalTagAttributeMap",
                        c -> c.backend.getPrincipalTagAttributeMap(
                                r -> r.identityPoolId(NO_POOL).identityProviderName("p"))),
                refusal(
                        "SetPrincipalTagAttributeMap",
                        c -> c.backend.setPrincipalTagAttributeMap(
                                r -> r.identityPoolId(NO_POOL).identityProviderName("p"))),
                refusal(
                        "TagResource",
                        c -> c.backend.tagResource(
                                r -> r.resourceArn(ARN + NO_POOL).tags(Map.of()))),
                refusal(
                        "UntagResource",
                        c -> c.backend.untagResource(
                                r -> r.resourceArn(ARN + NO_POOL).tagKeys("k"))),
                refusal("ListTagsForResource", c -> c.backend.listTagsForResource(r -> r.resourceArn(ARN + NO_POOL))),
                refusal("GetId", c -> c.device.getId(r -> r.identityPoolId(NO_POOL))),
                refusal(
                        "ListIdentities",
                        c -> c.backend.listIdentities(
                                r -> r.identityPoolId(NO_POOL).maxResults(1))),
                refusal(
                        "GetOpenIdTokenForDeveloperIdentity",
                        c -> c.backend.getOpenIdTokenForDeveloperIdentity(
                                r -> r.identityPoolId(NO_POOL).logins(LOGIN))),
                refusal(
                        "LookupDeveloperIdentity",
                        c -> c.backend.lookupDeveloperIdentity(
                                r -> r.identityPoolId(NO_POOL).developerUserIdentifier("u"))),
                refusal(
                        "MergeDeveloperIdentities",
                        c -> c.backend.mergeDeveloperIdentities(r -> r.identityPoolId(NO_POOL)
                                .developerProviderName(PROVIDER)
                                .sourceUserIdentifier("s")
                                .destinationUserIdentifier("d"))),
                refusal(
                        "UnlinkDeveloperIdentity",
                        c -> c.backend.unlinkDeveloperIdentity(r -> r.identityPoolId(NO_POOL)
                                .identityId(NO_IDENTITY)
                                .developerProviderName(PROVIDER)
                                .developerUserIdentifier("u"))));
    }

    static Stream<Arguments> unknownIdentities() {
        return Stream.of(
                refusal("GetOpenIdToken", c -> c.device.getOpenIdToken(r -> r.identityId(NO_IDENTITY))),
                refusal(
                        "GetCredentialsForIdentity",
                        c -> c.device.getCredentialsForIdentity(r -> r.identityId(NO_IDENTITY))),
                refusal(
                        "UnlinkIdentity",
                        c -> c.device.unlinkIdentity(
                                r -> r.identityId(NO_IDENTITY).logins(LOGIN).loginsToRemove("p"))),
                refusal("DescribeIdentity", c -> c.backend.describeIdentity(r -> r.identityId(NO_IDENTITY))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"unknownPools", "unknownIdentities"})
    void theSdkKnowsWhatIsMissing(String operation, Work work) {
        assertThrows(ResourceNotFoundException.class, () -> work.with(cognito), operation);
    }

    @Test
    void theSdkKnowsTheOtherRefusals() {
        String ann = cognito.developerToken("ann").identityId();
        String bob = cognito.developerToken("bob").identityId();

        assertThrows(
                InvalidParameterException.class,
                () -> cognito.backend.listIdentityPools(r -> r.maxResults(1).nextToken("x")));
        assertThrows(DeveloperUserAlreadyRegisteredException.class, () -> cognito.developerToken(bob, "ann"));
        assertThrows(
                ResourceConflictException.class,
                () -> cognito.backend.lookupDeveloperIdentity(
                        r -> r.identityPoolId(POOL).identityId(bob).developerUserIdentifier("ann")));
        assertThrows(NotAuthorizedException.class, () -> cognito.device.getOpenIdToken(r -> r.identityId(ann)));
        assertEquals(
                NO_IDENTITY,
                cognito.backend
                        .deleteIdentities(r -> r.identityIdsToDelete(NO_IDENTITY))
                        .unprocessedIdentityIds()
                        .getFirst()
                        .identityId());
    }

    private static Arguments refusal(String operation, Work work) {
        return Arguments.of(operation, work);
    }

    private static Set<String> operationsOfTheClient() {
        return Arrays.stream(CognitoIdentityClient.class.getMethods())
                .filter(method -> method.getParameterCount() == 1
                        && CognitoIdentityRequest.class.isAssignableFrom(method.getParameterTypes()[0]))
                .map(Method::getName)
                .filter(name -> !name.endsWith("Paginator"))
                .map(name -> Character.toUpperCase(name.charAt(0)) + name.substring(1))
                .collect(Collectors.toSet());
    }
}
