-- What has happened. Rows are added and read, never changed; they go with their month. occurred_at is the database's
-- clock, because it is the one that all replicas share.
CREATE TABLE audit_event (
    id                   uuid             NOT NULL,
    occurred_at          timestamptz      NOT NULL DEFAULT now(),
    type                 text COLLATE "C" NOT NULL,
    outcome              text COLLATE "C" NOT NULL,
    problem_code         text COLLATE "C",
    caller               text COLLATE "C" NOT NULL,
    pool                 text COLLATE "C",
    user_id              text COLLATE "C",
    identity_id          text COLLATE "C",
    previous_identity_id text COLLATE "C",
    token_sha256         bytea,
    token_expires_at     timestamptz,
    reused               boolean          NOT NULL,
    tag_keys             text[]           NOT NULL,
    login_providers      text[]           NOT NULL,
    request_id           text COLLATE "C" NOT NULL,
    trace_id             text COLLATE "C",
    cognito_request_id   text COLLATE "C",
    client_address       text COLLATE "C",
    CONSTRAINT audit_event_pk PRIMARY KEY (occurred_at, id),
    CONSTRAINT audit_event_outcome_known CHECK (outcome IN ('success', 'unchanged', 'refused', 'failed')),
    CONSTRAINT audit_event_problem_of_failures
        CHECK ((outcome IN ('refused', 'failed')) = (problem_code IS NOT NULL)),
    CONSTRAINT audit_event_user_id_length CHECK (char_length(user_id) <= 512),
    CONSTRAINT audit_event_identity_id_length
        CHECK (char_length(identity_id) <= 55 AND char_length(previous_identity_id) <= 55)
) PARTITION BY RANGE (occurred_at);

-- One for each way of asking, in the order of the answer, newest first.
CREATE INDEX audit_event_pool_ix ON audit_event (pool, occurred_at DESC, id DESC);
CREATE INDEX audit_event_user_ix ON audit_event (user_id, occurred_at DESC, id DESC);
CREATE INDEX audit_event_identity_ix ON audit_event (identity_id, occurred_at DESC, id DESC);
CREATE INDEX audit_event_previous_identity_ix ON audit_event (previous_identity_id, occurred_at DESC, id DESC)
    WHERE previous_identity_id IS NOT NULL;
CREATE INDEX audit_event_caller_ix ON audit_event (caller, occurred_at DESC, id DESC);
-- Nearly all events are issued tokens, which the primary key finds as fast; the others are few and must be found.
CREATE INDEX audit_event_type_ix ON audit_event (type, occurred_at DESC, id DESC) WHERE type <> 'token.issued';

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are not changed' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

-- Makes the partition of a month, in UTC, unless it is there. Made apart and then attached, because that does not wait
-- for writers, nor they for it.
CREATE FUNCTION create_audit_partition(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    partition text := 'audit_event_' || to_char(month, 'YYYY_MM');
    begins    timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
    ends      timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE audit_event INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition);
    EXECUTE format('ALTER TABLE audit_event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, begins, ends);
    RETURN true;
END $$;

-- Drops the partitions whose last event is older than this.
CREATE FUNCTION drop_audit_partitions(oldest timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    partition text;
    dropped   integer := 0;
BEGIN
    FOR partition IN
        SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
        WHERE inhparent = 'audit_event'::regclass AND child.relname ~ '^audit_event_\d{4}_\d{2}$'
        ORDER BY child.relname
    LOOP
        IF (to_date(right(partition, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' <= oldest THEN
            EXECUTE format('ALTER TABLE audit_event DETACH PARTITION %I', partition);
            EXECUTE format('DROP TABLE %I', partition);
            dropped := dropped + 1;
        END IF;
    END LOOP;
    RETURN dropped;
END $$;

-- The broker makes the later ones ahead of time.
SELECT create_audit_partition((date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead))::date)
FROM generate_series(0, 2) AS ahead;
