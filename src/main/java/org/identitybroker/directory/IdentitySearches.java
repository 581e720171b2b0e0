package org.identitybroker.directory;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.identitybroker.caller.AllowedPools;
import org.identitybroker.caller.Caller;
import org.identitybroker.exchange.PageCursor;
import org.identitybroker.exchange.QueryParameters;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.IdentityPlace;
import org.identitybroker.identity.IdentityRecord;
import org.identitybroker.identity.IdentityRecords;
import org.identitybroker.identity.IdentitySearch;
import org.identitybroker.identity.IdentityStatus;
import org.identitybroker.identity.UserId;
import org.identitybroker.pool.PoolName;
import org.identitybroker.problem.RefusedException;

/// Answers `GET /v1/identities`: the identity of one user, or a pool's identities in pages. From Postgres alone.
@ApplicationScoped
class IdentitySearches {
    /// A page stays below 200 KiB with user ids of usual length.
    private static final int LIMIT_MAX = 200;

    private static final int LIMIT_USUAL = 50;
    private static final Pattern STATUS = Pattern.compile("enabled|disabled");

    private final IdentityRecords records;
    private final AllowedPools pools;

    IdentitySearches(IdentityRecords records, AllowedPools pools) {
        this.records = records;
        this.pools = pools;
    }

    IdentityPage answer(Caller caller, QueryParameters query) {
        Optional<String> named = query.find("pool");
        if (named.filter(name -> name.isEmpty() || name.length() > PoolName.LENGTH_MAX)
                .isPresent()) {
            throw RefusedException.invalid("pool", "must have 1 to 64 characters");
        }
        PoolName pool = pools.require(caller, named).name();
        return query.find("userId")
                .map(userId -> ofUser(caller, pool, userId, query))
                .orElseGet(() -> page(caller, pool, query));
    }

    private IdentityPage ofUser(Caller caller, PoolName pool, String userId, QueryParameters query) {
        for (String other : List.of("limit", "cursor", "status")) {
            if (query.has(other)) {
                throw RefusedException.invalid(other, "does not go with userId");
            }
        }
        if (!UserId.isValid(userId)) {
            throw RefusedException.invalid("userId", "must have 1 to 512 characters, none of them a control character");
        }
        caller.requireMayName(userId);
        return new IdentityPage(
                records.find(pool, new UserId(userId)).stream()
                        .map(identity -> IdentityAnswer.of(identity, caller))
                        .toList(),
                null);
    }

    private IdentityPage page(Caller caller, PoolName pool, QueryParameters query) {
        int limit = query.limit(LIMIT_USUAL, LIMIT_MAX);
        Optional<IdentityStatus> status = query.find("status").map(IdentitySearches::status);
        Optional<IdentityPlace> after = query.find("cursor").map(IdentitySearches::place);
        // One more than the page holds tells whether another page follows.
        List<IdentityRecord> found =
                records.search(new IdentitySearch(pool, status, caller.userIdPrefixes(), after, limit + 1));
        List<IdentityRecord> shown = found.subList(0, Math.min(limit, found.size()));
        return new IdentityPage(
                shown.stream()
                        .map(identity -> IdentityAnswer.of(identity, caller))
                        .toList(),
                found.size() > limit ? cursor(IdentityPlace.of(shown.getLast())) : null);
    }

    private static IdentityPlace place(String cursor) {
        PageCursor read = PageCursor.read(cursor, IdentityId::isValid);
        return new IdentityPlace(read.at(), new IdentityId(read.id()));
    }

    private static String cursor(IdentityPlace place) {
        return new PageCursor(place.createdAt(), place.id().value()).text();
    }

    private static IdentityStatus status(String text) {
        if (!STATUS.matcher(text).matches()) {
            throw RefusedException.invalid("status", "must be enabled or disabled");
        }
        return IdentityStatus.of(text);
    }
}
