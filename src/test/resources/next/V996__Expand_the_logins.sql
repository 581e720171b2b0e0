-- What a migration may do while the version before it runs: add what that one need not know.
ALTER TABLE developer_login ADD COLUMN last_seen_at timestamptz;
