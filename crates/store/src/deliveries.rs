//! The journal of raw deliveries: written before the 200, claimed by the processor, shown to operators.

use domain::delivery::{DeliveryState, Outcome};
use domain::fold::ItemOutcome;
use domain::ids::{AccountId, DeliveryId};
use domain::time::{SECOND, Timestamp};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use sqlx::FromRow;

use crate::db::{Db, Tx, batch};
use crate::error::Result;
use crate::rows::{id, time};

/// A node keeps its own deliveries this long to itself; one that dies is taken over after that.
pub const CLAIM: i64 = 4 * SECOND;

sql! {
    INSERT = "INSERT INTO delivery (id, received_at, body, body_sha256, signed, repeats, state, reason, node, claimed_until) \
        SELECT value ->> 'id', CAST(value ->> 'received_at' AS BIGINT), unhex(value ->> 'body'), value ->> 'sha256', \
            CAST(value ->> 'signed' AS BIGINT), CAST(value ->> 'repeats' AS BIGINT), 'new', NULL, $2, CAST(value ->> 'received_at' AS BIGINT) + $3 \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (body_sha256) DO UPDATE SET repeats = delivery.repeats + 1 + excluded.repeats";
    CLAIM_NEXT = "UPDATE delivery SET node = $1, claimed_until = $2 WHERE id IN \
        (SELECT id FROM delivery WHERE state = 'new' AND (node = $1 OR claimed_until <= $3) ORDER BY id LIMIT $4) \
        AND state = 'new' AND (node = $1 OR claimed_until <= $3) \
        RETURNING id, received_at, body";
    PENDING = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM delivery WHERE state = 'new' LIMIT 10001) AS waiting";
    OLDEST_NEW = "SELECT MIN(received_at) FROM delivery WHERE state = 'new'";
    FINISH = "UPDATE delivery SET applied_at = $2, state = k.value ->> 'state', reason = k.value ->> 'reason' \
        FROM json_each(CAST($1 AS TEXT)) AS k WHERE delivery.id = k.value ->> 'id'";
    // An element that was applied once stays applied, however often it is run again.
    ITEMS = "INSERT INTO delivery_item (delivery_id, idx, kind, outcome, reason, platform, external_id, chat_id, message_id) \
        SELECT value ->> 'delivery_id', CAST(value ->> 'idx' AS BIGINT), value ->> 'kind', value ->> 'outcome', value ->> 'reason', \
            value ->> 'platform', value ->> 'external_id', value ->> 'chat_id', value ->> 'message_id' \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (delivery_id, idx) DO UPDATE SET kind = excluded.kind, \
            outcome = CASE WHEN delivery_item.outcome = 'applied' AND excluded.outcome = 'duplicate' THEN 'applied' ELSE excluded.outcome END, \
            reason = excluded.reason, platform = excluded.platform, external_id = excluded.external_id, \
            chat_id = COALESCE(excluded.chat_id, delivery_item.chat_id), message_id = COALESCE(excluded.message_id, delivery_item.message_id)";
    AGAIN = "UPDATE delivery SET state = 'new', node = $2, claimed_until = $3 WHERE id = $1";
    AGAIN_PARKED = "UPDATE delivery SET state = 'new', node = $3, claimed_until = $4 WHERE id IN \
        (SELECT delivery_id FROM delivery_item WHERE outcome = 'parked' AND platform = $1 AND external_id = $2)";
    AGAIN_DEFERRED = "UPDATE delivery SET state = 'new', node = $2, claimed_until = $3 WHERE state = 'done' AND id IN \
        (SELECT i.delivery_id FROM json_each(CAST($1 AS TEXT)) k JOIN delivery_item i ON i.kind = k.value ->> 'a' WHERE i.outcome = 'deferred')";
    LIST = "SELECT id, received_at, signed, repeats, state, reason, applied_at, CAST(LENGTH(body) AS BIGINT) AS size FROM delivery \
        WHERE id < $1 AND ($2 = '' OR ($2 = 'quarantined' AND state = 'quarantined') OR EXISTS (SELECT 1 FROM delivery_item i WHERE i.delivery_id = delivery.id AND i.outcome = $2)) ORDER BY id DESC LIMIT $3";
    ONE = "SELECT id, received_at, signed, repeats, state, reason, applied_at, CAST(LENGTH(body) AS BIGINT) AS size FROM delivery WHERE id = $1";
    BODY = "SELECT body FROM delivery WHERE id = $1";
    ITEMS_OF = "SELECT i.delivery_id, i.idx, i.kind, i.outcome, i.reason, i.platform, i.external_id, i.chat_id, i.message_id \
        FROM json_each(CAST($1 AS TEXT)) k JOIN delivery_item i ON i.delivery_id = k.value ->> 'a' ORDER BY i.delivery_id, i.idx";
    SEEN = "UPDATE account SET last_webhook_at = $2 WHERE id IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT))) \
        AND (last_webhook_at IS NULL OR last_webhook_at < $2)";
}

