package org.identitybroker.playground;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.arc.profile.IfBuildProfile;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.RestCookie;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/// `/login`: a login system as a company has one, with its users, their passwords and a session cookie. Its page asks
/// it for tokens; it asks the broker. Not in production builds.
@Path("/login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@IfBuildProfile(anyOf = {"dev", "test", "demo"})
public class LoginResource {
    private final Accounts accounts;
    private final Sessions sessions;
    private final LoginSystem login;
    private final Places places;

    LoginResource(Accounts accounts, Sessions sessions, LoginSystem login, Places places) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.login = login;
        this.places = places;
    }

    /// A name and its password.
    public record Credentials(
            @Nullable String name, @Nullable String password) {
        @Override
        public String toString() {
            return "Credentials[redacted]";
        }
    }

    /// @param identityId a guest's identity that is to become the user's
    public record TokenWish(@Nullable String identityId) {
        @Override
        public String toString() {
            return "TokenWish[redacted]";
        }
    }

    /// @param status `enabled` or `disabled`
    public record Access(@Nullable String status) {}

    /// What the app has to know before anybody signs in.
    @GET
    @Path("/app")
    public Map<String, String> app(HttpServerRequest request) {
        JsonNode pool = login.pool(requestId(request));
        return Map.of(
                "identityPoolId", pool.path("identityPoolId").asText(),
                "region", pool.path("region").asText(),
                "aws", places.aws(request));
    }

    @POST
    @Path("/session")
    public Response signIn(
            @Nullable Credentials given, HttpServerRequest request, @RestCookie(Sessions.COOKIE) @Nullable String id) {
        requireOwnPage(request);
        Account account = account(given);
        return signedIn(200, account, request, id);
    }

    @POST
    @Path("/accounts")
    public Response signUp(
            @Nullable Credentials given, HttpServerRequest request, @RestCookie(Sessions.COOKIE) @Nullable String id) {
        requireOwnPage(request);
        Credentials wanted = orNone(given);
        Account account = accounts.add(orEmpty(wanted.name()), orEmpty(wanted.password()));
        return signedIn(201, account, request, id);
    }

    /// `{"user": …}`, null if nobody is signed in.
    @GET
    @Path("/session")
    public Map<String, @Nullable Object> whoIsSignedIn(@RestCookie(Sessions.COOKIE) @Nullable String id) {
        return Collections.singletonMap(
                "user",
                sessions.find(id).map(session -> described(session.account())).orElse(null));
    }

    @DELETE
    @Path("/session")
    public Response signOut(HttpServerRequest request, @RestCookie(Sessions.COOKIE) @Nullable String id) {
        requireOwnPage(request);
        return Response.noContent().cookie(sessions.end(id, request.isSSL())).build();
    }

    @POST
    @Path("/token")
    public Response token(
            @Nullable TokenWish wish, HttpServerRequest request, @RestCookie(Sessions.COOKIE) @Nullable String id) {
        requireOwnPage(request);
        Optional<String> guest = Optional.ofNullable(wish).map(TokenWish::identityId);
        return secret(login.token(session(id), guest, requestId(request)));
    }

    /// The session's user and the one whose name and password are given become one at the broker.
    @POST
    @Path("/merge")
    public Response merge(
            @Nullable Credentials other, HttpServerRequest request, @RestCookie(Sessions.COOKIE) @Nullable String id) {
        requireOwnPage(request);
        return secret(login.merge(session(id), account(other), requestId(request)));
    }

    /// Whether the session's user may have tokens.
    @PUT
    @Path("/access")
    public JsonNode setAccess(
            @Nullable Access wanted, HttpServerRequest request, @RestCookie(Sessions.COOKIE) @Nullable String id) {
        requireOwnPage(request);
        Session session = session(id);
        String status = wanted == null ? "" : orEmpty(wanted.status());
        if (!Set.of("enabled", "disabled").contains(status)) {
            throw LoginRefusedException.badStatus();
        }
        return login.setAccess(session, status, requestId(request));
    }

    @GET
    @Path("/audit-events")
    public JsonNode auditEvents(HttpServerRequest request, @RestCookie(Sessions.COOKIE) @Nullable String id) {
        return login.auditEvents(session(id), requestId(request));
    }

    /// What the login system asked of others when it was sent this request of the session; nothing without a session.
    @GET
    @Path("/exchanges/{requestId}")
    public Response exchanges(@RestPath String requestId, @RestCookie(Sessions.COOKIE) @Nullable String id) {
        return secret(
                sessions.find(id).map(session -> session.exchangesOf(requestId)).orElse(List.of()));
    }

    @ServerExceptionMapper
    public Response refused(LoginRefusedException refusal) {
        return Response.status(refusal.status())
                .type(MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .entity(JsonNodeFactory.instance
                        .objectNode()
                        .put("error", refusal.error())
                        .put("message", String.valueOf(refusal.getMessage())))
                .build();
    }

    /// A page of another origin can make a browser send requests here, with the cookie if it is of the same host on
    /// another port; but it cannot make it lie about where they come from.
    private static void requireOwnPage(HttpServerRequest request) {
        String origin = orEmpty(request.getHeader("Origin"));
        String host = orEmpty(request.getHeader("Host"));
        if (host.isEmpty() || !authority(origin).equals(host)) {
            throw LoginRefusedException.foreignPage();
        }
    }

    private static String authority(String origin) {
        try {
            return orEmpty(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private Session session(@Nullable String id) {
        return sessions.find(id).orElseThrow(LoginRefusedException::notSignedIn);
    }

    private Account account(@Nullable Credentials given) {
        Credentials claimed = orNone(given);
        return accounts.find(orEmpty(claimed.name()), orEmpty(claimed.password()))
                .orElseThrow(LoginRefusedException::wrongPassword);
    }

    private Response signedIn(int status, Account account, HttpServerRequest request, @Nullable String before) {
        sessions.end(before, request.isSSL());
        NewCookie cookie = sessions.start(account, request.isSSL());
        return Response.status(status).cookie(cookie).entity(described(account)).build();
    }

    private static Map<String, String> described(Account account) {
        return Map.of("name", account.name(), "userId", account.userId());
    }

    private static Response secret(Object answer) {
        return Response.ok(answer).header("Cache-Control", "no-store").build();
    }

    /// The exchange's own, which the broker has given it already.
    private static String requestId(HttpServerRequest request) {
        return orEmpty(request.response().headers().get("X-Request-Id"));
    }

    private static Credentials orNone(@Nullable Credentials given) {
        return given == null ? new Credentials(null, null) : given;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
