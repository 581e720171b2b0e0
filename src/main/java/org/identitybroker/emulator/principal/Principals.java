package org.identitybroker.emulator.principal;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.identitybroker.emulator.credential.Session;
import org.identitybroker.emulator.credential.Sessions;
import org.identitybroker.emulator.iam.Context;
import org.identitybroker.emulator.iam.Principal;
import org.identitybroker.emulator.sigv4.AccessKeys;
import org.identitybroker.emulator.sigv4.SecretKeys;
import org.identitybroker.emulator.state.Region;

/// Finds who signed a request. The one place where a session becomes what policies know of it.
public final class Principals implements SecretKeys {
    private static final String KEY_PREFIX = "cognito-identity.amazonaws.com";

    private final AccessKeys keys;
    private final Sessions sessions;
    private final String accountId;
    private final Clock clock;

    public Principals(AccessKeys keys, Sessions sessions, String accountId, Clock clock) {
        this.keys = keys;
        this.sessions = sessions;
        this.accountId = accountId;
        this.clock = clock;
    }

    /// Of temporary keys too: theirs is derived, so a made-up key has a secret, but no session.
    @Override
    public Optional<String> secretOf(String accessKeyId) {
        return keys.secretOf(accessKeyId)
                .or(() -> Optional.of(accessKeyId).filter(Sessions::isTemporary).map(sessions::secretOf));
    }

    /// Good for nothing as long as the signature has not been verified.
    ///
    /// @param sessionToken ignored beside an access key of the account
    public Finding find(String accessKeyId, Optional<String> sessionToken) {
        if (keys.secretOf(accessKeyId).isPresent()) {
            return new Finding.Known(ofAccount(accessKeyId), Optional.empty());
        }
        if (sessionToken.isEmpty() || !Sessions.isTemporary(accessKeyId)) {
            return new Finding.UnknownKey();
        }
        return sessions.find(accessKeyId, sessionToken.get())
                .map(this::ofSession)
                .orElseGet(Finding.InvalidToken::new);
    }

    private Finding ofSession(Session session) {
        return session.isExpiredAt(clock.instant())
                ? new Finding.Expired()
                : new Finding.Known(principal(session), Optional.of(session));
    }

    private Principal ofAccount(String accessKeyId) {
        String arn = "arn:aws:iam::%s:user/%s".formatted(accountId, accessKeyId);
        return new Principal(arn, Optional.empty(), common().with("aws:username", accessKeyId));
    }

    private Principal principal(Session session) {
        Context context = common().with("aws:PrincipalArn", session.role().roleArn());
        for (String prefix : keyPrefixes(session.poolId())) {
            context = context.with(prefix + ":sub", session.identityId())
                    .with(prefix + ":aud", session.poolId())
                    .with(prefix + ":amr", session.amr());
        }
        for (var tag : session.tags().entrySet()) {
            context = context.with("aws:PrincipalTag/" + tag.getKey(), tag.getValue());
        }
        return new Principal(session.role().arn(), Optional.of(session.role().roleArn()), context);
    }

    /// The usual prefix everywhere, and beside it the region's own.
    private static Set<String> keyPrefixes(String poolId) {
        Set<String> prefixes = new LinkedHashSet<>();
        prefixes.add(KEY_PREFIX);
        prefixes.addAll(Region.of(poolId).loginKeys());
        return prefixes;
    }

    private Context common() {
        return Context.empty().with("aws:PrincipalAccount", accountId).with("aws:SecureTransport", "false");
    }
}
