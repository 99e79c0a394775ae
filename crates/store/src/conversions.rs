//! Conversions: stored once with their job, listed, added up. How they are sent is in `conversion_sends`.

use domain::clock::Ids;
use domain::conversion::{BATCH, Conversion, ConversionStatus, Prepared};
use domain::event::ig_marketing_event;
use domain::ids::{AccountId, ChatId, ConversionId, JobId, UserId};
use domain::time::Timestamp;
use serde::Serialize;
use sqlx::FromRow;

use crate::db::{Db, Tx, json, plain};
use crate::error::{Result, StoreError, inconsistent};
use crate::events;
use crate::jobs::{self, JobKind, NewJob};
use crate::rows::{id, time};
use crate::sends::{IdempotencyKey, Kept, keep_key, point_key};

/// The columns of `ConversionRow`.
#[macro_export]
macro_rules! conversion_columns {
    () => {
        "conversion.id, conversion.pixel_id, conversion.event_name, conversion.event_id, conversion.source, conversion.event_time, conversion.value, conversion.currency, \
         conversion.test_event_code, conversion.chat_id, conversion.account_id, conversion.event, conversion.status, conversion.attempts, conversion.batch, \
         conversion.since, conversion.taken_at, conversion.lost_at, conversion.response, conversion.failure, conversion.created_at, conversion.updated_at"
    };
}

/// A page of the list, by what an index has.
macro_rules! page {
    ($where:literal) => {
        concat!(
            "SELECT ",
            conversion_columns!(),
            ", (SELECT assigned_to FROM chat WHERE chat.id = conversion.chat_id) AS assigned_to FROM conversion WHERE ",
            $where,
            " AND id < $3 AND ($4 = '' OR pixel_id = $4) AND created_at >= $5 ORDER BY id DESC LIMIT $6"
        )
    };
}

sql! {
    ADD_CONVERSION = "INSERT INTO conversion (id, target, pixel_id, event_name, event_id, fingerprint, lane, source, event_time, value, currency, test_event_code, \
            chat_id, account_id, created_by, event, status, attempts, batch, since, created_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'queued', 0, $17, $18, $18, $18) \
        ON CONFLICT (target, event_name, event_id) DO NOTHING";
    SAME_CONVERSION = "SELECT id, fingerprint FROM conversion WHERE target = $1 AND event_name = $2 AND event_id = $3";
    ONE_CONVERSION = concat!("SELECT ", conversion_columns!(), " FROM conversion WHERE id = $1");
    // $1 and $2 are the status and the name, '' where none is asked for.
    PAGE_ALL = page!("$1 = '' AND $2 = ''");
    PAGE_STATUS = page!("status = $1 AND ($2 = '' OR event_name = $2)");
    PAGE_NAME = page!("$1 = '' AND event_name = $2");
    CONVERSIONS_OF_CHAT = concat!("SELECT ", conversion_columns!(), " FROM conversion WHERE chat_id = $1 AND (event_time, id) < ($2, $3) \
        ORDER BY event_time DESC, id DESC LIMIT $4");
    TOTALS = "SELECT event_time / 86400000000 AS day, event_name, currency, COUNT(*) AS events, \
            SUM(CASE WHEN status = 'success' THEN 1 ELSE 0 END) AS success, SUM(CASE WHEN status = 'failed' THEN 1 ELSE 0 END) AS failed, \
            SUM(CASE WHEN status = 'unknown' THEN 1 ELSE 0 END) AS unknown, SUM(CASE WHEN status = 'success' THEN value ELSE NULL END) AS value \
        FROM conversion WHERE event_time >= $1 AND event_time < $2 \
        GROUP BY event_time / 86400000000, event_name, currency ORDER BY event_time / 86400000000, event_name, COALESCE(currency, '') LIMIT $3";
    DATASET = "SELECT dataset_id FROM dataset WHERE account_id = $1";
    ADD_DATASET = "INSERT INTO dataset (account_id, dataset_id) VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET dataset_id = excluded.dataset_id";
    FILL_PIXEL = "UPDATE conversion SET pixel_id = $2 WHERE lane = $1 AND status = 'queued' AND pixel_id IS NULL";
}

/// Where an event goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// This pixel or dataset.
    Pixel(String),
    /// The dataset of an account; Meta's id, if it was asked for before.
    DatasetOf(AccountId, Option<String>),
}

impl Target {
    fn key(&self) -> String {
        match self {
            Self::Pixel(pixel) => pixel.clone(),
            // No pixel has a colon.
            Self::DatasetOf(account, _) => format!("account:{account}"),
        }
    }

    fn pixel(&self) -> Option<&str> {
        match self {
            Self::Pixel(pixel) => Some(pixel),
            Self::DatasetOf(_, known) => known.as_deref(),
        }
    }
}

