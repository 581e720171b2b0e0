package org.identitybroker.emulator.link;

import java.util.stream.Stream;
import org.identitybroker.emulator.state.Identities;
import org.identitybroker.emulator.state.Identity;
import org.identitybroker.emulator.state.Login;
import org.identitybroker.emulator.wire.Refusal;

/// Merges the identities of two users of a developer: the destination's survives with all logins, the source's is
/// disabled.
public final class DeveloperMerging {
    /// AWS API reference: source and destination together.
    private static final int LOGINS_MAX = 20;

    public Identity merge(Identities identities, Login source, Login destination) {
        Identity loser = identities.holderOf(source).orElseThrow(Refusal::developerUserNotFound);
        Identity survivor = identities.holderOf(destination).orElseThrow(Refusal::developerUserNotFound);
        if (loser.id().equals(survivor.id())) {
            throw Refusal.invalidParameter("The users belong to the same identity already.");
        }
        OneLoginPerProvider.require(Stream.of(loser, survivor).flatMap(one -> one.logins().stream()));
        if (loser.logins().size() + survivor.logins().size() > LOGINS_MAX) {
            throw Refusal.conflict("An identity cannot have more than %d linked logins.".formatted(LOGINS_MAX));
        }
        return identities.merge(loser.id(), survivor.id());
    }
}
