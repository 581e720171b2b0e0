package org.identitybroker.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.identitybroker.testing.FreshIdentityCognito;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A pool in another account: the broker assumes the pool's role, and signs with what STS gave it.
class AssumeRoleIT {
    private static final String ROLE = "arn:aws:iam::444455556666:role/identity-broker";

    private final List<String> assumed = new CopyOnWriteArrayList<>();

    @Test
    @Tag("soak")
    void callsForAPoolOfAnotherAccountAreSignedWithItsRole() throws IOException {
        HttpServer sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", this::assumeRole);
        sts.start();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                FreshIdentityCognito cognito = new FreshIdentityCognito();
                PackagedBroker broker =
                        PackagedBroker.launch(settings(postgres, cognito, sts)).untilReady()) {
            assertThat(issue(broker, "shop", "customers")).isEqualTo(200);
            assertThat(cognito.lastAuthorization()).contains("Credential=ASIAROLE/", "/cognito-identity/aws4_request");
            assertThat(issue(broker, "staffdesk", "staff")).isEqualTo(200);
            assertThat(cognito.lastAuthorization()).contains("Credential=test/");
            assertThat(assumed)
                    .singleElement()
                    .satisfies(form -> assertThat(form)
                            .contains(
                                    "Action=AssumeRole",
                                    "RoleArn=arn%3Aaws%3Aiam%3A%3A444455556666%3Arole%2Fidentity-broker"));
        } finally {
            sts.stop(0);
        }
    }

    private static int issue(PackagedBroker broker, String caller, String pool) {
        return broker.issue(CallerTokens.of(caller), "{\"userId\":\"hr:alice\",\"pool\":\"%s\"}".formatted(pool))
                .statusCode();
    }

    private static Map<String, String> settings(
            EmbeddedPostgres postgres, FreshIdentityCognito cognito, HttpServer sts) {
        Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
        settings.putAll(PackagedBroker.connectedTo(postgres, cognito.endpoint()));
        settings.put("broker.pools.customers.assume-role-arn", ROLE);
        settings.put(
                "aws.endpoint.url.sts", "http://127.0.0.1:" + sts.getAddress().getPort());
        return settings;
    }

    private void assumeRole(HttpExchange exchange) throws IOException {
        try (exchange) {
            assumed.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = """
                    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
                    <AssumedRoleUser><Arn>arn:aws:sts::444455556666:assumed-role/identity-broker/identity-broker</Arn>
                    <AssumedRoleId>AROA:identity-broker</AssumedRoleId></AssumedRoleUser>
                    <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                    <SessionToken>session</SessionToken><Expiration>%s</Expiration></Credentials>
                    </AssumeRoleResult></AssumeRoleResponse>""".formatted(Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
