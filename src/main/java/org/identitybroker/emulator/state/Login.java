package org.identitybroker.emulator.state;

/// A user at a provider.
///
/// @param provider the developer's provider name, or a public provider's
/// @param subject the developer user identifier, or the subject of the public provider's token
public record Login(Kind kind, String provider, String subject) {
    /// Who vouches for the user: the developer by a signed call, or a public provider by a token.
    public enum Kind {
        DEVELOPER,
        PUBLIC
    }

    public static Login ofDeveloper(String provider, String userIdentifier) {
        return new Login(Kind.DEVELOPER, provider, userIdentifier);
    }

    public static Login ofPublic(String provider, String subject) {
        return new Login(Kind.PUBLIC, provider, subject);
    }

    public boolean isPublic() {
        return kind == Kind.PUBLIC;
    }
}
