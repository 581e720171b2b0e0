package org.identitybroker.emulator.jwt;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;

/// The RSA key of this process, which signs the tokens of all pools and regions. Cognito's keys are shared by all
/// pools of a region too, so a verifier has to look at the audience.
final class SigningKey {
    private static final int MODULUS_BITS = 2048;
    private static final String ALGORITHM = "SHA512withRSA";

    private final PrivateKey privateKey;
    private final RSAPublicKey publicKey;

    private SigningKey(KeyPair pair) {
        this.privateKey = pair.getPrivate();
        this.publicKey = (RSAPublicKey) pair.getPublic();
    }

    /// Made at the first use and kept, because making one can take a second.
    static SigningKey shared() {
        return Shared.KEY;
    }

    RSAPublicKey publicKey() {
        return publicKey;
    }

    byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class Shared {
        static final SigningKey KEY = generate();

        private static SigningKey generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(MODULUS_BITS);
                return new SigningKey(generator.generateKeyPair());
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
