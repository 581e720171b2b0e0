package org.identitybroker.emulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.identitybroker.emulator.apigateway.HelloSite;
import org.identitybroker.emulator.control.ControlSite;
import org.identitybroker.emulator.credential.Sessions;
import org.identitybroker.emulator.fault.Faults;
import org.identitybroker.emulator.fault.MovableClock;
import org.identitybroker.emulator.fault.RequestLog;
import org.identitybroker.emulator.http.Site;
import org.identitybroker.emulator.iam.DefaultPolicies;
import org.identitybroker.emulator.iam.Policies;
import org.identitybroker.emulator.iam.PolicyDocument;
import org.identitybroker.emulator.jwt.OpenIdTokens;
import org.identitybroker.emulator.link.DeveloperLinking;
import org.identitybroker.emulator.operation.Handlers;
import org.identitybroker.emulator.principal.Principals;
import org.identitybroker.emulator.provider.PublicProviders;
import org.identitybroker.emulator.role.SessionTagging;
import org.identitybroker.emulator.s3.S3Site;
import org.identitybroker.emulator.sigv4.SignatureVerifier;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.state.Pools;
import org.identitybroker.emulator.sts.CallerIdentity;
import org.identitybroker.emulator.sts.StsApi;
import org.identitybroker.emulator.sts.WebIdentity;
import org.identitybroker.emulator.trustpolicy.IamApi;
import org.identitybroker.emulator.trustpolicy.TrustPolicies;
import org.identitybroker.emulator.wire.ReplyWriter;

/// The parts of an emulator, put together: the site that answers requests, and what a test may reach into.
record Parts(
        Site site,
        Faults faults,
        RequestLog requests,
        Policies policies,
        TrustPolicies trustPolicies,
        MovableClock clock,
        Sessions sessions) {
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
        var principals = new Principals(options.accessKeys(), sessions, options.accountId(), clock);
        var sts = new StsApi(
                new WebIdentity(pools, tokens, sessions, tagging(options), clock),
                new CallerIdentity(new SignatureVerifier(STS, principals, clock), principals, options.accountId()),
                writer,
                requests,
                clock);
        var policies = new Policies(defaultPolicies(options));
        var trust = new TrustPolicies(pools, tagging(options));
        var iam = new IamApi(trust, principals, policies, writer, requests, clock);
        var control = new ControlSite(faults, requests, policies, trust, clock);
        var hello = new HelloSite(principals, policies, options.accountId(), clock);
        var s3 = new S3Site(principals, policies, options.accountId(), buckets(options), clock);
        var routes = new Routes(api, sts, iam, new Discovery(pools, writer), control, hello, s3, writer);
        return new Parts(routes, faults, requests, policies, trust, clock, sessions);
    }

    /// One for each role of the pools that are there from the start. A role that has both kinds of users
    /// gets what the authenticated ones may do.
    private static Map<String, PolicyDocument> defaultPolicies(EmulatorOptions options) {
        Map<String, PolicyDocument> policies = new HashMap<>();
        for (PoolSettings pool : options.pools()) {
            pool.roles().unauthenticated().ifPresent(role -> policies.putIfAbsent(role, DefaultPolicies.guest()));
        }
        for (PoolSettings pool : options.pools()) {
            pool.roles().authenticated().ifPresent(role -> policies.put(role, DefaultPolicies.authenticated()));
        }
        policies.putAll(options.policies());
        return policies;
    }

    private static Set<String> buckets(EmulatorOptions options) {
        Set<String> buckets = new TreeSet<>(options.buckets());
        buckets.add(DefaultPolicies.BUCKET);
        return buckets;
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
