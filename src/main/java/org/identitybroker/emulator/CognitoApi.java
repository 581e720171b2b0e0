package org.identitybroker.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.identitybroker.emulator.fault.Faults;
import org.identitybroker.emulator.fault.Misfortune;
import org.identitybroker.emulator.fault.RequestLog;
import org.identitybroker.emulator.fault.Sighting;
import org.identitybroker.emulator.http.Reply;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.operation.Call;
import org.identitybroker.emulator.operation.Caller;
import org.identitybroker.emulator.operation.Handlers;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Refusal;
import org.identitybroker.emulator.wire.ReplyWriter;
import org.identitybroker.emulator.wire.RequestReader;
import org.jboss.logging.Logger;

/// The way of one API request: which operation, what befalls it, who calls, is the input right, then the
/// operation itself; and the log of it, whatever happened.
final class CognitoApi {
    private static final Logger LOG = Logger.getLogger(CognitoApi.class);
    private static final String OUTCOME_OK = "ok";

    private final RequestReader reader = new RequestReader();
    private final Callers callers;
    private final Handlers handlers;
    private final ReplyWriter writer;
    private final Faults faults;
    private final RequestLog log;
    private final Clock clock;

    CognitoApi(Callers callers, Handlers handlers, ReplyWriter writer, Faults faults, RequestLog log, Clock clock) {
        this.callers = callers;
        this.handlers = handlers;
        this.writer = writer;
        this.faults = faults;
        this.log = log;
        this.clock = clock;
    }

    Reply answer(Request request) {
        var sighting = new Sighting(clock.instant(), UUID.randomUUID().toString());
        try {
            Operation operation = reader.operation(request.headers());
            sighting.operation(operation.wireName());
            return answer(operation, request, faults.draw(operation), sighting);
        } catch (Refusal refusal) {
            return refused(refusal, sighting);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "request %s failed", sighting.requestId());
            return refused(Refusal.internalError(), sighting);
        }
    }

    private Reply answer(Operation operation, Request request, Misfortune misfortune, Sighting sighting) {
        if (!misfortune.outlast()) {
            return new Reply.Silence();
        }
        return switch (misfortune.kind()) {
            case DELAY -> answered(operation, request, sighting);
            case THROTTLE -> throw Refusal.throttled();
            case INTERNAL_ERROR -> throw Refusal.internalError();
            case NOT_AUTHORIZED -> throw Refusal.loginsDoNotMatch();
            case ACCESS_DENIED -> throw Refusal.accessDenied(operation.wireName());
            case NOT_FOUND -> throw Refusal.notFound();
            case ROLES_MISCONFIGURED -> throw Refusal.rolesMisconfigured();
            case RESET -> spoilt(new Reply.Silence(), misfortune, sighting);
            case HTML_ERROR -> spoilt(writer.html(503), misfortune, sighting);
            case HTML_OK -> spoilt(writer.html(200), misfortune, sighting);
            case LOST_ANSWER -> lost(operation, request, misfortune, sighting);
        };
    }

    private Reply answered(Operation operation, Request request, Sighting sighting) {
        Optional<ObjectNode> output = output(operation, request, sighting);
        log.add(sighting.concluded(OUTCOME_OK));
        return writer.success(sighting.requestId(), output);
    }

    private Reply lost(Operation operation, Request request, Misfortune misfortune, Sighting sighting) {
        try {
            output(operation, request, sighting);
        } catch (Refusal refusal) {
            LOG.debugf("a refusal was lost: %s", refusal.type());
        }
        return spoilt(new Reply.Silence(), misfortune, sighting);
    }

    private Reply spoilt(Reply reply, Misfortune misfortune, Sighting sighting) {
        log.add(sighting.concluded(misfortune.kind().label()));
        return reply;
    }

    private Reply refused(Refusal refusal, Sighting sighting) {
        log.add(sighting.concluded(refusal.type().wireName()));
        return writer.error(sighting.requestId(), refusal);
    }

    private Optional<ObjectNode> output(Operation operation, Request request, Sighting sighting) {
        // A public operation takes no notice of a signature, good or bad: some clients sign everything.
        Optional<Caller> caller = operation.isPublic() ? Optional.empty() : Optional.of(callers.require(request));
        caller.map(Caller::accessKeyId).ifPresent(sighting::accessKey);
        Input input = reader.input(operation, request);
        input.optionalText("IdentityPoolId").ifPresent(sighting::pool);
        input.optionalText("IdentityId").ifPresent(sighting::identity);
        input.textList("IdentityIdsToDelete").forEach(sighting::identity);

        Optional<ObjectNode> output = handlers.of(operation).answer(new Call(input, caller));
        output.map(json -> json.path("IdentityId"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .ifPresent(sighting::identity);
        return output;
    }
}
