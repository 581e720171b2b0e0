package org.identitybroker.trail;

/// The examples of the API's description.
final class EventExamples {
    static final String PAGE = """
            {
              "items": [
                {
                  "id": "019aa5f2-6c00-7000-8000-3f6a1c2b4d5e",
                  "occurredAt": "2026-11-21T10:00:00Z",
                  "type": "token.issued",
                  "outcome": "success",
                  "caller": "demo-login",
                  "pool": "demo",
                  "userId": "alice",
                  "identityId": "eu-west-1:4f2c9d1e-0000-4000-8000-1d2b3c4d5e6f",
                  "tokenSha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "tokenExpiresAt": "2026-11-21T10:15:00Z",
                  "reused": false,
                  "tagKeys": ["tier"],
                  "loginProviders": [],
                  "requestId": "0b6d3f0e-7a64-4b55-9f5e-2f6f6f0c3c11",
                  "cognitoRequestId": "6f9b1f0a-2d3c-4e5f-8a7b-0c1d2e3f4a5b",
                  "clientAddress": "10.0.3.17"
                }
              ],
              "nextCursor": "MTc5NTI1NTIwMDAwMDAwMC8wMTlhYTVmMg"
            }""";

    private EventExamples() {}
}
