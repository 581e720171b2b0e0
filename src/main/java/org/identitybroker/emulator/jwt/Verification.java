package org.identitybroker.emulator.jwt;

import java.time.Instant;

/// What the verification of a token of Cognito found. Whom the token is for is not part of it: compare the pool
/// and the identity.
public sealed interface Verification {
    record Genuine(TokenClaims claims) implements Verification {}

    /// Signed by Cognito, but `now` is not before its end.
    record Expired(Instant now, Instant end) implements Verification {}

    /// No token, or not signed by Cognito.
    record Forged() implements Verification {}
}
