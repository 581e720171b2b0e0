package org.identitybroker.emulator;

import org.identitybroker.emulator.control.ControlSite;
import org.identitybroker.emulator.http.Reply;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.http.Site;
import org.identitybroker.emulator.sts.StsApi;
import org.identitybroker.emulator.wire.Cors;
import org.identitybroker.emulator.wire.ReplyWriter;

/// Which part of the emulator answers which path.
final class Routes implements Site {
    private final CognitoApi api;
    private final StsApi sts;
    private final Discovery discovery;
    private final ControlSite control;
    private final ReplyWriter writer;

    Routes(CognitoApi api, StsApi sts, Discovery discovery, ControlSite control, ReplyWriter writer) {
        this.api = api;
        this.sts = sts;
        this.discovery = discovery;
        this.control = control;
        this.writer = writer;
    }

    @Override
    public Reply answer(Request request) {
        if (request.path().startsWith(ControlSite.PATH)) {
            return control.answer(request);
        }
        return switch (request.method() + " " + request.path()) {
            case "POST /" -> StsApi.isFor(request) ? sts.answer(request) : api.answer(request);
            case "OPTIONS /" -> Cors.preflight(request.headers());
            case "GET " + Discovery.CONFIGURATION_PATH -> discovery.configuration(request);
            case "GET " + Discovery.KEYS_PATH -> discovery.keys();
            default -> writer.nothingHere();
        };
    }
}
