-- Apart: with both tables locked at once, it could wait for a request that waits for it.
ALTER TABLE identity ADD COLUMN tier text COLLATE "C" NOT NULL DEFAULT 'standard';
CREATE TABLE device (
    identity_id text COLLATE "C" NOT NULL,
    name        text             NOT NULL,
    CONSTRAINT device_pk PRIMARY KEY (identity_id, name)
);
