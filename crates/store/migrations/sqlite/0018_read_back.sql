-- Conversations read back from Meta: how far the present sweep is, when the last one began, and what sweeps found.

CREATE TABLE read_back (
    account_id  TEXT PRIMARY KEY NOT NULL REFERENCES account (id),
    sweep       TEXT,                          -- the one under way, JSON
    last        TEXT,                          -- the last one that came to its end, JSON
    swept_at    INTEGER,                       -- when that one began
    finished_at INTEGER,                       -- when it ended
    problem     TEXT                           -- what stood in the way of the last look
) STRICT;

-- Messages that did not come by themselves: added late, or lost for good.
CREATE TABLE gap (
    account_id  TEXT NOT NULL REFERENCES account (id),
    mid         TEXT NOT NULL,
    kind        TEXT NOT NULL,                 -- late or lost
    customer_id TEXT,
    at          INTEGER,                       -- when Meta says that it was written
    found_at    INTEGER NOT NULL,
    PRIMARY KEY (account_id, mid)
) STRICT;
CREATE INDEX gap_list ON gap (account_id, kind, found_at DESC, mid DESC);
CREATE INDEX gap_person ON gap (customer_id) WHERE customer_id IS NOT NULL;

-- Whether somebody was erased: nothing of theirs may be read back.
CREATE INDEX erasure_person ON erasure (subject_hash);
