package org.identitybroker.packaged;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Something that a caller asks of the broker in a random life.
sealed interface Deed {
    String IDENTITIES = "/v1/identities/";

    String method();

    String path();

    /// The JSON body; empty for none.
    Map<String, ?> body();

    /// Statuses that may answer it, besides 503 and 504 while Cognito fails.
    Set<Integer> statuses();

    /// @param google the subject of a Google account that is proven with the request
    record Token(String user, Optional<String> identity, Optional<String> google, boolean fresh) implements Deed {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return "/v1/tokens";
        }

        @Override
        public Map<String, ?> body() {
            Map<String, Object> body = new HashMap<>(Map.of("userId", user, "fresh", fresh));
            identity.ifPresent(id -> body.put("identityId", id));
            google.ifPresent(subject -> body.put("logins", Map.of(Stage.GOOGLE, Stage.proofOf(subject))));
            return body;
        }

        @Override
        public Set<Integer> statuses() {
            return Set.of(200, 403, 409, 422);
        }
    }

    record Merge(String source, String destination) implements Deed {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return IDENTITIES + "merge";
        }

        @Override
        public Map<String, ?> body() {
            return Map.of("sourceUserId", source, "destinationUserId", destination);
        }

        @Override
        public Set<Integer> statuses() {
            return Set.of(200, 403, 404, 409);
        }
    }

    record Unlink(String identity, String user) implements Deed {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return IDENTITIES + identity + "/unlink";
        }

        @Override
        public Map<String, ?> body() {
            return Map.of("userId", user);
        }

        @Override
        public Set<Integer> statuses() {
            return Set.of(204, 403, 404);
        }
    }

    record SetStatus(String identity, boolean enabled) implements Deed {
        @Override
        public String method() {
            return "PUT";
        }

        @Override
        public String path() {
            return IDENTITIES + identity + "/status";
        }

        @Override
        public Map<String, ?> body() {
            return Map.of("status", enabled ? "enabled" : "disabled");
        }

        @Override
        public Set<Integer> statuses() {
            return Set.of(200, 404);
        }
    }

    record Delete(String identity) implements Deed {
        @Override
        public String method() {
            return "DELETE";
        }

        @Override
        public String path() {
            return IDENTITIES + identity;
        }

        @Override
        public Map<String, ?> body() {
            return Map.of();
        }

        @Override
        public Set<Integer> statuses() {
            return Set.of(204);
        }
    }

    record Read(String identity) implements Deed {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return IDENTITIES + identity;
        }

        @Override
        public Map<String, ?> body() {
            return Map.of();
        }

        @Override
        public Set<Integer> statuses() {
            return Set.of(200, 404);
        }
    }

    record Find(String user) implements Deed {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return "/v1/identities?userId=" + URLEncoder.encode(user, StandardCharsets.UTF_8);
        }

        @Override
        public Map<String, ?> body() {
            return Map.of();
        }

        @Override
        public Set<Integer> statuses() {
            return Set.of(200);
        }
    }
}
