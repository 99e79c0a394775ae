-- Posts of the business as Meta shows them, and what Meta says about how they and the account are doing.

-- Media and Page posts by Meta's id: the first connected account that owned it keeps it. What Meta leaves out, or was not
-- asked yet, is NULL.
CREATE TABLE post (
    id            TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    account_id    TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    platform      TEXT COLLATE "C" NOT NULL,
    username      TEXT COLLATE "C",
    media_type    TEXT COLLATE "C",                          -- IMAGE, VIDEO or CAROUSEL_ALBUM
    product_type  TEXT COLLATE "C",                          -- FEED, REELS, STORY or AD; POST on a Page
    media_url     TEXT COLLATE "C",                          -- expires
    thumbnail_url TEXT COLLATE "C",                          -- expires
    permalink     TEXT COLLATE "C",
    caption       TEXT COLLATE "C",
    posted_at     BIGINT,
    fetched_at    BIGINT                        -- NULL: known from a delivery, Meta was not asked yet
);
CREATE INDEX post_newest ON post (account_id, posted_at, id);

-- What Meta said last. since and until are 0 where no range was asked for.
CREATE TABLE insight (
    id          TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    account_id  TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    scope       TEXT COLLATE "C" NOT NULL,                   -- account, media or story
    entity_id   TEXT COLLATE "C" NOT NULL,
    period      TEXT COLLATE "C" NOT NULL,
    since       BIGINT NOT NULL,
    until       BIGINT NOT NULL,
    metrics     TEXT COLLATE "C" NOT NULL,                   -- JSON: name to number or null
    unavailable TEXT COLLATE "C" NOT NULL,                   -- JSON: name to reason
    details     TEXT COLLATE "C" NOT NULL,                   -- JSON: series and breakdowns
    final       BIGINT NOT NULL,                -- 1: a story has ended, Meta has no more to say
    fetched_at  BIGINT NOT NULL,
    UNIQUE (scope, entity_id, period, since, until)
);
CREATE INDEX insight_age ON insight (fetched_at);

-- The same figures as they came, for plots; at most one per metric and slot of five minutes.
CREATE TABLE insight_sample (
    scope     TEXT COLLATE "C" NOT NULL,
    entity_id TEXT COLLATE "C" NOT NULL,
    metric    TEXT COLLATE "C" NOT NULL,
    slot      BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    value     DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (scope, entity_id, metric, slot)
);
CREATE INDEX insight_sample_plot ON insight_sample (scope, entity_id, at, metric);
CREATE INDEX insight_sample_age ON insight_sample (at);

-- What is fetched without being asked for, one row per schedule. When it is due it becomes a job.
CREATE TABLE insight_plan (
    kind       TEXT COLLATE "C" NOT NULL,
    subject    TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    next_at    BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX insight_plan_due ON insight_plan (next_at);

CREATE VIEW instagram_insights AS
SELECT id, scope, entity_id, period, metrics AS metrics_json, fetched_at FROM insight;
