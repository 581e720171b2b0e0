package org.identitybroker.caller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/// `broker.issuers.NAME.…`, as text; [Issuers] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.issuers")
interface IssuerSettings {
    @WithParentName
    Map<String, IssuerSetting> issuers();

    interface IssuerSetting {
        /// The `iss` of the issuer's tokens, compared byte for byte.
        Optional<String> issuer();

        /// A value that must be in the tokens' `aud`.
        Optional<String> audience();

        /// The issuer's public keys: the URL of a JWKS, `file:` and the path of a JWKS or PEM file, or a PEM.
        Optional<String> jwks();

        /// A file with the bearer token that the JWKS URL asks for, such as a pod's own service-account token.
        Optional<String> jwksBearerTokenFile();

        /// A PEM file with the certificates to believe at the JWKS URL, and no others; absent: Java's own.
        Optional<String> jwksCaFile();

        /// The signature algorithms that are accepted, of RS256, PS256, ES256 and EdDSA and their longer
        /// variants.
        @WithDefault("RS256,PS256,ES256,EdDSA")
        String algorithms();
    }
}
