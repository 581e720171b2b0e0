package org.identitybroker.clients;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.identitybroker.testing.BrokerSettings;

/// A broker that knows the login system of `docs/callers`: with the settings that are shown there, and a key pair that
/// the script there has made.
public final class GuideSettings implements QuarkusTestResourceLifecycleManager {
    static final Path CODE = Path.of("src/clients/callers");

    /// The setting, of these tests alone, that has the path of the login system's private key.
    static final String KEY = "guides.login-key";

    /// How often the broker calls Cognito before it refuses: the guides' clients throttle it for just so long, and more
    /// attempts would be waited for.
    static final int ATTEMPTS = 2;

    private static final String JWKS = "broker.issuers.shop-keys.jwks";

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("login-key");
            Program.run(CODE, Map.of(), List.of("curl/make-key.sh", folder.toString()))
                    .succeeded();
            Map<String, String> settings = new HashMap<>(BrokerSettings.settings());
            shown().forEach((name, value) -> settings.put(name.toString(), value.toString()));
            settings.put(JWKS, "file:" + folder.resolve("login-public.pem"));
            settings.put("broker.pools.customers.server-side-credentials", "true");
            settings.put("broker.cognito.max-attempts", String.valueOf(ATTEMPTS));
            settings.put(KEY, folder.resolve("login-key.pem").toString());
            return settings;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Properties shown() throws IOException {
        Properties shown = new Properties();
        try (var text = Files.newBufferedReader(CODE.resolve("broker.properties"))) {
            shown.load(text);
        }
        return shown;
    }

    @Override
    public void stop() {}
}
