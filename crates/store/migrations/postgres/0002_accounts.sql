-- What is known of an account's token, logins that are under way, and requests to erase a person.

ALTER TABLE account ADD COLUMN is_active BIGINT NOT NULL DEFAULT 1;     -- 0: an admin switched sending off
ALTER TABLE account ADD COLUMN app_scoped_id TEXT COLLATE "C";                       -- Instagram Login: /me's id, which Meta's callbacks name
ALTER TABLE account ADD COLUMN owner_id TEXT COLLATE "C";                            -- who gave the token, by Meta's app-scoped id
ALTER TABLE account ADD COLUMN token_since BIGINT;                      -- when the token was issued, or given to us
ALTER TABLE account ADD COLUMN data_access_expires_at BIGINT;
ALTER TABLE account ADD COLUMN scopes TEXT COLLATE "C";                              -- JSON array; none: Meta does not say
ALTER TABLE account ADD COLUMN checked_at BIGINT;                       -- when Meta was last asked about it
CREATE INDEX account_owner ON account (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX account_app_scoped ON account (app_scoped_id) WHERE app_scoped_id IS NOT NULL;

-- A login at Meta: first its state, then, if there is a choice, the accounts to choose from. Used once.
CREATE TABLE login (
    key_hash   TEXT COLLATE "C" PRIMARY KEY NOT NULL,        -- SHA-256 of the state or of the choice's id, hex
    kind       TEXT COLLATE "C" NOT NULL,                    -- state or choice
    platform   TEXT COLLATE "C" NOT NULL,
    user_id    TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    data       TEXT COLLATE "C" NOT NULL,                    -- sealed: where to come back to, or the accounts with their tokens
    expires_at BIGINT NOT NULL
);
CREATE INDEX login_expiry ON login (expires_at);
CREATE INDEX login_person ON login (user_id, kind, expires_at);

-- A person whose data Meta told us to erase; the code is what that person can look it up by.
CREATE TABLE erasure (
    code_hash    TEXT COLLATE "C" PRIMARY KEY NOT NULL,      -- SHA-256 of the code, hex
    subject      TEXT COLLATE "C",                         -- Meta's id of the person, until it is done
    subject_hash TEXT COLLATE "C" NOT NULL,                -- SHA-256 of it, hex: so that a second request is recognised
    requested_at BIGINT NOT NULL,
    finished_at  BIGINT,
    chats        BIGINT NOT NULL,
    messages     BIGINT NOT NULL,
    comments     BIGINT NOT NULL
);
