package org.identitybroker.exchange;

/// How much of a body the broker reads.
final class BodyLimit {
    /// 512 KiB. Nine public logins of the longest kind that Cognito takes (50,000 characters each, Cognito's
    /// service model, LoginsMap) and fifty principal tags fit in with room to spare.
    static final int BYTES_MAX = 512 * 1024;

    private BodyLimit() {}
}
