package org.identitybroker.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is kept of a token that was issued or asked for; never the token itself.
///
/// @param sha256 of the token, in hexadecimal digits, so that a token that turns up somewhere can be traced to its
/// event
/// @param tagKeys the principal tags that were set; their values are the users' business
/// @param loginProviders the public providers whose logins were linked
public record TokenFacts(
        Optional<String> sha256,
        Optional<Instant> expiresAt,
        boolean reused,
        Set<String> tagKeys,
        Set<String> loginProviders) {

    /// A name that no separator and no control character is in. Real providers' names all are; what a caller makes up
    /// beside them is not worth a row's trouble.
    private static final Pattern PLAIN = Pattern.compile("[!-~]{1,128}");

    /// What was asked for.
    public static TokenFacts asked(Set<String> tagKeys, Set<String> loginProviders) {
        return new TokenFacts(Optional.empty(), Optional.empty(), false, tagKeys, plain(loginProviders));
    }

    private static Set<String> plain(Set<String> names) {
        return names.stream().filter(name -> PLAIN.matcher(name).matches()).collect(Collectors.toUnmodifiableSet());
    }

    /// The same for the token that came of it.
    public TokenFacts issued(String token, Instant expiresAt, boolean reused) {
        return new TokenFacts(Optional.of(digest(token)), Optional.of(expiresAt), reused, tagKeys, loginProviders);
    }

    private static String digest(String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
