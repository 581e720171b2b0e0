package org.identitybroker.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every policy of the template: nothing is open that could be named.
class RightsTest {
    /// Actions that know no resources, only the condition `cognito-identity:IdentityPoolArn` (Service Authorization
    /// Reference, "Actions, resources, and condition keys for Amazon Cognito Identity").
    private static final Set<String> WITHOUT_RESOURCES =
            Set.of("cognito-identity:DeleteIdentities", "cognito-identity:DescribeIdentity");

    private static final String BOUNDARY = "arn:aws:iam::111122223333:policy/boundary";

    static Stream<Stack> variants() {
        return Variants.all();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void actionsAreNamedOneByOne(Stack stack) {
        for (JsonNode statement : allowing(stack)) {
            assertThat(statement.has("NotAction") || statement.has("NotResource"))
                    .isFalse();
            assertThat(Variants.texts(statement.path("Action")))
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .allMatch(action -> action.matches("[a-z0-9-]+:[A-Za-z]+"));
        }
    }

    /// A `*` may only stand for what is within a thing that is named.
    @ParameterizedTest
    @MethodSource("variants")
    void resourcesAreNamedWhereTheyCanBe(Stack stack) {
        for (JsonNode statement : allowing(stack)) {
            if (WITHOUT_RESOURCES.containsAll(Variants.texts(statement.path("Action")))) {
                assertThat(statement
                                .at("/Condition/StringEquals/cognito-identity:IdentityPoolArn")
                                .asText())
                        .as(statement.toString())
                        .isEqualTo(Stack.POOL_ARN);
            } else {
                assertThat(Variants.texts(statement.path("Resource")))
                        .as(statement.toString())
                        .isNotEmpty()
                        .allMatch(arn -> arn.matches("arn:aws:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:[^*?]+(/\\*)?"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void whoMayListABucketMayListOnePartOfIt(Stack stack) {
        for (JsonNode statement : allowing(stack)) {
            if (Variants.texts(statement.path("Action")).contains("s3:ListBucket")) {
                assertThat(statement.at("/Condition/StringLike/s3:prefix").asText())
                        .isEqualTo("users/${cognito-identity.amazonaws.com:sub}/*");
            }
        }
    }

    @Test
    void everyRoleHasTheBoundaryIfThereIsOne() {
        assertThat(boundaries(Stack.of("AllowGuests", "true"))).containsExactly("", "", "");
        assertThat(boundaries(Stack.of("AllowGuests", "true", "PermissionsBoundaryArn", BOUNDARY)))
                .containsExactly(BOUNDARY, BOUNDARY, BOUNDARY);
    }

    private static List<String> boundaries(Stack stack) {
        return stack.resources().stream()
                .filter(resource -> stack.typeOf(resource).equals("AWS::IAM::Role"))
                .map(role -> stack.properties(role).path("PermissionsBoundary").asText())
                .toList();
    }

    /// A variable that CloudFormation did not leave to IAM, or one that it did not fill in itself.
    @ParameterizedTest
    @MethodSource("variants")
    void onlyVariablesOfIamAreLeft(Stack stack) {
        for (JsonNode statement : allowing(stack)) {
            assertThat(statement
                            .toString()
                            .replaceAll("\\$\\{(cognito-identity\\.amazonaws\\.com:sub|aws:PrincipalTag/[a-z]+)}", ""))
                    .doesNotContain("${")
                    .doesNotContain("AWS::");
        }
    }

    private static List<JsonNode> allowing(Stack stack) {
        List<JsonNode> statements = new ArrayList<>();
        stack.policies().values().forEach(policy -> {
            assertThat(policy.path("Version").asText()).as("variables need it").isEqualTo("2012-10-17");
            policy.path("Statement").forEach(statements::add);
        });
        statements.removeIf(statement -> statement.path("Effect").asText().equals("Deny"));
        assertThat(statements).isNotEmpty();
        return statements;
    }
}
