package org.identitybroker.emulator.sts;

import java.time.Clock;
import java.util.UUID;
import org.identitybroker.emulator.fault.RequestLog;
import org.identitybroker.emulator.fault.Sighting;
import org.identitybroker.emulator.http.Reply;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.wire.ErrorType;
import org.identitybroker.emulator.wire.Form;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.QueryAction;
import org.identitybroker.emulator.wire.Refusal;
import org.identitybroker.emulator.wire.ReplyWriter;
import org.jboss.logging.Logger;

/// The way of one STS request: which action, is the input right, then the action itself; and the log of it.
public final class StsApi {
    private static final Logger LOG = Logger.getLogger(StsApi.class);
    private static final String VERSION = "2011-06-15";

    private final WebIdentity webIdentity;
    private final CallerIdentity callerIdentity;
    private final ReplyWriter writer;
    private final RequestLog log;
    private final Clock clock;

    public StsApi(
            WebIdentity webIdentity, CallerIdentity callerIdentity, ReplyWriter writer, RequestLog log, Clock clock) {
        this.webIdentity = webIdentity;
        this.callerIdentity = callerIdentity;
        this.writer = writer;
        this.log = log;
        this.clock = clock;
    }

    /// Whether a request is meant for STS, which shares its address with Cognito.
    public static boolean isFor(Request request) {
        return Form.isIn(request.headers());
    }

    public Reply answer(Request request) {
        var sighting = new Sighting(clock.instant(), UUID.randomUUID().toString());
        try {
            Form form = Form.read(request);
            QueryAction action = action(form);
            sighting.operation(action.wireName());
            Xml result = result(action, form.input(action), request);
            log.add(sighting.concluded("ok"));
            return writer.xml(200, sighting.requestId(), Xml.response(action, result, sighting.requestId()));
        } catch (StsRefusal refusal) {
            return refused(refusal, sighting);
        } catch (Refusal refusal) {
            return refused(ofInput(refusal), sighting);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "request %s failed", sighting.requestId());
            return refused(new StsRefusal(StsError.INTERNAL_FAILURE, "Internal failure"), sighting);
        }
    }

    private static QueryAction action(Form form) {
        String name = form.field("Action")
                .orElseThrow(() -> new StsRefusal(StsError.MISSING_ACTION, "The request has no Action."));
        String version = form.field("Version").orElse("NO_VERSION_SPECIFIED");
        return form.action()
                .filter(_ -> version.equals(VERSION))
                .orElseThrow(() -> new StsRefusal(
                        StsError.INVALID_ACTION,
                        "Could not find operation %s for version %s".formatted(name, version)));
    }

    private Xml result(QueryAction action, Input input, Request request) {
        return switch (action) {
            case ASSUME_ROLE_WITH_WEB_IDENTITY -> webIdentity.answer(input);
            case GET_CALLER_IDENTITY -> callerIdentity.answer(request);
        };
    }

    private static StsRefusal ofInput(Refusal refusal) {
        StsError error = refusal.type() == ErrorType.VALIDATION ? StsError.VALIDATION_ERROR : StsError.MALFORMED_INPUT;
        return new StsRefusal(error, refusal.text());
    }

    private Reply refused(StsRefusal refusal, Sighting sighting) {
        log.add(sighting.concluded(refusal.error().wireName()));
        return writer.xml(refusal.error().status(), sighting.requestId(), Xml.error(refusal, sighting.requestId()));
    }
}
