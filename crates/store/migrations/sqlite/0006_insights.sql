-- Posts of the business as Meta shows them, and what Meta says about how they and the account are doing.

-- Media and Page posts by Meta's id: the first connected account that owned it keeps it. What Meta leaves out, or was not
-- asked yet, is NULL.
CREATE TABLE post (
    id            TEXT PRIMARY KEY NOT NULL,
    account_id    TEXT NOT NULL REFERENCES account (id),
    platform      TEXT NOT NULL,
    username      TEXT,
    media_type    TEXT,                          -- IMAGE, VIDEO or CAROUSEL_ALBUM
    product_type  TEXT,                          -- FEED, REELS, STORY or AD; POST on a Page
    media_url     TEXT,                          -- expires
    thumbnail_url TEXT,                          -- expires
    permalink     TEXT,
    caption       TEXT,
    posted_at     INTEGER,
    fetched_at    INTEGER                        -- NULL: known from a delivery, Meta was not asked yet
) STRICT;
CREATE INDEX post_newest ON post (account_id, posted_at, id);

-- What Meta said last. since and until are 0 where no range was asked for.
CREATE TABLE insight (
    id          TEXT PRIMARY KEY NOT NULL,
    account_id  TEXT NOT NULL REFERENCES account (id),
    scope       TEXT NOT NULL,                   -- account, media or story
    entity_id   TEXT NOT NULL,
    period      TEXT NOT NULL,
    since       INTEGER NOT NULL,
    until       INTEGER NOT NULL,
    metrics     TEXT NOT NULL,                   -- JSON: name to number or null
    unavailable TEXT NOT NULL,                   -- JSON: name to reason
    details     TEXT NOT NULL,                   -- JSON: series and breakdowns
    final       INTEGER NOT NULL,                -- 1: a story has ended, Meta has no more to say
    fetched_at  INTEGER NOT NULL,
    UNIQUE (scope, entity_id, period, since, until)
) STRICT;
CREATE INDEX insight_age ON insight (fetched_at);

-- The same figures as they came, for plots; at most one per metric and slot of five minutes.
CREATE TABLE insight_sample (
    scope     TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    metric    TEXT NOT NULL,
    slot      INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    value     REAL NOT NULL,
    PRIMARY KEY (scope, entity_id, metric, slot)
) STRICT;
CREATE INDEX insight_sample_plot ON insight_sample (scope, entity_id, at, metric);
CREATE INDEX insight_sample_age ON insight_sample (at);

-- What is fetched without being asked for, one row per schedule. When it is due it becomes a job.
CREATE TABLE insight_plan (
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    next_at    INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT;
CREATE INDEX insight_plan_due ON insight_plan (next_at);

CREATE VIEW instagram_insights AS
SELECT id, scope, entity_id, period, metrics AS metrics_json, fetched_at FROM insight;
