-- Messages to people of whom nothing is stored, and texts that are sent again and again.

-- 1: begun by a message of ours, so that nothing is known of what the customer did before.
ALTER TABLE chat ADD COLUMN begun_here BIGINT NOT NULL DEFAULT 0;

CREATE TABLE template (
    id                     TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    name                   TEXT COLLATE "C" NOT NULL,
    content                TEXT COLLATE "C" NOT NULL,
    category               TEXT COLLATE "C" NOT NULL,
    platform               TEXT COLLATE "C" NOT NULL,
    language               TEXT COLLATE "C" NOT NULL,        -- Meta's code, like en_US
    account_id             TEXT COLLATE "C" REFERENCES account (id), -- the Page it was handed in for
    meta_name              TEXT COLLATE "C",                 -- under which Meta knows it
    meta_template_id       TEXT COLLATE "C",
    meta_submission_id     TEXT COLLATE "C",                 -- ours: one per handing in
    meta_submission_status TEXT COLLATE "C",                 -- Meta's word, or UNKNOWN while its answer is lost
    meta_reason            TEXT COLLATE "C",                 -- why not, in Meta's words
    meta_content           TEXT COLLATE "C",                 -- what was handed in: Meta's approval is for this and nothing else
    created_by             TEXT COLLATE "C" REFERENCES users (id),
    created_at             BIGINT NOT NULL,
    updated_at             BIGINT NOT NULL
);
CREATE INDEX template_newest ON template (created_at, id);