/// An event to be stored and sent.
#[derive(Clone, Debug)]
pub struct NewConversion {
    /// Our id of it.
    pub id: ConversionId,
    /// What Meta gets.
    pub prepared: Prepared,
    /// Where it goes.
    pub target: Target,
    /// The chat it came of.
    pub chat: Option<ChatId>,
    /// Whose token sends it if there is none for conversions.
    pub account: Option<AccountId>,
    /// Whether that account's token sends it: its sends wait while the account is held.
    pub held_with_account: bool,
    /// Who asks.
    pub user: UserId,
    /// Once only.
    pub key: Option<IdempotencyKey>,
}

/// What became of a request to store an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Stored {
    /// Stored now, or before as the same event.
    Event(Box<Conversion>),
    /// Another event has this pixel, name and id.
    Mismatch,
    /// The key was used with another body.
    KeyMismatch,
}

/// Which events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConversionFilter {
    /// Only those that have come so far.
    pub status: Option<ConversionStatus>,
    /// Only those of this name.
    pub name: Option<String>,
    /// Only those of this pixel or dataset.
    pub pixel: Option<String>,
    /// Only those written since then.
    pub since: Timestamp,
}

/// What the events of one day and name come to.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ConversionTotal {
    /// The day of the events in UTC, `YYYY-MM-DD`.
    pub day: String,
    /// Their name.
    pub event_name: String,
    /// Their currency, if they have one.
    pub currency: Option<String>,
    /// How many there are.
    pub events: i64,
    /// How many of them Meta took.
    pub success: i64,
    /// How many failed.
    pub failed: i64,
    /// How many are in doubt.
    pub unknown: i64,
    /// What those that Meta took were worth.
    #[schema(value_type = Option<f64>)]
    pub value: Option<serde_json::Number>,
}

#[derive(FromRow)]
pub(crate) struct ConversionRow {
    id: String,
    pixel_id: Option<String>,
    event_name: String,
    event_id: String,
    source: String,
    event_time: i64,
    value: Option<f64>,
    currency: Option<String>,
    test_event_code: Option<String>,
    chat_id: Option<String>,
    account_id: Option<String>,
    event: String,
    status: String,
    attempts: i64,
    batch: i64,
    since: i64,
    pub(crate) taken_at: Option<i64>,
    lost_at: Option<i64>,
    response: Option<String>,
    failure: Option<String>,
    created_at: i64,
    updated_at: i64,
}

#[derive(FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    row: ConversionRow,
    assigned_to: Option<String>,
}

#[derive(FromRow)]
struct SameRow {
    id: String,
    fingerprint: String,
}

#[derive(FromRow)]
struct TotalRow {
    day: i64,
    event_name: String,
    currency: Option<String>,
    events: i64,
    success: i64,
    failed: i64,
    unknown: i64,
    value: Option<f64>,
}

impl TryFrom<ConversionRow> for Conversion {
    type Error = StoreError;

    fn try_from(r: ConversionRow) -> Result<Self> {
        const T: &str = "conversion";
        let wrong = |column| inconsistent(T, column, &r.id);
        let value = |column, text: &str| serde_json::from_str(text).map_err(|_| wrong(column));
        Ok(Self {
            id: id(T, "id", &r.id)?,
            pixel: r.pixel_id,
            name: r.event_name,
            event_id: r.event_id,
            source: domain::conversion::ActionSource::parse(&r.source)
                .ok_or_else(|| wrong("source"))?,
            time: Timestamp::from_micros(r.event_time),
            value: r.value,
            currency: r.currency,
            test_event_code: r.test_event_code,
            chat: r
                .chat_id
                .as_deref()
                .map(|c| id(T, "chat_id", c))
                .transpose()?,
            account: r
                .account_id
                .as_deref()
                .map(|a| id(T, "account_id", a))
                .transpose()?,
            event: value("event", &r.event)?,
            status: ConversionStatus::parse(&r.status).ok_or_else(|| wrong("status"))?,
            attempts: r.attempts,
            batch: r.batch,
            since: Timestamp::from_micros(r.since),
            lost_at: time(r.lost_at),
            response: r
                .response
                .as_deref()
                .map(|t| value("response", t))
                .transpose()?,
            failure: r
                .failure
                .as_deref()
                .map(|t| serde_json::from_str(t).map_err(|_| wrong("failure")))
                .transpose()?,
            created_at: Timestamp::from_micros(r.created_at),
            updated_at: Timestamp::from_micros(r.updated_at),
        })
    }
}

/// Events that may share a call: of one target, token, test code, and certainty about repeats.
fn lane(new: &NewConversion) -> String {
    let account = new.account.filter(|_| new.held_with_account);
    format!(
        "{}|{}|{}|{}",
        new.target.key(),
        account.map(|a| a.to_string()).unwrap_or_default(),
        new.prepared.source.repeats_are_known(),
        new.prepared.test_event_code.as_deref().unwrap_or_default()
    )
}

