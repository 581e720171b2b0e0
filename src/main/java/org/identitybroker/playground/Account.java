package org.identitybroker.playground;

/// A user of the sample login system.
///
/// @param name what the user signs in with
/// @param userId what the broker knows the user by; it never changes
record Account(String name, String userId, PasswordHash password) {
    @Override
    public String toString() {
        return "Account[redacted]";
    }
}
