package org.identitybroker.adoption;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.identitybroker.pool.PoolName;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.store.Store;

/// The table `import_run`. Every method is one short transaction and throws [RefusedException] `store-unavailable`
/// if the database does not answer.
@ApplicationScoped
class ImportRuns {
    /// As many as a person looks through. A pool is imported a few times in its life.
    static final int KEPT_MAX = 50;

    /// Longer than anything that a run does between two signs of life: a call to Cognito with all its attempts, and
    /// the wait for a database that is away, take a minute at most.
    private static final String ALIVE = "updated_at > now() - interval '2 minutes'";

    private static final String COLUMNS =
            "cast(import_id AS text) AS id, pool, caller, CASE WHEN state = 'running' AND NOT (" + ALIVE
                    + ") THEN 'interrupted' ELSE state END AS state, problem, imported, unchanged, conflicting, failed, "
                    + "cast(extract(epoch FROM started_at) AS bigint) AS started, "
                    + "cast(extract(epoch FROM updated_at) AS bigint) AS updated";

    private final Store store;
    private final Session database;

    ImportRuns(Store store, Session database) {
        this.store = store;
        this.database = database;
    }

    void start(ImportOrder order) {
        store.inTransaction(() -> {
            database.createNativeMutationQuery("""
                            INSERT INTO import_run (import_id, pool, caller, state, imported, unchanged, conflicting,
                                failed, started_at, updated_at)
                            VALUES (cast(:id AS uuid), :pool, :caller, 'running', 0, 0, 0, 0, now(), now())""")
                    .setParameter("id", order.id().toString())
                    .setParameter("pool", order.pool().name().value())
                    .setParameter("caller", order.caller().name())
                    .executeUpdate();
            return forgetOld(order.pool().name());
        });
    }

    void progress(UUID id, ImportTally.Counts counts) {
        store.inTransaction(() -> update(id, counts, "running", Optional.empty()));
    }

    void finish(UUID id, ImportTally.Counts counts) {
        store.inTransaction(() -> update(id, counts, "finished", Optional.empty()));
    }

    void fail(UUID id, ImportTally.Counts counts, ProblemCode why) {
        store.inTransaction(() -> update(id, counts, "failed", Optional.of(why.code())));
    }

    Optional<ImportRun> find(PoolName pool, UUID id) {
        return store.inTransaction(() -> database.createNativeQuery(
                        "SELECT " + COLUMNS + " FROM import_run WHERE import_id = cast(:id AS uuid) AND pool = :pool",
                        Tuple.class)
                .setParameter("id", id.toString())
                .setParameter("pool", pool.value())
                .getResultStream()
                .findFirst()
                .map(ImportRuns::run));
    }

    /// Newest first.
    List<ImportRun> latest(PoolName pool) {
        return store.inTransaction(() -> {
            NativeQuery<Tuple> query = database.createNativeQuery(
                    "SELECT " + COLUMNS
                            + " FROM import_run WHERE pool = :pool ORDER BY started_at DESC, import_id LIMIT "
                            + KEPT_MAX,
                    Tuple.class);
            return query.setParameter("pool", pool.value()).getResultList().stream()
                    .map(ImportRuns::run)
                    .toList();
        });
    }

    private int update(UUID id, ImportTally.Counts counts, String state, Optional<String> problem) {
        return database.createNativeMutationQuery("""
                        UPDATE import_run SET state = :state, problem = :problem, imported = :imported,
                            unchanged = :unchanged, conflicting = :conflicting, failed = :failed, updated_at = now()
                        WHERE import_id = cast(:id AS uuid)""")
                .setParameter("state", state)
                .setParameter("problem", problem.orElse(null), String.class)
                .setParameter("imported", counts.imported())
                .setParameter("unchanged", counts.unchanged())
                .setParameter("conflicting", counts.conflicting())
                .setParameter("failed", counts.failed())
                .setParameter("id", id.toString())
                .executeUpdate();
    }

    /// A run that is still alive stays, however many came after it.
    private int forgetOld(PoolName pool) {
        return database.createNativeMutationQuery(
                        "DELETE FROM import_run WHERE pool = :pool AND NOT (state = 'running' AND "
                                + ALIVE + ") AND import_id NOT IN (SELECT import_id FROM import_run WHERE pool = :pool"
                                + " ORDER BY started_at DESC, import_id LIMIT " + KEPT_MAX + ")")
                .setParameter("pool", pool.value())
                .executeUpdate();
    }

    private static ImportRun run(Tuple row) {
        return new ImportRun(
                row.get("id", String.class),
                row.get("pool", String.class),
                row.get("caller", String.class),
                row.get("state", String.class),
                row.get("problem", String.class),
                row.get("imported", Long.class),
                row.get("unchanged", Long.class),
                row.get("conflicting", Long.class),
                row.get("failed", Long.class),
                Instant.ofEpochSecond(row.get("started", Long.class)),
                Instant.ofEpochSecond(row.get("updated", Long.class)));
    }
}
