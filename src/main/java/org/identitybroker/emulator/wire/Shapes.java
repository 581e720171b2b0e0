package org.identitybroker.emulator.wire;

import org.identitybroker.emulator.wire.Shape.Choice;
import org.identitybroker.emulator.wire.Shape.Flag;
import org.identitybroker.emulator.wire.Shape.Mapping;
import org.identitybroker.emulator.wire.Shape.Member;
import org.identitybroker.emulator.wire.Shape.Sequence;
import org.identitybroker.emulator.wire.Shape.Structure;
import org.identitybroker.emulator.wire.Shape.Text;
import org.identitybroker.emulator.wire.Shape.Whole;

/// The types of the service models, Cognito Identity 2014-06-30 and STS 2011-06-15, with the limits and patterns
/// they publish.
public final class Shapes {
    /// An identity or an identity pool: `REGION:GUID`.
    public static final Text ID = Text.of(1, 55, "[\\w-]+:[0-9a-f-]+");

    static final Text ACCOUNT_ID = Text.of(1, 15, "\\d+");
    public static final Text ARN = Text.of(20, 2048);
    static final Text POOL_NAME = Text.of(1, 128, "[\\w\\s+=,.@-]+");
    static final Text DEVELOPER_PROVIDER_NAME = Text.of(1, 128, "[\\w._-]+");
    public static final Text DEVELOPER_USER_IDENTIFIER = Text.of(1, 1024);
    public static final Text PROVIDER_NAME = Text.of(1, 128);
    static final Text NEXT_TOKEN = Text.of(1, 65535, "[\\S]+");
    static final Whole MAX_RESULTS = new Whole(1, 60);
    static final Whole TOKEN_DURATION = new Whole(1, 86400);
    static final Flag FLAG = new Flag();

    static final Mapping LOGINS = new Mapping(PROVIDER_NAME, Text.of(1, 50000), 10);
    static final Sequence PROVIDER_NAMES = new Sequence(PROVIDER_NAME, 0, Integer.MAX_VALUE);
    static final Mapping PRINCIPAL_TAGS = new Mapping(Text.of(1, 128), Text.of(1, 256), 50);
    static final Sequence IDS_TO_DELETE = new Sequence(ID, 1, 60);

    static final Mapping SUPPORTED_LOGIN_PROVIDERS = new Mapping(PROVIDER_NAME, Text.of(1, 128, "[\\w.;_/-]+"), 10);
    static final Sequence ARNS = new Sequence(ARN, 0, Integer.MAX_VALUE);
    static final Mapping POOL_TAGS = new Mapping(Text.of(1, 128), Text.of(0, 256), Integer.MAX_VALUE);
    static final Structure USER_POOL_CLIENT = Structure.of(
            Member.optional("ProviderName", Text.of(1, 128, "[\\w._:/-]+")),
            Member.optional("ClientId", Text.of(1, 128, "[\\w_]+")),
            Member.optional("ServerSideTokenCheck", FLAG));
    static final Sequence USER_POOL_CLIENTS = new Sequence(USER_POOL_CLIENT, 0, Integer.MAX_VALUE);

    static final Sequence TAG_KEYS = new Sequence(Text.of(1, 128), 0, Integer.MAX_VALUE);

    public static final Mapping ROLES = new Mapping(Text.of(1, 128, "(un)?authenticated"), ARN, 2);
    /// The model allows far more rules than the quota does.
    static final Structure RULES_CONFIGURATION = Structure.of(Member.required(
            "Rules",
            new Sequence(
                    Structure.of(
                            Member.required("Claim", Text.of(1, 64, "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+")),
                            Member.required("MatchType", Choice.of("Equals", "Contains", "StartsWith", "NotEqual")),
                            Member.required("Value", Text.of(1, 128)),
                            Member.required("RoleARN", ARN)),
                    1,
                    400)));
    public static final Mapping ROLE_MAPPINGS = new Mapping(
            PROVIDER_NAME,
            Structure.of(
                    Member.required("Type", Choice.of("Token", "Rules")),
                    Member.optional("AmbiguousRoleResolution", Choice.of("AuthenticatedRole", "Deny")),
                    Member.optional("RulesConfiguration", RULES_CONFIGURATION)),
            10);

    /// STS has the same length for ARNs, but a pattern: every character that XML can have.
    static final Text STS_ARN = Text.of(
            20,
            2048,
            "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]+");

    static final Text SESSION_NAME = Text.of(2, 64, "[\\w+=,.@-]*");
    static final Text WEB_IDENTITY_TOKEN = Text.of(4, 20000);
    static final Text PROVIDER_ID = Text.of(4, 2048);
    static final Whole SESSION_DURATION = new Whole(900, 43200);
    static final Text ANY_TEXT = Text.of(0, Integer.MAX_VALUE);

    private Shapes() {}
}
