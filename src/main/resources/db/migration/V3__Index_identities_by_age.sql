-- For reading a pool's identities in pages, oldest first: a page begins where the last one ended, however many come
-- before it.
CREATE INDEX identity_age_ix ON identity (pool, created_at, identity_id);

-- The disabled ones are few, and must be found without reading the others. Partial, so that a first login does not
-- pay for it.
CREATE INDEX identity_disabled_age_ix ON identity (pool, created_at, identity_id) WHERE status = 'disabled';
