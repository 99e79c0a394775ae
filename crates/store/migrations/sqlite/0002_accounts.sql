-- What is known of an account's token, logins that are under way, and requests to erase a person.

ALTER TABLE account ADD COLUMN is_active INTEGER NOT NULL DEFAULT 1;     -- 0: an admin switched sending off
ALTER TABLE account ADD COLUMN app_scoped_id TEXT;                       -- Instagram Login: /me's id, which Meta's callbacks name
ALTER TABLE account ADD COLUMN owner_id TEXT;                            -- who gave the token, by Meta's app-scoped id
ALTER TABLE account ADD COLUMN token_since INTEGER;                      -- when the token was issued, or given to us
ALTER TABLE account ADD COLUMN data_access_expires_at INTEGER;
ALTER TABLE account ADD COLUMN scopes TEXT;                              -- JSON array; none: Meta does not say
ALTER TABLE account ADD COLUMN checked_at INTEGER;                       -- when Meta was last asked about it
CREATE INDEX account_owner ON account (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX account_app_scoped ON account (app_scoped_id) WHERE app_scoped_id IS NOT NULL;

-- A login at Meta: first its state, then, if there is a choice, the accounts to choose from. Used once.
CREATE TABLE login (
    key_hash   TEXT PRIMARY KEY NOT NULL,        -- SHA-256 of the state or of the choice's id, hex
    kind       TEXT NOT NULL,                    -- state or choice
    platform   TEXT NOT NULL,
    user_id    TEXT NOT NULL REFERENCES users (id),
    data       TEXT NOT NULL,                    -- sealed: where to come back to, or the accounts with their tokens
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX login_expiry ON login (expires_at);
CREATE INDEX login_person ON login (user_id, kind, expires_at);

-- A person whose data Meta told us to erase; the code is what that person can look it up by.
CREATE TABLE erasure (
    code_hash    TEXT PRIMARY KEY NOT NULL,      -- SHA-256 of the code, hex
    subject      TEXT,                         -- Meta's id of the person, until it is done
    subject_hash TEXT NOT NULL,                -- SHA-256 of it, hex: so that a second request is recognised
    requested_at INTEGER NOT NULL,
    finished_at  INTEGER,
    chats        INTEGER NOT NULL,
    messages     INTEGER NOT NULL,
    comments     INTEGER NOT NULL
) STRICT;
