-- Files: what customers sent, what agents are about to send, and pictures of people. The bytes lie in the place for files
-- (MEDIA_URL), under names of ours. The table is also the queue of what is still to be fetched or removed.

ALTER TABLE message ADD COLUMN media TEXT COLLATE "C" NOT NULL DEFAULT '[]';  -- JSON array: what became of each attachment
ALTER TABLE chat ADD COLUMN picture_id TEXT COLLATE "C";                      -- media.id of our copy of the picture
ALTER TABLE chat ADD COLUMN profile_due BIGINT;                  -- asked for again after this, when the customer writes
-- Profiles of before are asked for again when their customers write.
UPDATE chat SET profile_due = 0;

CREATE TABLE media (
    id            TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    kind          TEXT COLLATE "C" NOT NULL,                -- attachment, picture or upload
    chat_id       TEXT COLLATE "C",                         -- whoever may see this chat may see the file
    message_id    TEXT COLLATE "C",
    place         BIGINT NOT NULL,             -- which attachment of the message, from 0
    owner         TEXT COLLATE "C",                         -- who uploaded it
    state         TEXT COLLATE "C" NOT NULL,                -- fetching, linked, receiving, ready, expired, failed, gone
    source        TEXT COLLATE "C",                         -- Meta's address; expires
    object        TEXT COLLATE "C",                         -- name in the place for files
    thumb         TEXT COLLATE "C",                         -- media type of the small picture, if there is one
    mime          TEXT COLLATE "C",
    size          BIGINT,
    name          TEXT COLLATE "C",
    sha256        TEXT COLLATE "C",
    attachment_id TEXT COLLATE "C",                         -- Meta's id, once it was handed over
    attempt       BIGINT NOT NULL,
    run_at        BIGINT,                      -- when something is to be done with it; null: nothing
    last_error    TEXT COLLATE "C",
    created_at    BIGINT NOT NULL,
    UNIQUE (message_id, place)
);
CREATE INDEX media_due ON media (run_at, id) WHERE run_at IS NOT NULL;
CREATE INDEX media_waiting ON media (state) WHERE state IN ('fetching', 'gone');
CREATE INDEX media_chat ON media (chat_id, kind) WHERE chat_id IS NOT NULL;
CREATE INDEX media_object ON media (object) WHERE object IS NOT NULL;
CREATE INDEX media_owner ON media (owner, created_at) WHERE kind = 'upload';
CREATE INDEX media_uploaded ON media (created_at) WHERE kind = 'upload';

-- Files and pictures of before are fetched now, as far as Meta's addresses still live.
INSERT INTO media (id, kind, chat_id, message_id, place, state, source, attempt, run_at, created_at)
SELECT gen_random_uuid()::text,
    'attachment', m.chat_id, m.id, a.n - 1, 'fetching', a.value ->> 'url', 0, m.at, m.at
FROM message m, jsonb_array_elements(COALESCE(m.content::jsonb -> 'attachments', '[]'::jsonb)) WITH ORDINALITY AS a (value, n)
WHERE m.presence = 'shown' AND m.rank = 'meta' AND m.unsent_at IS NULL AND m.chat_id IS NOT NULL
    AND a.value ->> 'kind' IN ('image', 'video', 'audio', 'file') AND a.value ->> 'url' IS NOT NULL;
INSERT INTO media (id, kind, chat_id, place, state, source, attempt, run_at, created_at)
SELECT gen_random_uuid()::text,
    'picture', id, 0, 'fetching', picture, 0, COALESCE(last_at, 0), COALESCE(last_at, 0)
FROM chat WHERE picture IS NOT NULL;
