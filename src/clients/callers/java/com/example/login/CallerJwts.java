package com.example.login;

/// Where the JWTs come from by which the broker knows this login system.
public interface CallerJwts {
    String get();

    /// The broker refused the latest one.
    default void forget() {}
}
