package org.identitybroker.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What the broker has to answer.
///
/// @param users what it has to say of an identity's users
record Expected(int status, String what, Predicate<JsonNode> body, Predicate<JsonNode> users) {
    private Expected(int status, String what, Predicate<JsonNode> body) {
        this(status, what, body, _ -> true);
    }

    static final Expected DISABLED = refusal(403, "identity-disabled");
    static final Expected NOT_FOUND = refusal(404, "not-found");
    static final Expected CONFLICT = refusal(409, "identity-conflict");
    static final Expected ALREADY_LINKED = refusal(409, "user-already-linked");
    static final Expected REJECTED = refusal(422, "login-rejected");
    static final Expected DONE = new Expected(204, "", JsonNode::isMissingNode);

    /// Nothing fits, because the identity that was answered was there before.
    static final Expected NEW_IDENTITY = new Expected(200, "a new identity", _ -> false);

    private static Expected refusal(int status, String code) {
        return new Expected(status, code, body -> body.path("code").asText().equals(code));
    }

    static Expected token(String id) {
        return new Expected(
                200,
                "a token of " + id,
                body -> body.path("identityId").asText().equals(id));
    }

    static Expected identity(String id, boolean enabled, Set<String> users) {
        return new Expected(
                200,
                id + " " + enabled + " " + users,
                body -> body.path("identityId").asText().equals(id)
                        && body.path("status").asText().equals(enabled ? "enabled" : "disabled"),
                body -> Answer.usersOf(body).equals(users));
    }

    static Expected found(Optional<String> id) {
        return new Expected(
                200,
                "items " + id,
                body -> body.path("items").size() == id.stream().count()
                        && body.path("items")
                                .path(0)
                                .path("identityId")
                                .asText()
                                .equals(id.orElse("")));
    }

    boolean fits(Answer answer) {
        return fitsButForUsers(answer) && users.test(answer.body());
    }

    /// A change is told with the users as they were while it was made; with two changes at once, either may be told.
    boolean fitsButForUsers(Answer answer) {
        return answer.status() == status && body.test(answer.body());
    }

    @Override
    public String toString() {
        return (status + " " + what).strip();
    }
}
