package org.identitybroker.emulator.seed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.iam.PolicyDocument;
import org.identitybroker.emulator.operation.WholePool;
import org.identitybroker.emulator.provider.ProviderKeys;
import org.identitybroker.emulator.provider.PublicProvider;
import org.identitybroker.emulator.provider.SamlProvider;
import org.identitybroker.emulator.state.KnownUser;
import org.identitybroker.emulator.state.PoolSettings;
import org.identitybroker.emulator.wire.Input;
import org.identitybroker.emulator.wire.Refusal;
import org.identitybroker.emulator.wire.StrictReader;

/// Reads a seed file. All mistakes of the form are found together, and, in a file of good form, all others.
public final class Seed {
    private static final long BYTES_MAX = 16L * 1024 * 1024;
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .reader();

    private final Input file;
    private final List<String> mistakes;

    private Seed(Input file, List<String> mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    public static EmulatorOptions.Builder read(Path path) throws SeedException {
        try {
            if (Files.size(path) > BYTES_MAX) {
                throw new SeedException(List.of("the file: must have at most %d bytes".formatted(BYTES_MAX)));
            }
            return parse(Files.readString(path));
        } catch (IOException unreadable) {
            throw new SeedException(List.of("the file: cannot be read as a text in UTF-8"));
        }
    }

    static EmulatorOptions.Builder parse(String text) throws SeedException {
        List<String> mistakes = new ArrayList<>();
        Input file = StrictReader.read(SeedShape.FILE, json(text), mistakes::add);
        requireNone(mistakes);
        EmulatorOptions.Builder options = new Seed(file, mistakes).options();
        requireNone(mistakes);
        return options;
    }

    /// Without the parser's own message, which quotes the file.
    private static JsonNode json(String text) throws SeedException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            var place = Optional.ofNullable(malformed.getLocation());
            throw new SeedException(List.of("line %d, column %d: is not well-formed JSON"
                    .formatted(
                            place.map(found -> found.getLineNr()).orElse(1),
                            place.map(found -> found.getColumnNr()).orElse(1))));
        }
    }

    private static void requireNone(List<String> mistakes) throws SeedException {
        if (!mistakes.isEmpty()) {
            throw new SeedException(mistakes);
        }
    }

    private EmulatorOptions.Builder options() {
        var options = EmulatorOptions.builder();
        file.optionalText("accountId").ifPresent(options::accountId);
        file.flag("linkWithoutProof").ifPresent(options::linkWithoutProof);
        List<PoolSettings> pools = each("pools", WholePool::of);
        requireUnique("pools", pools.stream().map(PoolSettings::id));
        List<KnownUser> users = each("users", user -> user(user, pools));
        requireUnique("users", users.stream().map(user -> user.poolId() + " " + user.userIdentifier()));
        List<PublicProvider> publicProviders = each("publicProviders", this::publicProvider);
        requireUnique("publicProviders", publicProviders.stream().map(PublicProvider::name));
        List<SamlProvider> samlProviders = each("samlProviders", Seed::samlProvider);
        requireUnique("samlProviders", samlProviders.stream().map(SamlProvider::arn));
        requireUnique("buckets", file.textList("buckets").stream());
        return options.pools(pools)
                .users(users)
                .publicProviders(publicProviders.toArray(PublicProvider[]::new))
                .samlProviders(samlProviders.toArray(SamlProvider[]::new))
                .accessKeys(file.textMap("accessKeys"))
                .policies(policies())
                .rolesWithoutTagSession(file.textList("rolesWithoutTagSession").stream()
                        .distinct()
                        .toArray(String[]::new))
                .buckets(file.textList("buckets"));
    }

    private static KnownUser user(Input user, List<PoolSettings> pools) {
        String poolId = user.text("identityPoolId");
        boolean isDeveloperPool = pools.stream()
                .anyMatch(pool ->
                        pool.id().equals(poolId) && pool.developerProviderName().isPresent());
        if (!isDeveloperPool) {
            throw new IllegalArgumentException("identityPoolId must be of a pool above with a DeveloperProviderName");
        }
        String identityId = user.text("identityId");
        if (!identityId.startsWith(poolId.substring(0, poolId.indexOf(':') + 1))) {
            throw new IllegalArgumentException("identityId must begin with the pool's region");
        }
        return new KnownUser(poolId, identityId, user.text("developerUserIdentifier"));
    }

    private PublicProvider publicProvider(Input provider) {
        Map<String, String> pems = provider.textMap("keys");
        Optional<JsonNode> jwks = provider.document("jwks");
        if (jwks.isPresent() == !pems.isEmpty()) {
            throw new IllegalArgumentException("either jwks or keys is required");
        }
        ProviderKeys keys = jwks.map(set -> ProviderKeys.parse(set.toString())).orElseGet(() -> ofPem(pems));
        if (keys.byId().isEmpty()) {
            throw new IllegalArgumentException("jwks must have an RSA key");
        }
        return new PublicProvider(provider.text("name"), keys, Set.copyOf(provider.textList("clientIds")));
    }

    private static ProviderKeys ofPem(Map<String, String> pems) {
        Map<String, ProviderKeys.ProviderKey> keys = new LinkedHashMap<>();
        pems.forEach((id, pem) -> keys.put(id, ProviderKeys.ProviderKey.usual(Pem.rsaKey(pem))));
        return new ProviderKeys(keys);
    }

    private static SamlProvider samlProvider(Input provider) {
        return new SamlProvider(provider.text("arn"), Pem.rsaKey(provider.text("certificate")));
    }

    private Map<String, PolicyDocument> policies() {
        Map<String, PolicyDocument> policies = new LinkedHashMap<>();
        file.documentMap("policies")
                .forEach((role, json) -> attempt("policies." + role, () -> PolicyDocument.of(json))
                        .ifPresent(policy -> policies.put(role, policy)));
        return policies;
    }

    private <T> List<T> each(String member, Function<Input, T> reading) {
        List<T> read = new ArrayList<>();
        List<Input> inputs = file.structures(member);
        for (int position = 0; position < inputs.size(); position++) {
            Input input = inputs.get(position);
            attempt("%s[%d]".formatted(member, position), () -> reading.apply(input))
                    .ifPresent(read::add);
        }
        return read;
    }

    private <T> Optional<T> attempt(String path, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (Refusal refusal) {
            mistakes.add(path + ": " + refusal.text());
        } catch (IllegalArgumentException mistake) {
            mistakes.add(path + ": " + mistake.getMessage());
        }
        return Optional.empty();
    }

    private void requireUnique(String member, Stream<String> ids) {
        Set<String> seen = new HashSet<>();
        if (!ids.allMatch(seen::add)) {
            mistakes.add(member + ": the same one is there twice");
        }
    }
}
