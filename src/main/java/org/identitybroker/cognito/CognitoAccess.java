package org.identitybroker.cognito;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// Where Cognito is, and as whom the broker speaks to it. A bean of this type replaces the default, AWS with the
/// SDK's chain of credentials: the builds that carry an emulator bring one.
///
/// @param endpoint another address than AWS' own
public record CognitoAccess(Optional<URI> endpoint, AwsCredentialsProvider credentials) {}
