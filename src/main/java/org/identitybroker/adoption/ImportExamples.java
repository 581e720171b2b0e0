package org.identitybroker.adoption;

/// The examples of the API's description.
final class ImportExamples {
    static final String LINES = """
            {"userId": "alice", "identityId": "eu-west-1:4f2c9d1e-0000-4000-8000-1d2b3c4d5e6f"}
            {"userId": "bob"}""";

    static final String ANSWER = """
            {
              "importId": "0b6d3f0e-7a64-4b55-9f5e-2f6f6f0c3c11",
              "pool": "demo",
              "imported": 1998,
              "unchanged": 0,
              "conflicting": 1,
              "failed": 1,
              "conflicts": [{
                "line": 7,
                "userId": "alice",
                "identityId": "eu-west-1:4f2c9d1e-0000-4000-8000-1d2b3c4d5e6f",
                "reason": "user-already-linked",
                "message": "The user has another identity here."
              }],
              "conflictsOmitted": 0,
              "failures": [{"line": 12, "reason": "invalid-request", "message": "userId is required"}],
              "failuresOmitted": 0
            }""";

    static final String RUN = """
            {
              "importId": "0b6d3f0e-7a64-4b55-9f5e-2f6f6f0c3c11",
              "pool": "demo",
              "caller": "demo-login",
              "state": "running",
              "imported": 61500,
              "unchanged": 0,
              "conflicting": 1,
              "failed": 1,
              "startedAt": "2026-11-21T10:00:00Z",
              "updatedAt": "2026-11-21T10:00:07Z"
            }""";

    static final String RUNS = "{\"items\": [" + RUN + "]}";

    private ImportExamples() {}
}
