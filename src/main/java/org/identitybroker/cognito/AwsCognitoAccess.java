package org.identitybroker.cognito;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// The default access: AWS itself or the configured endpoint, with credentials from the SDK's chain (IRSA, EKS
/// Pod Identity, instance role, profile, environment).
@ApplicationScoped
class AwsCognitoAccess {
    @Produces
    @Singleton
    @DefaultBean
    CognitoAccess access(CognitoLimits limits) {
        return new CognitoAccess(
                limits.endpoint(), DefaultCredentialsProvider.builder().build());
    }
}
