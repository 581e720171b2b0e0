package org.identitybroker.caller;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.identitybroker.exchange.RejectedTokens;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;
import org.identitybroker.setting.SettingReaders;

/// Binds a caller to its TLS client certificate, where settings say so: a token that was stolen is then worth nothing
/// without the certificate's key. Asked once a token has been verified, since it is the token that names the caller.
@ApplicationScoped
class CallerCertificates implements SecurityIdentityAugmentor, CheckedSettings {
    private final Map<String, List<CertificateName>> namesByCaller = new HashMap<>();
    private final SettingMistakes mistakes = new SettingMistakes();
    private final Callers callers;
    private final RejectedTokens rejected;

    CallerCertificates(CallerSettings settings, Callers callers, RejectedTokens rejected) {
        this.callers = callers;
        this.rejected = rejected;
        settings.callers()
                .forEach((name, setting) ->
                        setting.clientCertificates().ifPresent(text -> namesByCaller.put(name, read(name, text))));
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext unused) {
        throw new UnsupportedOperationException("without the exchange there is no certificate to look at");
    }

    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext unused, Map<String, Object> attributes) {
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            Optional<Caller> caller = callers.find(token.getIssuer(), token.getSubject());
            if (caller.isEmpty()) {
                rejected.count(RejectedTokens.Reason.UNREGISTERED);
            } else if (!mayCall(
                    caller.get().name(), certificate(HttpSecurityUtils.getRoutingContextAttribute(attributes)))) {
                return Uni.createFrom().failure(new AuthenticationFailedException());
            }
        } else if (!identity.isAnonymous()) {
            // A certificate without a token: Quarkus would take it for an identity.
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return Uni.createFrom().item(identity);
    }

    /// @param certificate the one that the caller's connection has, if any
    boolean mayCall(String caller, Optional<X509Certificate> certificate) {
        List<CertificateName> names = namesByCaller.get(caller);
        return names == null
                || certificate.filter(shown -> hasOneOf(names, shown)).isPresent();
    }

    private static boolean hasOneOf(List<CertificateName> names, X509Certificate certificate) {
        try {
            for (CertificateName name : names) {
                if (name.isOf(certificate)) {
                    return true;
                }
            }
            return false;
        } catch (GeneralSecurityException _) {
            return false; // A certificate that cannot be read has no name.
        }
    }

    /// The client's own; those of its issuers follow it.
    private static Optional<X509Certificate> certificate(RoutingContext exchange) {
        SSLSession session = exchange.request().sslSession();
        if (session == null) {
            return Optional.empty();
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate own
                    ? Optional.of(own)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    /// After a mistake the caller has no certificate that is good enough, rather than any.
    private List<CertificateName> read(String caller, String text) {
        return mistakes.read(
                        Callers.PREFIX + caller + ".client-certificates",
                        Optional.of(text),
                        CallerCertificates::names,
                        "must be a list of dns:NAME, uri:URI and sha256:HEX (64 digits)")
                .orElse(List.of());
    }

    private static List<CertificateName> names(String text) {
        List<CertificateName> names = SettingReaders.list(Optional.of(text)).stream()
                .map(CertificateName::of)
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("names nothing");
        }
        return names;
    }
}
