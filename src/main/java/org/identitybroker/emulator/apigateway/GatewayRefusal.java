package org.identitybroker.emulator.apigateway;

/// What API Gateway answers before a request reaches the function behind it. Each with status 403, and the
/// member spelt as API Gateway spells it there.
final class GatewayRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String member;
    private final transient String text;

    private GatewayRefusal(String type, String member, String text) {
        super(type, null, false, false);
        this.type = type;
        this.member = member;
        this.text = text;
    }

    GatewayRefusal(String type, String text) {
        this(type, "message", text);
    }

    /// Also for paths that have no route.
    static GatewayRefusal missingToken() {
        return new GatewayRefusal("MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    static GatewayRefusal unknownKey() {
        return new GatewayRefusal(
                "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    static GatewayRefusal expired() {
        return new GatewayRefusal("ExpiredTokenException", "The security token included in the request is expired");
    }

    /// Capital `Message`, unlike the others.
    static GatewayRefusal denied(String text) {
        return new GatewayRefusal("AccessDeniedException", "Message", text);
    }

    String type() {
        return type;
    }

    String member() {
        return member;
    }

    String text() {
        return text;
    }
}
