package org.identitybroker.token;

import java.time.Clock;

/// The issuing of tokens, for tests of packages that go on with a token.
public final class SomeTokens {
    private SomeTokens() {}

    public static TokenService over(FakeIdentityLinks links, FakeCognito cognito, Clock clock) {
        TokenSupply supply = new TokenSupply(cognito, new CallsUnderWay(), keptTokens(clock));
        return new TokenService(links, cognito, supply, new NamedIdentities(links, cognito), clock);
    }

    static KeptTokens keptTokens(Clock clock) {
        return new KeptTokens(clock, new TokenLimits(() -> "1M"));
    }
}
