package org.identitybroker.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/// What is made, what is kept, and what is told to the operator.
class StackTest {
    static Stream<Stack> variants() {
        return Variants.all();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void theTemplateHasNoComplaints(Stack stack) {
        assertThat(stack.complaints()).isEmpty();
        // Every function of every resource and output can be evaluated.
        assertThat(stack.resources())
                .allSatisfy(name -> assertThat(stack.properties(name)).isNotEmpty());
        assertThat(stack.outputs()).containsKeys("IdentityPoolId", "Region", "BrokerSettings", "BrokerPolicyArn");
    }

    @Test
    void asLittleAsPossibleIsMadeUnlessItIsAskedFor() {
        assertThat(Variants.smallest().resources())
                .containsExactly("AuthenticatedRole", "BrokerPolicy", "BrokerRole", "IdentityPool", "RoleAttachment");
        assertThat(Variants.smallest().rightsOf("AuthenticatedRole").path("Statement"))
                .isEmpty();
        assertThat(Variants.attached().resources())
                .containsExactly("AuthenticatedRole", "BrokerPolicy", "IdentityPool", "RoleAttachment", "UserFiles");
    }

    @Test
    void thePoolIsForDevelopersUsersOnly() {
        JsonNode pool = Variants.smallest().properties("IdentityPool");

        assertThat(pool.path("DeveloperProviderName").asText()).isEqualTo("login.example.com");
        assertThat(pool.path("AllowUnauthenticatedIdentities").booleanValue()).isFalse();
        assertThat(pool.path("AllowClassicFlow").isBoolean()).isTrue();
        assertThat(pool.path("AllowClassicFlow").booleanValue()).isFalse();
        assertThat(Variants.withPodIdentityAndAllExamples()
                        .properties("IdentityPool")
                        .path("AllowUnauthenticatedIdentities")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void aPoolThatIsThereIsUsedInsteadOfANewOne() {
        String pool = "eu-west-1:00000000-0000-4000-8000-000000000009";
        Stack stack = Stack.of("ExistingIdentityPoolId", pool, "AllowGuests", "true");

        assertThat(stack.resources()).doesNotContain("IdentityPool").contains("RoleAttachment");
        assertThat(stack.properties("RoleAttachment").path("IdentityPoolId").asText())
                .isEqualTo(pool);
        assertThat(List.of(stack.trust("AuthenticatedRole"), stack.trust("GuestRole")))
                .allSatisfy(trust -> assertThat(
                                trust.at("/Statement/0/Condition/StringEquals/cognito-identity.amazonaws.com:aud")
                                        .asText())
                        .isEqualTo(pool));
        String rights = stack.rightsOf("BrokerRole").toString();
        assertThat(rights)
                .isEqualTo(Stack.of("AllowGuests", "true")
                        .rightsOf("BrokerRole")
                        .toString()
                        .replace(Stack.POOL, pool));
        assertThat(stack.outputs()).containsEntry("IdentityPoolId", pool);
        assertThat(stack.output("BrokerSettings")).contains("identity-pool-id=" + pool + "\n");
    }

    /// What cannot be made again outlives its stack.
    @Test
    void identitiesAndFilesAreKept() {
        Set<String> kept = Set.of("IdentityPool", "UserBucket", "UserBucketPolicy");
        Template.CONTENT.path("Resources").properties().forEach(resource -> {
            String expected = kept.contains(resource.getKey()) ? "Retain" : "";
            assertThat(resource.getValue().path("DeletionPolicy").asText())
                    .as(resource.getKey())
                    .isEqualTo(expected);
            assertThat(resource.getValue().path("UpdateReplacePolicy").asText())
                    .as(resource.getKey())
                    .isEqualTo(expected);
        });
    }

    @Test
    void theBucketIsClosed() {
        Stack stack = Variants.withPodIdentityAndAllExamples();
        JsonNode bucket = stack.properties("UserBucket");

        assertThat(bucket.path("PublicAccessBlockConfiguration").valueStream())
                .hasSize(4)
                .allMatch(JsonNode::booleanValue);
        assertThat(bucket.at("/OwnershipControls/Rules/0/ObjectOwnership").asText())
                .isEqualTo("BucketOwnerEnforced");
        assertThat(bucket.path("BucketEncryption").findValuesAsText("SSEAlgorithm"))
                .containsExactly("AES256");
        assertThat(bucket.at("/CorsConfiguration/CorsRules/0/AllowedOrigins")
                        .valueStream()
                        .map(JsonNode::asText))
                .containsExactly("https://app.example.com", "https://staff.example.com");
        assertThat(Stack.of("CreateUserBucket", "true").properties("UserBucket").has("CorsConfiguration"))
                .isFalse();

        JsonNode tlsOnly = stack.properties("UserBucketPolicy").at("/PolicyDocument/Statement/0");
        assertThat(tlsOnly.path("Effect").asText()).isEqualTo("Deny");
        assertThat(tlsOnly.at("/Condition/Bool/aws:SecureTransport").asText()).isEqualTo("false");
        assertThat(Variants.texts(tlsOnly.path("Resource")))
                .containsExactly("arn:aws:s3:::customers-userbucket", "arn:aws:s3:::customers-userbucket/*");
    }

    @Test
    void theClustersServiceAccountIsTiedToTheRole() {
        Stack stack = Variants.withPodIdentityAndAllExamples();
        JsonNode association = stack.properties("PodIdentityAssociation");

        assertThat(association.path("RoleArn").asText()).isEqualTo(stack.arn("BrokerRole"));
        assertThat(association.path("Namespace").asText()).isEqualTo("identity-broker");
        assertThat(association.path("ServiceAccount").asText()).isEqualTo("identity-broker");
        assertThat(association.path("DisableSessionTags").asBoolean(false)).isFalse();
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedAtOnce() {
        assertThat(Stack.of("OidcProviderArn", "").complaints())
                .containsExactly("BrokerAccess=irsa needs OidcProviderArn.");
        assertThat(Stack.of("BrokerAccess", "pod-identity").complaints())
                .containsExactly("BrokerAccess=pod-identity needs EksClusterName.");
        assertThat(Stack.of("BrokerAccess", "assumed-role").complaints())
                .containsExactly("BrokerAccess=assumed-role needs BrokerRoleArn, else nobody could assume the role.");
        assertThat(Stack.of("CreateUserBucket", "true", "UserBucketName", "mine")
                        .complaints())
                .containsExactly("Either CreateUserBucket or UserBucketName, not both.");
    }

    @ParameterizedTest
    @MethodSource("variants")
    void settingsAreThoseOfTheBroker(Stack stack) {
        assertThat(stack.output("BrokerSettings")).endsWith("\n");
        assertThat(stack.output("BrokerSettings").lines())
                .contains("broker.pools.customers.identity-pool-id=" + Stack.POOL)
                .contains("broker.pools.customers.developer-provider-name=login.example.com")
                .allSatisfy(line -> assertThat(settingsOfAPool())
                        .contains(line.replaceFirst("broker\\.pools\\.customers\\.([a-z-]+)=.+", "$1")));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void valuesOfTheChartSayTheSame(Stack stack) {
        JsonNode values = new ObjectMapper().valueToTree(new Yaml().load(stack.output("ChartValues")));

        List<String> settings = new ArrayList<>();
        values.at("/pools/customers")
                .properties()
                .forEach(value -> settings.add("broker.pools.customers." + inKebabCase(value.getKey()) + "="
                        + value.getValue().asText()));
        assertThat(settings)
                .containsExactlyElementsOf(
                        stack.output("BrokerSettings").lines().toList());
    }

    @Test
    void aPoolOfAnotherAccountComesWithItsRole() {
        assertThat(Variants.assumed().output("BrokerSettings"))
                .contains("broker.pools.customers.assume-role-arn="
                        + Variants.assumed().arn("BrokerRole"));
        assertThat(Variants.smallest().output("BrokerSettings")).doesNotContain("assume-role-arn");
    }

    @Test
    void theChartsServiceAccountIsTheOneThatIsTrusted() {
        Stack irsa = Variants.smallest();

        assertThat(irsa.output("ChartValues")).endsWith("""
                        serviceAccount:
                          name: identity-broker
                          annotations:
                            eks.amazonaws.com/role-arn: %s
                        """.formatted(irsa.arn("BrokerRole")));
        assertThat(Variants.withPodIdentityAndAllExamples().output("ChartValues"))
                .endsWith("serviceAccount:\n  name: identity-broker\n");
        assertThat(Variants.assumed().output("ChartValues")).doesNotContain("serviceAccount");
    }

    /// By the interface that reads them.
    private static List<String> settingsOfAPool() {
        try {
            return Arrays.stream(Class.forName("org.identitybroker.pool.PoolSettings$PoolSetting")
                            .getDeclaredMethods())
                    .map(method -> inKebabCase(method.getName()))
                    .toList();
        } catch (ClassNotFoundException moved) {
            throw new IllegalStateException(moved);
        }
    }

    private static String inKebabCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
