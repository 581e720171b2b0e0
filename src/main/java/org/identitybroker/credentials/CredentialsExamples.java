package org.identitybroker.credentials;

/// The examples of the API's description.
final class CredentialsExamples {
    static final String LEAST = """
            {"pool": "demo", "userId": "alice"}""";

    static final String CUSTOM_ROLE = """
            {
              "pool": "demo",
              "userId": "alice",
              "customRoleArn": "arn:aws:iam::111122223333:role/CognitoAuthenticated"
            }""";

    static final String ANSWER = """
            {
              "identityId": "eu-west-1:4f2c9d1e-0000-4000-8000-1d2b3c4d5e6f",
              "accessKeyId": "ASIAEXAMPLE",
              "secretAccessKey": "example-secret-access-key",
              "sessionToken": "example-session-token",
              "expiration": "2026-11-21T11:00:00Z",
              "pool": "demo",
              "region": "eu-west-1"
            }""";

    static final String PROCESS = """
            {
              "Version": 1,
              "AccessKeyId": "ASIAEXAMPLE",
              "SecretAccessKey": "example-secret-access-key",
              "SessionToken": "example-session-token",
              "Expiration": "2026-11-21T11:00:00Z"
            }""";

    static final String CONTAINER = """
            {
              "AccessKeyId": "ASIAEXAMPLE",
              "SecretAccessKey": "example-secret-access-key",
              "Token": "example-session-token",
              "Expiration": "2026-11-21T11:00:00Z"
            }""";

    private CredentialsExamples() {}
}
