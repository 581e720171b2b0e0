package org.identitybroker.directory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.identitybroker.caller.Caller;
import org.identitybroker.identity.IdentityRecord;
import org.identitybroker.identity.LinkedUser;

/// An identity as its caller may see it.
@Schema(name = "Identity")
public record IdentityAnswer(
        String identityId,
        String pool,

        @Schema(
                description = "A disabled identity gets no tokens.",
                enumeration = {"enabled", "disabled"})
        String status,

        @Schema(description = "Who has the identity, as far as the caller may name them; oldest link first.")
        List<User> users,

        Instant createdAt,
        Instant updatedAt) {

    /// One user of an identity.
    @Schema(name = "IdentityUser")
    public record User(String userId, Instant linkedAt) {
        static User of(LinkedUser linked) {
            return new User(linked.user().value(), wholeSeconds(linked.linkedAt()));
        }

        @Override
        public String toString() {
            return "User[redacted]";
        }
    }

    static IdentityAnswer of(IdentityRecord identity, Caller caller) {
        return new IdentityAnswer(
                identity.id().value(),
                identity.pool().value(),
                identity.status().text(),
                identity.users().stream()
                        .filter(linked -> caller.mayName(linked.user().value()))
                        .map(User::of)
                        .toList(),
                wholeSeconds(identity.createdAt()),
                wholeSeconds(identity.updatedAt()));
    }

    private static Instant wholeSeconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
