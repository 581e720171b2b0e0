-- For whoever has not made it beforehand.
CREATE INDEX IF NOT EXISTS developer_login_age_ix ON developer_login (linked_at);
