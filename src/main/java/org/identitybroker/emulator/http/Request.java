package org.identitybroker.emulator.http;

/// One request with its whole body.
///
/// @param path as sent, still percent-encoded
/// @param query as sent, without the question mark; empty if there is none
public record Request(String method, String path, String query, Headers headers, Body body) {}
