//! Connecting accounts and disconnecting them: the row, the deliveries that waited for it, and the job that looks after it.

use domain::account::{AccountStatus, Platform};
use domain::clock::Ids;
use domain::ids::{AccountId, ExternalId, JobId};
use domain::reconcile;
use domain::time::Timestamp;
use domain::token::TokenLife;

use crate::accounts::{
    Account, AccountRow, BY_EXTERNAL, Checked, NewAccount, TokenFacts, seal_row,
};
use crate::crypt::Sealer;
use crate::db::{Db, Tx, lock_name, plain};
use crate::deliveries;
use crate::error::{Result, inconsistent};
use crate::jobs::{self, JobKind, NewJob};
use crate::read_back;

sql! {
    PUT = "INSERT INTO account (id, platform, external_id, username, token, host, sender_id, facebook_page_id, source, connected, status, connected_at, user_id, \
            status_reason, app_scoped_id, owner_id, token_since, token_expires_at, data_access_expires_at, scopes) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $12, $10, $11, $13, $14, $15, $16, $17, $18, $19) \
        ON CONFLICT (platform, external_id) DO UPDATE SET username = excluded.username, token = excluded.token, host = excluded.host, \
            sender_id = excluded.sender_id, facebook_page_id = excluded.facebook_page_id, source = excluded.source, connected = 1, status = excluded.status, \
            status_reason = excluded.status_reason, paused_until = NULL, connected_at = excluded.connected_at, user_id = excluded.user_id, \
            is_active = CASE WHEN account.connected = 1 THEN account.is_active ELSE 1 END, app_scoped_id = excluded.app_scoped_id, \
            owner_id = excluded.owner_id, token_since = excluded.token_since, token_expires_at = excluded.token_expires_at, \
            data_access_expires_at = excluded.data_access_expires_at, scopes = excluded.scopes, checked_at = NULL";
    DISCONNECT = "UPDATE account SET connected = 0, token = NULL WHERE id = $1 AND connected = 1";
    UNWATCH = "DELETE FROM job WHERE dedupe = $1";
}

/// The lock between parking a delivery for an account and connecting that account.
pub(crate) fn lock(platform: Platform, external: &ExternalId) -> String {
    format!("connect:{}:{external}", platform.as_str())
}

/// The one job that looks after an account.
pub(crate) fn watch_key(account: AccountId) -> String {
    format!("{}:{account}", JobKind::WatchAccount.as_str())
}

impl Db {
    /// Connects an account of whose token nothing is known, and that nobody looks after: see [`Db::connect_checked`].
    ///
    /// # Errors
    /// What the database said.
    pub async fn connect_account(
        &self,
        sealer: &Sealer,
        new: &NewAccount,
        node: &str,
        now: Timestamp,
    ) -> Result<(Account, u64)> {
        let mut tx = self.write().await?;
        let facts = TokenFacts::default();
        let (account, parked, _) = put(&mut tx, sealer, new, &facts, node, now).await?;
        tx.commit().await?;
        Ok((account, parked))
    }

    /// Connects an account, or takes one up again with its history; puts the deliveries that waited for it back in
    /// line, sees to it that it is looked after, and tells the admins if that changes how it stands.
    /// Returns the row and how many deliveries waited.
    ///
    /// # Errors
    /// What the database said.
    pub async fn connect_checked(
        &self,
        ids: &dyn Ids,
        sealer: &Sealer,
        new: &Checked,
        node: &str,
        now: Timestamp,
    ) -> Result<(Account, u64)> {
        let mut tx = self.write().await?;
        let (account, parked, before) =
            put(&mut tx, sealer, &new.account, &new.facts, node, now).await?;
        watch(&mut tx, ids, account.id, new.watch_at, now).await?;
        // What was said while it was not connected, and what there was before; where nobody knows yet whether the token
        // works, after the look that finds out.
        let first = if new.watch_at < now.plus(reconcile::EVERY / 2) {
            new.watch_at
        } else {
            now
        };
        read_back::schedule(&mut tx, ids, account.id, first, now).await?;
        if before != Some(account.status) {
            let reason = account.status_reason.as_deref();
            let told = domain::event::account_status(account.id, account.status, reason);
            crate::events::append(&mut tx, &[told], now).await?;
        }
        tx.commit().await?;
        Ok((account, parked))
    }

