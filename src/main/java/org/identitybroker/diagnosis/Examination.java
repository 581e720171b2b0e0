package org.identitybroker.diagnosis;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.identitybroker.audit.AuditMonths;
import org.identitybroker.caller.PoolCallers;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.cognito.LookupPace;
import org.identitybroker.cognito.PoolInspection;
import org.identitybroker.identity.MappingSample;
import org.identitybroker.pool.Pool;
import org.identitybroker.quota.QuotaReading;
import org.identitybroker.quota.QuotaReadings;
import org.identitybroker.store.DatabaseReadings;

/// Asks everybody about a pool at once, and judges what they say.
@ApplicationScoped
class Examination {
    private static final String POSTGRES = "Postgres";

    private final PoolInspection aws;
    private final MappingCheck mapping;
    private final QuotaReadings quotas;
    private final DatabaseReadings database;
    private final AuditMonths months;
    private final ServerCertificate certificate;
    private final PoolCallers callers;
    private final DiagnosisLimits limits;
    private final Clock clock;

    Examination(
            PoolInspection aws,
            MappingSample sample,
            CognitoGateway cognito,
            LookupPace pace,
            QuotaReadings quotas,
            DatabaseReadings database,
            AuditMonths months,
            ServerCertificate certificate,
            PoolCallers callers,
            DiagnosisLimits limits,
            Clock clock) {
        this.aws = aws;
        this.mapping = new MappingCheck(sample, cognito, pace);
        this.quotas = quotas;
        this.database = database;
        this.months = months;
        this.certificate = certificate;
        this.callers = callers;
        this.limits = limits;
        this.clock = clock;
    }

    /// Takes as long as [Probes.Limits] say, at most.
    ///
    /// @param sampleMax identities to compare with Cognito
    Diagnosis of(Pool pool, int sampleMax) {
        Instant checkedAt = clock.instant();
        Probes probes = new Probes(Probes.Limits.USUAL);
        var keys = probes.ask("the callers' key files", () -> callers.keySources(pool.name()));
        var served = probes.ask("the TLS registry", certificate::expiresAt);
        var atAws = new AwsExamination(aws, pool, meant(pool), probes);
        var version = probes.ask(POSTGRES, database::majorVersion);
        var replication = probes.ask(POSTGRES, database::replication);
        var missing = probes.ask(POSTGRES, months::missing);
        var quota = probes.ask(POSTGRES, () -> quotas.of(pool));
        var compared = probes.ask("cognito-identity:LookupDeveloperIdentity", () -> mapping.compare(pool, sampleMax));

        Map<CheckId, Outcome> outcomes = new EnumMap<>(CheckId.class);
        atAws.judge(outcomes);
        outcomes.put(CheckId.QUOTA, quota.fact().judge(reading -> quota(pool, reading)));
        outcomes.put(CheckId.MAPPING, compared.fact().judge(MappingCheck::judge));
        outcomes.put(CheckId.POSTGRES_VERSION, version.fact().judge(DatabaseChecks::version));
        outcomes.put(CheckId.REPLICATION, replication.fact().judge(DatabaseChecks::replication));
        outcomes.put(CheckId.AUDIT_PARTITIONS, missing.fact().judge(DatabaseChecks::partitions));
        outcomes.put(CheckId.SERVER_CERTIFICATE, served.fact().judge(end -> CertificateChecks.server(end, clock)));
        outcomes.put(CheckId.CALLER_KEYS, keys.fact().judge(sources -> CertificateChecks.callerKeys(sources, clock)));
        return Diagnosis.of(pool.name(), checkedAt, outcomes);
    }

    private AwsExamination.Meant meant(Pool pool) {
        return new AwsExamination.Meant(limits.hasGuests(pool.name()), callers.maySetTags(pool.name()));
    }

    private Outcome quota(Pool pool, Optional<QuotaReading> reading) {
        return QuotaCheck.judge(pool, reading, aws.throttledAttempts(pool));
    }
}
