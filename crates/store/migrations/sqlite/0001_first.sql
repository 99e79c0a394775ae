-- The first schema. Ids of ours are hyphenated UUID text, times are microseconds since the epoch, flags are 0 or 1,
-- JSON is text. PostgreSQL has the same tables; migrations/postgres differs in type names and in the views.

CREATE TABLE setting (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    id            TEXT PRIMARY KEY NOT NULL,
    email         TEXT NOT NULL UNIQUE,          -- lower case
    name          TEXT NOT NULL,
    role          TEXT NOT NULL,
    is_active     INTEGER NOT NULL,
    password_hash TEXT NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    id           TEXT PRIMARY KEY NOT NULL,
    user_id      TEXT NOT NULL REFERENCES users (id),
    token_hash   TEXT NOT NULL UNIQUE,           -- SHA-256 of the token, hex: a stolen database logs nobody in
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX session_person ON session (user_id);
CREATE INDEX session_expiry ON session (expires_at);

-- How far each person's screens have confirmed the event log.
CREATE TABLE user_cursor (
    user_id    TEXT PRIMARY KEY NOT NULL REFERENCES users (id),
    seq        INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE account (
    id               TEXT PRIMARY KEY NOT NULL,
    platform         TEXT NOT NULL,
    external_id      TEXT NOT NULL,              -- what webhooks carry as entry.id
    username         TEXT NOT NULL,
    token            TEXT,                       -- sealed; see crypt.rs
    host             TEXT NOT NULL,              -- facebook or instagram: which Graph host the token belongs to
    sender_id        TEXT NOT NULL,              -- the id in the path of a send on that host
    facebook_page_id TEXT,
    source           TEXT NOT NULL,              -- api, seed or env
    connected        INTEGER NOT NULL,
    status           TEXT NOT NULL,
    status_reason    TEXT,
    paused_until     INTEGER,
    token_expires_at INTEGER,
    last_webhook_at  INTEGER,
    connected_at     INTEGER NOT NULL,
    user_id          TEXT,                       -- who connected it
    UNIQUE (platform, external_id)
) STRICT;

-- One raw webhook body. The body is kept byte for byte.
CREATE TABLE delivery (
    id            TEXT PRIMARY KEY NOT NULL,
    received_at   INTEGER NOT NULL,
    body          BLOB NOT NULL,
    body_sha256   TEXT NOT NULL UNIQUE,          -- absorbs byte-identical retries
    signed        INTEGER NOT NULL,              -- 0: accepted without a signature (mock mode, loopback)
    repeats       INTEGER NOT NULL,              -- how often the same bytes came again
    state         TEXT NOT NULL,
    reason        TEXT,
    node          TEXT NOT NULL,                 -- who took it in; others take it over when its claim ends
    claimed_until INTEGER NOT NULL,
    applied_at    INTEGER
) STRICT;
CREATE INDEX delivery_new ON delivery (id) WHERE state = 'new';

CREATE TABLE delivery_item (
    delivery_id TEXT NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
    idx         INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    reason      TEXT,
    platform    TEXT,
    external_id TEXT,
    chat_id     TEXT,
    message_id  TEXT,
    PRIMARY KEY (delivery_id, idx)
) STRICT;
CREATE INDEX delivery_item_parked ON delivery_item (platform, external_id, delivery_id) WHERE outcome = 'parked';
CREATE INDEX delivery_item_deferred ON delivery_item (kind, delivery_id) WHERE outcome = 'deferred';

CREATE TABLE chat (
    id               TEXT PRIMARY KEY NOT NULL,
    account_id       TEXT NOT NULL REFERENCES account (id),
    external_id      TEXT NOT NULL,
    platform         TEXT NOT NULL,
    customer_id      TEXT NOT NULL,
    username         TEXT,
    picture          TEXT,
    assigned_to      TEXT REFERENCES users (id),
    state            TEXT NOT NULL,
    labels           TEXT NOT NULL,              -- JSON array, sorted
    window_at        INTEGER,
    read_mark        INTEGER,
    delivered_mark   INTEGER,
    -- Computed from the rows of message, by one statement.
    first_at         INTEGER,
    last_message     TEXT NOT NULL,
    last_at          INTEGER,
    last_incoming_at INTEGER,
    last_outgoing_at INTEGER,
    unread           INTEGER NOT NULL,
    messages         INTEGER NOT NULL,             -- shown ones
    UNIQUE (account_id, customer_id)
) STRICT;
CREATE INDEX chat_newest ON chat (last_at, id) WHERE last_at IS NOT NULL;
CREATE INDEX chat_newest_by_platform ON chat (platform, last_at, id) WHERE last_at IS NOT NULL;
CREATE INDEX chat_newest_by_agent ON chat (assigned_to, last_at, id) WHERE last_at IS NOT NULL;

-- How many chats and shown messages each person has, kept as they change: counting takes longer the more there are.
CREATE TABLE tally (
    owner    TEXT NOT NULL,                     -- users.id, or '' for what nobody has
    platform TEXT NOT NULL,
    chats    INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (owner, platform)
) STRICT;

CREATE TABLE message (
    id             TEXT PRIMARY KEY NOT NULL,
    account_id     TEXT NOT NULL REFERENCES account (id),
    chat_id        TEXT REFERENCES chat (id),
    mid            TEXT,
    group_id       TEXT,
    presence       TEXT NOT NULL,
    rank           TEXT NOT NULL,
    direction      TEXT NOT NULL,
    at             INTEGER NOT NULL,
    ord            TEXT NOT NULL,                -- breaks ties of at: the mid, or the id while there is none
    content        TEXT NOT NULL,                -- JSON
    text           TEXT NOT NULL,                -- as it stands: after edits, '' once unsent
    preview        TEXT NOT NULL,
    reply_mid      TEXT,
    edit           TEXT,                         -- JSON
    unsent_at      INTEGER,
    reactions      TEXT NOT NULL,                -- JSON array
    unread         INTEGER NOT NULL,
    open           INTEGER NOT NULL,             -- a send whose outcome is not known, or an echo that waits for one
    read_here      INTEGER NOT NULL,
    read_mark      INTEGER NOT NULL,
    delivered_mark INTEGER NOT NULL,
    send           TEXT,
    status         TEXT NOT NULL,
    failure        TEXT,                         -- JSON
    sent_by        TEXT REFERENCES users (id),
    held_until     INTEGER,
    UNIQUE (account_id, mid)
) STRICT;
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
    seq      INTEGER PRIMARY KEY NOT NULL,
    at       INTEGER NOT NULL,
    audience TEXT NOT NULL,                      -- chat, everyone or admins
    chat_id  TEXT,
    agent_id TEXT,
    also_id  TEXT,
    frame    TEXT NOT NULL
) STRICT;

CREATE TABLE head (
    id   INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    next INTEGER NOT NULL,                       -- the number of the next event
    low  INTEGER NOT NULL                        -- events up to here are pruned
) STRICT;
INSERT INTO head (id, next, low) VALUES (1, 1, 0);

CREATE TABLE job (
    id          TEXT PRIMARY KEY NOT NULL,
    kind        TEXT NOT NULL,
    dedupe      TEXT NOT NULL UNIQUE,
    order_key   TEXT,                            -- jobs that share it run one after the other
    account_id  TEXT,
    subject     TEXT NOT NULL,
    state       TEXT NOT NULL,                   -- ready, running, waiting (answer lost), done, failed
    run_at      INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until INTEGER,
    lost_at     INTEGER,                     -- while the answer of a send is lost: since when
    last_error  TEXT,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX job_due ON job (run_at, id) WHERE state IN ('ready', 'waiting');
CREATE INDEX job_open ON job (order_key, created_at, id) WHERE state IN ('ready', 'running', 'waiting');
CREATE INDEX job_lease ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_subject ON job (subject);
CREATE INDEX job_done ON job (updated_at) WHERE state = 'done';

-- One effect per key and person, kept for a day.
CREATE TABLE idempotency (
    user_id     TEXT NOT NULL,
    route       TEXT NOT NULL,
    key         TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    subject     TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (user_id, route, key)
) STRICT;
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
       COALESCE(m.content ->> 'attachments', '[]') AS attachments_json,
       m.at / 1000000 AS ts, m.at AS created_at
FROM message m JOIN chat c ON c.id = m.chat_id
WHERE c.platform = 'INSTAGRAM' AND m.presence = 'shown';