/// Most events of the call that an event goes in first. Where Meta does not know repeats a lost answer should leave one
/// event in doubt, not a hundred.
fn first_batch(prepared: &Prepared) -> i64 {
    if prepared.source.repeats_are_known() {
        BATCH
    } else {
        1
    }
}

/// The job that sends an event.
pub(crate) fn job_of(
    ids: &dyn Ids,
    conversion: ConversionId,
    lane: &str,
    account: Option<AccountId>,
    now: Timestamp,
) -> NewJob {
    NewJob {
        id: JobId::new(ids.next()),
        kind: JobKind::Conversion,
        dedupe: format!("conversion:{conversion}"),
        order_key: Some(format!("conversion:{lane}")),
        account,
        subject: conversion.to_string(),
        run_at: now,
    }
}

pub(crate) async fn one(tx: &mut Tx, conversion: ConversionId) -> Result<Option<Conversion>> {
    let row: Option<ConversionRow> = on_tx!(tx, |c| sqlx::query_as(ONE_CONVERSION)
        .bind(conversion.to_string())
        .fetch_optional(c)
        .await?);
    row.map(Conversion::try_from).transpose()
}

impl Db {
    /// Stores an event and its job in one transaction. The same event again, by its pixel, name and id or by the key of the
    /// request, answers with the first one as it stands and stores nothing.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn store_conversion(
        &self,
        ids: &dyn Ids,
        new: &NewConversion,
        now: Timestamp,
    ) -> Result<Stored> {
        let mut tx = self.write().await?;
        if let Some(key) = &new.key {
            match keep_key(&mut tx, new.user, key, &new.id.to_string(), now).await? {
                Kept::New => {}
                Kept::Mismatch => return Ok(Stored::KeyMismatch),
                Kept::Before(before) => {
                    let before = id("idempotency", "subject", &before)?;
                    let found = one(&mut tx, before).await?;
                    return Ok(found.map_or(Stored::KeyMismatch, |c| Stored::Event(Box::new(c))));
                }
            }
        }
        if !add(&mut tx, new, now).await? {
            let same: Option<SameRow> = on_tx!(&mut tx, |c| sqlx::query_as(SAME_CONVERSION)
                .bind(new.target.key())
                .bind(&new.prepared.name)
                .bind(&new.prepared.event_id)
                .fetch_optional(c)
                .await?);
            let Some(same) = same.filter(|s| s.fingerprint == new.prepared.fingerprint) else {
                return Ok(Stored::Mismatch);
            };
            if let Some(key) = &new.key {
                point_key(&mut tx, new.user, key, &same.id).await?;
            }
            let found = one(&mut tx, id("conversion", "id", &same.id)?).await?;
            tx.commit().await?;
            return Ok(found.map_or(Stored::Mismatch, |c| Stored::Event(Box::new(c))));
        }
        let account = new.account.filter(|_| new.held_with_account);
        let job = job_of(ids, new.id, &lane(new), account, now);
        jobs::add(&mut tx, &[job], now).await?;
        let Some(stored) = one(&mut tx, new.id).await? else {
            return Err(inconsistent("conversion", "id", &new.id.to_string()));
        };
        events::append(&mut tx, &[ig_marketing_event(&stored)], now).await?;
        tx.commit().await?;
        Ok(Stored::Event(Box::new(stored)))
    }

    /// One event.
    ///
    /// # Errors
    /// What the database said.
    pub async fn conversion(&self, conversion: ConversionId) -> Result<Option<Conversion>> {
        let row: Option<ConversionRow> = on_db!(self, |c| sqlx::query_as(ONE_CONVERSION)
            .bind(conversion.to_string())
            .fetch_optional(c)
            .await?);
        row.map(Conversion::try_from).transpose()
    }

    /// Events, newest first, each with whoever has the chat that it came of.
    ///
    /// # Errors
    /// What the database said.
    pub async fn conversions(
        &self,
        filter: &ConversionFilter,
        before: Option<ConversionId>,
        limit: i64,
    ) -> Result<Vec<(Conversion, Option<UserId>)>> {
        let statement = match (filter.status, &filter.name) {
            (Some(_), _) => PAGE_STATUS,
            (None, Some(_)) => PAGE_NAME,
            (None, None) => PAGE_ALL,
        };
        // Behind every UUID.
        let before = before.map_or_else(|| "g".to_owned(), |c| c.to_string());
        let rows: Vec<ListedRow> = on_db!(self, |c| sqlx::query_as(statement)
            .bind(filter.status.map_or("", ConversionStatus::as_str))
            .bind(plain(filter.name.as_deref().unwrap_or_default()))
            .bind(before)
            .bind(plain(filter.pixel.as_deref().unwrap_or_default()))
            .bind(filter.since.micros())
            .bind(limit)
            .fetch_all(c)
            .await?);
        rows.into_iter()
            .map(|r| {
                let owner = r.assigned_to.as_deref();
                let owner = owner.map(|u| id("chat", "assigned_to", u)).transpose()?;
                Ok((r.row.try_into()?, owner))
            })
            .collect()
    }

    /// The events that came of a chat, by the time at which they happened, newest first; those before `before` if given.
    ///
    /// # Errors
    /// What the database said.
    pub async fn conversions_of_chat(
        &self,
        chat: ChatId,
        before: Option<(Timestamp, ConversionId)>,
        limit: i64,
    ) -> Result<Vec<Conversion>> {
        let (at, last) = before.map_or_else(
            || (i64::MAX, "g".to_owned()),
            |(at, last)| (at.micros(), last.to_string()),
        );
        self.conversions_before(chat, at, &last, limit).await
    }

    /// The same before a place in the order of the list, whether or not an event stands there.
    pub(crate) async fn conversions_before(
        &self,
        chat: ChatId,
        at: i64,
        id: &str,
        limit: i64,
    ) -> Result<Vec<Conversion>> {
        let rows: Vec<ConversionRow> = on_db!(self, |c| sqlx::query_as(CONVERSIONS_OF_CHAT)
            .bind(chat.to_string())
            .bind(at)
            .bind(plain(id))
            .bind(limit)
            .fetch_all(c)
            .await?);
        crate::rows::all(rows)
    }

    /// What the events of each day and name come to, from `since` up to but without `until`, at most `limit` rows.
    ///
    /// # Errors
    /// What the database said.
    pub async fn conversion_totals(
        &self,
        since: Timestamp,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<ConversionTotal>> {
        let rows: Vec<TotalRow> = on_db!(self, |c| sqlx::query_as(TOTALS)
            .bind(since.micros())
            .bind(until.micros())
            .bind(limit)
            .fetch_all(c)
            .await?);
        Ok(rows
            .into_iter()
            .map(|r| ConversionTotal {
                day: day(r.day),
                event_name: r.event_name,
                currency: r.currency,
                events: r.events,
                success: r.success,
                failed: r.failed,
                unknown: r.unknown,
                value: r.value.map(rounded),
            })
            .collect())
    }

    /// The dataset of an account, if Meta was asked for it before.
    ///
    /// # Errors
    /// What the database said.
    pub async fn dataset(&self, account: AccountId) -> Result<Option<String>> {
        Ok(on_db!(self, |c| sqlx::query_scalar(DATASET)
            .bind(account.to_string())
            .fetch_optional(c)
            .await?))
    }

    /// Keeps the dataset of an account, and writes it into those of its events that wait for it.
    ///
    /// # Errors
    /// What the database said.
    pub async fn store_dataset(&self, account: AccountId, lane: &str, dataset: &str) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(ADD_DATASET)
            .bind(account.to_string())
            .bind(plain(dataset))
            .execute(c)
            .await?
            .rows_affected());
        on_tx!(&mut tx, |c| sqlx::query(FILL_PIXEL)
            .bind(lane)
            .bind(plain(dataset))
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }
}

