-- Comments under the accounts' posts, mentions elsewhere, the calls that write, and who did what.

-- One comment. facts is what merges; the other columns are read from it, for lists and for others.
CREATE TABLE comment (
    account_id        TEXT NOT NULL REFERENCES account (id),
    id                TEXT NOT NULL,             -- Meta's
    platform          TEXT NOT NULL,
    external_id       TEXT NOT NULL,
    media_id          TEXT,                      -- of a boosted post the original
    parent_id         TEXT,                      -- the comment that it answers
    author_id         TEXT,
    author_name       TEXT,
    own               INTEGER NOT NULL,          -- the business wrote it
    text              TEXT NOT NULL,             -- kept after a removal
    hidden            INTEGER NOT NULL,
    action            TEXT NOT NULL,             -- created, updated or deleted
    mentioned_user_id TEXT,
    attachments       TEXT NOT NULL,             -- JSON array
    at                INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    shown             INTEGER NOT NULL,          -- 0: only a removal or a hide is known of it
    replied           INTEGER NOT NULL,          -- it has had its private reply
    facts             TEXT NOT NULL,             -- JSON
    PRIMARY KEY (account_id, id)
) STRICT;
CREATE INDEX comment_id ON comment (id);
CREATE INDEX comment_newest ON comment (platform, at, id) WHERE shown = 1;
CREATE INDEX comment_of_post ON comment (media_id, at, id) WHERE shown = 1;
CREATE INDEX comment_answers ON comment (account_id, parent_id, at) WHERE parent_id IS NOT NULL;
CREATE INDEX comment_author ON comment (account_id, author_id, at) WHERE shown = 1;

-- Somebody mentioned an account. Meta keeps no list of these.
CREATE TABLE mention (
    account_id TEXT NOT NULL REFERENCES account (id),
    key        TEXT NOT NULL,                    -- the comment, or the post of a caption
    platform   TEXT NOT NULL,
    external_id TEXT NOT NULL,
    author_id  TEXT,
    at         INTEGER NOT NULL,
    facts      TEXT NOT NULL,                    -- JSON
    PRIMARY KEY (account_id, key)
) STRICT;
CREATE INDEX mention_newest ON mention (platform, at, key);

-- A call that writes a comment, an answer or a private reply: durable before it leaves, so that a lost answer is known as
-- such and nothing is written twice.
CREATE TABLE comment_call (
    id         TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    user_id    TEXT NOT NULL REFERENCES users (id),
    kind       TEXT NOT NULL,                    -- comment, reply or private_reply
    target     TEXT NOT NULL,                    -- the post or the comment: Meta's id
    text       TEXT NOT NULL,
    state      TEXT NOT NULL,                    -- pending, done, failed or unknown
    comment_id TEXT,                             -- what became of it: the comment, or the one that was answered privately
    mid        TEXT,                             -- the message that a private reply became
    problem    TEXT,                             -- why it failed, one sentence
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX comment_call_open ON comment_call (account_id, created_at) WHERE state IN ('pending', 'unknown');
CREATE INDEX comment_call_age ON comment_call (updated_at);
-- One private reply per comment, also when two people press the button at once.
CREATE UNIQUE INDEX comment_call_once ON comment_call (account_id, target) WHERE kind = 'private_reply' AND state IN ('pending', 'unknown');

-- Who did what that cannot be seen from the rows.
CREATE TABLE audit (
    id         TEXT PRIMARY KEY NOT NULL,
    at         INTEGER NOT NULL,
    user_id    TEXT NOT NULL REFERENCES users (id),
    action     TEXT NOT NULL,
    account_id TEXT,
    subject    TEXT NOT NULL,
    detail     TEXT                              -- JSON
) STRICT;

CREATE VIEW instagram_comments AS
SELECT id, media_id, author_id, text, hidden, action, mentioned_user_id, attachments AS attachments_json,
       at / 1000000 AS ts, at AS created_at, updated_at
FROM comment WHERE platform = 'INSTAGRAM' AND shown = 1;
