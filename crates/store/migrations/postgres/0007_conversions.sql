-- Conversions (Conversions API). What names a person in event is hashed.
CREATE TABLE conversion (
    id              TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    target          TEXT COLLATE "C" NOT NULL,               -- the pixel or dataset, or account:<id> for the dataset of that account
    pixel_id        TEXT COLLATE "C",                        -- none until the dataset of the account is known
    event_name      TEXT COLLATE "C" NOT NULL,
    event_id        TEXT COLLATE "C" NOT NULL,
    fingerprint     TEXT COLLATE "C" NOT NULL,               -- SHA-256 of what counts, hex: tells a repeat from another event
    lane            TEXT COLLATE "C" NOT NULL,               -- events that may go in one call, one call at a time
    source          TEXT COLLATE "C" NOT NULL,
    event_time      BIGINT NOT NULL,
    value           DOUBLE PRECISION,
    currency        TEXT COLLATE "C",
    test_event_code TEXT COLLATE "C",
    chat_id         TEXT COLLATE "C" REFERENCES chat (id),
    account_id      TEXT COLLATE "C",
    created_by      TEXT COLLATE "C",
    event           TEXT COLLATE "C" NOT NULL,               -- JSON, as Meta gets it
    status          TEXT COLLATE "C" NOT NULL,
    attempts        BIGINT NOT NULL,
    batch           BIGINT NOT NULL,            -- most events of the call that it goes in next
    since           BIGINT NOT NULL,
    taken_at        BIGINT,                     -- while a call with it is under way
    lost_at         BIGINT,
    response        TEXT COLLATE "C",                        -- JSON, Meta's last answer
    failure         TEXT COLLATE "C",                        -- JSON
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    UNIQUE (target, event_name, event_id)
);
CREATE INDEX conversion_waiting ON conversion (lane, id) WHERE status = 'queued';
CREATE INDEX conversion_status ON conversion (status, id);
CREATE INDEX conversion_name ON conversion (event_name, id);
CREATE INDEX conversion_chat ON conversion (chat_id, event_time, id) WHERE chat_id IS NOT NULL;
CREATE INDEX conversion_time ON conversion (event_time, event_name);

-- The dataset that belongs to an account: Meta makes it at the first question.
CREATE TABLE dataset (
    account_id TEXT COLLATE "C" PRIMARY KEY NOT NULL REFERENCES account (id),
    dataset_id TEXT COLLATE "C" NOT NULL
);

CREATE VIEW instagram_marketing_events AS
SELECT id, event_name, value, currency, pixel_id, event_id AS external_event_id, status,
       CASE WHEN test_event_code IS NULL THEN json_build_object('data', json_build_array(event::json))
            ELSE json_build_object('data', json_build_array(event::json), 'test_event_code', test_event_code) END ::text AS payload_json,
       response AS response_json, event_time / 1000000 AS ts, created_at
FROM conversion;
