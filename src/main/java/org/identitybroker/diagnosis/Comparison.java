package org.identitybroker.diagnosis;

/// What a sample of the mapping was like beside Cognito.
///
/// @param compared identities that Cognito was asked about
/// @param lost of them, those that Cognito does not know, or without a user
/// @param different those that have not all the users at Cognito that they have here
/// @param shared those that have users at Cognito whom the broker does not know
/// @param unanswered those about which Cognito gave no answer
record Comparison(int compared, int lost, int different, int shared, int unanswered) {}
