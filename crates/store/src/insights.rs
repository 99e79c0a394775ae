//! What Meta last said about accounts, posts and stories, and the same over time.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Platform;
use domain::event::NewEvent;
use domain::fold::Keys;
use domain::ids::{AccountId, InsightId, MediaId};
use domain::insights::wire::{HistoryPoint, KnownPost, ig_insights};
use domain::insights::{Details, Figure, Period, Scope, Snapshot};
use domain::post::{Post, Product};
use domain::time::{MINUTE, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::FromRow;

use crate::db::{Db, Tx, batch, json, lock_name};
use crate::error::{Result, StoreError, inconsistent};
use crate::events;
use crate::posts;
use crate::rows::{Key, all, id};

macro_rules! insight_columns {
    () => {
        "i.id, i.account_id, i.scope, i.entity_id, i.period, i.since, i.until, i.metrics, i.unavailable, i.details, i.final, i.fetched_at"
    };
}

sql! {
    ONE = concat!("SELECT ", insight_columns!(), " FROM insight i WHERE i.scope = $1 AND i.entity_id = $2 AND i.period = $3 AND i.since = $4 AND i.until = $5");
    PUT = "INSERT INTO insight (id, account_id, scope, entity_id, period, since, until, metrics, unavailable, details, final, fetched_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
        ON CONFLICT (scope, entity_id, period, since, until) DO UPDATE SET account_id = excluded.account_id, metrics = excluded.metrics, \
            unavailable = excluded.unavailable, details = excluded.details, final = excluded.final, fetched_at = excluded.fetched_at";
    // One per slot, and the first stays: what was once plotted does not change.
    SAMPLE = "INSERT INTO insight_sample (scope, entity_id, metric, slot, at, value) \
        SELECT $2, $3, value ->> 'metric', CAST(value ->> 'slot' AS BIGINT), CAST(value ->> 'at' AS BIGINT), CAST(value ->> 'value' AS DOUBLE PRECISION) \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 ON CONFLICT (scope, entity_id, metric, slot) DO NOTHING";
    HISTORY = "SELECT metric, at, value FROM insight_sample WHERE scope = $1 AND entity_id = $2 AND at >= $3 AND at < $4 \
        AND (at > $5 OR (at = $5 AND metric > $6)) \
        AND ($7 = 1 OR metric IN (SELECT value ->> 'a' FROM json_each(CAST($8 AS TEXT)))) \
        ORDER BY at, metric LIMIT $9";
    KNOWN_POSTS = "SELECT p.id, p.media_type, p.product_type, COALESCE(p.thumbnail_url, p.media_url) AS media_url, p.permalink, p.caption, p.posted_at, i.metrics, i.fetched_at \
        FROM post p LEFT JOIN insight i ON i.scope = $2 AND i.entity_id = p.id AND i.period = 'lifetime' AND i.since = 0 AND i.until = 0 \
        WHERE p.account_id = $1 AND p.posted_at IS NOT NULL AND (p.posted_at, p.id) < ($3, $4) \
        AND CASE WHEN p.product_type = 'STORY' THEN 'story' ELSE 'media' END = $2 ORDER BY p.posted_at DESC, p.id DESC LIMIT $5";
    PRUNE_RANGES = "DELETE FROM insight WHERE id IN (SELECT id FROM insight WHERE fetched_at < $1 AND until > 0 ORDER BY fetched_at LIMIT $2)";
    PRUNE_SAMPLES = "DELETE FROM insight_sample WHERE (scope, entity_id, metric, slot) IN ( \
        SELECT scope, entity_id, metric, slot FROM insight_sample WHERE at < $1 ORDER BY at LIMIT $2)";
}

/// Samples of one metric are at least this far apart: a screen that refreshes all the time fills no table, and nothing of
/// Meta's changes faster.
const SLOT: i64 = 5 * MINUTE;
/// Rows deleted per statement: a few milliseconds, so that deliveries do not wait behind it.
const PRUNE_BATCH: i64 = 2_000;

#[derive(FromRow)]
struct KnownRow {
    id: String,
    media_type: Option<String>,
    product_type: Option<String>,
    media_url: Option<String>,
    permalink: Option<String>,
    caption: Option<String>,
    posted_at: i64,
    metrics: Option<String>,
    fetched_at: Option<i64>,
}

impl TryFrom<KnownRow> for KnownPost {
    type Error = StoreError;

    fn try_from(r: KnownRow) -> Result<Self> {
        let metrics = r.metrics.as_deref();
        Ok(Self {
            metrics: metrics.map(|m| read("metrics", &r.id, m)).transpose()?,
            id: r.id,
            media_type: r.media_type,
            product_type: r.product_type,
            media_url: r.media_url,
            permalink: r.permalink,
            caption: r.caption,
            timestamp: Timestamp::from_micros(r.posted_at),
            fetched_at: r.fetched_at.map(Timestamp::from_micros),
        })
    }
}

/// Which stored answer.
#[derive(Clone, Copy, Debug)]
pub struct InsightKey<'a> {
    /// What kind of thing.
    pub scope: Scope,
    /// Meta's id of it.
    pub entity: &'a str,
    /// Over which time.
    pub period: Period,
    /// The range that was asked for, if one was.
    pub range: Option<(Timestamp, Timestamp)>,
}