/// Adds the row; `false` if another one has its pixel, name and id.
async fn add(tx: &mut Tx, new: &NewConversion, now: Timestamp) -> Result<bool> {
    let p = &new.prepared;
    let rows = on_tx!(tx, |c| sqlx::query(ADD_CONVERSION)
        .bind(new.id.to_string())
        .bind(new.target.key())
        .bind(new.target.pixel())
        .bind(&p.name)
        .bind(&p.event_id)
        .bind(&p.fingerprint)
        .bind(lane(new))
        .bind(p.source.as_str())
        .bind(p.time.micros())
        .bind(p.value)
        .bind(p.currency.as_deref())
        .bind(p.test_event_code.as_deref())
        .bind(new.chat.map(|c| c.to_string()))
        .bind(new.account.map(|a| a.to_string()))
        .bind(new.user.to_string())
        .bind(json(&p.event).unwrap_or_default())
        .bind(first_batch(p))
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(rows > 0)
}

/// A day counted from 1970 as a date.
fn day(days: i64) -> String {
    let text = Timestamp::from_micros(days.saturating_mul(domain::time::DAY)).to_string();
    text.chars().take(10).collect()
}

/// Sums of floats end in dust, and in other dust on another database; no currency has more than four decimals.
fn rounded(sum: f64) -> serde_json::Number {
    domain::conversion::number((sum * 10_000.0).round() / 10_000.0)
}