    /// Disconnects an account: its token is destroyed, its history stays. `false` if it was not connected.
    ///
    /// # Errors
    /// What the database said.
    pub async fn disconnect_account(&self, account: AccountId) -> Result<bool> {
        let mut tx = self.write().await?;
        let n = on_tx!(&mut tx, |c| sqlx::query(DISCONNECT)
            .bind(account.to_string())
            .execute(c)
            .await?
            .rows_affected());
        unwatch(&mut tx, account).await?;
        read_back::end(&mut tx, account).await?;
        tx.commit().await?;
        Ok(n > 0)
    }
}

/// Writes an account's row and takes back what waited for it; also says how it stood before, if it was connected.
async fn put(
    tx: &mut Tx,
    sealer: &Sealer,
    new: &NewAccount,
    facts: &TokenFacts,
    node: &str,
    now: Timestamp,
) -> Result<(Account, u64, Option<AccountStatus>)> {
    let sealed = sealer.seal(&seal_row(new.platform, &new.external), &new.token)?;
    let life = TokenLife {
        since: facts.life.since.or(Some(now)),
        ..facts.life
    };
    let (status, reason) = life.standing(new.host.kind(), now).status();
    let scopes = facts.scopes.as_deref().map(crate::db::batch);
    lock_name(tx, &lock(new.platform, &new.external)).await?;
    let before = by_external(tx, new.platform, &new.external).await?;
    on_tx!(tx, |c| sqlx::query(PUT)
        .bind(new.id.to_string())
        .bind(new.platform.as_str())
        .bind(plain(new.external.as_str()))
        .bind(plain(&new.username))
        .bind(&sealed)
        .bind(new.host.as_str())
        .bind(plain(&new.sender_id))
        .bind(new.facebook_page_id.as_deref().map(plain))
        .bind(new.source.as_str())
        .bind(now.micros())
        .bind(new.user.map(|u| u.to_string()))
        .bind(status.as_str())
        .bind(reason)
        .bind(facts.app_scoped_id.as_deref().map(plain))
        .bind(facts.owner_id.as_deref().map(plain))
        .bind(crate::rows::micros(life.since))
        .bind(crate::rows::micros(life.expires_at))
        .bind(crate::rows::micros(life.data_access_expires_at))
        .bind(scopes)
        .execute(c)
        .await?
        .rows_affected());
    let parked =
        deliveries::unpark(tx, new.platform.as_str(), new.external.as_str(), node, now).await?;
    let account = by_external(tx, new.platform, &new.external)
        .await?
        .ok_or_else(|| inconsistent("account", "external_id", new.external.as_str()))?;
    let before = before.filter(|a| a.connected).map(|a| a.status);
    Ok((account, parked, before))
}

async fn by_external(
    tx: &mut Tx,
    platform: Platform,
    external: &ExternalId,
) -> Result<Option<Account>> {
    let row: Option<AccountRow> = on_tx!(tx, |c| sqlx::query_as(BY_EXTERNAL)
        .bind(platform.as_str())
        .bind(plain(external.as_str()))
        .fetch_optional(c)
        .await?);
    row.map(Account::try_from).transpose()
}

/// Sees to it that an account is looked after from a time on: one job for each.
async fn watch(
    tx: &mut Tx,
    ids: &dyn Ids,
    account: AccountId,
    at: Timestamp,
    now: Timestamp,
) -> Result<()> {
    unwatch(tx, account).await?;
    let job = NewJob {
        id: JobId::new(ids.next()),
        kind: JobKind::WatchAccount,
        dedupe: watch_key(account),
        order_key: None,
        account: Some(account),
        subject: account.to_string(),
        run_at: at,
    };
    jobs::add(tx, &[job], now).await
}

/// Nobody looks after it any more; a look that is under way finds its job gone.
async fn unwatch(tx: &mut Tx, account: AccountId) -> Result<()> {
    on_tx!(tx, |c| sqlx::query(UNWATCH)
        .bind(watch_key(account))
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}
