package org.identitybroker.emulator;

import org.identitybroker.emulator.control.ControlSite;
import org.identitybroker.emulator.credential.Sessions;
import org.identitybroker.emulator.credential.Signers;
import org.identitybroker.emulator.fault.Faults;
import org.identitybroker.emulator.fault.MovableClock;
import org.identitybroker.emulator.fault.RequestLog;
import org.identitybroker.emulator.http.Site;
import org.identitybroker.emulator.jwt.OpenIdTokens;
import org.identitybroker.emulator.link.DeveloperLinking;
import org.identitybroker.emulator.operation.Handlers;
import org.identitybroker.emulator.provider.PublicProviders;
import org.identitybroker.emulator.role.SessionTagging;
import org.identitybroker.emulator.sigv4.SignatureVerifier;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.sts.CallerIdentity;
import org.identitybroker.emulator.sts.StsApi;
import org.identitybroker.emulator.sts.WebIdentity;
import org.identitybroker.emulator.wire.ReplyWriter;

/// The parts of an emulator, put together: the site that answers requests, and what a test may reach into.
record Parts(Site site, Faults faults, RequestLog requests, MovableClock clock, Sessions sessions) {
    private static final String COGNITO = "cognito-identity";
    private static final String STS = "sts";

    static Parts of(EmulatorOptions options) {
        var clock = new MovableClock(options.clock());
        var faults = new Faults();
        var requests = new RequestLog();
        var sessions = new Sessions();
        var pools = new Pools(options.pools(), clock);
        options.users().forEach(pools::restore);
        var writer = new ReplyWriter(clock);
        var callers = new Callers(new SignatureVerifier(COGNITO, options.accessKeys(), clock));
        var tokens = new OpenIdTokens(options.accountId(), clock);
        var handlers = handlers(options, pools, tokens, sessions, faults, clock);
        var api = new CognitoApi(callers, handlers, writer, faults, requests, clock);
        var sts = new StsApi(
                new WebIdentity(pools, tokens, sessions, tagging(options), clock),
                new CallerIdentity(new Signers(STS, options.accessKeys(), sessions, clock), options.accountId()),
                writer,
                requests,
                clock);
        var control = new ControlSite(faults, requests, clock);
        return new Parts(
                new Routes(api, sts, new Discovery(pools, writer), control, writer), faults, requests, clock, sessions);
    }

    private static SessionTagging tagging(EmulatorOptions options) {
        return new SessionTagging(options.rolesWithoutTagSession());
    }

    private static Handlers handlers(
            EmulatorOptions options,
            Pools pools,
            OpenIdTokens tokens,
            Sessions sessions,
            Faults faults,
            MovableClock clock) {
        return new Handlers(
                pools,
                new PublicProviders(options.publicProviders(), options.samlProviders(), clock),
                new DeveloperLinking(options.linkWithoutProof(), faults::isFreshIdentityPerCall),
                tokens,
                sessions,
                tagging(options),
                options.accountId(),
                clock);
    }
}
