package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import java.util.Optional;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.PublicLogins;
import org.identitybroker.emulator.state.UserPoolClient;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentity.model.DescribeIdentityPoolResponse;

/// Identity pools, seeded and made.
class PoolTest {
    private static final String USER_POOL = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";
    private static final String OIDC_ARN = "arn:aws:iam::111122223333:oidc-provider/login.example.org";

    @Test
    void aSeededPoolIsDescribed() {
        PublicLogins logins = PublicLogins.none()
                .withSupported("accounts.google.com", "client-1")
                .withUserPoolClient(new UserPoolClient(USER_POOL, "client2", true))
                .withOpenIdConnect(OIDC_ARN);
        PoolSettings pool = PoolSettings.forDeveloper(TestEmulator.POOL, TestEmulator.PROVIDER)
                .withName("Shop customers")
                .withClassicFlow(Optional.of(false))
                .withPublicLogins(logins);
        try (TestEmulator cognito = TestEmulator.start(pool)) {
            DescribeIdentityPoolResponse described = describe(cognito);

            assertAll(
                    () -> assertEquals("Shop customers", described.identityPoolName()),
                    () -> assertEquals(false, described.allowUnauthenticatedIdentities()),
                    () -> assertEquals(false, described.allowClassicFlow()),
                    () -> assertEquals(TestEmulator.PROVIDER, described.developerProviderName()),
                    () -> assertEquals(Map.of("accounts.google.com", "client-1"), described.supportedLoginProviders()),
                    () -> assertEquals(
                            USER_POOL,
                            described.cognitoIdentityProviders().getFirst().providerName()),
                    () -> assertEquals(
                            OIDC_ARN, described.openIdConnectProviderARNs().getFirst()));
        }
    }

    @Test
    void whatWasNeverSetIsNotShown() {
        try (TestEmulator cognito = TestEmulator.start()) {
            DescribeIdentityPoolResponse described = describe(cognito);

            assertNull(described.allowClassicFlow());
            assertFalse(described.hasSupportedLoginProviders());
            assertFalse(described.hasSamlProviderARNs());
            assertFalse(described.hasIdentityPoolTags());
        }
    }

    private static DescribeIdentityPoolResponse describe(TestEmulator cognito) {
        return cognito.backend.describeIdentityPool(request -> request.identityPoolId(TestEmulator.POOL));
    }
}