/// A body to be made durable.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    /// Its id.
    pub id: DeliveryId,
    /// When it came.
    pub received_at: Timestamp,
    /// The bytes as they came.
    pub body: bytes::Bytes,
    /// Whether a signature was checked.
    pub signed: bool,
}

#[derive(Serialize)]
struct DeliveryOut {
    id: String,
    received_at: i64,
    body: String,
    sha256: String,
    signed: i64,
    repeats: i64,
}

/// A body to be understood.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its id.
    pub id: DeliveryId,
    /// When it came first.
    pub received_at: Timestamp,
    /// The bytes as they came.
    pub body: Vec<u8>,
}

#[derive(FromRow)]
struct ClaimedRow {
    id: String,
    received_at: i64,
    body: Vec<u8>,
}

/// How a delivery as a whole ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// Which.
    pub id: DeliveryId,
    /// Done or quarantined.
    pub state: DeliveryState,
    /// Why it was quarantined.
    pub reason: Option<String>,
}

#[derive(Serialize)]
struct FinishedOut<'a> {
    id: String,
    state: &'static str,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct ItemOut<'a> {
    delivery_id: String,
    idx: u32,
    kind: &'a str,
    outcome: &'static str,
    reason: Option<&'a str>,
    platform: Option<&'static str>,
    external_id: Option<&'a str>,
    chat_id: Option<String>,
    message_id: Option<String>,
}

/// A delivery, for the operator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DeliverySummary {
    /// Our id.
    #[schema(value_type = String, format = Uuid)]
    pub id: DeliveryId,
    /// When it came first.
    pub received_at: Timestamp,
    /// Bytes.
    pub size: i64,
    /// Whether a signature was checked.
    pub signed: bool,
    /// How often the same bytes came again.
    pub repeats: i64,
    /// `new`, `done` or `quarantined`.
    pub state: String,
    /// Why it was quarantined.
    pub reason: Option<String>,
    /// When it was understood.
    pub applied_at: Option<Timestamp>,
    /// What became of each element.
    pub items: Vec<DeliveryItem>,
}

/// What became of one element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema, FromRow)]
pub struct DeliveryItem {
    #[serde(skip)]
    #[schema(ignore)]
    delivery_id: String,
    /// Position in the delivery.
    #[sqlx(rename = "idx")]
    pub index: i64,
    /// The field or key that names the kind.
    pub kind: String,
    /// `applied`, `duplicate`, `parked`, `quarantined`, `unsupported`, `deferred` or `test`.
    pub outcome: String,
    /// Why, where that is not plain.
    pub reason: Option<String>,
    /// `INSTAGRAM` or `FACEBOOK`.
    pub platform: Option<String>,
    /// The account it was for: Meta's id.
    #[sqlx(rename = "external_id")]
    pub account_id: Option<String>,
    /// The chat it ended in.
    pub chat_id: Option<String>,
    /// The message it ended in.
    pub message_id: Option<String>,
}

#[derive(FromRow)]
struct SummaryRow {
    id: String,
    received_at: i64,
    signed: i64,
    repeats: i64,
    state: String,
    reason: Option<String>,
    applied_at: Option<i64>,
    size: i64,
}

