package org.identitybroker.emulator.seed;

import static org.identitybroker.emulator.wire.Shape.Member.optional;
import static org.identitybroker.emulator.wire.Shape.Member.required;

import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Shape;
import org.identitybroker.emulator.wire.Shape.Document;
import org.identitybroker.emulator.wire.Shape.Flag;
import org.identitybroker.emulator.wire.Shape.Mapping;
import org.identitybroker.emulator.wire.Shape.Sequence;
import org.identitybroker.emulator.wire.Shape.Structure;
import org.identitybroker.emulator.wire.Shape.Text;
import org.identitybroker.emulator.wire.Shapes;

/// What may stand in a seed file. A pool has the members, in the spelling, that the API has for it.
final class SeedShape {
    /// As many as one could write by hand; it only keeps a wrong file from filling the memory.
    private static final int ENTRIES_MAX = 100_000;

    /// Keys and certificates; the largest in use are a tenth of this.
    private static final Text PEM = Text.of(1, 65_536);

    private static final Text ROLE_ARN = Text.of(20, 2048, "arn:aws[a-z-]*:iam::\\d{12}:role/\\S+");
    private static final Text CLIENT_ID = Text.of(1, 128);

    /// The API names the pool in each of these; here they stand in the pool.
    private static final Structure ATTRIBUTE_MAP =
            Operation.SET_PRINCIPAL_TAG_ATTRIBUTE_MAP.input().without("IdentityPoolId");

    private static final Structure POOL = Operation.UPDATE_IDENTITY_POOL
            .input()
            .and(
                    optional("Roles", Shapes.ROLES),
                    optional("RoleMappings", Shapes.ROLE_MAPPINGS),
                    optional("PrincipalTagAttributeMaps", list(ATTRIBUTE_MAP)));

    private static final Structure USER = Structure.of(
            required("identityPoolId", Shapes.ID),
            required("developerUserIdentifier", Shapes.DEVELOPER_USER_IDENTIFIER),
            required("identityId", Shapes.ID));

    private static final Structure PUBLIC_PROVIDER = Structure.of(
            required("name", Shapes.PROVIDER_NAME),
            optional("jwks", new Document()),
            optional("keys", new Mapping(Text.of(1, 256), PEM, ENTRIES_MAX)),
            optional("clientIds", list(CLIENT_ID)));

    private static final Structure SAML_PROVIDER =
            Structure.of(required("arn", Shapes.ARN), required("certificate", PEM));

    static final Structure FILE = Structure.of(
            optional("accountId", Text.of(12, 12, "\\d+")),
            optional("accessKeys", new Mapping(Text.of(1, 128, "\\w+"), Text.of(1, 128), ENTRIES_MAX)),
            optional("pools", list(POOL)),
            optional("users", list(USER)),
            optional("publicProviders", list(PUBLIC_PROVIDER)),
            optional("samlProviders", list(SAML_PROVIDER)),
            optional("policies", new Mapping(ROLE_ARN, new Document(), ENTRIES_MAX)),
            optional("rolesWithoutTagSession", list(ROLE_ARN)),
            optional("buckets", new Sequence(Text.of(3, 63, "[a-z0-9][a-z0-9.-]*[a-z0-9]"), 0, 100)),
            optional("linkWithoutProof", new Flag()));

    private SeedShape() {}

    private static Sequence list(Shape item) {
        return new Sequence(item, 0, ENTRIES_MAX);
    }
}