/// Which points of a plot.
#[derive(Clone, Debug)]
pub struct HistoryFilter<'a> {
    /// What kind of thing.
    pub scope: Scope,
    /// Meta's id of it.
    pub entity: &'a str,
    /// These metrics; all if empty.
    pub metrics: &'a [String],
    /// From here.
    pub since: Timestamp,
    /// To before here.
    pub until: Timestamp,
    /// After this one.
    pub after: Option<(Timestamp, String)>,
    /// At most so many.
    pub limit: i64,
}

#[derive(FromRow)]
struct InsightRow {
    id: String,
    account_id: String,
    scope: String,
    entity_id: String,
    period: String,
    since: i64,
    until: i64,
    metrics: String,
    unavailable: String,
    details: String,
    r#final: i64,
    fetched_at: i64,
}

#[derive(FromRow)]
struct SampleRow {
    metric: String,
    at: i64,
    value: f64,
}

#[derive(Serialize)]
struct SampleOut<'a> {
    metric: &'a str,
    slot: i64,
    at: i64,
    value: f64,
}

const T: &str = "insight";

fn read<V: DeserializeOwned>(column: &'static str, key: &str, text: &str) -> Result<V> {
    serde_json::from_str(text).map_err(|_| inconsistent(T, column, key))
}

/// A time of a range; 0 stands for none.
fn edge(micros: i64) -> Option<Timestamp> {
    (micros > 0).then(|| Timestamp::from_micros(micros))
}

impl TryFrom<InsightRow> for Snapshot {
    type Error = StoreError;

    fn try_from(r: InsightRow) -> Result<Self> {
        Ok(Self {
            id: id::<InsightId>(T, "id", &r.id)?,
            account: id::<AccountId>(T, "account_id", &r.account_id)?,
            scope: Scope::parse(&r.scope).ok_or_else(|| inconsistent(T, "scope", &r.id))?,
            entity: r.entity_id,
            period: Period::parse(&r.period).ok_or_else(|| inconsistent(T, "period", &r.id))?,
            since: edge(r.since),
            until: edge(r.until),
            metrics: read("metrics", &r.id, &r.metrics)?,
            unavailable: read("unavailable", &r.id, &r.unavailable)?,
            details: read::<Details>("details", &r.id, &r.details)?,
            ended: r.r#final != 0,
            fetched_at: Timestamp::from_micros(r.fetched_at),
        })
    }
}

impl TryFrom<SampleRow> for HistoryPoint {
    type Error = StoreError;

    fn try_from(r: SampleRow) -> Result<Self> {
        Ok(Self {
            value: Figure::new(r.value)
                .ok_or_else(|| inconsistent("insight_sample", "value", &r.metric))?,
            metric: r.metric,
            at: Timestamp::from_micros(r.at),
        })
    }
}

