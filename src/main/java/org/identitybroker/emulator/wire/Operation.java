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
    DESCRIBE_IDENTITY_POOL("DescribeIdentityPool", SIGNED, required("IdentityPoolId", Shapes.ID));

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

    static Optional<Operation> named(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }

    public String wireName() {
        return wireName;
    }

    public boolean isPublic() {
        return access == PUBLIC;
    }

    Structure input() {
        return input;
    }
}