/// Makes bodies durable: one statement, one commit. Bodies that came before are counted, not stored again.
pub(crate) async fn insert(db: &Db, node: &str, bodies: &[NewDelivery]) -> Result<()> {
    // By digest: one statement cannot update the row that it has just inserted, so repeats within the batch are
    // counted here; and two nodes that store the same bodies lock them in the same order.
    let mut rows = std::collections::BTreeMap::<String, DeliveryOut>::new();
    for d in bodies {
        let sha256 = hex::encode(Sha256::digest(&d.body));
        let row = rows.entry(sha256.clone()).or_insert_with(|| DeliveryOut {
            id: d.id.to_string(),
            received_at: d.received_at.micros(),
            body: hex::encode(&d.body),
            sha256,
            signed: i64::from(d.signed),
            repeats: -1,
        });
        row.repeats += 1;
    }
    let rows: Vec<_> = rows.into_values().collect();
    let mut tx = db.write_first().await?;
    on_tx!(&mut tx, |c| sqlx::query(INSERT)
        .bind(batch(&rows))
        .bind(node)
        .bind(CLAIM)
        .execute(c)
        .await?
        .rows_affected());
    tx.commit().await
}

/// Marks deliveries as finished and stores the outcome of their elements.
pub(crate) async fn finish(
    tx: &mut Tx,
    finished: &[Finished],
    items: &[ItemOutcome],
    now: Timestamp,
) -> Result<()> {
    let rows: Vec<_> = items
        .iter()
        .map(|i| ItemOut {
            delivery_id: i.delivery.to_string(),
            idx: i.index,
            kind: &i.kind,
            outcome: i.outcome.as_str(),
            reason: i.reason.as_deref(),
            platform: i.account.as_ref().map(|a| a.0.as_str()),
            external_id: i.account.as_ref().map(|a| a.1.as_str()),
            chat_id: i.chat.map(|c| c.to_string()),
            message_id: i.message.map(|m| m.to_string()),
        })
        .collect();
    if !rows.is_empty() {
        on_tx!(tx, |c| sqlx::query(ITEMS)
            .bind(batch(&rows))
            .execute(c)
            .await?
            .rows_affected());
    }
    let rows: Vec<_> = finished
        .iter()
        .map(|f| FinishedOut {
            id: f.id.to_string(),
            state: f.state.as_str(),
            reason: f.reason.as_deref(),
        })
        .collect();
    on_tx!(tx, |c| sqlx::query(FINISH)
        .bind(batch(&rows))
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

/// Notes when the last delivery for each account came.
pub(crate) async fn seen(tx: &mut Tx, accounts: &[AccountId], now: Timestamp) -> Result<()> {
    if accounts.is_empty() {
        return Ok(());
    }
    let keys: Vec<_> = accounts
        .iter()
        .map(|a| crate::rows::Key {
            a: a.to_string(),
            b: (),
        })
        .collect();
    on_tx!(tx, |c| sqlx::query(SEEN)
        .bind(batch(&keys))
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

impl Db {
    /// Claims the oldest deliveries that wait: this node's own, and those of nodes that have not applied theirs in
    /// time. Ascending by id, at most `limit`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn claim_deliveries(
        &self,
        node: &str,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<Claimed>> {
        let mut tx = self.write().await?;
        let mut rows: Vec<ClaimedRow> = on_tx!(&mut tx, |c| sqlx::query_as(CLAIM_NEXT)
            .bind(node)
            .bind(now.plus(CLAIM).micros())
            .bind(now.micros())
            .bind(limit)
            .fetch_all(c)
            .await?);
        tx.commit().await?;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        rows.into_iter()
            .map(|r| {
                Ok(Claimed {
                    id: id("delivery", "id", &r.id)?,
                    received_at: Timestamp::from_micros(r.received_at),
                    body: r.body,
                })
            })
            .collect()
    }

    /// How many deliveries wait to be understood, counted up to 10,001.
    ///
    /// # Errors
    /// What the database said.
    pub async fn pending_deliveries(&self) -> Result<i64> {
        Ok(on_db!(self, |c| sqlx::query_scalar(PENDING)
            .fetch_one(c)
            .await?))
    }

    /// When the oldest waiting delivery came.
    ///
    /// # Errors
    /// What the database said.
    pub async fn oldest_pending_delivery(&self) -> Result<Option<Timestamp>> {
        let at: Option<i64> = on_db!(self, |c| sqlx::query_scalar(OLDEST_NEW)
            .fetch_one(c)
            .await?);
        Ok(time(at))
    }

    /// Puts a delivery back in line, to be understood again. `false` if there is none.
    ///
    /// # Errors
    /// What the database said.
    pub async fn replay_delivery(
        &self,
        delivery: DeliveryId,
        node: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let until = now.plus(CLAIM).micros();
        let n = on_tx!(&mut tx, |c| sqlx::query(AGAIN)
            .bind(delivery.to_string())
            .bind(node)
            .bind(until)
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(n > 0)
    }

    /// Puts deliveries back in line that hold elements of these kinds which an earlier version put off; says how many. What
    /// was applied stays so.
    ///
    /// # Errors
    /// What the database said.
    pub async fn replay_deferred(&self, kinds: &[&str], node: &str, now: Timestamp) -> Result<u64> {
        let kinds: Vec<_> = kinds
            .iter()
            .map(|kind| crate::rows::Key { a: *kind, b: () })
            .collect();
        let mut tx = self.write().await?;
        let n = on_tx!(&mut tx, |c| sqlx::query(AGAIN_DEFERRED)
            .bind(batch(&kinds))
            .bind(node)
            .bind(now.plus(CLAIM).micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(n)
    }

    /// The newest deliveries before `before`, at most `limit`; with an outcome, only those with such an element.
    ///
    /// # Errors
    /// What the database said.
    pub async fn deliveries(
        &self,
        before: Option<DeliveryId>,
        outcome: Option<Outcome>,
        limit: i64,
    ) -> Result<Vec<DeliverySummary>> {
        // Sorts after every UUID.
        let before = before.map_or_else(|| "g".to_owned(), |d| d.to_string());
        let outcome = outcome.map_or("", Outcome::as_str);
        let rows: Vec<SummaryRow> = on_db!(self, |c| sqlx::query_as(LIST)
            .bind(before)
            .bind(outcome)
            .bind(limit)
            .fetch_all(c)
            .await?);
        self.with_items(rows).await
    }

    /// One delivery.
    ///
    /// # Errors
    /// What the database said.
    pub async fn delivery(&self, delivery: DeliveryId) -> Result<Option<DeliverySummary>> {
        let row: Option<SummaryRow> = on_db!(self, |c| sqlx::query_as(ONE)
            .bind(delivery.to_string())
            .fetch_optional(c)
            .await?);
        Ok(self.with_items(row.into_iter().collect()).await?.pop())
    }

    /// The raw body.
    ///
    /// # Errors
    /// What the database said.
    pub async fn delivery_body(&self, delivery: DeliveryId) -> Result<Option<Vec<u8>>> {
        Ok(on_db!(self, |c| sqlx::query_scalar(BODY)
            .bind(delivery.to_string())
            .fetch_optional(c)
            .await?))
    }

    async fn with_items(&self, rows: Vec<SummaryRow>) -> Result<Vec<DeliverySummary>> {
        let keys: Vec<_> = rows
            .iter()
            .map(|r| crate::rows::Key {
                a: r.id.as_str(),
                b: (),
            })
            .collect();
        let items: Vec<DeliveryItem> = on_db!(self, |c| sqlx::query_as(ITEMS_OF)
            .bind(batch(&keys))
            .fetch_all(c)
            .await?);
        let mut by_delivery = std::collections::HashMap::<String, Vec<DeliveryItem>>::new();
        for item in items {
            by_delivery
                .entry(item.delivery_id.clone())
                .or_default()
                .push(item);
        }
        rows.into_iter()
            .map(|r| {
                Ok(DeliverySummary {
                    id: id("delivery", "id", &r.id)?,
                    received_at: Timestamp::from_micros(r.received_at),
                    size: r.size,
                    signed: r.signed != 0,
                    repeats: r.repeats,
                    state: r.state,
                    reason: r.reason,
                    applied_at: time(r.applied_at),
                    items: by_delivery.remove(&r.id).unwrap_or_default(),
                })
            })
            .collect()
    }
}

/// Puts the deliveries of an account that was not connected back in line.
pub(crate) async fn unpark(
    tx: &mut Tx,
    platform: &str,
    external: &str,
    node: &str,
    now: Timestamp,
) -> Result<u64> {
    let until = now.plus(CLAIM).micros();
    Ok(on_tx!(tx, |c| sqlx::query(AGAIN_PARKED)
        .bind(platform)
        .bind(external)
        .bind(node)
        .bind(until)
        .execute(c)
        .await?
        .rows_affected()))
}
