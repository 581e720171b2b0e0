package org.identitybroker.caller;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.regex.Pattern;
import org.identitybroker.exchange.ContainerError;

/// An AWS SDK sends the text of `AWS_CONTAINER_AUTHORIZATION_TOKEN`, or of the file that
/// `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` names, as the header `Authorization` and puts no scheme before it. A file
/// that somebody else keeps fresh, such as a kubelet, has the bare token. So where SDKs ask, a bare token is as good
/// as one with its scheme; elsewhere it stays refused.
@ApplicationScoped
class VerbatimToken {
    /// Before the token is looked at, after the exchange has its id.
    private static final int BEFORE_AUTHENTICATION = 1_000;

    /// RFC 7515, 7.1: three parts of base64url.
    private static final Pattern BARE = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    void register(@Observes Filters filters) {
        filters.register(VerbatimToken::addScheme, BEFORE_AUTHENTICATION);
    }

    private static void addScheme(RoutingContext exchange) {
        if (ContainerError.PATH.equals(exchange.request().path())) {
            MultiMap headers = exchange.request().headers();
            List<String> sent = headers.getAll(HttpHeaders.AUTHORIZATION);
            if (sent.size() == 1 && BARE.matcher(sent.getFirst()).matches()) {
                headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + sent.getFirst());
            }
        }
        exchange.next();
    }
}
