package org.identitybroker.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/// Stacks that together have everything that the template can make.
final class Variants {
    static final String OTHER_ACCOUNT = "arn:aws:iam::444455556666:role/staff-BrokerRole";

    private Variants() {}

    static Stream<Stack> all() {
        return Stream.of(smallest(), withPodIdentityAndAllExamples(), assumed(), attached());
    }

    static Stack smallest() {
        return Stack.of();
    }

    static Stack withPodIdentityAndAllExamples() {
        return Stack.of(
                "BrokerAccess", "pod-identity",
                "EksClusterName", "shop",
                "AllowGuests", "true",
                "OtherAccountRoleArns", OTHER_ACCOUNT,
                "CreateUserBucket", "true",
                "BrowserOrigins", "https://app.example.com,https://staff.example.com",
                "ApiId", "a1b2c3d4e5");
    }

    static Stack assumed() {
        return Stack.of(
                "BrokerAccess", "assumed-role",
                "BrokerRoleArn", "arn:aws:iam::444455556666:role/broker");
    }

    static Stack attached() {
        return Stack.of(
                "BrokerAccess", "attach",
                "BrokerRoleName", "customers-BrokerRole",
                "UserBucketName", "demo-uploads");
    }

    /// Wherever a policy has a list, one entry can stand without it.
    static List<String> texts(JsonNode oneOrMore) {
        return (oneOrMore.isArray() ? oneOrMore.valueStream() : Stream.of(oneOrMore))
                .map(JsonNode::asText)
                .toList();
    }
}
