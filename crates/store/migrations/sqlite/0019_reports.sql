-- What reports count: messages by their time, and when work on a chat was done.

CREATE INDEX message_time ON message (at, id) WHERE presence = 'shown';

CREATE TABLE resolution (
    chat_id TEXT NOT NULL REFERENCES chat (id),
    at      INTEGER NOT NULL,                  -- when it was done
    since   INTEGER,                           -- the first message of the customer since it was done the last time
    user_id TEXT REFERENCES users (id),        -- who said so
    PRIMARY KEY (chat_id, at)
) STRICT;
CREATE INDEX resolution_time ON resolution (at, chat_id);
