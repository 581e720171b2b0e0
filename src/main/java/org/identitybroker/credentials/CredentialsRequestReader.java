package org.identitybroker.credentials;

import static org.identitybroker.credentials.CredentialsRequest.CUSTOM_ROLE_ARN;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.identitybroker.token.TokenRequest;
import org.jspecify.annotations.Nullable;

/// Reads the role and leaves the rest to the token request, which knows its own members. Jackson's own reading of an
/// unwrapped member accepts members that nobody knows.
final class CredentialsRequestReader extends StdDeserializer<CredentialsRequest> {
    private static final long serialVersionUID = 1L;

    CredentialsRequestReader() {
        super(CredentialsRequest.class);
    }

    @Override
    public CredentialsRequest deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        ObjectNode members = context.readValue(parser, ObjectNode.class);
        @Nullable JsonNode role = members.remove(CUSTOM_ROLE_ARN);
        return new CredentialsRequest(context.readTreeAsValue(members, TokenRequest.class), text(role, context));
    }

    private static @Nullable String text(@Nullable JsonNode role, DeserializationContext context) throws IOException {
        try {
            return role == null ? null : context.readTreeAsValue(role, String.class);
        } catch (JsonMappingException mismatch) {
            throw JsonMappingException.wrapWithPath(mismatch, CredentialsRequest.class, CUSTOM_ROLE_ARN);
        }
    }
}
