-- Imports of existing users and how far they are, for whoever waits for one, at whichever replica. Few rows: old ones go
-- when a new import of their pool starts. No user id is kept here.
CREATE TABLE import_run (
    import_id   uuid             NOT NULL,
    pool        text COLLATE "C" NOT NULL,
    caller      text             NOT NULL,
    state       text COLLATE "C" NOT NULL,
    -- Why the run failed: the code of the problem that was answered.
    problem     text COLLATE "C",
    imported    bigint           NOT NULL,
    unchanged   bigint           NOT NULL,
    conflicting bigint           NOT NULL,
    failed      bigint           NOT NULL,
    started_at  timestamptz      NOT NULL,
    updated_at  timestamptz      NOT NULL,
    CONSTRAINT import_run_pk PRIMARY KEY (import_id),
    CONSTRAINT import_run_state_known CHECK (state IN ('running', 'finished', 'failed')),
    CONSTRAINT import_run_problem_of_failed CHECK ((state = 'failed') = (problem IS NOT NULL)),
    CONSTRAINT import_run_counts_not_negative CHECK (least(imported, unchanged, conflicting, failed) >= 0)
);

-- For a pool's latest runs.
CREATE INDEX import_run_age_ix ON import_run (pool, started_at DESC, import_id);
