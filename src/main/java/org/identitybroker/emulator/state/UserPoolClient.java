package org.identitybroker.emulator.state;

/// A Cognito user pool's app client that an identity pool trusts.
///
/// @param providerName e.g. `cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aBcDeFgHi`
public record UserPoolClient(String providerName, String clientId, boolean serverSideTokenCheck) {}
