package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.identitybroker.emulator.Wire.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every constraint of the service model with a value just inside and one just outside.
class ConstraintTest {
    private static final String ID = "\"eu-west-1:0\"";
    private static final String TOKEN = "GetOpenIdTokenForDeveloperIdentity";
    private static final String CREATE = "CreateIdentityPool";
    private static final String LOOKUP = "LookupDeveloperIdentity";

    private static final String SET_ROLES = "SetIdentityPoolRoles";
    private static final String SET_MAP = "SetPrincipalTagAttributeMap";
    private static final String ARN = "\"arn:aws:iam::111122223333:role/r\"";
    private static final String TOKEN_MAPPING = "{\"Type\":\"Token\",\"AmbiguousRoleResolution\":\"Deny\"}";
    private static final String RULE =
            "{\"Claim\":\"c\",\"MatchType\":\"Equals\",\"Value\":\"v\",\"RoleARN\":%s}".formatted(ARN);

    private static TestEmulator cognito;

    @BeforeAll
    static void start() {
        cognito = TestEmulator.start();
    }

    @AfterAll
    static void stop() {
        cognito.close();
    }

    static Stream<Arguments> constraints() {
        return Stream.of(
                row("GetId", "IdentityPoolId", text("a:" + "0".repeat(53)), text("a:" + "0".repeat(54))),
                row("GetId", "IdentityPoolId", text("_-aZ9:a-f"), text("a:g")),
                row("GetId", "IdentityPoolId", text("a:0"), text("a:")),
                row("GetId", "IdentityPoolId", text("a:0"), text("a:0\\n")),
                row("GetId", "AccountId", text("1".repeat(15)), text("1".repeat(16))),
                row("GetId", "AccountId", text("1"), text("")),
                row("GetId", "AccountId", text("1"), text("x")),
                row("GetId", "Logins", entries(10), entries(11)),
                row("GetId", "Logins", entry(128, 1), entry(129, 1)),
                row("GetId", "Logins", entry(1, 1), entry(0, 1)),
                row("GetId", "Logins", entry(1, 50000), entry(1, 50001)),
                row("GetId", "Logins", entry(1, 1), entry(1, 0)),
                row("GetOpenIdToken", "IdentityId", text("a:0"), text("a0")),
                row("GetOpenIdToken", "Logins", entries(10), entries(11)),
                row("GetCredentialsForIdentity", "IdentityId", text("a:0"), text("")),
                row("GetCredentialsForIdentity", "Logins", entries(10), entries(11)),
                row("GetCredentialsForIdentity", "CustomRoleArn", text("x".repeat(20)), text("x".repeat(19))),
                row("GetCredentialsForIdentity", "CustomRoleArn", text("x".repeat(2048)), text("x".repeat(2049))),
                row(TOKEN, "IdentityPoolId", text("a:0"), text("a")),
                row(TOKEN, "IdentityId", text("a:0"), text("a")),
                row(TOKEN, "Logins", entries(10), entries(11)),
                row(TOKEN, "TokenDuration", "1", "0"),
                row(TOKEN, "TokenDuration", "86400", "86401"),
                row(TOKEN, "TokenDuration", "1", "-1"),
                row(TOKEN, "PrincipalTags", entries(50), entries(51)),
                row(TOKEN, "PrincipalTags", entry(128, 1), entry(129, 1)),
                row(TOKEN, "PrincipalTags", entry(1, 1), entry(0, 1)),
                row(TOKEN, "PrincipalTags", entry(1, 256), entry(1, 257)),
                row(TOKEN, "PrincipalTags", entry(1, 1), entry(1, 0)),
                row(LOOKUP, "IdentityPoolId", text("a:0"), text("a")),
                row(LOOKUP, "IdentityId", text("a:0"), text("a")),
                row(LOOKUP, "DeveloperUserIdentifier", text("x".repeat(1024)), text("x".repeat(1025))),
                row(LOOKUP, "DeveloperUserIdentifier", text("x"), text("")),
                row(LOOKUP, "MaxResults", "1", "0"),
                row(LOOKUP, "MaxResults", "60", "61"),
                row(LOOKUP, "NextToken", text("x".repeat(65535)), text("x".repeat(65536))),
                row(LOOKUP, "NextToken", text("x"), text("")),
                row(LOOKUP, "NextToken", text("x"), text("x y")),
                row("DescribeIdentityPool", "IdentityPoolId", text("a:0"), text("a")));
    }

