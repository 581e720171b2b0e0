package org.identitybroker.diagnosis;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.identitybroker.pool.PoolName;

/// Every check of a pool, as it is answered.
///
/// @param checkedAt when the checks were made, which may be a while ago: a young diagnosis is answered again
@Schema(name = "Diagnosis")
public record Diagnosis(
        String pool,

        @Schema(
                description = "The worst of all.",
                enumeration = {"pass", "warn", "fail"})
        String status,

        Instant checkedAt,
        List<CheckAnswer> items) {

    static Diagnosis of(PoolName pool, Instant checkedAt, Map<CheckId, Outcome> outcomes) {
        List<CheckAnswer> items = new ArrayList<>();
        Status worst = Status.PASS;
        for (Map.Entry<CheckId, Outcome> each : new EnumMap<>(outcomes).entrySet()) {
            Outcome outcome = each.getValue();
            worst = worst.worse(outcome.status());
            items.add(new CheckAnswer(
                    each.getKey().text(), outcome.status().text(), outcome.finding(), outcome.remedy()));
        }
        return new Diagnosis(pool.value(), worst.text(), checkedAt.truncatedTo(ChronoUnit.SECONDS), items);
    }
}
