-- Conversations read back from Meta: how far the present sweep is, when the last one began, and what sweeps found.

CREATE TABLE read_back (
    account_id  TEXT PRIMARY KEY NOT NULL REFERENCES account (id),
    sweep       TEXT,                          -- the one under way, JSON
    last        TEXT,                          -- the last one that came to its end, JSON
    swept_at    BIGINT,                       -- when that one began
    finished_at BIGINT,                       -- when it ended
    problem     TEXT                           -- what stood in the way of the last look
);

-- Messages that did not come by themselves: added late, or lost for good.
CREATE TABLE gap (
    account_id  TEXT NOT NULL REFERENCES account (id),
    mid         TEXT NOT NULL,
    kind        TEXT NOT NULL,                 -- late or lost
    customer_id TEXT,
    at          BIGINT,                       -- when Meta says that it was written
    found_at    BIGINT NOT NULL,
    PRIMARY KEY (account_id, mid)
);
CREATE INDEX gap_list ON gap (account_id, kind, found_at DESC, mid DESC);
CREATE INDEX gap_person ON gap (customer_id) WHERE customer_id IS NOT NULL;

-- Whether somebody was erased: nothing of theirs may be read back.
CREATE INDEX erasure_person ON erasure (subject_hash);
