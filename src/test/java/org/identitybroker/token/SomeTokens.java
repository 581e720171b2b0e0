package org.identitybroker.token;

import java.time.Clock;

/// The issuing of tokens, for tests of packages that go on with a token.
public final class SomeTokens {
    private SomeTokens() {}

    public static TokenService over(FakeIdentityLinks links, FakeCognito cognito, Clock clock) {
        return new TokenService(links, cognito, new NamedIdentities(links, cognito), clock);
    }
}
