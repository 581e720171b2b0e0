package org.identitybroker.emulator;

import org.identitybroker.emulator.control.ControlSite;
import org.identitybroker.emulator.credential.Sessions;
import org.identitybroker.emulator.fault.Faults;
import org.identitybroker.emulator.fault.MovableClock;
import org.identitybroker.emulator.fault.RequestLog;
import org.identitybroker.emulator.http.Site;
import org.identitybroker.emulator.jwt.OpenIdTokens;
import org.identitybroker.emulator.link.DeveloperLinking;
import org.identitybroker.emulator.operation.Handlers;
import org.identitybroker.emulator.provider.PublicProviders;
import org.identitybroker.emulator.sigv4.SignatureVerifier;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.wire.ReplyWriter;

/// The parts of an emulator, put together: the site that answers requests, and what a test may reach into.
record Parts(Site site, Faults faults, RequestLog requests, MovableClock clock) {
    private static final String SERVICE = "cognito-identity";

    static Parts of(EmulatorOptions options) {
        var clock = new MovableClock(options.clock());
        var faults = new Faults();
        var requests = new RequestLog();
        var pools = new Pools(options.pools(), clock);
        options.users().forEach(pools::restore);
        var writer = new ReplyWriter(clock);
        var callers = new Callers(new SignatureVerifier(SERVICE, options.accessKeys(), clock));
        var api = new CognitoApi(callers, handlers(options, pools, faults, clock), writer, faults, requests, clock);
        var control = new ControlSite(faults, requests, clock);
        return new Parts(new Routes(api, new Discovery(pools, writer), control, writer), faults, requests, clock);
    }

    private static Handlers handlers(EmulatorOptions options, Pools pools, Faults faults, MovableClock clock) {
        return new Handlers(
                pools,
                new PublicProviders(options.publicProviders(), clock),
                new DeveloperLinking(options.linkWithoutProof(), faults::isFreshIdentityPerCall),
                new OpenIdTokens(options.accountId(), clock),
                new Sessions(),
                options.accountId(),
                clock);
    }
}
