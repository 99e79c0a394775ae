//! Who did what that the rows themselves do not show: hiding and deleting what others wrote.

use domain::clock::Ids;
use domain::ids::{AccountId, UserId};
use domain::time::Timestamp;
use serde::Serialize;
use sqlx::FromRow;

use crate::db::{Db, Tx, json, plain};
use crate::error::Result;
use crate::rows::id;

sql! {
    ADD = "INSERT INTO audit (id, at, user_id, action, account_id, subject, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    LIST = "SELECT a.id, a.at, a.user_id, u.name, a.action, a.account_id, a.subject, a.detail FROM audit a JOIN users u ON u.id = a.user_id \
        WHERE a.id < $1 ORDER BY a.id DESC LIMIT $2";
}

/// Something that a person did.
#[derive(Clone, Debug)]
pub struct NewAudit {
    /// Who.
    pub user: UserId,
    /// What, like `comment.hide`.
    pub action: &'static str,
    /// On which account.
    pub account: Option<AccountId>,
    /// To what: an id of ours or of Meta's.
    pub subject: String,
    /// How, and what came of it.
    pub detail: serde_json::Value,
}

/// Something that a person did, for admins.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct AuditEntry {
    /// Our id; later ones are greater.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub user_id: UserId,
    /// Their name as it is now.
    pub user_name: String,
    /// What: `comment.hide`, `comment.unhide` or `comment.delete`.
    pub action: String,
    /// On which account.
    pub account_id: Option<String>,
    /// To what.
    pub subject: String,
    /// How, and what came of it.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
}

#[derive(FromRow)]
struct AuditRow {
    id: String,
    at: i64,
    user_id: String,
    name: String,
    action: String,
    account_id: Option<String>,
    subject: String,
    detail: Option<String>,
}

/// Notes what a person did, in the transaction that does it.
pub(crate) async fn add(tx: &mut Tx, ids: &dyn Ids, new: &NewAudit, now: Timestamp) -> Result<()> {
    on_tx!(tx, |c| sqlx::query(ADD)
        .bind(ids.next().to_string())
        .bind(now.micros())
        .bind(new.user.to_string())
        .bind(new.action)
        .bind(new.account.map(|a| a.to_string()))
        .bind(plain(&new.subject))
        .bind(json(&new.detail))
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

impl Db {
    /// Notes what a person did and what changed no row.
    ///
    /// # Errors
    /// What the database said.
    pub async fn note(&self, ids: &dyn Ids, new: &NewAudit, now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        add(&mut tx, ids, new, now).await?;
        tx.commit().await
    }

    /// What people did before the entry `before`, newest first, at most `limit`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn audit(&self, before: Option<&str>, limit: i64) -> Result<Vec<AuditEntry>> {
        // Sorts after every UUID.
        let rows: Vec<AuditRow> = on_db!(self, |c| sqlx::query_as(LIST)
            .bind(plain(before.unwrap_or("g")))
            .bind(limit)
            .fetch_all(c)
            .await?);
        rows.into_iter()
            .map(|r| {
                Ok(AuditEntry {
                    at: Timestamp::from_micros(r.at),
                    user_id: id("audit", "user_id", &r.user_id)?,
                    user_name: r.name,
                    action: r.action,
                    account_id: r.account_id,
                    subject: r.subject,
                    detail: r
                        .detail
                        .and_then(|text| serde_json::from_str(&text).ok())
                        .unwrap_or_default(),
                    id: r.id,
                })
            })
            .collect()
    }
}
