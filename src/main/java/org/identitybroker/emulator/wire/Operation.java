package org.identitybroker.emulator.wire;

import static org.identitybroker.emulator.wire.Operation.Access.PUBLIC;
import static org.identitybroker.emulator.wire.Operation.Access.SIGNED;
import static org.identitybroker.emulator.wire.Shape.Member.optional;
import static org.identitybroker.emulator.wire.Shape.Member.required;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.identitybroker.emulator.wire.Shape.Member;
import org.identitybroker.emulator.wire.Shape.Structure;

/// The operations served, who may call each, and what each takes; the order of the members is the service
/// model's.
public enum Operation {
    GET_ID(
            "GetId",
            PUBLIC,
            optional("AccountId", Shapes.ACCOUNT_ID),
            required("IdentityPoolId", Shapes.ID),
            optional("Logins", Shapes.LOGINS)),
    GET_OPEN_ID_TOKEN("GetOpenIdToken", PUBLIC, required("IdentityId", Shapes.ID), optional("Logins", Shapes.LOGINS)),
    GET_CREDENTIALS_FOR_IDENTITY(
            "GetCredentialsForIdentity",
            PUBLIC,
            required("IdentityId", Shapes.ID),
            optional("Logins", Shapes.LOGINS),
            optional("CustomRoleArn", Shapes.ARN)),
    GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY(
            "GetOpenIdTokenForDeveloperIdentity",
            SIGNED,
            required("IdentityPoolId", Shapes.ID),
            optional("IdentityId", Shapes.ID),
            required("Logins", Shapes.LOGINS),
            optional("PrincipalTags", Shapes.PRINCIPAL_TAGS),
            optional("TokenDuration", Shapes.TOKEN_DURATION)),
    LOOKUP_DEVELOPER_IDENTITY(
            "LookupDeveloperIdentity",
            SIGNED,
            required("IdentityPoolId", Shapes.ID),
            optional("IdentityId", Shapes.ID),
            optional("DeveloperUserIdentifier", Shapes.DEVELOPER_USER_IDENTIFIER),
            optional("MaxResults", Shapes.MAX_RESULTS),
            optional("NextToken", Shapes.NEXT_TOKEN)),
    MERGE_DEVELOPER_IDENTITIES(
            "MergeDeveloperIdentities",
            SIGNED,
            required("SourceUserIdentifier", Shapes.DEVELOPER_USER_IDENTIFIER),
            required("DestinationUserIdentifier", Shapes.DEVELOPER_USER_IDENTIFIER),
            required("DeveloperProviderName", Shapes.DEVELOPER_PROVIDER_NAME),
            required("IdentityPoolId", Shapes.ID)),
    UNLINK_DEVELOPER_IDENTITY(
            "UnlinkDeveloperIdentity",
            SIGNED,
            required("IdentityId", Shapes.ID),
            required("IdentityPoolId", Shapes.ID),
            required("DeveloperProviderName", Shapes.DEVELOPER_PROVIDER_NAME),
            required("DeveloperUserIdentifier", Shapes.DEVELOPER_USER_IDENTIFIER)),
    UNLINK_IDENTITY(
            "UnlinkIdentity",
            PUBLIC,
            required("IdentityId", Shapes.ID),
            required("Logins", Shapes.LOGINS),
            required("LoginsToRemove", Shapes.PROVIDER_NAMES)),
    DESCRIBE_IDENTITY("DescribeIdentity", SIGNED, required("IdentityId", Shapes.ID)),
    LIST_IDENTITIES(
            "ListIdentities",
            SIGNED,
            required("IdentityPoolId", Shapes.ID),
            required("MaxResults", Shapes.MAX_RESULTS),
            optional("NextToken", Shapes.NEXT_TOKEN),
            optional("HideDisabled", Shapes.FLAG)),
    DELETE_IDENTITIES("DeleteIdentities", SIGNED, required("IdentityIdsToDelete", Shapes.IDS_TO_DELETE)),
    CREATE_IDENTITY_POOL(
            "CreateIdentityPool",
            SIGNED,
            required("IdentityPoolName", Shapes.POOL_NAME),
            required("AllowUnauthenticatedIdentities", Shapes.FLAG),
            optional("AllowClassicFlow", Shapes.FLAG),
            optional("SupportedLoginProviders", Shapes.SUPPORTED_LOGIN_PROVIDERS),
            optional("DeveloperProviderName", Shapes.DEVELOPER_PROVIDER_NAME),
            optional("OpenIdConnectProviderARNs", Shapes.ARNS),
            optional("CognitoIdentityProviders", Shapes.USER_POOL_CLIENTS),
            optional("SamlProviderARNs", Shapes.ARNS),
            optional("IdentityPoolTags", Shapes.POOL_TAGS)),
    UPDATE_IDENTITY_POOL(
            "UpdateIdentityPool",
            SIGNED,
            required("IdentityPoolId", Shapes.ID),
            required("IdentityPoolName", Shapes.POOL_NAME),
            required("AllowUnauthenticatedIdentities", Shapes.FLAG),
            optional("AllowClassicFlow", Shapes.FLAG),
            optional("SupportedLoginProviders", Shapes.SUPPORTED_LOGIN_PROVIDERS),
            optional("DeveloperProviderName", Shapes.DEVELOPER_PROVIDER_NAME),
            optional("OpenIdConnectProviderARNs", Shapes.ARNS),
            optional("CognitoIdentityProviders", Shapes.USER_POOL_CLIENTS),
            optional("SamlProviderARNs", Shapes.ARNS),
            optional("IdentityPoolTags", Shapes.POOL_TAGS)),
    DESCRIBE_IDENTITY_POOL("DescribeIdentityPool", SIGNED, required("IdentityPoolId", Shapes.ID)),
    DELETE_IDENTITY_POOL("DeleteIdentityPool", SIGNED, required("IdentityPoolId", Shapes.ID)),
    LIST_IDENTITY_POOLS(
            "ListIdentityPools",
            SIGNED,
            required("MaxResults", Shapes.MAX_RESULTS),
            optional("NextToken", Shapes.NEXT_TOKEN)),
    GET_IDENTITY_POOL_ROLES("GetIdentityPoolRoles", SIGNED, required("IdentityPoolId", Shapes.ID)),
    SET_IDENTITY_POOL_ROLES(
            "SetIdentityPoolRoles",
            SIGNED,
            required("IdentityPoolId", Shapes.ID),
            required("Roles", Shapes.ROLES),
            optional("RoleMappings", Shapes.ROLE_MAPPINGS)),
    GET_PRINCIPAL_TAG_ATTRIBUTE_MAP(
            "GetPrincipalTagAttributeMap",
            SIGNED,
            required("IdentityPoolId", Shapes.ID),
            required("IdentityProviderName", Shapes.PROVIDER_NAME)),
    SET_PRINCIPAL_TAG_ATTRIBUTE_MAP(
            "SetPrincipalTagAttributeMap",
            SIGNED,
            required("IdentityPoolId", Shapes.ID),
            required("IdentityProviderName", Shapes.PROVIDER_NAME),
            optional("UseDefaults", Shapes.FLAG),
            optional("PrincipalTags", Shapes.PRINCIPAL_TAGS)),
    TAG_RESOURCE("TagResource", SIGNED, required("ResourceArn", Shapes.ARN), required("Tags", Shapes.POOL_TAGS)),
    UNTAG_RESOURCE("UntagResource", SIGNED, required("ResourceArn", Shapes.ARN), required("TagKeys", Shapes.TAG_KEYS)),
    LIST_TAGS_FOR_RESOURCE("ListTagsForResource", SIGNED, required("ResourceArn", Shapes.ARN));

    /// Whether an operation needs a signature. AWS evaluates no IAM policy for public ones.
    public enum Access {
        PUBLIC,
        SIGNED
    }

    private static final Map<String, Operation> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operation::wireName, Function.identity()));

    private final String wireName;
    private final Access access;
    private final Structure input;

    Operation(String wireName, Access access, Member... members) {
        this.wireName = wireName;
        this.access = access;
        this.input = Structure.of(members);
    }

    public static Optional<Operation> named(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }

    public String wireName() {
        return wireName;
    }

    public boolean isPublic() {
        return access == PUBLIC;
    }

    public Structure input() {
        return input;
    }
}
