-- What a team does with chats: put aside, label, note, find, take turns.

ALTER TABLE chat ADD COLUMN state_at BIGINT;        -- when somebody last changed the state
ALTER TABLE chat ADD COLUMN snoozed_until BIGINT;
ALTER TABLE chat ADD COLUMN customer_name TEXT COLLATE "C";      -- the display name, where the handle is another
CREATE INDEX chat_newest_by_state ON chat (state, last_at, id) WHERE last_at IS NOT NULL;
CREATE INDEX chat_newest_unread ON chat (last_at, id) WHERE unread > 0;
CREATE INDEX chat_window ON chat (window_at, id) WHERE window_at IS NOT NULL;
CREATE INDEX chat_asleep ON chat (snoozed_until) WHERE state = 'snoozed';

-- The labels of chats once more, in the order of the list.
CREATE TABLE chat_label (
    label   TEXT COLLATE "C" NOT NULL,                           -- folded: labels that differ in case are one
    name    TEXT COLLATE "C" NOT NULL,                           -- as it was written
    chat_id TEXT COLLATE "C" NOT NULL REFERENCES chat (id),
    last_at BIGINT,                                 -- that of the chat
    PRIMARY KEY (chat_id, label)
);
CREATE INDEX chat_label_newest ON chat_label (label, last_at, chat_id);
INSERT INTO chat_label (label, name, chat_id, last_at)
SELECT LOWER(l.value), MIN(l.value), c.id, c.last_at FROM chat c, jsonb_array_elements_text(c.labels::jsonb) AS l (value) GROUP BY LOWER(l.value), c.id, c.last_at;

CREATE TABLE chat_note (
    id        TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    chat_id   TEXT COLLATE "C" NOT NULL REFERENCES chat (id),
    author_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    at        BIGINT NOT NULL,
    text      TEXT COLLATE "C" NOT NULL
);
CREATE INDEX chat_note_newest ON chat_note (chat_id, at, id);

-- Which words a chat holds, and in how many of its texts. Filled for what is there already when the server starts.
CREATE TABLE chat_word (
    chat_id TEXT COLLATE "C" NOT NULL,
    word    TEXT COLLATE "C" NOT NULL,                           -- folded
    texts   BIGINT NOT NULL,
    PRIMARY KEY (chat_id, word)
);
CREATE INDEX chat_word_chats ON chat_word (word, chat_id);

-- Whose turn it was last.
CREATE TABLE rotation (
    id       BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    agent_id TEXT COLLATE "C"
);
INSERT INTO rotation (id, agent_id) VALUES (1, NULL);

-- Messages that say where the customer came from.
ALTER TABLE message ADD COLUMN refers BIGINT NOT NULL DEFAULT 0;
UPDATE message SET refers = 1 WHERE content::jsonb ->> 'context' IS NOT NULL;
CREATE INDEX message_refers ON message (chat_id, at, ord) WHERE refers = 1;

CREATE INDEX job_of_account ON job (account_id, run_at, id) WHERE state IN ('ready', 'waiting');
CREATE INDEX delivery_over ON delivery (applied_at) WHERE state <> 'new';
