package com.example.login;

// region: refusal
public final class BrokerRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    BrokerRefusal(String code, int status, String requestId) {
        super("the broker refused: %s (%d), request %s".formatted(code, status, requestId));
        this.code = code;
    }

    public String code() {
        return code;
    }
}
// endregion
