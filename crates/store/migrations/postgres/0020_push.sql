-- Browsers that want to be told of messages while no page of ours is open, and how far the event log was told of.

CREATE TABLE push_subscription (
    id         TEXT PRIMARY KEY NOT NULL,        -- SHA-256 of the endpoint
    user_id    TEXT NOT NULL REFERENCES users (id),
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    sealed     TEXT NOT NULL,                    -- endpoint and keys: who has them can write to that browser
    prefs      TEXT NOT NULL,                    -- JSON
    created_at BIGINT NOT NULL
);
CREATE INDEX push_person ON push_subscription (user_id, created_at);
CREATE INDEX push_login ON push_subscription (session_id);

CREATE TABLE push_cursor (
    id          BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    seq         BIGINT NOT NULL,
    lease_until BIGINT NOT NULL                 -- until then one node tells
);
INSERT INTO push_cursor (id, seq, lease_until) VALUES (1, 0, 0);
