package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cognitoidentity.model.AmbiguousRoleResolutionType;
import software.amazon.awssdk.services.cognitoidentity.model.CognitoIdentityException;
import software.amazon.awssdk.services.cognitoidentity.model.GetIdentityPoolRolesResponse;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidIdentityPoolConfigurationException;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentity.model.MappingRule;
import software.amazon.awssdk.services.cognitoidentity.model.MappingRuleMatchType;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentity.model.RoleMapping;
import software.amazon.awssdk.services.cognitoidentity.model.RoleMappingType;

/// Which role an identity gets, seen through the credentials themselves.
class RoleTest {
    private static final String USER = "CognitoAuthenticated";
    private static final String GUEST = "CognitoUnauthenticated";
    private static final String USER_POOL_KEY = PublicUser.USER_POOL + ":" + PublicUser.USER_POOL_CLIENT;
    private static final PublicUser ANN = PublicUser.ofUserPool("ann");

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
    void aSeededPoolHasARoleForEachStateOfAuthentication() {
        assertEquals(Map.of("authenticated", arn(USER), "unauthenticated", arn(GUEST)), roles().roles());
        assertFalse(roles().hasRoleMappings());
        assertEquals(USER, roleOf(ANN));
        assertEquals(GUEST, guestsRole());
        assertEquals(USER, developersRole());
    }

    @Test
    void settingRolesReplacesAllOfThem() {
        setMapping(Map.of("authenticated", arn("A")), USER_POOL_KEY, rules(deny(), rule("x", "Equals", "1", "B")));
        setRoles(Map.of("unauthenticated", arn("C")));

        assertEquals(Map.of("unauthenticated", arn("C")), roles().roles());
        assertFalse(roles().hasRoleMappings());
    }

    @Test
    void mappingsAreShownAsTheyWereSet() {
        RoleMapping mapping = rules(
                AmbiguousRoleResolutionType.AUTHENTICATED_ROLE,
                rule("custom:tier", "NotEqual", "gold", "Silver"),
                rule("email", "Contains", "@example.com", "Staff"));

        setMapping(Map.of("authenticated", arn(USER)), USER_POOL_KEY, mapping);

        assertEquals(Map.of(USER_POOL_KEY, mapping), roles().roleMappings());
    }

    @Test
    void withoutARoleThereAreNoCredentials() {
        setRoles(Map.of("unauthenticated", arn(GUEST)));

        assertEquals(GUEST, guestsRole());
        assertMisconfigured(() -> roleOf(ANN));
        assertMisconfigured(this::developersRole);

        setRoles(Map.of());
        assertMisconfigured(this::guestsRole);
    }

    @ParameterizedTest(name = "{1} {2} of {0}: {3}")
    @CsvSource({
        "gold, Equals, gold, Mapped",
        "gold, Equals, go, CognitoAuthenticated",
        "gold, Equals, GOLD, CognitoAuthenticated",
        "gold, StartsWith, go, Mapped",
        "gold, StartsWith, old, CognitoAuthenticated",
        "gold, Contains, ol, Mapped",
        "gold, Contains, silver, CognitoAuthenticated",
        "gold, NotEqual, silver, Mapped",
        "gold, NotEqual, gold, CognitoAuthenticated",
        ", Equals, gold, CognitoAuthenticated",
        ", NotEqual, gold, CognitoAuthenticated",
        "'', NotEqual, gold, Mapped",
    })
    void aRuleComparesAClaim(@Nullable String claim, String match, String value, String role) {
        setMapping(
                Map.of("authenticated", arn(USER)),
                USER_POOL_KEY,
                rules(AmbiguousRoleResolutionType.AUTHENTICATED_ROLE, rule("tier", match, value, "Mapped")));

        assertEquals(role, roleOf(claim == null ? ANN : ANN.claiming("tier", claim)));
    }

    @ParameterizedTest
    @CsvSource({"Equals, b, Mapped", "Equals, c, CognitoAuthenticated", "NotEqual, b, CognitoAuthenticated"})
    void aListFitsByOneOfItsItems(String match, String value, String role) {
        setMapping(
                Map.of("authenticated", arn(USER)),
                USER_POOL_KEY,
                rules(AmbiguousRoleResolutionType.AUTHENTICATED_ROLE, rule("cognito:groups", match, value, "Mapped")));

        assertEquals(role, roleOf(ANN.claiming("cognito:groups", List.of("a", "b"))));
    }

