package org.identitybroker.catalog;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.identitybroker.testing.BrokerSettings;
import org.identitybroker.testing.CallerTokens;
import org.junit.jupiter.api.Test;

/// `GET /v1/pools` over HTTP.
@QuarkusTest
@WithTestResource(BrokerSettings.class)
class PoolResourceTest {
    @Test
    void callersSeeTheirPoolsAlone() {
        pools("both").statusCode(200).body("items.pool", contains("customers", "staff"));
        pools("admin").statusCode(200).body("items.pool", contains("customers"));
    }

    /// `shop` may ask for ten minutes at most, although the pool's own limit is an hour.
    @Test
    void limitsAreTheCallersOwn() {
        pools("shop")
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("items[0].identityPoolId", equalTo(BrokerSettings.CUSTOMERS_ID))
                .body("items[0].region", equalTo("eu-west-1"))
                .body("items[0].tokenDurationSeconds", equalTo(600))
                .body("items[0].maxTokenDurationSeconds", equalTo(600))
                .body("items[0].principalTags", contains("tier"))
                .body("items[0].userIdPrefixes", empty());
        pools("shopdesk").statusCode(200).body("items[0].userIdPrefixes", contains("shop:"));
    }

    @Test
    void onlyRegisteredCallersAreTold() {
        given().get("/v1/pools").then().statusCode(401);
        pools("nobody").statusCode(403).body("code", equalTo("forbidden"));
    }

    private static ValidatableResponse pools(String caller) {
        return given().auth().oauth2(CallerTokens.of(caller)).get("/v1/pools").then();
    }
}
