package com.example.login;

// region: api
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// The broker's `POST /v1/tokens`. Answers have more members, and may get others.
@Path("/v1/tokens")
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
@RegisterRestClient(configKey = "identity-broker")
public interface TokenApi {
    @POST
    Issued issue(@HeaderParam("X-Request-Id") String requestId, Wanted wanted);

    /// Without a guest's time, `identityId` and `logins` are null and left out.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Wanted(
            String userId,
            @Nullable String identityId,
            @Nullable Map<String, String> logins) {
        @Override
        public String toString() {
            return "Wanted[redacted]";
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Issued(String identityId, Map<String, String> logins, String region, Instant expiresAt) {
        @Override
        public String toString() {
            return "Issued[redacted]";
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Problem(String code) {}
}
// endregion