    @Test
    void theFirstRuleThatFitsDecides() {
        setMapping(
                Map.of(),
                USER_POOL_KEY,
                rules(
                        deny(),
                        rule("tier", "Equals", "silver", "Silver"),
                        rule("tier", "StartsWith", "g", "First"),
                        rule("tier", "Equals", "gold", "Second")));

        assertEquals("First", roleOf(ANN.claiming("tier", "gold")));
        assertThrows(NotAuthorizedException.class, () -> roleOf(ANN.claiming("tier", "bronze")));
    }

    @Test
    void aMappingIsForItsOwnProviderOnly() {
        setMapping(
                Map.of("authenticated", arn(USER)),
                USER_POOL_KEY,
                rules(deny(), rule("tier", "Equals", "x", "Mapped")));

        assertThrows(NotAuthorizedException.class, () -> roleOf(ANN));
        assertEquals(USER, roleOf(PublicUser.google("ann")));
        assertEquals(USER, developersRole());
        assertMisconfigured(this::guestsRole);
    }

    static Stream<Arguments> providers() {
        return Stream.of(
                Arguments.of(PublicUser.GOOGLE, PublicUser.google("ann")),
                Arguments.of(
                        "arn:aws:iam::111122223333:oidc-provider/" + PublicUser.OIDC, PublicUser.openIdConnect("ann")),
                Arguments.of(USER_POOL_KEY, ANN));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void eachKindOfProviderHasItsKey(String key, PublicUser user) {
        setMapping(Map.of(), key, rules(deny(), rule("sub", "Equals", "ann", "Mapped")));

        assertEquals("Mapped", roleOf(user));
    }

    static Stream<Arguments> rolesInTokens() {
        return Stream.of(
                Arguments.of(List.of("A"), null, "A"),
                Arguments.of(List.of("A", "B"), "B", "B"),
                Arguments.of(List.of(), null, USER),
                Arguments.of(List.of("A", "B"), null, USER));
    }

    @ParameterizedTest
    @MethodSource("rolesInTokens")
    void aTokenNamesItsRole(List<String> named, @Nullable String preferred, String role) {
        setMapping(
                Map.of("authenticated", arn(USER)),
                USER_POOL_KEY,
                tokenMapping(AmbiguousRoleResolutionType.AUTHENTICATED_ROLE));
        PublicUser user =
                ANN.claiming("cognito:roles", named.stream().map(RoleTest::arn).toList());

        assertEquals(role, roleOf(preferred == null ? user : user.claiming("cognito:preferred_role", arn(preferred))));
    }

    @Test
    void withoutAClearRoleInTheTokenAccessCanBeDenied() {
        setMapping(Map.of("authenticated", arn(USER)), USER_POOL_KEY, tokenMapping(deny()));

        assertThrows(
                NotAuthorizedException.class, () -> roleOf(ANN.claiming("cognito:roles", List.of(arn("A"), arn("B")))));
        assertEquals("B", roleOf(ANN.claiming("cognito:roles", List.of(arn("A"), arn("B"))), arn("B")));
        assertThrows(
                NotAuthorizedException.class, () -> roleOf(ANN.claiming("cognito:roles", List.of(arn("A"))), arn("B")));
    }

    @Test
    void aCustomRoleIsOneOfARuleThatFits() {
        setMapping(
                Map.of("authenticated", arn(USER)),
                USER_POOL_KEY,
                rules(
                        AmbiguousRoleResolutionType.AUTHENTICATED_ROLE,
                        rule("sub", "Equals", "ann", "First"),
                        rule("sub", "Equals", "ann", "Second"),
                        rule("sub", "Equals", "bob", "Third")));

        assertEquals("Second", roleOf(ANN, arn("Second")));
        assertThrows(NotAuthorizedException.class, () -> roleOf(ANN, arn("Third")));
        assertThrows(NotAuthorizedException.class, () -> roleOf(ANN, arn(USER)));
    }

    @Test
    void aPoolWithMappingsHasNoClassicFlow() {
        setMapping(Map.of(), USER_POOL_KEY, tokenMapping(deny()));
        String identity = cognito.publicIdentity(PublicUser.USER_POOL, ANN);

        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class,
                () -> cognito.device.getOpenIdToken(
                        request -> request.identityId(identity).logins(Map.of(PublicUser.USER_POOL, ANN.token()))));

        assertEquals(
                "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.",
                refused.awsErrorDetails().errorMessage());
    }

