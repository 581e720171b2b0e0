package org.identitybroker.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.identitybroker.emulator.fault.Faults;
import org.identitybroker.emulator.fault.MovableClock;
import org.identitybroker.emulator.fault.RequestLog;
import org.identitybroker.emulator.http.Reply;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.http.Site;
import org.identitybroker.emulator.iam.Policies;
import org.identitybroker.emulator.trustpolicy.TrustPolicies;

/// Lets a test in another process order faults, read the request log, set policies of both kinds and move the clock.
///
/// What changes something is a PUT or a DELETE and carries no CORS headers, so no web page of another origin
/// can do it.
public final class ControlSite implements Site {
    public static final String PATH = "/_emulator/";

    private static final Duration OFFSET_MAX = Duration.ofDays(36_500);

    private final Faults faults;
    private final RequestLog log;
    private final PolicyControl policies;
    private final TrustControl trust;
    private final MovableClock clock;

    public ControlSite(Faults faults, RequestLog log, Policies policies, TrustPolicies trust, MovableClock clock) {
        this.faults = faults;
        this.log = log;
        this.policies = new PolicyControl(policies);
        this.trust = new TrustControl(trust);
        this.clock = clock;
    }

    @Override
    public Reply answer(Request request) {
        try {
            return switch (request.method() + " " + request.path()) {
                case "GET /_emulator/faults" -> ok(faultsJson());
                case "PUT /_emulator/faults" -> replaceFaults(ControlJson.parse(request.body()));
                case "DELETE /_emulator/faults" -> clearFaults();
                case "GET /_emulator/requests" -> ok(ControlJson.requests(log.all()));
                case "DELETE /_emulator/requests" -> clearRequests();
                case "GET /_emulator/clock" -> ok(clockJson());
                case "PUT /_emulator/clock" -> moveClock(ControlJson.parse(request.body()));
                case "DELETE /_emulator/clock" -> moveClock(Duration.ZERO);
                case "GET /_emulator/policies" -> ok(policies.get(request.query()));
                case "PUT /_emulator/policies" -> ok(policies.put(request.query(), ControlJson.parse(request.body())));
                case "DELETE /_emulator/policies" -> ok(policies.delete(request.query()));
                case "GET /_emulator/trust-policies" -> ok(trust.get(request.query()));
                case "PUT /_emulator/trust-policies" ->
                    ok(trust.put(request.query(), ControlJson.parse(request.body())));
                case "DELETE /_emulator/trust-policies" -> ok(trust.delete(request.query()));
                default -> problem(404, "nothing here");
            };
        } catch (IllegalArgumentException mistake) {
            return problem(400, String.valueOf(mistake.getMessage()));
        }
    }

    private Reply replaceFaults(JsonNode order) {
        // Read before anything is changed, so that an order with a mistake changes nothing.
        var ordered = order.path("faults").valueStream().map(FaultJson::read).toList();
        faults.replace(ordered);
        faults.freshIdentityPerCall(order.path("freshIdentityPerCall").asBoolean());
        if (order.path("seed").isIntegralNumber()) {
            faults.seed(order.path("seed").longValue());
        }
        return ok(faultsJson());
    }

    private Reply clearFaults() {
        faults.clear();
        return ok(faultsJson());
    }

    private Reply clearRequests() {
        log.clear();
        return ok(ControlJson.requests(List.of()));
    }

    private Reply moveClock(JsonNode order) {
        JsonNode seconds = order.path("offsetSeconds");
        if (!seconds.isIntegralNumber() || Math.abs(seconds.longValue()) > OFFSET_MAX.toSeconds()) {
            throw new IllegalArgumentException("offsetSeconds must be a whole number of at most a hundred years");
        }
        return moveClock(Duration.ofSeconds(seconds.longValue()));
    }

    private Reply moveClock(Duration offset) {
        clock.offset(offset);
        return ok(clockJson());
    }

    private ObjectNode faultsJson() {
        ObjectNode json = ControlJson.object();
        ArrayNode list = json.putArray("faults");
        faults.active().forEach(fault -> list.add(FaultJson.write(fault)));
        return json.put("freshIdentityPerCall", faults.isFreshIdentityPerCall());
    }

    private ObjectNode clockJson() {
        return ControlJson.object()
                .put("now", clock.instant().toString())
                .put("offsetSeconds", clock.offset().toSeconds());
    }

    private static Reply ok(ObjectNode json) {
        return ControlJson.answer(200, json);
    }

    private static Reply problem(int status, String message) {
        return ControlJson.answer(status, ControlJson.object().put("message", message));
    }
}
