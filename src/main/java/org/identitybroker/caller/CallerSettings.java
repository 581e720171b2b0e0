package org.identitybroker.caller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/// Who may do what. A caller is a backend service, known by the issuer and the subject of its tokens; `NAME` is
/// what the audit trail and the metrics call it.
///
/// As text; [Callers] reads it and says what is wrong.
@ConfigMapping(prefix = "broker.callers")
interface CallerSettings {
    @WithParentName
    Map<String, CallerSetting> callers();

    interface CallerSetting {
        /// The issuer whose tokens the caller brings.
        ///
        /// @return the name of a configured issuer, as in `broker.issuers.NAME`; required
        Optional<String> issuer();

        /// The `sub` of its tokens. Issuer and subject together are one caller's alone.
        ///
        /// @return text, compared byte for byte; required
        Optional<String> subject();

        /// What the caller may do; see [permissions](#permissions).
        ///
        /// @return list of `token:issue`, `credentials:issue`, `identity:read`, `identity:write`, `audit:read`,
        ///     `pool:diagnose`; absent: none
        Optional<String> permissions();

        /// The pools that the caller may use.
        ///
        /// @return list of names of configured pools; absent: none
        Optional<String> pools();

        /// The longest token that the caller may ask for; the shorter of this and the pool's limit holds.
        ///
        /// @return duration of whole seconds; absent: the pool's
        Optional<String> maxTokenDuration();

        /// The principal tag keys that the caller may set.
        ///
        /// @return list; absent: none
        Optional<String> principalTags();

        /// How the user ids begin that the caller may name, in every call. Keeps login systems that share a
        /// pool apart.
        ///
        /// @return list; absent: any user id
        Optional<String> userIdPrefixes();

        /// Requests that the caller may send to each replica in a second, so three replicas together let
        /// through three times as many. One second's worth may come at once. Refused requests of the caller
        /// count, too, except those that are refused as `rate-limited`.
        ///
        /// [RequestRates] reads it.
        ///
        /// @return whole number, 1 to 1,000,000; absent: no limit
        Optional<String> requestsPerSecond();

        /// Names of which the caller's [TLS client certificate](tls.md) must have one; without a certificate,
        /// or with another, it is answered 401.
        ///
        /// [CallerCertificates] reads it.
        ///
        /// @return list of `dns:NAME`, `uri:SPIFFE-ID` (the certificate's alternative names) and `sha256:HEX`
        ///     (of the certificate, 64 digits); absent: none is asked for
        Optional<String> clientCertificates();

        /// The one user whose AWS credentials the caller gets as [AWS SDKs ask for
        /// them](callers/container-credentials.md). Needs `credentials:issue`, exactly one pool, that pool's
        /// `server-side-credentials`, and must fit `user-id-prefixes`.
        ///
        /// [ActingUser] reads it.
        ///
        /// @return a user id without blanks around it; absent: nobody
        Optional<String> actsAsUser();
    }
}
