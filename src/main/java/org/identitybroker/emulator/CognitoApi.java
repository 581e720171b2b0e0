package org.identitybroker.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;
import org.identitybroker.emulator.http.Reply;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.operation.Call;
import org.identitybroker.emulator.operation.Caller;
import org.identitybroker.emulator.operation.Handlers;
import org.identitybroker.emulator.sigv4.SignatureVerifier;
import org.identitybroker.emulator.sigv4.Verdict;
import org.identitybroker.emulator.state.Region;
import org.identitybroker.emulator.wire.ErrorType;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Refusal;
import org.identitybroker.emulator.wire.ReplyWriter;
import org.identitybroker.emulator.wire.RequestReader;
import org.jboss.logging.Logger;

/// The way of one API request: which operation, who calls, is the input right, then the operation itself.
final class CognitoApi {
    private static final Logger LOG = Logger.getLogger(CognitoApi.class);

    private final RequestReader reader = new RequestReader();
    private final SignatureVerifier signatures;
    private final Handlers handlers;
    private final ReplyWriter writer;

    CognitoApi(SignatureVerifier signatures, Handlers handlers, ReplyWriter writer) {
        this.signatures = signatures;
        this.handlers = handlers;
        this.writer = writer;
    }

    Reply answer(Request request) {
        String requestId = UUID.randomUUID().toString();
        try {
            return writer.success(requestId, output(request));
        } catch (Refusal refusal) {
            return writer.error(requestId, refusal);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "request %s failed", requestId);
            return writer.error(requestId, new Refusal(ErrorType.INTERNAL_ERROR, "Internal error"));
        }
    }

    private Optional<ObjectNode> output(Request request) {
        Operation operation = reader.operation(request.headers());
        // A public operation takes no notice of a signature, good or bad: some clients sign everything.
        Optional<Caller> caller = operation.isPublic() ? Optional.empty() : Optional.of(caller(request));
        Input input = reader.input(operation, request);
        return handlers.of(operation).answer(new Call(input, caller));
    }

    private Caller caller(Request request) {
        return switch (signatures.verify(request)) {
            case Verdict.Accepted(String accessKeyId, String region) -> new Caller(accessKeyId, new Region(region));
            case Verdict.Refused(Verdict.Reason reason, String message) -> throw new Refusal(type(reason), message);
        };
    }

    private static ErrorType type(Verdict.Reason reason) {
        return switch (reason) {
            case MISSING -> ErrorType.MISSING_AUTHENTICATION_TOKEN;
            case INCOMPLETE -> ErrorType.INCOMPLETE_SIGNATURE;
            case UNKNOWN_KEY -> ErrorType.UNRECOGNIZED_CLIENT;
            case INVALID -> ErrorType.INVALID_SIGNATURE;
        };
    }
}
