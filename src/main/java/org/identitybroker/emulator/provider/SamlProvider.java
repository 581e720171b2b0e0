package org.identitybroker.emulator.provider;

import java.security.PublicKey;

/// A SAML 2.0 identity provider, as it would be registered with IAM.
///
/// @param arn its key in a `Logins` map: `arn:aws:iam::111122223333:saml-provider/office`
/// @param key the key of the certificate that signs its assertions
public record SamlProvider(String arn, PublicKey key) {}
