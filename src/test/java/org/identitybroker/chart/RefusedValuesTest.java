package org.identitybroker.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Wrong values end at the desk of whoever sets them, and not in a cluster.
class RefusedValuesTest {
    @TempDir
    private static Path scratch;

    private final Chart chart = Chart.in(scratch);

    static Stream<Arguments> wrong() {
        return Stream.of(
                // Names that do not exist
                arguments("replicaCount: 3", "replicaCount"),
                arguments("database: {password: hunter2}", "password"),
                arguments("callers: {shop: {permission: [token:issue]}}", "permission"),
                arguments("pools: {customers: {identity-pool-id: x}}", "identity-pool-id"),
                arguments("networkPolicy: {caller: []}", "caller"),
                // Secrets
                arguments("database: {url: 'jdbc:postgresql://db/broker?user=a&password=b'}", "/database/url"),
                arguments("pools: {customers: {userIdentifierKey: bW1t}}", "userIdentifierKey"),
                arguments("settings: {quarkus.datasource.password: hunter2}", "quarkus.datasource.password"),
                arguments("settings: {broker.pools.customers.user-identifier-key: bW1t}", "user-identifier-key"),
                arguments("env: [{name: QUARKUS_DATASOURCE_PASSWORD, value: hunter2}]", "/env/0"),
                arguments("env: [{name: AWS_SECRET_ACCESS_KEY, value: hunter2}]", "/env/0"),
                arguments("env: [{name: BROKER_POOLS_CUSTOMERS_USER_IDENTIFIER_KEY, value: bW1t}]", "/env/0"),
                // What is missing
                arguments("database: {secretName: ''}", "/database/secretName"),
                arguments("aws: {roleArn: ''}", "aws.roleArn is needed"),
                arguments("ingress: {enabled: true}", "/ingress/host"),
                arguments("httpRoute: {enabled: true}", "/httpRoute/parentRefs"),
                arguments("issuers: {other: {issuer: a, audience: b}}", "/issuers/other"),
                arguments("callers: {other: {subject: a}}", "/callers/other"),
                arguments("serviceAccount: {create: false}", "serviceAccount.name is needed"),
                arguments("pools: {customers: {userIdentifier: hmac-sha256}}", "userIdentifierKeySecret"),
                arguments("tls: {clientCaConfigMap: {name: a, key: b}}", "/tls/secretName"),
                // Values that nobody can mean
                arguments("replicas: 0", "/replicas"),
                arguments("replicas: three", "/replicas"),
                arguments("database: {url: 'postgres://db/broker'}", "/database/url"),
                arguments("aws: {roleArn: identity-broker}", "/aws/roleArn"),
                arguments("aws: {credentials: keys}", "/aws/credentials"),
                arguments("migration: {mode: never}", "/migration/mode"),
                arguments("image: {digest: latest}", "/image/digest"),
                arguments("callers: {Shop: {issuer: inhouse, subject: a}}", "Shop"),
                arguments("callers: {shop: {permissions: ['token:isue']}}", "/callers/shop/permissions/0"),
                arguments("callers: {shop: {pools: customers}}", "/callers/shop/pools"),
                arguments("callers: {shop: {userIdPrefixes: ['a,b']}}", "/callers/shop/userIdPrefixes/0"),
                arguments("callers: {shop: {requestsPerSecond: 0}}", "/callers/shop/requestsPerSecond"),
                arguments("callers: {shop: {subject: '${jwt}'}}", "broker.callers.shop.subject"),
                arguments("pools: {customers: {tokenDuration: soon}}", "/pools/customers/tokenDuration"),
                arguments("pools: {customers: {requestsPerSecond: 5, quota: a}}", "/pools/customers"),
                arguments("pools: {customers: {userIdentifierKeyId: k1}}", "/pools/customers"),
                arguments("issuers: {inhouse: {apiServer: true}}", "/issuers/inhouse"),
                arguments("issuers: {inhouse: {algorithms: [HS256]}}", "/issuers/inhouse/algorithms/0"),
                arguments("settings: {broker.callers.shop.pools: staff}", "broker.callers.shop.pools"),
                arguments("settings: {server.port: 80}", "server.port"),
                arguments("networkPolicy: {postgres: []}", "/networkPolicy/postgres"),
                arguments("podDisruptionBudget: {maxUnavailable: 0}", "/podDisruptionBudget/maxUnavailable"),
                arguments("serviceMonitor: {interval: often}", "/serviceMonitor/interval"),
                arguments("shutdown: {timeoutSeconds: 0}", "/shutdown/timeoutSeconds"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefusedByItsName(String values, String named) {
        assertThatThrownBy(() -> chart.renderWith("minimal", values)).hasMessageContaining(named);
    }

    /// Beside those above: what only looks like them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "env: [{name: BROKER_AUDIT_RETENTION, value: P90D}]",
                "env: [{name: AWS_SECRET_ACCESS_KEY, valueFrom: {secretKeyRef: {name: a, key: b}}}]",
                "settings: {quarkus.tls.broker.key-store.pem.a.key: /run/tls/key}",
                "pools: {customers: {requestsPerSecond: 50, tokenDuration: 15m}}",
                "callers: {shop: {permissions: [], pools: []}}",
                "podDisruptionBudget: {maxUnavailable: 34%}",
                "replicas: 1",
                "global: {team: sign-in}"
            })
    void isTaken(String values) {
        assertThat(chart.renderWith("minimal", values)).contains("kind: Deployment");
    }
}
