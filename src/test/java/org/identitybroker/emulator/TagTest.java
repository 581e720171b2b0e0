package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentity.model.GetPrincipalTagAttributeMapResponse;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;

/// The tags of pools, and the principal tags of sessions.
class TagTest {
    private static final String ARN =
            "arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/" + TestEmulator.POOL;
    private static final String USER_POOL_KEY = PublicUser.USER_POOL + ":" + PublicUser.USER_POOL_CLIENT;
    private static final PublicUser ANN = PublicUser.ofUserPool("ann").claiming("custom:tier", "gold");

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
    void tagsAreAddedReplacedAndTakenOff() {
        tag(Map.of("a", "1", "b", "2"));
        tag(Map.of("b", "3", "c", ""));
        cognito.backend.untagResource(request -> request.resourceArn(ARN).tagKeys("a", "never"));

        assertEquals(Map.of("b", "3", "c", ""), tags());
        assertEquals(
                tags(),
                cognito.backend
                        .describeIdentityPool(request -> request.identityPoolId(TestEmulator.POOL))
                        .identityPoolTags());
    }

    @Test
    void aPoolIsMadeWithItsTags() {
        String pool = cognito.backend
                .createIdentityPool(request -> request.identityPoolName("Made")
                        .allowUnauthenticatedIdentities(false)
                        .identityPoolTags(Map.of("stage", "test")))
                .identityPoolId();

        assertEquals(
                Map.of("stage", "test"),
                cognito.backend
                        .listTagsForResource(request -> request.resourceArn(ARN.replace(TestEmulator.POOL, pool)))
                        .tags());
    }

    @Test
    void aPoolHasAtMostFiftyTags() {
        tag(numbered(50));
        tag(Map.of("tag-0", "replaced"));

        assertThrows(InvalidParameterException.class, () -> tag(Map.of("one", "more")));
        assertThrows(
                InvalidParameterException.class,
                () -> cognito.backend.createIdentityPool(request -> request.identityPoolName("Made")
                        .allowUnauthenticatedIdentities(false)
                        .identityPoolTags(numbered(51))));
        assertEquals(50, tags().size());
    }

    @Test
    void amazonsOwnTagsAreReserved() {
        assertThrows(InvalidParameterException.class, () -> tag(Map.of("aws:owner", "me")));
        assertEquals(Map.of(), tags());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eu-west-1:00000000-0000-0000-0000-000000000001",
                "arn:aws:cognito-identity:eu-west-1:111122223333:pool/eu-west-1:00000000",
                "arn:aws:cognito-identity:eu-west-1:999999999999:identitypool/eu-west-1:00000000",
                "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/eu-west-1:00000000",
                "arn:aws-cn:cognito-identity:eu-west-1:111122223333:identitypool/eu-west-1:00000000",
                "arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/",
            })
    void anArnMustBeThatOfAPool(String arn) {
        assertThrows(
                InvalidParameterException.class,
                () -> cognito.backend.listTagsForResource(request -> request.resourceArn(arn)));
    }

    @Test
    void anUnknownPoolHasNoTags() {
        assertThrows(
                ResourceNotFoundException.class,
                () -> cognito.backend.listTagsForResource(request -> request.resourceArn(
                        "arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/eu-west-1:0")));
    }

    @Test
    void withoutAnAttributeMapClaimsAreNoTags() throws Exception {
        GetPrincipalTagAttributeMapResponse map = map();

        assertFalse(map.useDefaults());
        assertEquals(Map.of(), map.principalTags());
        assertNull(tagsInToken());
    }

    @Test
    void anAttributeMapMakesTagsOfClaims() throws Exception {
        cognito.backend.setPrincipalTagAttributeMap(request -> request.identityPoolId(TestEmulator.POOL)
                .identityProviderName(USER_POOL_KEY)
                .principalTags(Map.of("tier", "custom:tier", "team", "custom:team")));

        assertEquals(Map.of("tier", "custom:tier", "team", "custom:team"), map().principalTags());
        assertEquals(Map.of("tier", List.of("gold")), tagsInToken());
    }

    @Test
    void amazonsDefaultsAreTheAppAndTheUser() throws Exception {
        cognito.backend.setPrincipalTagAttributeMap(request -> request.identityPoolId(TestEmulator.POOL)
                .identityProviderName(USER_POOL_KEY)
                .useDefaults(true));

        assertEquals(true, map().useDefaults());
        assertEquals(Map.of("client", List.of(PublicUser.USER_POOL_CLIENT), "username", List.of("ann")), tagsInToken());
    }

    @Test
    void aMapIsForItsOwnProviderOnly() throws Exception {
        cognito.backend.setPrincipalTagAttributeMap(request -> request.identityPoolId(TestEmulator.POOL)
                .identityProviderName(PublicUser.GOOGLE)
                .useDefaults(true));

        assertNull(tagsInToken());
        assertEquals(Map.of(), map().principalTags());
    }

    @Test
    void allAttributesTogetherHaveALimit() {
        Map<String, String> inside = Map.of("a", "x".repeat(256), "b", "x".repeat(204));
        Map<String, String> outside = Map.of("a", "x".repeat(256), "b", "x".repeat(205));

        setMap(inside);
        assertThrows(InvalidParameterException.class, () -> setMap(outside));
        assertEquals(inside, map().principalTags());
    }

    @Test
    void aDevelopersTagsAreThoseOfTheCall() throws Exception {
        cognito.backend.setPrincipalTagAttributeMap(request -> request.identityPoolId(TestEmulator.POOL)
                .identityProviderName(TestEmulator.PROVIDER)
                .useDefaults(true));

        String plain = cognito.developerToken("ann").token();
        String tagged = cognito.backend
                .getOpenIdTokenForDeveloperIdentity(request -> request.identityPoolId(TestEmulator.POOL)
                        .logins(Map.of(TestEmulator.PROVIDER, "ann"))
                        .principalTags(Map.of("tier", "gold")))
                .token();

        assertNull(tagsIn(plain));
        assertEquals(Map.of("tier", List.of("gold")), tagsIn(tagged));
    }

    private void setMap(Map<String, String> claims) {
        cognito.backend.setPrincipalTagAttributeMap(request -> request.identityPoolId(TestEmulator.POOL)
                .identityProviderName(USER_POOL_KEY)
                .principalTags(claims));
    }

    private GetPrincipalTagAttributeMapResponse map() {
        return cognito.backend.getPrincipalTagAttributeMap(
                request -> request.identityPoolId(TestEmulator.POOL).identityProviderName(USER_POOL_KEY));
    }

    private @Nullable Object tagsInToken() throws Exception {
        String identity = cognito.publicIdentity(PublicUser.USER_POOL, ANN);
        return tagsIn(cognito.device
                .getOpenIdToken(
                        request -> request.identityId(identity).logins(Map.of(PublicUser.USER_POOL, ANN.token())))
                .token());
    }

    private static @Nullable Object tagsIn(String token) throws Exception {
        Map<String, Object> claim =
                SignedJWT.parse(token).getJWTClaimsSet().getJSONObjectClaim("https://aws.amazon.com/tags");
        return claim == null ? null : claim.get("principal_tags");
    }

    private void tag(Map<String, String> added) {
        cognito.backend.tagResource(request -> request.resourceArn(ARN).tags(added));
    }

    private Map<String, String> tags() {
        return cognito.backend
                .listTagsForResource(request -> request.resourceArn(ARN))
                .tags();
    }

    private static Map<String, String> numbered(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap("tag-%d"::formatted, String::valueOf));
    }
}
