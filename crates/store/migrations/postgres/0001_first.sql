-- The first schema, as in migrations/sqlite, with PostgreSQL's type names.

-- SQLite's table function of the same name, for the one form in which it is used: a JSON array as text. With it the
-- batch statements are the same text on both databases.
CREATE FUNCTION json_each(doc text) RETURNS TABLE (value jsonb)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100
    AS $$ SELECT jsonb_array_elements(doc::jsonb) $$;
CREATE FUNCTION unhex(digits text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT decode(digits, 'hex') $$;

CREATE TABLE setting (
    key   TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE users (
    id            TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    email         TEXT COLLATE "C" NOT NULL UNIQUE,          -- lower case
    name          TEXT COLLATE "C" NOT NULL,
    role          TEXT COLLATE "C" NOT NULL,
    is_active     BIGINT NOT NULL,
    password_hash TEXT COLLATE "C" NOT NULL,
    created_at    BIGINT NOT NULL
);

CREATE TABLE session (
    id           TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    user_id      TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    token_hash   TEXT COLLATE "C" NOT NULL UNIQUE,           -- SHA-256 of the token, hex: a stolen database logs nobody in
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL
);
CREATE INDEX session_person ON session (user_id);
CREATE INDEX session_expiry ON session (expires_at);

-- How far each person's screens have confirmed the event log.
CREATE TABLE user_cursor (
    user_id    TEXT COLLATE "C" PRIMARY KEY NOT NULL REFERENCES users (id),
    seq        BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE account (
    id               TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    platform         TEXT COLLATE "C" NOT NULL,
    external_id      TEXT COLLATE "C" NOT NULL,              -- what webhooks carry as entry.id
    username         TEXT COLLATE "C" NOT NULL,
    token            TEXT COLLATE "C",                       -- sealed; see crypt.rs
    host             TEXT COLLATE "C" NOT NULL,              -- facebook or instagram: which Graph host the token belongs to
    sender_id        TEXT COLLATE "C" NOT NULL,              -- the id in the path of a send on that host
    facebook_page_id TEXT COLLATE "C",
    source           TEXT COLLATE "C" NOT NULL,              -- api, seed or env
    connected        BIGINT NOT NULL,
    status           TEXT COLLATE "C" NOT NULL,
    status_reason    TEXT COLLATE "C",
    paused_until     BIGINT,
    token_expires_at BIGINT,
    last_webhook_at  BIGINT,
    connected_at     BIGINT NOT NULL,
    user_id          TEXT COLLATE "C",                       -- who connected it
    UNIQUE (platform, external_id)
);

-- One raw webhook body. The body is kept byte for byte.
CREATE TABLE delivery (
    id            TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    received_at   BIGINT NOT NULL,
    body          BYTEA NOT NULL,
    body_sha256   TEXT COLLATE "C" NOT NULL UNIQUE,          -- absorbs byte-identical retries
    signed        BIGINT NOT NULL,              -- 0: accepted without a signature (mock mode, loopback)
    repeats       BIGINT NOT NULL,              -- how often the same bytes came again
    state         TEXT COLLATE "C" NOT NULL,
    reason        TEXT COLLATE "C",
    node          TEXT COLLATE "C" NOT NULL,                 -- who took it in; others take it over when its claim ends
    claimed_until BIGINT NOT NULL,
    applied_at    BIGINT
);
CREATE INDEX delivery_new ON delivery (id) WHERE state = 'new';

CREATE TABLE delivery_item (
    delivery_id TEXT COLLATE "C" NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
    idx         BIGINT NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    outcome     TEXT COLLATE "C" NOT NULL,
    reason      TEXT COLLATE "C",
    platform    TEXT COLLATE "C",
    external_id TEXT COLLATE "C",
    chat_id     TEXT COLLATE "C",
    message_id  TEXT COLLATE "C",
    PRIMARY KEY (delivery_id, idx)
);
CREATE INDEX delivery_item_parked ON delivery_item (platform, external_id, delivery_id) WHERE outcome = 'parked';
CREATE INDEX delivery_item_deferred ON delivery_item (kind, delivery_id) WHERE outcome = 'deferred';

CREATE TABLE chat (
    id               TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    account_id       TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    external_id      TEXT COLLATE "C" NOT NULL,
    platform         TEXT COLLATE "C" NOT NULL,
    customer_id      TEXT COLLATE "C" NOT NULL,
    username         TEXT COLLATE "C",
    picture          TEXT COLLATE "C",
    assigned_to      TEXT COLLATE "C" REFERENCES users (id),
    state            TEXT COLLATE "C" NOT NULL,
    labels           TEXT COLLATE "C" NOT NULL,              -- JSON array, sorted
    window_at        BIGINT,
    read_mark        BIGINT,
    delivered_mark   BIGINT,
    -- Computed from the rows of message, by one statement.
    first_at         BIGINT,
    last_message     TEXT COLLATE "C" NOT NULL,
    last_at          BIGINT,
    last_incoming_at BIGINT,
    last_outgoing_at BIGINT,
    unread           BIGINT NOT NULL,
    messages         BIGINT NOT NULL,             -- shown ones
    UNIQUE (account_id, customer_id)
);
CREATE INDEX chat_newest ON chat (last_at, id) WHERE last_at IS NOT NULL;
CREATE INDEX chat_newest_by_platform ON chat (platform, last_at, id) WHERE last_at IS NOT NULL;
CREATE INDEX chat_newest_by_agent ON chat (assigned_to, last_at, id) WHERE last_at IS NOT NULL;

-- How many chats and shown messages each person has, kept as they change: counting takes longer the more there are.
CREATE TABLE tally (
    owner    TEXT COLLATE "C" NOT NULL,                     -- users.id, or '' for what nobody has
    platform TEXT COLLATE "C" NOT NULL,
    chats    BIGINT NOT NULL,
    messages BIGINT NOT NULL,
    PRIMARY KEY (owner, platform)
);

CREATE TABLE message (
    id             TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    account_id     TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    chat_id        TEXT COLLATE "C" REFERENCES chat (id),
    mid            TEXT COLLATE "C",
    group_id       TEXT COLLATE "C",
    presence       TEXT COLLATE "C" NOT NULL,
    rank           TEXT COLLATE "C" NOT NULL,
    direction      TEXT COLLATE "C" NOT NULL,
    at             BIGINT NOT NULL,
    ord            TEXT COLLATE "C" NOT NULL,                -- breaks ties of at: the mid, or the id while there is none
    content        TEXT COLLATE "C" NOT NULL,                -- JSON
    text           TEXT COLLATE "C" NOT NULL,                -- as it stands: after edits, '' once unsent
    preview        TEXT COLLATE "C" NOT NULL,
    reply_mid      TEXT COLLATE "C",
    edit           TEXT COLLATE "C",                         -- JSON
    unsent_at      BIGINT,
    reactions      TEXT COLLATE "C" NOT NULL,                -- JSON array
    unread         BIGINT NOT NULL,
    open           BIGINT NOT NULL,             -- a send whose outcome is not known, or an echo that waits for one
    read_here      BIGINT NOT NULL,
    read_mark      BIGINT NOT NULL,
    delivered_mark BIGINT NOT NULL,
    send           TEXT COLLATE "C",
    status         TEXT COLLATE "C" NOT NULL,
    failure        TEXT COLLATE "C",                         -- JSON
    sent_by        TEXT COLLATE "C" REFERENCES users (id),
    held_until     BIGINT,
    UNIQUE (account_id, mid)
);
CREATE INDEX message_thread ON message (chat_id, at, ord) WHERE presence = 'shown';
CREATE INDEX message_first ON message (chat_id, at) WHERE rank <> 'nothing';
CREATE INDEX message_side ON message (chat_id, direction, at) WHERE presence = 'shown';
CREATE INDEX message_group ON message (group_id, id) WHERE group_id IS NOT NULL;
CREATE INDEX message_unread ON message (chat_id) WHERE unread = 1;
CREATE INDEX message_open ON message (chat_id) WHERE open = 1;
CREATE INDEX message_held ON message (held_until) WHERE presence = 'held';
CREATE INDEX message_receipts ON message (chat_id, at) WHERE status IN ('sent', 'delivered');

-- The log that screens follow. Its numbers have no gaps: they come from head, taken last in the transaction.
CREATE TABLE event (
    seq      BIGINT PRIMARY KEY NOT NULL,
    at       BIGINT NOT NULL,
    audience TEXT COLLATE "C" NOT NULL,                      -- chat, everyone or admins
    chat_id  TEXT COLLATE "C",
    agent_id TEXT COLLATE "C",
    also_id  TEXT COLLATE "C",
    frame    TEXT COLLATE "C" NOT NULL
);

CREATE TABLE head (
    id   BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    next BIGINT NOT NULL,                       -- the number of the next event
    low  BIGINT NOT NULL                        -- events up to here are pruned
);
INSERT INTO head (id, next, low) VALUES (1, 1, 0);

CREATE TABLE job (
    id          TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    dedupe      TEXT COLLATE "C" NOT NULL UNIQUE,
    order_key   TEXT COLLATE "C",                            -- jobs that share it run one after the other
    account_id  TEXT COLLATE "C",
    subject     TEXT COLLATE "C" NOT NULL,
    state       TEXT COLLATE "C" NOT NULL,                   -- ready, running, waiting (answer lost), done, failed
    run_at      BIGINT NOT NULL,
    attempt     BIGINT NOT NULL,
    lease_owner TEXT COLLATE "C",
    lease_until BIGINT,
    lost_at     BIGINT,                     -- while the answer of a send is lost: since when
    last_error  TEXT COLLATE "C",
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX job_due ON job (run_at, id) WHERE state IN ('ready', 'waiting');
CREATE INDEX job_open ON job (order_key, created_at, id) WHERE state IN ('ready', 'running', 'waiting');
CREATE INDEX job_lease ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_subject ON job (subject);
CREATE INDEX job_done ON job (updated_at) WHERE state = 'done';

-- One effect per key and person, kept for a day.
CREATE TABLE idempotency (
    user_id     TEXT COLLATE "C" NOT NULL,
    route       TEXT COLLATE "C" NOT NULL,
    key         TEXT COLLATE "C" NOT NULL,
    body_sha256 TEXT COLLATE "C" NOT NULL,
    subject     TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (user_id, route, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- What others read by plain SQL.
CREATE VIEW instagram_accounts AS
SELECT id, user_id, external_id AS page_id, username, connected_at
FROM account WHERE platform = 'INSTAGRAM' AND connected = 1;

CREATE VIEW instagram_users AS
SELECT igsid, first_seen_at, last_seen_at, last_message FROM (
    SELECT customer_id AS igsid, MIN(first_at) OVER same AS first_seen_at, last_at AS last_seen_at, last_message,
           ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY last_at DESC, id DESC) AS place
    FROM chat WHERE platform = 'INSTAGRAM' AND last_at IS NOT NULL
    WINDOW same AS (PARTITION BY customer_id)
) AS chats WHERE place = 1;

CREATE VIEW instagram_messages AS
SELECT m.id, c.customer_id AS igsid, m.direction, m.text,
       COALESCE(m.content::jsonb ->> 'attachments', '[]') AS attachments_json,
       m.at / 1000000 AS ts, m.at AS created_at
FROM message m JOIN chat c ON c.id = m.chat_id
WHERE c.platform = 'INSTAGRAM' AND m.presence = 'shown';