    static Stream<Arguments> constraintsOfUsersAndIdentities() {
        return Stream.of(
                row("MergeDeveloperIdentities", "SourceUserIdentifier", text("x".repeat(1024)), text("x".repeat(1025))),
                row("MergeDeveloperIdentities", "DestinationUserIdentifier", text("x"), text("")),
                row("MergeDeveloperIdentities", "DeveloperProviderName", text("a._-Z9"), text("a b")),
                row("MergeDeveloperIdentities", "DeveloperProviderName", text("x".repeat(128)), text("x".repeat(129))),
                row("UnlinkDeveloperIdentity", "DeveloperProviderName", text("a"), text("")),
                row(
                        "UnlinkDeveloperIdentity",
                        "DeveloperUserIdentifier",
                        text("x".repeat(1024)),
                        text("x".repeat(1025))),
                row(
                        "UnlinkIdentity",
                        "LoginsToRemove",
                        "[\"%s\"]".formatted("x".repeat(128)),
                        "[\"%s\"]".formatted("x".repeat(129))),
                row("UnlinkIdentity", "LoginsToRemove", "[]", "[\"\"]"),
                row("DescribeIdentity", "IdentityId", text("a:0"), text("a")),
                row("ListIdentities", "MaxResults", "1", "0"),
                row("ListIdentities", "NextToken", text("x".repeat(65535)), text("x".repeat(65536))),
                row("ListIdentityPools", "NextToken", text("x"), text("x y")),
                row("ListIdentityPools", "MaxResults", "1", "0"),
                row("MergeDeveloperIdentities", "SourceUserIdentifier", text("x"), text("")),
                row(
                        "MergeDeveloperIdentities",
                        "DestinationUserIdentifier",
                        text("x".repeat(1024)),
                        text("x".repeat(1025))),
                row("UnlinkDeveloperIdentity", "DeveloperUserIdentifier", text("x"), text("")),
                row("UnlinkDeveloperIdentity", "DeveloperProviderName", text("x".repeat(128)), text("x".repeat(129))),
                row("UnlinkIdentity", "Logins", entries(10), entries(11)),
                row("ListIdentities", "MaxResults", "60", "61"),
                row("DeleteIdentities", "IdentityIdsToDelete", ids(1), ids(0)),
                row("DeleteIdentities", "IdentityIdsToDelete", ids(60), ids(61)),
                row("DeleteIdentities", "IdentityIdsToDelete", "[\"a:0\"]", "[\"a\"]"));
    }

    static Stream<Arguments> constraintsOfPools() {
        return Stream.of(
                row(CREATE, "IdentityPoolName", text("a B+=,.@-_9"), text("a!")),
                row(CREATE, "IdentityPoolName", text("x".repeat(128)), text("x".repeat(129))),
                row(CREATE, "SupportedLoginProviders", entries(10), entries(11)),
                row(CREATE, "SupportedLoginProviders", "{\"k\":\"a.;_/-9\"}", "{\"k\":\"a b\"}"),
                row(CREATE, "SupportedLoginProviders", entry(1, 128), entry(1, 129)),
                row(CREATE, "DeveloperProviderName", text("x".repeat(128)), text("x".repeat(129))),
                row(CREATE, "OpenIdConnectProviderARNs", arns(20), arns(19)),
                row(CREATE, "SamlProviderARNs", arns(2048), arns(2049)),
                row(CREATE, "CognitoIdentityProviders", client("a:/._-", "c_9"), client("a b", "c_9")),
                row(CREATE, "CognitoIdentityProviders", client("a", "c"), client("a", "c-d")),
                row(CREATE, "IdentityPoolTags", "{\"k\":\"\"}", entry(1, 257)),
                row(CREATE, "IdentityPoolTags", entry(1, 0), entry(0, 0)),
                row(CREATE, "SupportedLoginProviders", entry(128, 1), entry(129, 1)),
                row(CREATE, "SupportedLoginProviders", entry(1, 1), entry(0, 1)),
                row(CREATE, "SupportedLoginProviders", entry(1, 1), entry(1, 0)),
                row(CREATE, "DeveloperProviderName", text("a._-Z9"), text("a b")),
                row(CREATE, "CognitoIdentityProviders", client("a".repeat(128), "c"), client("a".repeat(129), "c")),
                row(CREATE, "CognitoIdentityProviders", client("a", "c".repeat(128)), client("a", "c".repeat(129))),
                row(CREATE, "CognitoIdentityProviders", client("a", "c"), client("", "c")),
                row(CREATE, "CognitoIdentityProviders", client("a", "c"), client("a", "")),
                row(CREATE, "OpenIdConnectProviderARNs", arns(2048), arns(2049)),
                row(CREATE, "SamlProviderARNs", arns(20), arns(19)),
                row(CREATE, "IdentityPoolTags", entry(128, 256), entry(129, 256)),
                row("UpdateIdentityPool", "IdentityPoolName", text("x"), text("")),
                row("DeleteIdentityPool", "IdentityPoolId", text("a:0"), text("a")),
                row("ListIdentityPools", "MaxResults", "60", "61"));
    }

