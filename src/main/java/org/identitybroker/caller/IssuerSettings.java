package org.identitybroker.caller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/// Whose JWTs are believed. How keys are fetched and replaced is told [below](#issuers-keys).
///
/// As text; [Issuers] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.issuers")
interface IssuerSettings {
    @WithParentName
    Map<String, IssuerSetting> issuers();

    interface IssuerSetting {
        /// The `iss` of the issuer's tokens; no two issuers share one.
        ///
        /// @return text, compared byte for byte; required
        Optional<String> issuer();

        /// A value that must be in the tokens' `aud`.
        ///
        /// @return text; required
        Optional<String> audience();

        /// The issuer's public keys.
        ///
        /// @return `http` or `https` URL of a JWKS; or `file:` and the path of a JWKS or PEM file; or the PEM
        ///     itself (public key or certificate); required
        Optional<String> jwks();

        /// A file with the bearer token that the JWKS URL asks for, such as a pod's own service-account token.
        /// Read for each fetch, because such a token is replaced.
        ///
        /// @return path of a readable file; absent: none is sent
        Optional<String> jwksBearerTokenFile();

        /// The certificates to believe at an `https` JWKS URL, and no others. Read for each fetch.
        ///
        /// @return path of a readable PEM file; absent: Java's own CAs
        Optional<String> jwksCaFile();

        /// The signature algorithms that are accepted; never HMAC or `none`.
        ///
        /// @return list of `RS256`, `RS384`, `RS512`, `PS256`, `PS384`, `PS512`, `ES256`, `ES384`, `ES512`,
        ///     `EdDSA`
        @WithDefault("RS256,PS256,ES256,EdDSA")
        String algorithms();
    }
}
