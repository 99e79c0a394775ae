-- Messages to people of whom nothing is stored, and texts that are sent again and again.

-- 1: begun by a message of ours, so that nothing is known of what the customer did before.
ALTER TABLE chat ADD COLUMN begun_here INTEGER NOT NULL DEFAULT 0;

CREATE TABLE template (
    id                     TEXT PRIMARY KEY NOT NULL,
    name                   TEXT NOT NULL,
    content                TEXT NOT NULL,
    category               TEXT NOT NULL,
    platform               TEXT NOT NULL,
    language               TEXT NOT NULL,        -- Meta's code, like en_US
    account_id             TEXT REFERENCES account (id), -- the Page it was handed in for
    meta_name              TEXT,                 -- under which Meta knows it
    meta_template_id       TEXT,
    meta_submission_id     TEXT,                 -- ours: one per handing in
    meta_submission_status TEXT,                 -- Meta's word, or UNKNOWN while its answer is lost
    meta_reason            TEXT,                 -- why not, in Meta's words
    meta_content           TEXT,                 -- what was handed in: Meta's approval is for this and nothing else
    created_by             TEXT REFERENCES users (id),
    created_at             INTEGER NOT NULL,
    updated_at             INTEGER NOT NULL
) STRICT;
CREATE INDEX template_newest ON template (created_at, id);
