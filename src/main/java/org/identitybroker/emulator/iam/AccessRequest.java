package org.identitybroker.emulator.iam;

/// What somebody wants to do.
///
/// @param action such as `s3:GetObject`
/// @param resource the ARN of what it is done to
/// @param context the condition keys of the principal and of the request
public record AccessRequest(String action, String resource, Context context) {}
