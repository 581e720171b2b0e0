package org.identitybroker.playground;

/// What the login system does not do, in the words that its page shows.
final class LoginRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String error;

    private LoginRefusedException(int status, String error, String message) {
        super(message, null, false, false);
        this.status = status;
        this.error = error;
    }

    static LoginRefusedException notSignedIn() {
        return new LoginRefusedException(401, "not-signed-in", "Nobody is signed in. Sign in first.");
    }

    static LoginRefusedException wrongPassword() {
        return new LoginRefusedException(403, "wrong-password", "There is no such user with this password.");
    }

    /// @see LoginResource#requireOwnPage
    static LoginRefusedException foreignPage() {
        return new LoginRefusedException(403, "foreign-page", "Only the login system's own page may ask for this.");
    }

    static LoginRefusedException badName() {
        return new LoginRefusedException(
                400, "bad-name", "A name has 2 to 32 small letters, digits or hyphens and begins with a letter.");
    }

    static LoginRefusedException badPassword() {
        return new LoginRefusedException(
                400,
                "bad-password",
                "A password has %d to %d characters."
                        .formatted(Accounts.PASSWORD_LENGTH_MIN, Accounts.PASSWORD_LENGTH_MAX));
    }

    static LoginRefusedException badStatus() {
        return new LoginRefusedException(400, "bad-status", "Access is either enabled or disabled.");
    }

    static LoginRefusedException nameTaken() {
        return new LoginRefusedException(409, "name-taken", "Somebody has this name already. Take another.");
    }

    static LoginRefusedException noRoom() {
        return new LoginRefusedException(
                503, "no-room", "There are too many accounts. They are forgotten when the broker restarts.");
    }

    static LoginRefusedException noIdentityYet() {
        return new LoginRefusedException(
                404, "no-identity-yet", "The broker knows no identity of this user yet. Ask for a token first.");
    }

    static LoginRefusedException brokerUnreachable() {
        return new LoginRefusedException(502, "broker-unreachable", "The broker did not answer.");
    }

    /// @param code of the broker's problem
    static LoginRefusedException byBroker(int status, String code, String detail) {
        return new LoginRefusedException(status == 401 ? 502 : status, code, detail);
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }
}
