package org.identitybroker.emulator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.identitybroker.emulator.credential.Sessions;
import org.identitybroker.emulator.http.HttpFront;
import org.identitybroker.emulator.jwt.OpenIdTokens;
import org.identitybroker.emulator.link.DeveloperLinking;
import org.identitybroker.emulator.operation.Handlers;
import org.identitybroker.emulator.provider.PublicProviders;
import org.identitybroker.emulator.sigv4.SignatureVerifier;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.wire.ReplyWriter;
import org.jboss.logging.Logger;

/// A running Cognito Identity service, with all state in memory. Point an AWS client at [#endpoint].
public final class CognitoEmulator implements AutoCloseable {
    private static final String SERVICE = "cognito-identity";
    private static final Logger LOG = Logger.getLogger(CognitoEmulator.class);

    private final String host;
    private final HttpFront front;
    private final Runnable afterwards;

    private CognitoEmulator(String host, HttpFront front, Runnable afterwards) {
        this.host = host;
        this.front = front;
        this.afterwards = afterwards;
    }

    /// Starts with a Vert.x of its own, which ends with it.
    public static CognitoEmulator start(EmulatorOptions options) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            return start(options, vertx, () -> close(vertx));
        } catch (RuntimeException failure) {
            close(vertx);
            throw failure;
        }
    }

    /// Starts on the caller's Vert.x, which stays open. Not to be called on an event loop, as it waits.
    public static CognitoEmulator start(EmulatorOptions options, Vertx vertx) {
        return start(options, vertx, () -> {});
    }

    private static CognitoEmulator start(EmulatorOptions options, Vertx vertx, Runnable afterwards) {
        HttpFront front = HttpFront.start(vertx, options.host(), options.port(), routes(options));
        var emulator = new CognitoEmulator(options.host(), front, afterwards);
        LOG.infof("the Cognito Identity emulator listens on %s", emulator.endpoint());
        return emulator;
    }

    private static Routes routes(EmulatorOptions options) {
        Clock clock = options.clock();
        var pools = new Pools(options.pools(), clock);
        options.users().forEach(pools::restore);
        var writer = new ReplyWriter(clock);
        var handlers = new Handlers(
                pools,
                new PublicProviders(options.publicProviders(), clock),
                new DeveloperLinking(options.linkWithoutProof()),
                new OpenIdTokens(options.accountId(), clock),
                new Sessions(),
                clock);
        var signatures = new SignatureVerifier(SERVICE, options.accessKeys(), clock);
        return new Routes(new CognitoApi(signatures, handlers, writer), new Discovery(pools, writer), writer);
    }

    public URI endpoint() {
        return URI.create("http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port()));
    }

    public int port() {
        return front.port();
    }

    @Override
    public void close() {
        front.close();
        afterwards.run();
    }

    private static void close(Vertx vertx) {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
