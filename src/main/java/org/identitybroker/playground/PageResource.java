package org.identitybroker.playground;

import io.quarkus.arc.profile.IfBuildProfile;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// `/` and `/playground`: the page, its scripts and its style. Not in production builds.
@Path("/")
@RunOnVirtualThread
@IfBuildProfile(anyOf = {"dev", "test", "demo"})
public class PageResource {
    /// No folders, and so no way out of this one.
    private static final Pattern FILE = Pattern.compile("[a-z0-9-]{1,40}\\.([a-z]{2,4})");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml");

    private final Places places;

    PageResource(Places places) {
        this.places = places;
    }

    @GET
    public Response page(HttpServerRequest request) throws IOException {
        return file("index.html", request);
    }

    @GET
    @Path("/playground/{file}")
    public Response file(@RestPath String file, HttpServerRequest request) throws IOException {
        var name = FILE.matcher(file);
        String type = name.matches() ? TYPES.get(name.group(1)) : null;
        byte[] content = type == null ? null : read(file);
        if (content == null) {
            throw new NotFoundException();
        }
        return Response.ok(content, type)
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", policy(request))
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .build();
    }

    /// Read anew for each request: in dev mode an edit is seen at once.
    private static byte @Nullable [] read(String file) throws IOException {
        try (InputStream content = PageResource.class.getResourceAsStream("page/" + file)) {
            return content == null ? null : content.readAllBytes();
        }
    }

    /// The page loads nothing from anywhere else, and talks to this server and to what plays AWS alone. Pictures come
    /// out of its own hands (`blob:`).
    private String policy(HttpServerRequest request) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' "
                + places.aws(request)
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
