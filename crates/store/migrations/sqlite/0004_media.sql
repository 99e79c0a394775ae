-- Files: what customers sent, what agents are about to send, and pictures of people. The bytes lie in the place for files
-- (MEDIA_URL), under names of ours. The table is also the queue of what is still to be fetched or removed.

ALTER TABLE message ADD COLUMN media TEXT NOT NULL DEFAULT '[]';  -- JSON array: what became of each attachment
ALTER TABLE chat ADD COLUMN picture_id TEXT;                      -- media.id of our copy of the picture
ALTER TABLE chat ADD COLUMN profile_due INTEGER;                  -- asked for again after this, when the customer writes
-- Profiles of before are asked for again when their customers write.
UPDATE chat SET profile_due = 0;

CREATE TABLE media (
    id            TEXT PRIMARY KEY NOT NULL,
    kind          TEXT NOT NULL,                -- attachment, picture or upload
    chat_id       TEXT,                         -- whoever may see this chat may see the file
    message_id    TEXT,
    place         INTEGER NOT NULL,             -- which attachment of the message, from 0
    owner         TEXT,                         -- who uploaded it
    state         TEXT NOT NULL,                -- fetching, linked, receiving, ready, expired, failed, gone
    source        TEXT,                         -- Meta's address; expires
    object        TEXT,                         -- name in the place for files
    thumb         TEXT,                         -- media type of the small picture, if there is one
    mime          TEXT,
    size          INTEGER,
    name          TEXT,
    sha256        TEXT,
    attachment_id TEXT,                         -- Meta's id, once it was handed over
    attempt       INTEGER NOT NULL,
    run_at        INTEGER,                      -- when something is to be done with it; null: nothing
    last_error    TEXT,
    created_at    INTEGER NOT NULL,
    UNIQUE (message_id, place)
) STRICT;
CREATE INDEX media_due ON media (run_at, id) WHERE run_at IS NOT NULL;
CREATE INDEX media_waiting ON media (state) WHERE state IN ('fetching', 'gone');
CREATE INDEX media_chat ON media (chat_id, kind) WHERE chat_id IS NOT NULL;
CREATE INDEX media_object ON media (object) WHERE object IS NOT NULL;
CREATE INDEX media_owner ON media (owner, created_at) WHERE kind = 'upload';
CREATE INDEX media_uploaded ON media (created_at) WHERE kind = 'upload';

-- Files and pictures of before are fetched now, as far as Meta's addresses still live.
INSERT INTO media (id, kind, chat_id, message_id, place, state, source, attempt, run_at, created_at)
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
    'attachment', m.chat_id, m.id, a.key, 'fetching', a.value ->> 'url', 0, m.at, m.at
FROM message m, json_each(m.content, '$.attachments') a
WHERE m.presence = 'shown' AND m.rank = 'meta' AND m.unsent_at IS NULL AND m.chat_id IS NOT NULL
    AND a.value ->> 'kind' IN ('image', 'video', 'audio', 'file') AND a.value ->> 'url' IS NOT NULL;
INSERT INTO media (id, kind, chat_id, place, state, source, attempt, run_at, created_at)
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
    'picture', id, 0, 'fetching', picture, 0, COALESCE(last_at, 0), COALESCE(last_at, 0)
FROM chat WHERE picture IS NOT NULL;