    static Stream<Arguments> badMappings() {
        MappingRule rule = rule("sub", "Equals", "ann", "R");
        return Stream.of(
                Arguments.of(RoleMapping.builder().type(RoleMappingType.TOKEN).build()),
                Arguments.of(RoleMapping.builder()
                        .type(RoleMappingType.RULES)
                        .ambiguousRoleResolution(deny())
                        .build()),
                Arguments.of(rules(deny(), Collections.nCopies(26, rule).toArray(MappingRule[]::new))),
                Arguments.of(rules(
                        deny(),
                        rule.toBuilder()
                                .roleARN("arn:aws:iam::111122223333:user/ann")
                                .build())));
    }

    @ParameterizedTest
    @MethodSource("badMappings")
    void mappingsMustMakeSense(RoleMapping mapping) {
        assertThrows(InvalidParameterException.class, () -> setMapping(Map.of(), USER_POOL_KEY, mapping));
        assertEquals(2, roles().roles().size());
    }

    @Test
    void aMappingMayHaveTwentyFiveRules() {
        MappingRule rule = rule("sub", "Equals", "ann", "R");

        setMapping(
                Map.of(),
                USER_POOL_KEY,
                rules(deny(), Collections.nCopies(25, rule).toArray(MappingRule[]::new)));

        assertEquals("R", roleOf(ANN));
    }

    @Test
    void anUpdateOfThePoolKeepsItsRoles() {
        setRoles(Map.of("authenticated", arn("Mine")));
        cognito.backend.updateIdentityPool(request -> request.identityPoolId(TestEmulator.POOL)
                .identityPoolName("changed")
                .allowUnauthenticatedIdentities(false));

        assertEquals(Map.of("authenticated", arn("Mine")), roles().roles());
    }

    private static void assertMisconfigured(Runnable redemption) {
        CognitoIdentityException refused =
                assertThrows(InvalidIdentityPoolConfigurationException.class, redemption::run);
        assertEquals(
                "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
                refused.awsErrorDetails().errorMessage());
    }

    private String roleOf(PublicUser user) {
        return roleOf(user, null);
    }

    private String roleOf(PublicUser user, @Nullable String customRole) {
        String provider = user.issuer().substring("https://".length());
        Map<String, String> logins = Map.of(provider, user.token());
        String identity = cognito.publicIdentity(provider, user);
        return assumed(cognito.caller(cognito.device
                        .getCredentialsForIdentity(request ->
                                request.identityId(identity).logins(logins).customRoleArn(customRole))
                        .credentials())
                .arn());
    }

    private String developersRole() {
        var issued = cognito.developerToken("dev");
        return assumed(cognito.caller(cognito.redeem(issued.identityId(), issued.token()))
                .arn());
    }

    private String guestsRole() {
        String guest = cognito.guest();
        return assumed(cognito.caller(cognito.device
                        .getCredentialsForIdentity(request -> request.identityId(guest))
                        .credentials())
                .arn());
    }

    /// The role's name in `arn:aws:sts::111122223333:assumed-role/NAME/SESSION`.
    private static String assumed(String arn) {
        return arn.split("/")[1];
    }

    private void setRoles(Map<String, String> roles) {
        cognito.backend.setIdentityPoolRoles(
                request -> request.identityPoolId(TestEmulator.POOL).roles(roles));
    }

    private void setMapping(Map<String, String> roles, String provider, RoleMapping mapping) {
        cognito.backend.setIdentityPoolRoles(request ->
                request.identityPoolId(TestEmulator.POOL).roles(roles).roleMappings(Map.of(provider, mapping)));
    }

    private GetIdentityPoolRolesResponse roles() {
        return cognito.backend.getIdentityPoolRoles(request -> request.identityPoolId(TestEmulator.POOL));
    }

    private static RoleMapping tokenMapping(AmbiguousRoleResolutionType ambiguous) {
        return RoleMapping.builder()
                .type(RoleMappingType.TOKEN)
                .ambiguousRoleResolution(ambiguous)
                .build();
    }

    private static RoleMapping rules(AmbiguousRoleResolutionType ambiguous, MappingRule... rules) {
        return RoleMapping.builder()
                .type(RoleMappingType.RULES)
                .ambiguousRoleResolution(ambiguous)
                .rulesConfiguration(configuration -> configuration.rules(rules))
                .build();
    }

    private static MappingRule rule(String claim, String match, String value, String role) {
        return MappingRule.builder()
                .claim(claim)
                .matchType(MappingRuleMatchType.fromValue(match))
                .value(value)
                .roleARN(arn(role))
                .build();
    }

    private static AmbiguousRoleResolutionType deny() {
        return AmbiguousRoleResolutionType.DENY;
    }

    private static String arn(String role) {
        return "arn:aws:iam::111122223333:role/" + role;
    }
}