    static Stream<Arguments> constraintsOfRoles() {
        return Stream.of(
                row(SET_ROLES, "IdentityPoolId", text("a:0"), text("a")),
                row(
                        SET_ROLES,
                        "Roles",
                        "{\"authenticated\":%s,\"unauthenticated\":%1$s}".formatted(ARN),
                        "{\"\":%s}".formatted(ARN)),
                row(SET_ROLES, "Roles", "{}", "{\"guest\":%s}".formatted(ARN)),
                row(
                        SET_ROLES,
                        "Roles",
                        "{}",
                        "{\"authenticated\":%s,\"unauthenticated\":%1$s,\"x\":%1$s}".formatted(ARN)),
                row(SET_ROLES, "Roles", roles(20), roles(19)),
                row(SET_ROLES, "Roles", roles(2048), roles(2049)),
                row(SET_ROLES, "RoleMappings", mappings(10), mappings(11)),
                row(SET_ROLES, "RoleMappings", mapping(128, TOKEN_MAPPING), mapping(129, TOKEN_MAPPING)),
                row(SET_ROLES, "RoleMappings", mapping(1, TOKEN_MAPPING), mapping(0, TOKEN_MAPPING)),
                row(SET_ROLES, "RoleMappings", mapping(1, TOKEN_MAPPING), mapping(1, "{}")),
                row(SET_ROLES, "RoleMappings", mapping(1, "{\"Type\":\"Rules\"}"), mapping(1, "{\"Type\":\"rules\"}")),
                row(SET_ROLES, "RoleMappings", ambiguous("AuthenticatedRole"), ambiguous("Allow")),
                row(SET_ROLES, "RoleMappings", ambiguous("Deny"), ambiguous("")),
                row(SET_ROLES, "RoleMappings", rules(1, RULE), rules(0, RULE)),
                row(SET_ROLES, "RoleMappings", rules(400, RULE), rules(401, RULE)));
    }

    static Stream<Arguments> constraintsOfRules() {
        return Stream.of(
                row(SET_ROLES, "RoleMappings", rule("Claim", "c".repeat(64)), rule("Claim", "c".repeat(65))),
                row(SET_ROLES, "RoleMappings", rule("Claim", "c"), rule("Claim", "")),
                row(SET_ROLES, "RoleMappings", rule("Claim", "\u00e9\u0301$1:"), rule("Claim", "a b")),
                row(SET_ROLES, "RoleMappings", rule("MatchType", "Equals"), rule("MatchType", "equals")),
                row(SET_ROLES, "RoleMappings", rule("MatchType", "Contains"), rule("MatchType", "EndsWith")),
                row(SET_ROLES, "RoleMappings", rule("MatchType", "StartsWith"), rule("MatchType", "")),
                row(SET_ROLES, "RoleMappings", rule("MatchType", "NotEqual"), rule("MatchType", "NotEquals")),
                row(SET_ROLES, "RoleMappings", rule("Value", "v".repeat(128)), rule("Value", "v".repeat(129))),
                row(SET_ROLES, "RoleMappings", rule("Value", "v"), rule("Value", "")),
                row(SET_ROLES, "RoleMappings", rule("RoleARN", "x".repeat(20)), rule("RoleARN", "x".repeat(19))),
                row(SET_ROLES, "RoleMappings", rule("RoleARN", "x".repeat(2048)), rule("RoleARN", "x".repeat(2049))),
                row(SET_ROLES, "RoleMappings", rules(1, RULE), rules(1, "{}")));
    }

