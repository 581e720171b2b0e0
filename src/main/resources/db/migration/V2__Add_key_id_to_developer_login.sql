-- Which key made the user's pseudonym; null where the identifier is the plain user id. A new key is for new users: the
-- others keep the identifier under which Cognito knows them.
ALTER TABLE developer_login
    ADD COLUMN key_id text COLLATE "C",
    ADD CONSTRAINT developer_login_key_id_form CHECK (key_id ~ '^[A-Za-z0-9]{1,32}$');
