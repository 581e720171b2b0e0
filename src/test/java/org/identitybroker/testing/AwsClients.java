package org.identitybroker.testing;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/// The real AWS SDK's clients of an emulator, with which tests look at Cognito's side.
public final class AwsClients {
    private AwsClients() {}

    /// Has no AWS credentials, as a phone has none.
    public static CognitoIdentityClient device(URI emulator) {
        return client(emulator, AnonymousCredentialsProvider.create());
    }

    /// Signs, as whoever looks after the pool does.
    public static CognitoIdentityClient operator(URI emulator) {
        return client(emulator, StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }

    private static CognitoIdentityClient client(URI emulator, AwsCredentialsProvider credentials) {
        return CognitoIdentityClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(emulator)
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }
}
