package org.identitybroker.problem;

/// What is wrong with one member of a request. The message never repeats the value: it may be a secret.
///
/// @param field the member's name as the client wrote it in JSON, or the query parameter's
/// @param message what would be right
public record FieldError(String field, String message) {}