/// The lock under which answers about one thing are read and replaced.
fn lock(scope: Scope, entity: &str) -> String {
    format!("insight:{}:{entity}", scope.as_str())
}

async fn one(tx: &mut Tx, key: InsightKey<'_>) -> Result<Option<Snapshot>> {
    let (since, until) = edges(key.range);
    let row: Option<InsightRow> = on_tx!(tx, |c| sqlx::query_as(ONE)
        .bind(key.scope.as_str())
        .bind(key.entity)
        .bind(key.period.as_str())
        .bind(since)
        .bind(until)
        .fetch_optional(c)
        .await?);
    row.map(Snapshot::try_from).transpose()
}

fn edges(range: Option<(Timestamp, Timestamp)>) -> (i64, i64) {
    range.map_or((0, 0), |(since, until)| (since.micros(), until.micros()))
}

/// Reads the answer about a thing under its lock, which holds until the transaction ends.
pub(crate) async fn locked(tx: &mut Tx, key: InsightKey<'_>) -> Result<Option<Snapshot>> {
    lock_name(tx, &lock(key.scope, key.entity)).await?;
    one(tx, key).await
}

/// Writes an answer and its points.
pub(crate) async fn put(tx: &mut Tx, row: &Snapshot) -> Result<()> {
    let micros = |at: Option<Timestamp>| at.map_or(0, Timestamp::micros);
    on_tx!(tx, |c| sqlx::query(PUT)
        .bind(row.id.to_string())
        .bind(row.account.to_string())
        .bind(row.scope.as_str())
        .bind(row.entity.as_str())
        .bind(row.period.as_str())
        .bind(micros(row.since))
        .bind(micros(row.until))
        .bind(text(&row.metrics))
        .bind(text(&row.unavailable))
        .bind(text(&row.details))
        .bind(i64::from(row.ended))
        .bind(row.fetched_at.micros())
        .execute(c)
        .await?
        .rows_affected());
    let samples = row.samples();
    if samples.is_empty() {
        return Ok(());
    }
    let samples: Vec<_> = samples
        .iter()
        .map(|s| SampleOut {
            metric: &s.metric,
            slot: s.at.micros() / SLOT,
            at: s.at.micros(),
            value: s.value.get(),
        })
        .collect();
    on_tx!(tx, |c| sqlx::query(SAMPLE)
        .bind(batch(&samples))
        .bind(row.scope.as_str())
        .bind(row.entity.as_str())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

/// What is stored about the stories that a batch ends, under locks in a fixed order.
pub(crate) async fn stories(
    tx: &mut Tx,
    wanted: &BTreeMap<AccountId, Keys>,
) -> Result<Vec<Snapshot>> {
    let ids: BTreeSet<&MediaId> = wanted.values().flat_map(|k| &k.stories).collect();
    let mut rows = Vec::new();
    // One statement for each: an account has a handful of stories a day.
    for id in ids {
        let key = InsightKey {
            scope: Scope::Story,
            entity: id.as_str(),
            period: Period::Lifetime,
            range: None,
        };
        rows.extend(locked(tx, key).await?);
    }
    Ok(rows)
}

/// Writes the last figures of stories; a story that nobody knew is known now. Gives what screens are told.
pub(crate) async fn end_stories(tx: &mut Tx, rows: &[Snapshot]) -> Result<Vec<NewEvent>> {
    let mut posts = Vec::new();
    for row in rows {
        put(tx, row).await?;
        posts.push(Post {
            product_type: Some(Product::Story.as_str().to_owned()),
            ..Post::named(
                MediaId::new(row.entity.as_str()),
                row.account,
                Platform::Instagram,
            )
        });
    }
    posts::put(tx, &posts).await?;
    Ok(rows.iter().map(ig_insights).collect())
}

/// JSON text of a column.
fn text<V: Serialize>(value: &V) -> String {
    // Maps with text keys and finite numbers cannot fail to serialise.
    json(value).unwrap_or_else(|| "{}".to_owned())
}

impl Db {
    /// The stored answer.
    ///
    /// # Errors
    /// What the database said.
    pub async fn insight(&self, key: InsightKey<'_>) -> Result<Option<Snapshot>> {
        let (since, until) = edges(key.range);
        let row: Option<InsightRow> = on_db!(self, |c| sqlx::query_as(ONE)
            .bind(key.scope.as_str())
            .bind(key.entity)
            .bind(key.period.as_str())
            .bind(since)
            .bind(until)
            .fetch_optional(c)
            .await?);
        row.map(Snapshot::try_from).transpose()
    }

    /// Stores a new answer of Meta's in the place of the last one, with its points for plots; screens are told if it says
    /// something new. Gives what is stored now, and whether there was an event.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn save_insight(&self, new: Snapshot) -> Result<(Snapshot, bool)> {
        let mut tx = self.write().await?;
        let now = new.fetched_at;
        let key = InsightKey {
            scope: new.scope,
            entity: &new.entity,
            period: new.period,
            range: new.since.zip(new.until),
        };
        let old = locked(&mut tx, key).await?;
        let known = old
            .as_ref()
            .map(|o| (o.metrics.clone(), o.unavailable.clone(), o.ended));
        let row = match old {
            Some(old) => new.after(old),
            None => new,
        };
        put(&mut tx, &row).await?;
        let says = (row.metrics.clone(), row.unavailable.clone(), row.ended);
        let changed = known.as_ref() != Some(&says);
        if changed {
            events::append(&mut tx, &[ig_insights(&row)], now).await?;
        }
        tx.commit().await?;
        Ok((row, changed))
    }

    /// The posts or stories of an account that are known here, newest first, at most `limit`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn known_posts(
        &self,
        account: AccountId,
        scope: Scope,
        before: Option<(Timestamp, String)>,
        limit: i64,
    ) -> Result<Vec<KnownPost>> {
        let (at, id) = before.map_or((i64::MAX, String::new()), |(at, id)| (at.micros(), id));
        let rows: Vec<KnownRow> = on_db!(self, |c| sqlx::query_as(KNOWN_POSTS)
            .bind(account.to_string())
            .bind(scope.as_str())
            .bind(at)
            .bind(&id)
            .bind(limit)
            .fetch_all(c)
            .await?);
        all(rows)
    }

    /// The points of a plot, oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub async fn insight_history(&self, filter: HistoryFilter<'_>) -> Result<Vec<HistoryPoint>> {
        let keys: Vec<_> = filter
            .metrics
            .iter()
            .map(|m| Key {
                a: m.as_str(),
                b: (),
            })
            .collect();
        let (after, metric) = filter
            .after
            .map_or((-1, String::new()), |(at, metric)| (at.micros(), metric));
        let rows: Vec<SampleRow> = on_db!(self, |c| sqlx::query_as(HISTORY)
            .bind(filter.scope.as_str())
            .bind(filter.entity)
            .bind(filter.since.micros())
            .bind(filter.until.micros())
            .bind(after)
            .bind(metric)
            .bind(i64::from(keys.is_empty()))
            .bind(batch(&keys))
            .bind(filter.limit)
            .fetch_all(c)
            .await?);
        all(rows)
    }

    /// Deletes answers about ranges of days that were last asked for before `ranges`, and points of before `points`; says
    /// how many.
    ///
    /// # Errors
    /// What the database said.
    pub async fn prune_insights(&self, ranges: Timestamp, points: Timestamp) -> Result<u64> {
        let mut pruned = 0;
        for (statement, before) in [(PRUNE_RANGES, ranges), (PRUNE_SAMPLES, points)] {
            loop {
                let mut tx = self.write().await?;
                let gone = on_tx!(&mut tx, |c| sqlx::query(statement)
                    .bind(before.micros())
                    .bind(PRUNE_BATCH)
                    .execute(c)
                    .await?
                    .rows_affected());
                tx.commit().await?;
                pruned += gone;
                if gone < PRUNE_BATCH.unsigned_abs() {
                    break;
                }
            }
        }
        Ok(pruned)
    }
}
