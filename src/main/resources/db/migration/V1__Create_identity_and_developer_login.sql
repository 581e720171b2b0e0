-- The mapping of users to identities. Ids are compared byte for byte, so the "C" collation serves them: it is also
-- the fastest, and the same on every machine, so that an index survives a change of the operating system.

CREATE TABLE identity (
    identity_id   text COLLATE "C" NOT NULL,
    pool          text COLLATE "C" NOT NULL,
    status        text COLLATE "C" NOT NULL,
    status_reason text,
    created_at    timestamptz      NOT NULL,
    updated_at    timestamptz      NOT NULL,
    CONSTRAINT identity_pk PRIMARY KEY (identity_id),
    CONSTRAINT identity_id_length CHECK (char_length(identity_id) BETWEEN 1 AND 55),
    CONSTRAINT identity_status_known CHECK (status IN ('enabled', 'disabled')),
    CONSTRAINT identity_status_reason_length CHECK (char_length(status_reason) <= 512)
);

CREATE TABLE developer_login (
    pool                      text COLLATE "C" NOT NULL,
    user_id                   text COLLATE "C" NOT NULL,
    identity_id               text COLLATE "C" NOT NULL,
    developer_user_identifier text COLLATE "C" NOT NULL,
    linked_at                 timestamptz      NOT NULL,
    linked_by                 text             NOT NULL,
    CONSTRAINT developer_login_pk PRIMARY KEY (pool, user_id),
    CONSTRAINT developer_login_user_id_length CHECK (char_length(user_id) BETWEEN 1 AND 512),
    CONSTRAINT developer_login_identifier_length CHECK (char_length(developer_user_identifier) BETWEEN 1 AND 1024),
    -- Checked at commit: the login is inserted first, and whoever loses the race for a user touches no identity.
    CONSTRAINT developer_login_identity_fk FOREIGN KEY (identity_id) REFERENCES identity (identity_id)
        DEFERRABLE INITIALLY DEFERRED
);

-- For the users of an identity, and for the foreign key when an identity is deleted.
CREATE INDEX developer_login_identity_ix ON developer_login (identity_id);