    static Stream<Arguments> constraintsOfTags() {
        return Stream.of(
                row("GetIdentityPoolRoles", "IdentityPoolId", text("a:0"), text("a")),
                row("GetPrincipalTagAttributeMap", "IdentityPoolId", text("a:0"), text("a")),
                row(
                        "GetPrincipalTagAttributeMap",
                        "IdentityProviderName",
                        text("x".repeat(128)),
                        text("x".repeat(129))),
                row("GetPrincipalTagAttributeMap", "IdentityProviderName", text("x"), text("")),
                row(SET_MAP, "IdentityPoolId", text("a:0"), text("a")),
                row(SET_MAP, "IdentityProviderName", text("x".repeat(128)), text("x".repeat(129))),
                row(SET_MAP, "IdentityProviderName", text("x"), text("")),
                row(SET_MAP, "PrincipalTags", entries(50), entries(51)),
                row(SET_MAP, "PrincipalTags", entry(128, 1), entry(129, 1)),
                row(SET_MAP, "PrincipalTags", entry(1, 1), entry(0, 1)),
                row(SET_MAP, "PrincipalTags", entry(1, 256), entry(1, 257)),
                row(SET_MAP, "PrincipalTags", entry(1, 1), entry(1, 0)),
                row("TagResource", "ResourceArn", text("x".repeat(20)), text("x".repeat(19))),
                row("TagResource", "ResourceArn", text("x".repeat(2048)), text("x".repeat(2049))),
                row("TagResource", "Tags", entry(128, 256), entry(129, 256)),
                row("TagResource", "Tags", entry(1, 0), entry(0, 0)),
                row("TagResource", "Tags", entry(1, 256), entry(1, 257)),
                row("UntagResource", "ResourceArn", text("x".repeat(20)), text("x".repeat(19))),
                row("UntagResource", "TagKeys", arns(128), arns(129)),
                row("UntagResource", "TagKeys", arns(1), arns(0)),
                row("ListTagsForResource", "ResourceArn", text("x".repeat(20)), text("x".repeat(19))),
                row("ListTagsForResource", "ResourceArn", text("x".repeat(2048)), text("x".repeat(2049))));
    }

    @ParameterizedTest(name = "{0}.{1}")
    @MethodSource({
        "constraints",
        "constraintsOfUsersAndIdentities",
        "constraintsOfPools",
        "constraintsOfRoles",
        "constraintsOfRules",
        "constraintsOfTags"
    })
    void theLimitIsWhereTheModelHasIt(String operation, String member, String inside, String outside) {
        Answer kept = call(operation, member, inside);
        Answer violated = call(operation, member, outside);

        assertNotEquals("ValidationException", kept.error());
        assertNotEquals("SerializationException", kept.error());
        assertEquals(400, violated.status());
        assertEquals("ValidationException", violated.error());
    }

