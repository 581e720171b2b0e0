package org.identitybroker.token;

/// The examples of the API's description.
final class TokenExamples {
    static final String LEAST = """
            {"pool": "demo", "userId": "alice"}""";

    static final String GUEST_UPGRADE = """
            {"pool": "demo", "userId": "alice", "identityId": "eu-west-1:4f2c9d1e-0000-4000-8000-1d2b3c4d5e6f"}""";

    static final String TAGGED = """
            {"pool": "demo", "userId": "alice", "tokenDurationSeconds": 600, "principalTags": {"tier": "gold"}}""";

    static final String ANSWER = """
            {
              "identityId": "eu-west-1:4f2c9d1e-0000-4000-8000-1d2b3c4d5e6f",
              "token": "eyJraWQiOiJldS13ZXN0LTExIn0.payload.signature",
              "expiresAt": "2026-11-21T10:15:00Z",
              "refreshAfter": "2026-11-21T10:12:24Z",
              "pool": "demo",
              "identityPoolId": "eu-west-1:00000000-0000-4000-8000-000000000001",
              "region": "eu-west-1",
              "logins": {"cognito-identity.amazonaws.com": "eyJraWQiOiJldS13ZXN0LTExIn0.payload.signature"},
              "created": true,
              "reused": false
            }""";

    private TokenExamples() {}
}
