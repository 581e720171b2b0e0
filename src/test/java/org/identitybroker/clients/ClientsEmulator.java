package org.identitybroker.clients;

import java.util.List;
import java.util.Map;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.iam.DefaultPolicies;
import org.identitybroker.emulator.iam.PolicyDocument;
import org.identitybroker.emulator.state.PoolRoles;
import org.identitybroker.emulator.state.PoolSettings;

/// The emulator as all clients here meet it: a pool that lets in guests, and a second bucket, with a dot, in which
/// users may do what they may do in the first.
final class ClientsEmulator implements AutoCloseable {
    static final String POOL = "eu-west-1:00000000-0000-4000-8000-000000000001";
    static final String PROVIDER = "login.example.com";

    private final CognitoEmulator emulator = CognitoEmulator.start(EmulatorOptions.builder()
            .pools(PoolSettings.forDeveloper(POOL, PROVIDER).withGuests(true))
            .buckets(List.of("demo.uploads"))
            .policies(Map.of(PoolRoles.standard().authenticated().orElseThrow(), bothBuckets()))
            .build());

    private static PolicyDocument bothBuckets() {
        String policy = DefaultPolicies.authenticated().toString();
        return PolicyDocument.parse(policy.replace(DefaultPolicies.BUCKET, "demo?uploads"));
    }

    String endpoint() {
        return emulator.endpoint().toString();
    }

    @Override
    public void close() {
        emulator.close();
    }
}
