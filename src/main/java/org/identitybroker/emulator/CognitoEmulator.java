package org.identitybroker.emulator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.identitybroker.emulator.credential.Sessions;
import org.identitybroker.emulator.fault.Faults;
import org.identitybroker.emulator.fault.MovableClock;
import org.identitybroker.emulator.fault.RequestLog;
import org.identitybroker.emulator.http.HttpFront;
import org.identitybroker.emulator.iam.Policies;
import org.identitybroker.emulator.trustpolicy.TrustPolicies;
import org.jboss.logging.Logger;

/// A running Cognito Identity service, with all state in memory. Point an AWS client at [#endpoint].
public final class CognitoEmulator implements AutoCloseable {
    private static final int STOP_SECONDS_MAX = 30;
    private static final Logger LOG = Logger.getLogger(CognitoEmulator.class);

    private final String host;
    private final Parts parts;
    private final HttpFront front;
    private final Runnable afterwards;

    private CognitoEmulator(String host, Parts parts, HttpFront front, Runnable afterwards) {
        this.host = host;
        this.parts = parts;
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
        Parts parts = Parts.of(options);
        HttpFront front = HttpFront.start(vertx, options.host(), options.port(), parts.site());
        var emulator = new CognitoEmulator(options.host(), parts, front, afterwards);
        LOG.infof("the Cognito Identity emulator listens on %s", emulator.endpoint());
        return emulator;
    }

    public URI endpoint() {
        return URI.create("http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port()));
    }

    public int port() {
        return front.port();
    }

    /// What goes wrong on demand.
    public Faults faults() {
        return parts.faults();
    }

    /// The API requests received.
    public RequestLog requests() {
        return parts.requests();
    }

    /// Which role may do what in S3 and API Gateway.
    public Policies policies() {
        return parts.policies();
    }

    /// Who may assume which role, as GetRole shows it.
    public TrustPolicies trustPolicies() {
        return parts.trustPolicies();
    }

    /// The emulator's time: tokens expire and signatures are judged by it.
    public MovableClock clock() {
        return parts.clock();
    }

    /// Knows the credentials that were handed out.
    public Sessions sessions() {
        return parts.sessions();
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
                .orTimeout(STOP_SECONDS_MAX, TimeUnit.SECONDS)
                .join();
    }
}
