package org.identitybroker.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.identitybroker.emulator.http.Reply;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.jwt.Jwks;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.state.Region;
import org.identitybroker.emulator.wire.ReplyWriter;

/// The documents by which a verifier finds the keys of Cognito's tokens.
final class Discovery {
    static final String CONFIGURATION_PATH = "/.well-known/openid-configuration";
    /// Ends in `jwks_uri` at Amazon Cognito too.
    static final String KEYS_PATH = "/.well-known/jwks_uri";

    private final Pools pools;
    private final ReplyWriter writer;

    Discovery(Pools pools, ReplyWriter writer) {
        this.pools = pools;
        this.writer = writer;
    }

    /// Says Amazon's issuer, as the tokens do, but the address of this emulator's keys, as the client sees it.
    Reply configuration(Request request) {
        String host = request.headers().first("Host").orElse("127.0.0.1");
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("issuer", issuer())
                .put("jwks_uri", "http://" + host + KEYS_PATH);
        document.putArray("response_types_supported").add("token");
        document.putArray("subject_types_supported").add("public");
        document.putArray("id_token_signing_alg_values_supported").add("RS512");
        return writer.document(200, document);
    }

    Reply keys() {
        return writer.document(200, Jwks.of(regions()));
    }

    private String issuer() {
        Optional<Region> first = regions().stream().findFirst();
        return first.map(Region::issuer).orElse("https://cognito-identity.amazonaws.com");
    }

    private List<Region> regions() {
        return pools.after("").map(pool -> pool.settings().region()).distinct().toList();
    }
}
