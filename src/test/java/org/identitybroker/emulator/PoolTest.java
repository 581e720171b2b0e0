package org.identitybroker.emulator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.PublicLogins;
import org.identitybroker.emulator.state.UserPoolClient;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentity.model.DescribeIdentityPoolResponse;
import software.amazon.awssdk.services.cognitoidentity.model.IdentityPoolShortDescription;
import software.amazon.awssdk.services.cognitoidentity.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentity.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentity.model.UpdateIdentityPoolResponse;

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

    @Test
    void aPoolIsMadeChangedListedAndDeleted() {
        try (TestEmulator cognito = TestEmulator.start()) {
            String pool = cognito.backend
                    .createIdentityPool(request -> request.identityPoolName("Made")
                            .allowUnauthenticatedIdentities(true)
                            .allowClassicFlow(true)
                            .developerProviderName(TestEmulator.PROVIDER)
                            .identityPoolTags(Map.of("stage", "test")))
                    .identityPoolId();
            String guest = cognito.device
                    .getId(request -> request.identityPoolId(pool))
                    .identityId();

            UpdateIdentityPoolResponse updated = cognito.backend.updateIdentityPool(request ->
                    request.identityPoolId(pool).identityPoolName("Changed").allowUnauthenticatedIdentities(false));

            assertEquals("Changed", updated.identityPoolName());
            assertNull(updated.allowClassicFlow());
            assertEquals(TestEmulator.PROVIDER, updated.developerProviderName());
            assertEquals(Map.of("stage", "test"), updated.identityPoolTags());
            assertEquals(Set.of("Changed", "emulated"), names(cognito));

            cognito.backend.deleteIdentityPool(request -> request.identityPoolId(pool));

            assertEquals(Set.of("emulated"), names(cognito));
            assertThrows(
                    ResourceNotFoundException.class,
                    () -> cognito.backend.describeIdentity(request -> request.identityId(guest)));
        }
    }

    @Test
    void theDevelopersProviderNameIsForLife() {
        try (TestEmulator cognito = TestEmulator.start()) {
            assertThrows(
                    InvalidParameterException.class,
                    () -> cognito.backend.updateIdentityPool(request -> request.identityPoolId(TestEmulator.POOL)
                            .identityPoolName("Changed")
                            .allowUnauthenticatedIdentities(false)
                            .developerProviderName("other.example.com")));
            assertEquals("emulated", describe(cognito).identityPoolName());
        }
    }

    @Test
    void twoPoolsWithOneIdDoNotStart() {
        assertThrows(
                IllegalArgumentException.class, () -> TestEmulator.start(TestEmulator.pool(), TestEmulator.pool()));
    }

    private static Set<String> names(TestEmulator cognito) {
        return cognito.backend.listIdentityPoolsPaginator(request -> request.maxResults(1)).stream()
                .flatMap(page -> page.identityPools().stream())
                .map(IdentityPoolShortDescription::identityPoolName)
                .collect(Collectors.toSet());
    }

    private static DescribeIdentityPoolResponse describe(TestEmulator cognito) {
        return cognito.backend.describeIdentityPool(request -> request.identityPoolId(TestEmulator.POOL));
    }
}
