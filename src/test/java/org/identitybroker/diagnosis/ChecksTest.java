package org.identitybroker.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.identitybroker.caller.PoolCallers.KeySource;
import org.identitybroker.cognito.AwsCaller;
import org.identitybroker.cognito.PoolDescription;
import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.identitybroker.quota.QuotaReading;
import org.identitybroker.store.Replication;
import org.identitybroker.store.Replication.Follower;
import org.identitybroker.store.Replication.LeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where each check draws its line.
class ChecksTest {
    private static final Pool POOL = SomePools.named("customers", 1);
    private static final Pool GOVERNED = SomePools.withQuota("customers", 1, 40, Duration.ofSeconds(2));
    private static final Instant NOW = Instant.parse("2026-11-21T10:15:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final LeftBehind NONE = new LeftBehind(0, 0);

    @ParameterizedTest
    @CsvSource({"ROLE, PASS", "OTHER, PASS", "USER, WARN", "ROOT, FAIL"})
    void permanentKeysAreWorseThanARolesAndTheRootUsersAreWorst(AwsCaller.Kind kind, Status status) {
        AwsCaller caller = new AwsCaller("111122223333", kind, Optional.of("identity-broker"));

        Outcome outcome = CredentialsCheck.judge(Fact.of(caller), POOL);

        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.finding()).contains("111122223333");
    }

