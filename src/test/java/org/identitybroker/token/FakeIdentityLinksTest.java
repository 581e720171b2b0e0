package org.identitybroker.token;

import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.IdentityLinks;
import org.identitybroker.identity.IdentityLinksContract;

/// The contract, kept by the fake that stands in for Postgres in this package.
class FakeIdentityLinksTest extends IdentityLinksContract {
    private final FakeIdentityLinks links = new FakeIdentityLinks();

    @Override
    protected IdentityLinks links() {
        return links;
    }

    @Override
    protected void disable(IdentityId id) {
        links.disable(id);
    }

    @Override
    protected void removeUsers(IdentityId id) {
        links.losesUsersOf(id);
    }
}
