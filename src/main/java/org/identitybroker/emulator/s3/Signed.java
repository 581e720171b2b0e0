package org.identitybroker.emulator.s3;

import org.identitybroker.emulator.iam.Principal;
import org.identitybroker.emulator.sigv4.ClaimedSignature;
import org.identitybroker.emulator.sigv4.SigningKey;

/// Who verifiably signed a request, and with what, as the chunks of an upload are signed with the same key.
///
/// @param payloadHash what the signature has in the place of the body
record Signed(Principal principal, ClaimedSignature signature, SigningKey key, String payloadHash) {}
