package org.identitybroker.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.identitybroker.emulator.iam.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets which role, by the emulator's evaluation of policies.
class TrustTest {
    private static final String COGNITO = "cognito-identity.amazonaws.com";
    private static final String REDEEM = "sts:AssumeRoleWithWebIdentity";
    private static final String TAG = "sts:TagSession";
    private static final String ASSUME = "sts:AssumeRole";
    private static final String OTHER_POOL = "eu-west-1:00000000-0000-4000-8000-000000000002";

    /// As Cognito's tokens have them.
    private static final List<String> USER =
            List.of("authenticated", "login.example.com", "login.example.com:" + Stack.POOL + ":alice");

    private static final List<String> GUEST = List.of("unauthenticated");

    private final Stack stack = Stack.of("AllowGuests", "true");
    private final Trust users = new Trust(stack.trust("AuthenticatedRole"));
    private final Trust guests = new Trust(stack.trust("GuestRole"));

    @ParameterizedTest
    @ValueSource(strings = {REDEEM, TAG})
    void aUserOfThePoolGetsTheUsersRoleAlsoWithTags(String action) {
        assertThat(users.letsIn("Federated", COGNITO, action, session(Stack.POOL, USER)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {REDEEM, TAG})
    void nobodyElseGetsTheUsersRole(String action) {
        assertThat(users.letsIn("Federated", COGNITO, action, session(OTHER_POOL, USER)))
                .as("another pool")
                .isFalse();
        assertThat(users.letsIn("Federated", COGNITO, action, session(Stack.POOL, GUEST)))
                .as("a guest")
                .isFalse();
        assertThat(users.letsIn("Federated", COGNITO, action, amr(USER)))
                .as("no aud")
                .isFalse();
        assertThat(users.letsIn("Federated", COGNITO, action, aud(Stack.POOL)))
                .as("no amr")
                .isFalse();
        assertThat(users.letsIn("Federated", "accounts.google.com", action, session(Stack.POOL, USER)))
                .as("another issuer")
                .isFalse();
        assertThat(users.letsIn("AWS", "arn:aws:iam::111122223333:root", action, session(Stack.POOL, USER)))
                .as("the account")
                .isFalse();
    }

    @Test
    void aGuestOfThePoolGetsTheGuestsRoleWithoutTags() {
        assertThat(guests.letsIn("Federated", COGNITO, REDEEM, session(Stack.POOL, GUEST)))
                .isTrue();

        assertThat(guests.letsIn("Federated", COGNITO, TAG, session(Stack.POOL, GUEST)))
                .isFalse();
        assertThat(guests.letsIn("Federated", COGNITO, REDEEM, session(OTHER_POOL, GUEST)))
                .isFalse();
        assertThat(guests.letsIn("Federated", COGNITO, REDEEM, session(Stack.POOL, USER)))
                .isFalse();
    }

    @Test
    void rolesOfAStackWithoutGuestsAreForUsersAlone() {
        assertThat(Stack.of().resources()).doesNotContain("GuestRole");
        assertThat(Stack.of().properties("RoleAttachment").path("Roles").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("authenticated");
        assertThat(stack.properties("RoleAttachment")
                        .path("Roles")
                        .path("unauthenticated")
                        .asText())
                .isEqualTo(stack.arn("GuestRole"));
    }

    @Test
    void theServiceAccountGetsTheBrokersRoleByItsCluster() {
        Trust broker = new Trust(Stack.of().trust("BrokerRole"));
        String issuer = "oidc.eks.eu-west-1.amazonaws.com/id/AB12";

        assertThat(broker.letsIn(
                        "Federated",
                        Stack.OIDC_PROVIDER,
                        REDEEM,
                        pod(issuer, "sts.amazonaws.com", "identity-broker:identity-broker")))
                .isTrue();
        assertThat(broker.letsIn(
                        "Federated",
                        Stack.OIDC_PROVIDER,
                        REDEEM,
                        pod(issuer, "sts.amazonaws.com", "identity-broker:default")))
                .as("another service account")
                .isFalse();
        assertThat(broker.letsIn(
                        "Federated",
                        Stack.OIDC_PROVIDER,
                        REDEEM,
                        pod(issuer, "sts.amazonaws.com", "default:identity-broker")))
                .as("another namespace")
                .isFalse();
        assertThat(broker.letsIn(
                        "Federated",
                        Stack.OIDC_PROVIDER,
                        REDEEM,
                        pod(issuer, "vault", "identity-broker:identity-broker")))
                .as("a token for another service")
                .isFalse();
        assertThat(broker.letsIn(
                        "Federated",
                        Stack.OIDC_PROVIDER + "3",
                        REDEEM,
                        pod(issuer + "3", "sts.amazonaws.com", "identity-broker:identity-broker")))
                .as("another cluster")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {ASSUME, TAG})
    void thePodGetsTheBrokersRoleByItsTags(String action) {
        Trust broker = new Trust(Stack.of(
                        "BrokerAccess", "pod-identity",
                        "EksClusterName", "shop",
                        "KubernetesNamespace", "login",
                        "KubernetesServiceAccount", "broker")
                .trust("BrokerRole"));
        String pods = "pods.eks.amazonaws.com";

        assertThat(broker.letsIn("Service", pods, action, tagged("shop", "login", "broker")))
                .isTrue();
        assertThat(broker.letsIn("Service", pods, action, tagged("other", "login", "broker")))
                .isFalse();
        assertThat(broker.letsIn("Service", pods, action, tagged("shop", "default", "broker")))
                .isFalse();
        assertThat(broker.letsIn("Service", pods, action, tagged("shop", "login", "default")))
                .isFalse();
        assertThat(broker.letsIn("Service", pods, action, Context.empty())).isFalse();
        assertThat(broker.letsIn("Service", "ec2.amazonaws.com", action, tagged("shop", "login", "broker")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {ASSUME, TAG})
    void theBrokerOfAnotherAccountGetsTheRoleOfThisOne(String action) {
        String home = "arn:aws:iam::444455556666:role/broker";
        Trust broker = new Trust(
                Stack.of("BrokerAccess", "assumed-role", "BrokerRoleArn", home).trust("BrokerRole"));

        assertThat(broker.letsIn("AWS", home, action, Context.empty())).isTrue();
        assertThat(broker.letsIn("AWS", "arn:aws:iam::444455556666:root", action, Context.empty()))
                .isFalse();
        assertThat(broker.letsIn("AWS", "*", action, Context.empty())).isFalse();
    }

    static Stream<Arguments> variants() {
        return Variants.all().map(Arguments::of);
    }

    /// A role that trusts everybody could not be told from one that trusts the right ones by these who are refused.
    @ParameterizedTest
    @MethodSource("variants")
    void everyStatementOfTrustNamesItsPrincipalAndNoActionTwice(Stack any) {
        for (String role : any.resources()) {
            if (any.typeOf(role).equals("AWS::IAM::Role")) {
                for (JsonNode statement : any.trust(role).path("Statement")) {
                    assertThat(statement.path("Principal").toString())
                            .doesNotContain("*")
                            .contains(":");
                    assertThat(Variants.texts(statement.path("Action")))
                            .isSubsetOf(REDEEM, TAG, ASSUME)
                            .doesNotHaveDuplicates();
                }
            }
        }
    }

    private static Context session(String pool, List<String> amr) {
        return aud(pool).and(amr(amr));
    }

    private static Context aud(String pool) {
        return Context.empty().with(COGNITO + ":aud", pool);
    }

    private static Context amr(List<String> amr) {
        return Context.empty().with(COGNITO + ":amr", amr);
    }

    private static Context pod(String issuer, String audience, String account) {
        return Context.empty()
                .with(issuer + ":aud", audience)
                .with(issuer + ":sub", "system:serviceaccount:" + account);
    }

    private static Context tagged(String cluster, String namespace, String serviceAccount) {
        return Context.empty()
                .with("aws:RequestTag/eks-cluster-arn", "arn:aws:eks:eu-west-1:111122223333:cluster/" + cluster)
                .with("aws:RequestTag/kubernetes-namespace", namespace)
                .with("aws:RequestTag/kubernetes-service-account", serviceAccount);
    }
}
