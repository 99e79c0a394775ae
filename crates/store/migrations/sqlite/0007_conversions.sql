-- Conversions (Conversions API). What names a person in event is hashed.
CREATE TABLE conversion (
    id              TEXT PRIMARY KEY NOT NULL,
    target          TEXT NOT NULL,               -- the pixel or dataset, or account:<id> for the dataset of that account
    pixel_id        TEXT,                        -- none until the dataset of the account is known
    event_name      TEXT NOT NULL,
    event_id        TEXT NOT NULL,
    fingerprint     TEXT NOT NULL,               -- SHA-256 of what counts, hex: tells a repeat from another event
    lane            TEXT NOT NULL,               -- events that may go in one call, one call at a time
    source          TEXT NOT NULL,
    event_time      INTEGER NOT NULL,
    value           REAL,
    currency        TEXT,
    test_event_code TEXT,
    chat_id         TEXT REFERENCES chat (id),
    account_id      TEXT,
    created_by      TEXT,
    event           TEXT NOT NULL,               -- JSON, as Meta gets it
    status          TEXT NOT NULL,
    attempts        INTEGER NOT NULL,
    batch           INTEGER NOT NULL,            -- most events of the call that it goes in next
    since           INTEGER NOT NULL,
    taken_at        INTEGER,                     -- while a call with it is under way
    lost_at         INTEGER,
    response        TEXT,                        -- JSON, Meta's last answer
    failure         TEXT,                        -- JSON
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    UNIQUE (target, event_name, event_id)
) STRICT;
CREATE INDEX conversion_waiting ON conversion (lane, id) WHERE status = 'queued';
CREATE INDEX conversion_status ON conversion (status, id);
CREATE INDEX conversion_name ON conversion (event_name, id);
CREATE INDEX conversion_chat ON conversion (chat_id, event_time, id) WHERE chat_id IS NOT NULL;
CREATE INDEX conversion_time ON conversion (event_time, event_name);

-- The dataset that belongs to an account: Meta makes it at the first question.
CREATE TABLE dataset (
    account_id TEXT PRIMARY KEY NOT NULL REFERENCES account (id),
    dataset_id TEXT NOT NULL
) STRICT;

CREATE VIEW instagram_marketing_events AS
SELECT id, event_name, value, currency, pixel_id, event_id AS external_event_id, status,
       CASE WHEN test_event_code IS NULL THEN json_object('data', json_array(json(event)))
            ELSE json_object('data', json_array(json(event)), 'test_event_code', test_event_code) END AS payload_json,
       response AS response_json, event_time / 1000000 AS ts, created_at
FROM conversion;
