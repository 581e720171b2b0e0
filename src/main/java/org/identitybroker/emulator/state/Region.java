package org.identitybroker.emulator.state;

import java.util.List;

/// An AWS region, and how the names around Cognito Identity differ in its partition.
public record Region(String name) {
    private static final String HOST = "cognito-identity.amazonaws.com";

    /// The region in an identity pool's or an identity's id, `REGION:GUID`.
    public static Region of(String id) {
        return new Region(id.substring(0, id.indexOf(':')));
    }

    public String partition() {
        if (name.startsWith("cn-")) {
            return "aws-cn";
        }
        if (name.startsWith("us-gov-")) {
            return "aws-us-gov";
        }
        return name.startsWith("eusc-") ? "aws-eusc" : "aws";
    }

    /// Who signs tokens here. That China's and GovCloud's issuers carry their own host names is this emulator's
    /// choice.
    public String issuer() {
        return "https://" + loginKeys().getFirst();
    }

    /// The keys under which a token of this region may stand in a `Logins` map.
    public List<String> loginKeys() {
        return switch (name) {
            case "us-gov-west-1" -> List.of("cognito-identity-us-gov.amazonaws.com", HOST);
            case "us-gov-east-1" -> List.of("cognito-identity.us-gov-east-1.amazonaws.com", HOST);
            default -> List.of(partition().equals("aws-cn") ? "cognito-identity." + name + ".amazonaws.com.cn" : HOST);
        };
    }

    public String poolArn(String accountId, String poolId) {
        return "arn:%s:cognito-identity:%s:%s:identitypool/%s".formatted(partition(), name, accountId, poolId);
    }
}
