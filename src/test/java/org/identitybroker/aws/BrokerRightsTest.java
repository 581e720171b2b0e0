package org.identitybroker.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.identitybroker.emulator.iam.AccessRequest;
import org.identitybroker.emulator.iam.Context;
import org.identitybroker.emulator.iam.Decision;
import org.identitybroker.emulator.iam.PolicyDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.DescribeIdentityResponse;
import software.amazon.awssdk.services.sts.StsClient;

/// The broker's role against the broker's code: nothing missing, nothing more.
class BrokerRightsTest {
    private static final String OTHER_POOL_ARN = Stack.POOL_ARN.replaceFirst("1$", "2");

    /// Calls for which no policy is asked.
    private static final Map<String, String> WITHOUT_PERMISSION = Map.of(
            "cognito-identity:GetCredentialsForIdentity", "public: the SDK does not sign it, the token is the proof",
            "cognito-identity:GetId", "public",
            "cognito-identity:GetOpenIdToken", "public",
            "cognito-identity:UnlinkIdentity", "public",
            "sts:GetCallerIdentity", "AWS answers it to whoever signs it, and no policy can forbid it");

    /// Rights without a call of the broker's.
    private static final Map<String, String> WITHOUT_CALL =
            Map.of("sts:TagSession", "needed for AssumeRole by sessions of EKS Pod Identity, whose tags AWS hands on");

    private final Stack stack = Variants.withPodIdentityAndAllExamples();
    private final JsonNode rights = stack.rightsOf("BrokerRole");

    @Test
    void theBrokerMayDoWhatItCallsAndNothingElse() {
        Set<String> needed = new TreeSet<>(AwsCalls.ofTheBroker());
        needed.removeAll(WITHOUT_PERMISSION.keySet());

        assertThat(allowed()).isEqualTo(needed);
    }

    private Set<String> allowed() {
        Set<String> allowed = new TreeSet<>();
        rights.path("Statement").forEach(statement -> allowed.addAll(Variants.texts(statement.path("Action"))));
        allowed.removeAll(WITHOUT_CALL.keySet());
        return allowed;
    }

    @Test
    void theReadmesPolicyNamesTheSame() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Matcher policy = Pattern.compile("```json\n(\\{\\s+\"Version\".*?)```", Pattern.DOTALL)
                .matcher(readme);
        assertThat(policy.find()).isTrue();

        Set<String> told = new TreeSet<>(Set.of("iam:GetRole", "sts:AssumeRole"));
        assertThat(readme).contains("(`iam:GetRole`)", "`sts:AssumeRole` on the broker's own");
        new ObjectMapper()
                .readTree(policy.group(1))
                .path("Statement")
                .forEach(statement -> told.addAll(Variants.texts(statement.path("Action"))));
        assertThat(told).isEqualTo(allowed());
    }

    /// A role in another account does the same for its pool, but for assuming more roles.
    @Test
    void aRoleOfAnotherAccountMayDoTheSame() {
        assertThat(Variants.assumed().rightsOf("BrokerRole"))
                .isEqualTo(Variants.smallest().rightsOf("BrokerRole"));
        assertThat(Variants.assumed().rightsOf("BrokerRole").toString()).doesNotContain("sts:");
        assertThat(Variants.attached()
                        .properties("BrokerPolicy")
                        .path("Roles")
                        .valueStream()
                        .map(JsonNode::asText))
                .containsExactly("customers-BrokerRole");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetOpenIdTokenForDeveloperIdentity",
                "LookupDeveloperIdentity",
                "UnlinkDeveloperIdentity",
                "MergeDeveloperIdentities",
                "DescribeIdentityPool",
                "GetIdentityPoolRoles"
            })
    void onItsPoolAlone(String operation) {
        assertThat(may("cognito-identity:" + operation, Stack.POOL_ARN, Context.empty()))
                .isTrue();
        assertThat(may("cognito-identity:" + operation, OTHER_POOL_ARN, Context.empty()))
                .isFalse();
    }

    @Test
    void deletesIdentitiesOfItsPoolAlone() {
        Context own = Context.empty().with("cognito-identity:IdentityPoolArn", Stack.POOL_ARN);
        Context other = Context.empty().with("cognito-identity:IdentityPoolArn", OTHER_POOL_ARN);

        assertThat(may("cognito-identity:DeleteIdentities", "*", own)).isTrue();
        assertThat(may("cognito-identity:DeleteIdentities", "*", other)).isFalse();
        assertThat(may("cognito-identity:DeleteIdentities", "*", Context.empty()))
                .isFalse();
    }

    @Test
    void looksAtTheRolesOfItsUsersAndAssumesThoseOfOtherAccounts() {
        assertThat(may("iam:GetRole", stack.arn("AuthenticatedRole"), Context.empty()))
                .isTrue();
        assertThat(may("iam:GetRole", stack.arn("GuestRole"), Context.empty())).isTrue();
        assertThat(may("iam:GetRole", stack.arn("BrokerRole"), Context.empty())).isFalse();
        assertThat(may("sts:AssumeRole", Variants.OTHER_ACCOUNT, Context.empty()))
                .isTrue();
        assertThat(may("sts:AssumeRole", stack.arn("AuthenticatedRole"), Context.empty()))
                .isFalse();
    }

    private boolean may(String action, String resource, Context context) {
        return PolicyDocument.of(rights).decide(new AccessRequest(action, resource, context)) == Decision.ALLOWED;
    }

    @Test
    void callsAreFoundInLambdasAndReferences() throws URISyntaxException {
        var asking = Path.of(
                Asking.class.getResource("BrokerRightsTest$Asking.class").toURI());

        assertThat(AwsCalls.of(asking))
                .containsExactly(
                        "cognito-identity:DescribeIdentity",
                        "cognito-identity:ListIdentityPools",
                        "sts:GetCallerIdentity");
    }

    record Asking(CognitoIdentityClient cognito) {
        DescribeIdentityResponse called() {
            return cognito.describeIdentity(request -> request.identityId("some"));
        }

        Stream<Object> withinALambda() {
            return Stream.generate(() -> cognito.listIdentityPoolsPaginator(request -> request.maxResults(1)));
        }

        static Function<StsClient, Object> asAReference() {
            return StsClient::getCallerIdentity;
        }
    }
}
