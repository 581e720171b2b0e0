-- Up to when the slots of each quota are given away, on the database's clock, because it is the one that all replicas
-- share. A row is written about ten times a second while its quota is used, and worth nothing a second later: unlogged,
-- so that nobody waits for the disk with the row locked. After a crash or a failover the table is empty, which only
-- means that nothing is given away yet.
CREATE UNLOGGED TABLE quota (
    name         text COLLATE "C"  NOT NULL,
    next_at      timestamptz       NOT NULL,
    -- The part of the full rate that was left when Cognito last throttled, and when that was; it grows back from there.
    reduced_to   double precision  NOT NULL DEFAULT 1,
    throttled_at timestamptz       NOT NULL DEFAULT 'epoch',
    CONSTRAINT quota_pk PRIMARY KEY (name),
    CONSTRAINT quota_name_length CHECK (char_length(name) <= 80),
    CONSTRAINT quota_reduced_to_is_a_part CHECK (reduced_to > 0 AND reduced_to <= 1)
);
