package org.identitybroker.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;

/// What somebody makes of a genuine token who would like to be another.
enum ForgedToken {
    ALGORITHM_NONE {
        @Override
        String from(String genuine, String jwks) {
            return unsigned(genuine) + ".";
        }
    },
    ALGORITHM_NONE_WITH_THE_SIGNATURE {
        @Override
        String from(String genuine, String jwks) {
            return unsigned(genuine) + "." + genuine.split("\\.")[2];
        }
    },
    HMAC_WITH_THE_PUBLIC_KEY {
        @Override
        String from(String genuine, String jwks) throws ParseException, JOSEException {
            var published = JWKSet.parse(jwks).getKeys().getFirst().toRSAKey();
            return signed(
                    genuine,
                    JWSAlgorithm.HS256,
                    new MACSigner(published.toRSAPublicKey().getEncoded()));
        }
    },
    ANOTHER_KEY {
        @Override
        String from(String genuine, String jwks) throws ParseException, JOSEException {
            return signed(genuine, JWSAlgorithm.RS512, new RSASSASigner(new RSAKeyGenerator(2048).generate()));
        }
    },
    A_LATER_END {
        @Override
        String from(String genuine, String jwks) {
            String[] parts = genuine.split("\\.");
            String claims = new String(new Base64URL(parts[1]).decode(), UTF_8).replace("\"exp\":", "\"exp\":9");
            return String.join(".", parts[0], Base64URL.encode(claims).toString(), parts[2]);
        }
    },
    ANOTHER_SPELLING {
        @Override
        String from(String genuine, String jwks) {
            return genuine + "==";
        }
    },
    NO_TOKEN {
        @Override
        String from(String genuine, String jwks) {
            return "e30.e30.e30";
        }
    };

    private static final String KEY_ID = "eu-west-11";

    /// @param jwks what the emulator publishes of its key
    abstract String from(String genuine, String jwks) throws ParseException, JOSEException;

    private static String unsigned(String genuine) {
        String header = Base64URL.encode("{\"kid\":\"%s\",\"typ\":\"JWS\",\"alg\":\"none\"}".formatted(KEY_ID))
                .toString();
        return header + "." + genuine.split("\\.")[1];
    }

    private static String signed(String genuine, JWSAlgorithm algorithm, JWSSigner signer)
            throws ParseException, JOSEException {
        var forged = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(KEY_ID).build(),
                SignedJWT.parse(genuine).getJWTClaimsSet());
        forged.sign(signer);
        return forged.serialize();
    }
}
