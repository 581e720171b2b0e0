package org.identitybroker.directory;

/// The examples of the API's description.
final class IdentityExamples {
    static final String IDENTITY = """
            {
              "identityId": "eu-west-1:4f2c9d1e-0000-4000-8000-1d2b3c4d5e6f",
              "pool": "demo",
              "status": "enabled",
              "users": [{"userId": "alice", "linkedAt": "2026-11-21T10:00:00Z"}],
              "createdAt": "2026-11-21T10:00:00Z",
              "updatedAt": "2026-11-21T10:00:00Z"
            }""";

    static final String PAGE = "{\"items\": [" + IDENTITY + "], \"nextCursor\": \"MTc5NTI1NTIwMDAwMDAwMC9ldS13ZXN0\"}";

    static final String MERGE = """
            {"pool": "demo", "sourceUserId": "alice-old", "destinationUserId": "alice"}""";

    static final String UNLINK = """
            {"userId": "alice"}""";

    static final String DISABLE = """
            {"status": "disabled", "reason": "lost phone"}""";

    private IdentityExamples() {}
}
