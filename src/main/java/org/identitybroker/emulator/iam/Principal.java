package org.identitybroker.emulator.iam;

import java.util.Optional;

/// Who makes a request, as far as policies know.
///
/// @param roleArn of the role whose policy decides; empty for the account's own keys, which may do
///     everything
/// @param context the condition keys that come with the principal, such as `aws:PrincipalTag/tier`
public record Principal(String arn, Optional<String> roleArn, Context context) {}
