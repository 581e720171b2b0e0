package org.identitybroker.emulator;

import org.identitybroker.emulator.apigateway.HelloSite;
import org.identitybroker.emulator.control.ControlSite;
import org.identitybroker.emulator.http.Reply;
import org.identitybroker.emulator.http.Request;
import org.identitybroker.emulator.http.Site;
import org.identitybroker.emulator.s3.S3Site;
import org.identitybroker.emulator.sts.StsApi;
import org.identitybroker.emulator.trustpolicy.IamApi;
import org.identitybroker.emulator.wire.Cors;
import org.identitybroker.emulator.wire.ReplyWriter;

/// Which part of the emulator answers which path.
final class Routes implements Site {
    private final CognitoApi api;
    private final StsApi sts;
    private final IamApi iam;
    private final Discovery discovery;
    private final ControlSite control;
    private final HelloSite hello;
    private final S3Site s3;
    private final ReplyWriter writer;

    Routes(
            CognitoApi api,
            StsApi sts,
            IamApi iam,
            Discovery discovery,
            ControlSite control,
            HelloSite hello,
            S3Site s3,
            ReplyWriter writer) {
        this.api = api;
        this.sts = sts;
        this.iam = iam;
        this.discovery = discovery;
        this.control = control;
        this.hello = hello;
        this.s3 = s3;
        this.writer = writer;
    }

    @Override
    public Reply answer(Request request) {
        if (request.path().startsWith(ControlSite.PATH)) {
            return control.answer(request);
        }
        if (S3Site.isSigned(request)) {
            return s3.answer(request);
        }
        if (request.path().equals(HelloSite.PATH) || HelloSite.isSigned(request)) {
            return hello.answer(request);
        }
        if (isOfBucket(request.path())) {
            return s3.answer(request);
        }
        return switch (request.method() + " " + request.path()) {
            case "POST /" -> ofApi(request);
            case "OPTIONS /" -> Cors.preflight(request.headers());
            case "GET " + Discovery.CONFIGURATION_PATH -> discovery.configuration(request);
            case "GET " + Discovery.KEYS_PATH -> discovery.keys();
            default -> writer.nothingHere();
        };
    }

    private Reply ofApi(Request request) {
        if (IamApi.isFor(request)) {
            return iam.answer(request);
        }
        return StsApi.isFor(request) ? sts.answer(request) : api.answer(request);
    }

    /// Whatever is nothing else's is a bucket's: no bucket can have a name that begins with a dot or an
    /// underscore.
    private static boolean isOfBucket(String path) {
        return path.length() > 1 && !path.startsWith("/.") && !path.startsWith("/_");
    }

    @Override
    public int bodyBytesMax(String path) {
        return isOfBucket(path) ? s3.bodyBytesMax(path) : Site.super.bodyBytesMax(path);
    }

    @Override
    public Reply.Answer tooLarge(String path) {
        return isOfBucket(path) ? s3.tooLarge(path) : Site.super.tooLarge(path);
    }
}
