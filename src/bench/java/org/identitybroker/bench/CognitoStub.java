package org.identitybroker.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/// Cognito's GetOpenIdTokenForDeveloperIdentity and nothing else, in a process of its own and as fast as can be: it
/// verifies and signs nothing. A user's identity follows from the user's identifier, so that nothing has to be kept.
///
/// `POST /control/reset` forgets the calls seen so far, `POST /control/latency/MILLIS` sets how long each answer takes,
/// and `GET /control/calls` answers `{"calls": …, "mostInOneSecond": …}`.
public final class CognitoStub extends AbstractVerticle {
    static final String READY = "stub ready on port ";

    /// So that neither is busy for long: the comparison alone makes 10,000 calls a second.
    private static final int EVENT_LOOPS = 2;

    private static final String OPERATION = "AWSCognitoIdentityService.GetOpenIdTokenForDeveloperIdentity";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /// As Cognito's own; the signature has the size of one by RSA with 2048 bits.
    private static final String HEADER =
            BASE64.encodeToString("{\"kid\":\"eu-west-1-7\",\"typ\":\"JWS\",\"alg\":\"RS512\"}".getBytes(UTF_8));

    private static final String SIGNATURE = BASE64.encodeToString(new byte[256]);

    private static final CallRecord CALLS = new CallRecord();
    private static volatile long latencyMillis;

    private final int port;

    private CognitoStub(int port) {
        this.port = port;
    }

    /// @param words the port
    public static void main(String[] words) {
        int port = Integer.parseInt(words[0]);
        Vertx.vertx()
                .deployVerticle(() -> new CognitoStub(port), new DeploymentOptions().setInstances(EVENT_LOOPS))
                .onSuccess(_ -> System.out.println(READY + port))
                .onFailure(failure -> {
                    System.err.println(failure);
                    System.exit(1);
                });
    }

    @Override
    public void start() throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setTcpNoDelay(true)
                .setAcceptBacklog(1024);
        vertx.createHttpServer(options).requestHandler(this::handle).listen();
    }

    private void handle(HttpServerRequest request) {
        if (request.path().startsWith("/control/")) {
            request.response().end(control(request.path()));
        } else if (!OPERATION.equals(request.getHeader("X-Amz-Target"))) {
            request.response().setStatusCode(400).end("{\"__type\":\"UnknownOperationException\"}");
        } else {
            CALLS.add();
            request.bodyHandler(body -> {
                if (latencyMillis == 0) {
                    answer(request, body);
                } else {
                    vertx.setTimer(latencyMillis, _ -> answer(request, body));
                }
            });
        }
    }

    private static String control(String path) {
        String[] words = path.substring(1).split("/", -1);
        switch (words[1]) {
            case "reset" -> CALLS.reset();
            case "latency" ->
                latencyMillis = Duration.ofMillis(Long.parseLong(words[2])).toMillis();
            default -> {
                // Only asks.
            }
        }
        return new JsonObject()
                .put("calls", CALLS.size())
                .put("mostInOneSecond", CALLS.mostInOneSecond())
                .encode();
    }

    private static void answer(HttpServerRequest request, Buffer body) {
        JsonObject asked = new JsonObject(body);
        String pool = asked.getString("IdentityPoolId");
        JsonObject logins = asked.getJsonObject("Logins");
        String provider = logins.fieldNames().iterator().next();
        String identity = asked.getString("IdentityId");
        if (identity == null) {
            identity = identityOf(pool, logins.getString(provider));
        }
        String answer = "{\"IdentityId\":\"" + identity + "\",\"Token\":\""
                + token(pool, provider, identity, logins.getString(provider), asked.getLong("TokenDuration", 900L))
                + "\"}";
        request.response()
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("x-amzn-RequestId", UUID.randomUUID().toString())
                .end(answer);
    }

    static String identityOf(String pool, String user) {
        return "eu-west-1:" + UUID.nameUUIDFromBytes((pool + ' ' + user).getBytes(UTF_8));
    }

    /// About 1.1 KB, with the claims that Cognito's have.
    private static String token(String pool, String provider, String identity, String user, long duration) {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"sub\":\"" + identity + "\",\"aud\":\"" + pool
                + "\",\"amr\":[\"authenticated\",\"" + provider + "\",\"" + provider + ":" + pool + ":" + user
                + "\"],\"iss\":\"https://cognito-identity.amazonaws.com\""
                + ",\"https://cognito-identity.amazonaws.com/identity-pool-arn\":"
                + "\"arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/" + pool + "\""
                + ",\"exp\":" + (now + duration) + ",\"iat\":" + now + "}";
        return HEADER + '.' + BASE64.encodeToString(claims.getBytes(UTF_8)) + '.' + SIGNATURE;
    }
}
