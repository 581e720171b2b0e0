package org.identitybroker.pool;

import static org.identitybroker.setting.SettingReaders.flag;
import static org.identitybroker.setting.SettingReaders.seconds;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.identitybroker.pool.PoolSettings.PoolSetting;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;

/// The configured identity pools by name.
@ApplicationScoped
public class Pools implements CheckedSettings {
    private static final String PREFIX = "broker.pools.";

    /// Cognito's service model: IdentityPoolId has 1 to 55 characters of this form.
    private static final Pattern IDENTITY_POOL_ID = Pattern.compile("(?=.{1,55}$)[\\w-]+:[0-9a-f-]+");

    /// Cognito's service model: DeveloperProviderName.
    private static final Pattern DEVELOPER_PROVIDER_NAME = Pattern.compile("[\\w._-]{1,128}");

    private static final Pattern ROLE_ARN = Pattern.compile("arn:[\\w-]+:iam::\\d{12}:role/.{1,512}");

    /// AWS API reference, GetOpenIdTokenForDeveloperIdentity: TokenDuration is at most 24 hours.
    private static final Duration TOKEN_DURATION_LIMIT = Duration.ofHours(24);

    /// Short enough to stand with every user.
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9]{1,32}");

    private static final String KEY_WITHOUT_PSEUDONYMS = "is for user-identifier=hmac-sha256 only";
    private static final String DURATION_RULE = "must be a duration of whole seconds such as PT15M";

    private final Map<PoolName, Pool> pools = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    private final Set<PoolName> configured = new HashSet<>();
    private final SettingMistakes mistakes = new SettingMistakes();

    private final PoolQuotas quotas;

    Pools(PoolSettings settings, QuotaSettings quotas) {
        this.quotas = new PoolQuotas(quotas, mistakes);
        settings.pools().keySet().forEach(name -> configured.add(new PoolName(name)));
        settings.pools().forEach((name, setting) -> read(name, setting).ifPresent(this::add));
        refuseSharedIdentityPools();
    }

    public Optional<Pool> find(PoolName name) {
        return Optional.ofNullable(pools.get(name));
    }

    /// Whether settings have a pool of this name, right or wrong: whoever refers to a wrong one makes no second
    /// mistake.
    public boolean isConfigured(PoolName name) {
        return configured.contains(name);
    }

    public Collection<Pool> all() {
        return List.copyOf(pools.values());
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    private void add(Pool pool) {
        pools.put(pool.name(), pool);
    }

    private Optional<Pool> read(String name, PoolSetting setting) {
        String prefix = PREFIX + name + ".";
        if (!PoolName.isValid(name)) {
            mistakes.add(PREFIX + name, "a pool's name has lower-case letters, digits and hyphens, at most 64");
        }
        Optional<String> id = mistakes.matching(
                prefix + "identity-pool-id",
                mistakes.required(prefix + "identity-pool-id", setting.identityPoolId()),
                IDENTITY_POOL_ID,
                "must have the form REGION:GUID, for example eu-west-1:00000000-0000-0000-0000-000000000000");
        Optional<String> provider = mistakes.matching(
                prefix + "developer-provider-name",
                mistakes.required(prefix + "developer-provider-name", setting.developerProviderName()),
                DEVELOPER_PROVIDER_NAME,
                "must have 1 to 128 letters, digits, '.', '_' or '-', as in Cognito");
        Optional<String> role = mistakes.matching(
                prefix + "assume-role-arn",
                setting.assumeRoleArn().filter(arn -> !arn.isBlank()),
                ROLE_ARN,
                "must be the ARN of an IAM role");
        Optional<UserIdentifiers> identifiers = identifiers(prefix, setting);
        Optional<Boolean> serverSide = serverSideCredentials(prefix, setting);
        Optional<Quota> quota = quotas.of(name, prefix, setting);
        Optional<Duration> longest = duration(prefix + "max-token-duration", setting.maxTokenDuration());
        Optional<Duration> usual = duration(prefix + "token-duration", setting.tokenDuration());
        Optional<Duration> reuse = mistakes.read(
                prefix + "reuse-min-remaining", setting.reuseMinRemaining(), text -> seconds(text), DURATION_RULE);
        checkDurations(prefix, usual, longest, reuse);
        if (id.isEmpty() || provider.isEmpty() || usual.isEmpty() || longest.isEmpty() || identifiers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Pool(
                new PoolName(name),
                id.get(),
                provider.get(),
                usual.get(),
                longest.get(),
                reuse,
                role,
                identifiers.get(),
                serverSide.orElse(false),
                quota));
    }

    private Optional<Boolean> serverSideCredentials(String prefix, PoolSetting setting) {
        return mistakes.read(
                prefix + "server-side-credentials",
                Optional.of(setting.serverSideCredentials()),
                text -> flag(text),
                "must be true or false");
    }

    private Optional<UserIdentifiers> identifiers(String prefix, PoolSetting setting) {
        return switch (setting.userIdentifier().orElse("plain")) {
            case "plain" -> plain(prefix, setting);
            case "hmac-sha256" -> pseudonyms(prefix, setting);
            default -> {
                mistakes.add(prefix + "user-identifier", "must be plain or hmac-sha256");
                yield Optional.empty();
            }
        };
    }

    /// An operator who set a key must not believe that it is used.
    private Optional<UserIdentifiers> plain(String prefix, PoolSetting setting) {
        setting.userIdentifierKey()
                .ifPresent(_ -> mistakes.add(prefix + "user-identifier-key", KEY_WITHOUT_PSEUDONYMS));
        setting.userIdentifierKeyId()
                .ifPresent(_ -> mistakes.add(prefix + "user-identifier-key-id", KEY_WITHOUT_PSEUDONYMS));
        return Optional.of(new UserIdentifiers.Plain());
    }

    private Optional<UserIdentifiers> pseudonyms(String prefix, PoolSetting setting) {
        Optional<PseudonymKey> key = mistakes.read(
                prefix + "user-identifier-key",
                mistakes.required(prefix + "user-identifier-key", setting.userIdentifierKey()),
                PseudonymKey::read,
                "must be the base64 of at least 32 bytes, or 'file:' and the path of a readable file with such");
        Optional<String> id = mistakes.matching(
                prefix + "user-identifier-key-id",
                Optional.of(setting.userIdentifierKeyId().orElse("1")),
                KEY_ID,
                "must have 1 to 32 letters and digits");
        return key.isPresent() && id.isPresent()
                ? Optional.of(new UserIdentifiers.Pseudonyms(key.get(), id.get()))
                : Optional.empty();
    }

    private Optional<Duration> duration(String setting, String value) {
        return mistakes.read(
                setting, mistakes.required(setting, Optional.of(value)), text -> seconds(text), DURATION_RULE);
    }

    private void checkDurations(
            String prefix, Optional<Duration> usual, Optional<Duration> longest, Optional<Duration> reuse) {
        if (longest.isPresent() && longest.get().compareTo(TOKEN_DURATION_LIMIT) > 0) {
            mistakes.add(prefix + "max-token-duration", "must be at most PT24H, Cognito's limit");
        }
        if (usual.isPresent() && longest.isPresent() && usual.get().compareTo(longest.get()) > 0) {
            mistakes.add(prefix + "token-duration", "must not be longer than max-token-duration");
        }
        if (reuse.isPresent() && longest.isPresent() && reuse.get().compareTo(longest.get()) >= 0) {
            mistakes.add(
                    prefix + "reuse-min-remaining",
                    "must be shorter than max-token-duration, or no token is ever reused");
        }
    }

    /// One identity has one row and so one pool; two names for one Cognito pool would make each user of both a
    /// conflict.
    private void refuseSharedIdentityPools() {
        Map<String, PoolName> names = new HashMap<>();
        for (Pool pool : pools.values()) {
            PoolName first = names.putIfAbsent(pool.identityPoolId(), pool.name());
            if (first != null) {
                mistakes.add(
                        PREFIX + pool.name().value() + ".identity-pool-id",
                        "is the same identity pool as that of pool " + first.value());
            }
        }
    }
}