    private static Answer call(String operation, String member, String value) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.set("IdentityPoolId", Wire.parse(ID));
        input.set("IdentityId", Wire.parse(ID));
        input.set("Logins", Wire.parse("{\"p\":\"u\"}"));
        input.set("LoginsToRemove", Wire.parse("[]"));
        input.put("MaxResults", 1).put("IdentityPoolName", "name").put("AllowUnauthenticatedIdentities", false);
        input.put("DeveloperProviderName", "p").put("DeveloperUserIdentifier", "u");
        input.put("IdentityProviderName", "p").put("ResourceArn", "x".repeat(20));
        input.set("Roles", Wire.parse("{}"));
        input.set("Tags", Wire.parse("{}"));
        input.set("TagKeys", Wire.parse("[]"));
        input.put("SourceUserIdentifier", "s").put("DestinationUserIdentifier", "d");
        input.set(member, Wire.parse(value));
        return cognito.wire.signedCall(operation, input.toString());
    }

    @Test
    void oneViolationIsNamed() {
        assertMessage(
                "GetId",
                "{\"IdentityPoolId\":\"eu-west-1_abc\"}",
                "1 validation error detected: Value 'eu-west-1_abc' at 'identityPoolId' failed to satisfy constraint: "
                        + "Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+");
    }

    @Test
    void everyViolationIsNamed() {
        assertMessage(
                "GetOpenIdTokenForDeveloperIdentity",
                "{\"IdentityPoolId\":\"\",\"TokenDuration\":0}",
                "4 validation errors detected: Value '' at 'identityPoolId' failed to satisfy constraint: "
                        + "Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+; "
                        + "Value '' at 'identityPoolId' failed to satisfy constraint: "
                        + "Member must have length greater than or equal to 1; "
                        + "Value null at 'logins' failed to satisfy constraint: Member must not be null; "
                        + "Value '0' at 'tokenDuration' failed to satisfy constraint: "
                        + "Member must have value greater than or equal to 1");
    }

    @Test
    void aMapValueIsNamedWithItsKeyAndAllItsRules() {
        assertMessage(
                "GetId",
                "{\"IdentityPoolId\":\"eu-west-1:0\",\"Logins\":{\"accounts.google.com\":\"\"}}",
                "1 validation error detected: Value '{accounts.google.com=}' at 'logins' failed to satisfy "
                        + "constraint: Map value must satisfy constraint: [Member must have length less than or equal "
                        + "to 50000, Member must have length greater than or equal to 1]");
    }

    @Test
    void aMemberOfAListIsNamedWithItsPlace() {
        assertMessage(
                "CreateIdentityPool",
                "{\"IdentityPoolName\":\"n\",\"AllowUnauthenticatedIdentities\":false,"
                        + "\"CognitoIdentityProviders\":[{},{\"ClientId\":\"a-b\"}]}",
                "1 validation error detected: Value 'a-b' at 'cognitoIdentityProviders.2.member.clientId' failed to "
                        + "satisfy constraint: Member must satisfy regular expression pattern: [\\w_]+");
    }

    @Test
    void aMemberWithinAMapIsNamedWithItsKey() {
        assertMessage(
                SET_ROLES,
                "{\"IdentityPoolId\":\"a:0\",\"Roles\":{},\"RoleMappings\":{\"accounts.google.com\":{\"Type\":\"Rules\","
                        + "\"RulesConfiguration\":{\"Rules\":[{\"Claim\":\"c\",\"MatchType\":\"Is\",\"Value\":\"v\",\"RoleARN\":"
                        + ARN + "}]}}}}",
                "1 validation error detected: Value 'Is' at 'roleMappings.accounts.google.com.member.rulesConfiguration."
                        + "rules.1.member.matchType' failed to satisfy constraint: "
                        + "Member must satisfy enum value set: [Equals, Contains, StartsWith, NotEqual]");
    }

    @Test
    void anIdentifierOfTheDeveloperHasItsOwnLimitAmongTheLogins() {
        String input = "{\"IdentityPoolId\":\"%s\",\"Logins\":{\"%s\":\"%s\"}}";
        String inside = input.formatted(TestEmulator.POOL, TestEmulator.PROVIDER, "x".repeat(1024));
        String outside = input.formatted(TestEmulator.POOL, TestEmulator.PROVIDER, "x".repeat(1025));

        assertEquals(200, cognito.wire.signedCall(TOKEN, inside).status());
        assertEquals(
                "ValidationException", cognito.wire.signedCall(TOKEN, outside).error());
    }

    private static void assertMessage(String operation, String input, String message) {
        Answer answer = cognito.wire.signedCall(operation, input);

        assertEquals("ValidationException", answer.error());
        assertEquals(message, answer.message());
        assertEquals(message, answer.header("x-amzn-ErrorMessage"));
    }

    private static Arguments row(String operation, String member, String inside, String outside) {
        return Arguments.of(operation, member, inside, outside);
    }

    private static String text(String value) {
        return '"' + value + '"';
    }

    private static String entry(int keyLength, int valueLength) {
        return "{\"%s\":\"%s\"}".formatted("k".repeat(keyLength), "v".repeat(valueLength));
    }

    private static String entries(int count) {
        return IntStream.range(0, count)
                .mapToObj("\"k%d\":\"v\""::formatted)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String ids(int count) {
        return IntStream.range(0, count).mapToObj("\"a:%d\""::formatted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String arns(int length) {
        return "[\"%s\"]".formatted("x".repeat(length));
    }

    private static String roles(int length) {
        return "{\"authenticated\":\"%s\"}".formatted("x".repeat(length));
    }

    private static String mapping(int keyLength, String mapping) {
        return "{\"%s\":%s}".formatted("k".repeat(keyLength), mapping);
    }

    private static String mappings(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "\"k%d\":%s".formatted(number, TOKEN_MAPPING))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String ambiguous(String resolution) {
        return mapping(1, "{\"Type\":\"Token\",\"AmbiguousRoleResolution\":\"%s\"}".formatted(resolution));
    }

    private static String rules(int count, String rule) {
        String list = IntStream.range(0, count).mapToObj(_ -> rule).collect(Collectors.joining(",", "[", "]"));
        return mapping(1, "{\"Type\":\"Rules\",\"RulesConfiguration\":{\"Rules\":%s}}".formatted(list));
    }

    private static String rule(String member, String value) {
        return rules(1, ((ObjectNode) Wire.parse(RULE)).put(member, value).toString());
    }

    private static String client(String provider, String id) {
        return "[{\"ProviderName\":\"%s\",\"ClientId\":\"%s\"}]".formatted(provider, id);
    }
}
