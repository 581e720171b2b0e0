package org.identitybroker.emulator.wire;

import static org.identitybroker.emulator.wire.Shape.Member.optional;
import static org.identitybroker.emulator.wire.Shape.Member.required;

import java.util.Arrays;
import java.util.Optional;
import org.identitybroker.emulator.wire.Shape.Member;
import org.identitybroker.emulator.wire.Shape.Structure;

/// The operations of STS that are served, and what each takes; the order of the members is the service model's.
public enum QueryAction {
    ASSUME_ROLE_WITH_WEB_IDENTITY(
            "AssumeRoleWithWebIdentity",
            required("RoleArn", Shapes.STS_ARN),
            required("RoleSessionName", Shapes.SESSION_NAME),
            required("WebIdentityToken", Shapes.WEB_IDENTITY_TOKEN),
            optional("ProviderId", Shapes.PROVIDER_ID),
            optional("PolicyArns", Shapes.ANY_TEXT),
            optional("Policy", Shapes.ANY_TEXT),
            optional("DurationSeconds", Shapes.SESSION_DURATION)),
    GET_CALLER_IDENTITY("GetCallerIdentity");

    private final String wireName;
    private final Structure input;

    QueryAction(String wireName, Member... members) {
        this.wireName = wireName;
        this.input = Structure.of(members);
    }

    static Optional<QueryAction> named(String wireName) {
        return Arrays.stream(values())
                .filter(action -> action.wireName.equals(wireName))
                .findFirst();
    }

    public String wireName() {
        return wireName;
    }

    Structure input() {
        return input;
    }
}
