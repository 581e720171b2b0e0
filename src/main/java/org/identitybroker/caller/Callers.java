package org.identitybroker.caller;

import static org.identitybroker.setting.SettingReaders.list;
import static org.identitybroker.setting.SettingReaders.seconds;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.identitybroker.caller.CallerSettings.CallerSetting;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.PoolName;
import org.identitybroker.pool.Pools;
import org.identitybroker.setting.CheckedSettings;
import org.identitybroker.setting.SettingMistakes;

/// The registry of callers.
@ApplicationScoped
public class Callers implements CheckedSettings {
    static final String PREFIX = "broker.callers.";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /// An issuer's name for a caller is unique only beside that issuer.
    private record Login(String iss, String subject) {}

    private final Map<String, Caller> byName = new HashMap<>();
    private final Map<Login, Caller> byLogin = new HashMap<>();
    private final SettingMistakes mistakes = new SettingMistakes();
    private final Issuers issuers;
    private final Pools pools;

    Callers(CallerSettings settings, Issuers issuers, Pools pools) {
        this.issuers = issuers;
        this.pools = pools;
        settings.callers().forEach(this::read);
    }

    /// The caller whose tokens have this issuer and subject.
    public Optional<Caller> find(String iss, String subject) {
        return Optional.ofNullable(byLogin.get(new Login(iss, subject)));
    }

    /// Every registered caller, in no order.
    public Collection<Caller> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    public Optional<Caller> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Everybody who may use this pool.
    List<Caller> of(PoolName pool) {
        return byName.values().stream().filter(caller -> caller.mayUse(pool)).toList();
    }

    @Override
    public List<String> mistakes() {
        return mistakes.lines();
    }

    private void read(String name, CallerSetting setting) {
        String prefix = PREFIX + name + ".";
        if (!NAME.matcher(name).matches()) {
            mistakes.add(PREFIX + name, "a caller's name has lower-case letters, digits and hyphens, at most 64");
        }
        Optional<String> issuerName = mistakes.required(prefix + "issuer", setting.issuer());
        if (issuerName.filter(issuers::isConfigured).isEmpty() && issuerName.isPresent()) {
            mistakes.add(prefix + "issuer", "there is no broker.issuers." + issuerName.get());
        }
        Optional<String> subject = mistakes.required(prefix + "subject", setting.subject());
        Set<Permission> permissions = permissions(prefix + "permissions", setting.permissions());
        Set<PoolName> usable = pools(prefix + "pools", setting.pools());
        Optional<Duration> longest = mistakes.read(
                prefix + "max-token-duration",
                setting.maxTokenDuration(),
                text -> seconds(text),
                "must be a duration of whole seconds such as PT15M");
        Set<String> prefixes = list(setting.userIdPrefixes());
        Optional<UserId> actingUser = new ActingUser(permissions, usable, prefixes, pools)
                .read(prefix + "acts-as-user", setting.actsAsUser(), mistakes);
        Optional<Issuer> issuer = issuerName.flatMap(issuers::named);
        if (issuer.isPresent() && subject.isPresent()) {
            add(new Caller(
                    name,
                    issuer.get().iss(),
                    subject.get(),
                    permissions,
                    usable,
                    longest,
                    list(setting.principalTags()),
                    prefixes,
                    actingUser));
        }
    }

    private Set<Permission> permissions(String setting, Optional<String> value) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String item : list(value)) {
            Permission.of(item)
                    .ifPresentOrElse(
                            permissions::add,
                            () -> mistakes.add(
                                    setting,
                                    "'" + item
                                            + "' is no permission; there are "
                                            + String.join(
                                                    ", ",
                                                    List.of(Permission.values()).stream()
                                                            .map(Permission::text)
                                                            .toList())));
        }
        return permissions;
    }

    private Set<PoolName> pools(String setting, Optional<String> value) {
        Set<PoolName> names = new HashSet<>();
        for (String item : list(value)) {
            PoolName name = new PoolName(item);
            if (!pools.isConfigured(name)) {
                mistakes.add(setting, "there is no broker.pools." + item);
            }
            names.add(name);
        }
        return names;
    }

    private void add(Caller caller) {
        byName.put(caller.name(), caller);
        Caller first = byLogin.putIfAbsent(new Login(caller.issuer(), caller.subject()), caller);
        if (first != null) {
            mistakes.add(
                    PREFIX + caller.name() + ".subject",
                    "is, with its issuer, the same as that of caller " + first.name());
        }
    }
}
