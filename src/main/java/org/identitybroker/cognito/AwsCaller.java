package org.identitybroker.cognito;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// As whom the broker speaks to a pool, as STS has it.
///
/// @param account twelve digits
/// @param role its name, if it is a role's session
public record AwsCaller(String account, Kind kind, Optional<String> role) {
    /// What AWS knows credentials of.
    public enum Kind {
        /// Credentials that expire.
        ROLE,
        /// Permanent access keys.
        USER,
        /// Permanent access keys of the account itself.
        ROOT,
        OTHER
    }

    private static final Pattern ROLE_SESSION =
            Pattern.compile("arn:[\\w-]+:sts::(\\d{12}):assumed-role/([\\w+=,.@-]{1,64})/.*");
    private static final Pattern USER = Pattern.compile("arn:[\\w-]+:iam::(\\d{12}):user/.*");
    private static final Pattern ROOT = Pattern.compile("arn:[\\w-]+:iam::(\\d{12}):root");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    /// Empty if the answer is none of AWS'.
    static Optional<AwsCaller> of(@Nullable String account, @Nullable String arn) {
        if (account == null || arn == null || !ACCOUNT.matcher(account).matches()) {
            return Optional.empty();
        }
        Matcher session = ROLE_SESSION.matcher(arn);
        if (session.matches()) {
            return Optional.of(new AwsCaller(account, Kind.ROLE, Optional.of(session.group(2))));
        }
        Kind kind = Kind.OTHER;
        if (USER.matcher(arn).matches()) {
            kind = Kind.USER;
        } else if (ROOT.matcher(arn).matches()) {
            kind = Kind.ROOT;
        }
        return Optional.of(new AwsCaller(account, kind, Optional.empty()));
    }
}