    @ParameterizedTest
    @CsvSource({
        "0, PASS, within 1 s", "30, PASS, within 31 s", "-30, PASS, within", "31, WARN, 31 s behind",
        "-31, WARN, 31 s ahead", "240, WARN, behind", "241, FAIL, five minutes", "-241, FAIL, ahead"
    })
    void aClockMayBeOffByHalfAMinute(int seconds, Status status, String finding) {
        Outcome outcome = PoolChecks.clockSkew(Fact.of(new PoolDescription(
                false, Optional.of(false), Optional.of("x"), Optional.of(Duration.ofSeconds(seconds)))));

        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.finding()).contains(finding);
    }

    @ParameterizedTest
    @CsvSource({"true, true, PASS", "false, false, PASS", "true, false, WARN", "false, true, WARN"})
    void guestsAreRightIfTheyAreMeant(boolean actual, boolean meant, Status status) {
        PoolDescription description =
                new PoolDescription(actual, Optional.of(false), Optional.of("x"), Optional.empty());

        assertThat(PoolChecks.guests(description, POOL, meant).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"13, FAIL", "14, PASS", "18, PASS", "19, WARN"})
    void postgresFrom14To18IsSupported(int version, Status status) {
        assertThat(DatabaseChecks.version(version).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"0, PASS", "10, PASS", "11, WARN", "300, WARN", "301, FAIL"})
    void theSlowestStandbyCounts(int seconds, Status status) {
        List<Follower> followers =
                List.of(new Follower(true, Duration.ZERO, 0), new Follower(true, Duration.ofSeconds(seconds), 1 << 21));

        Outcome outcome = DatabaseChecks.replication(new Replication(Optional.empty(), followers, NONE));

        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.finding()).isEqualTo("Of 2 standbys the last is " + seconds + ".0 s and 2 MB behind.");
    }

    @Test
    void aStandbyIsNoDatabaseForTheBroker() {
        Outcome outcome =
                DatabaseChecks.replication(new Replication(Optional.of(Duration.ofSeconds(7)), List.of(), NONE));

        assertThat(outcome.status()).isEqualTo(Status.FAIL);
        assertThat(outcome.finding()).contains("standby", "7 s old");
        assertThat(outcome.remedy()).contains("targetServerType=primary");
    }

    @Test
    void aStandbyThatMayNotBeSeenIsADoubt() {
        List<Follower> hidden = List.of(new Follower(false, Duration.ZERO, 0));

        Outcome outcome = DatabaseChecks.replication(new Replication(Optional.empty(), hidden, NONE));

        assertThat(outcome.status()).isEqualTo(Status.WARN);
        assertThat(outcome.remedy()).contains("pg_read_all_stats");
    }

    @ParameterizedTest
    @CsvSource({"'', PASS, 'next two'", "2, WARN, in 2 months", "1, WARN, next month", "0, FAIL, this month"})
    void thisMonthMustHaveItsPartition(String missing, Status status, String finding) {
        List<Integer> months = missing.isEmpty() ? List.of() : List.of(Integer.valueOf(missing));

        Outcome outcome = DatabaseChecks.partitions(months);

        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.finding()).contains(finding);
    }

    @ParameterizedTest
    @CsvSource({"1, '', PASS", "1, 3600, PASS", "1, 3599, WARN", "0.7, 3, WARN"})
    void aQuotaThatWasThrottledIsTooHigh(double share, String sinceThrottled, Status status) {
        Optional<Duration> since = sinceThrottled.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Long.parseLong(sinceThrottled)));

        Outcome outcome = QuotaCheck.judge(GOVERNED, Optional.of(new QuotaReading(share, since)), 0);

        assertThat(outcome.status()).as(outcome.finding()).isEqualTo(status);
        assertThat(outcome.finding()).contains("40 calls a second");
    }

    @ParameterizedTest
    @CsvSource({"0, PASS", "3, WARN"})
    void withoutAQuotaThrottlingAsksForOne(long throttled, Status status) {
        Outcome outcome = QuotaCheck.judge(POOL, Optional.empty(), throttled);

        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.remedy().contains("broker.pools.customers.requests-per-second"))
                .isEqualTo(status == Status.WARN);
    }

    /// Compared, lost, different, shared, unanswered.
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 0, PASS",
        "0, 0, 0, 0, 4, WARN",
        "9, 0, 0, 0, 1, PASS",
        "9, 1, 0, 0, 0, WARN",
        "9, 0, 1, 0, 0, WARN",
        "9, 0, 0, 1, 0, WARN",
        "9, 5, 4, 0, 0, FAIL",
        "1, 1, 0, 0, 0, FAIL"
    })
    void oneIdentityThatDiffersIsDriftAndAllAreAnotherPool(
            int compared, int lost, int different, int shared, int unanswered, Status status) {
        Outcome outcome = MappingCheck.judge(new Comparison(compared, lost, different, shared, unanswered));

        assertThat(outcome.status()).as(outcome.finding()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"0, FAIL, expired", "1, WARN, expires", "13, WARN, expires", "15, PASS, good until"})
    void theServersCertificateIsRenewedTwoWeeksBefore(int days, Status status, String finding) {
        Outcome outcome = CertificateChecks.server(Optional.of(NOW.plus(Duration.ofDays(days))), CLOCK);

        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.finding()).contains(finding);
    }

    @Test
    void withoutTlsThereIsNoCertificate() {
        assertThat(CertificateChecks.server(Optional.empty(), CLOCK).status()).isEqualTo(Status.PASS);
    }

    @Test
    void everyKeyFileWithTroubleIsNamed() {
        Outcome outcome = CertificateChecks.callerKeys(
                List.of(
                        new KeySource("inhouse", "jwks", true, Optional.of(NOW.minusSeconds(1))),
                        new KeySource("partner", "jwks-ca-file", true, Optional.of(NOW.plus(Duration.ofDays(3)))),
                        new KeySource("cluster", "jwks", false, Optional.empty()),
                        new KeySource("good", "jwks", true, Optional.of(NOW.plus(Duration.ofDays(90))))),
                CLOCK);

        assertThat(outcome.status()).isEqualTo(Status.WARN);
        assertThat(outcome.finding())
                .contains("broker.issuers.inhouse.jwks expired at")
                .contains("broker.issuers.partner.jwks-ca-file expires at")
                .contains("broker.issuers.cluster.jwks cannot be read")
                .doesNotContain("good");
    }

    @Test
    void aFindingIsOneHarmlessLineOfLimitedLength() {
        String endless = "x".repeat(3000);

        assertThat(Outcome.pass("a\nb\u001b[31m\u202ec").finding()).isEqualTo("a?b?[31m?c");
        assertThat(Outcome.pass(endless).finding()).hasSize(2001);
    }
}
