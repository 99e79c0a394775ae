//! What is learned of a connected account afterwards: how its token stands, a longer token, an admin's wishes.

use domain::account::{AccountStatus, Platform};
use domain::ids::{AccountId, ExternalId};
use domain::time::Timestamp;
use domain::token::TokenLife;
use secrecy::SecretString;

use crate::accounts::{Account, AccountRow, account_columns, seal_row};
use crate::crypt::Sealer;
use crate::db::{Db, plain};
use crate::error::Result;
use crate::rows::micros;

sql! {
    // The token is compared, so that what was learned of an older one is not written beside a newer.
    NOTE = "UPDATE account SET token_expires_at = $3, data_access_expires_at = $4, scopes = COALESCE($5, scopes), checked_at = $6 \
        WHERE id = $1 AND connected = 1 AND token = $2";
    STAND = "UPDATE account SET status = $3, status_reason = $4 WHERE id = $1 AND connected = 1 AND token = $2 AND status <> 'paused' \
        AND (status <> $3 OR status_reason IS DISTINCT FROM $4)";
    RENEW = "UPDATE account SET token = $3, token_since = $4, token_expires_at = $5 WHERE id = $1 AND connected = 1 AND token = $2";
    CHANGE = "UPDATE account SET is_active = COALESCE($3, is_active), username = COALESCE($4, username) WHERE platform = $1 AND external_id = $2 AND connected = 1";
    USERS_OF_PAGE = "SELECT COUNT(*) FROM account WHERE connected = 1 AND host = 'facebook' AND facebook_page_id = $1";
    /// When a job that comes again and again runs next.
    WATCHED = "SELECT run_at FROM job WHERE dedupe = $1";
    BY_NAME = concat!("SELECT ", account_columns!(), " FROM account WHERE connected = 1 AND platform = 'INSTAGRAM' \
        AND (external_id = $1 OR facebook_page_id = $1 OR app_scoped_id = $1) ORDER BY connected_at DESC LIMIT 1");
}

/// What a look at an account told.
#[derive(Clone, Debug)]
pub struct Noted {
    /// The times of its token.
    pub life: TokenLife,
    /// What it may do, if Meta says.
    pub scopes: Option<Vec<String>>,
    /// How it stands.
    pub status: AccountStatus,
    /// Why, for admins.
    pub reason: Option<String>,
}

impl Db {
    /// Writes down what a look at an account told, and tells the admins if it stands differently now. `false`: it has
    /// another token by now, or is not connected, and nothing was changed. A pause stays until its time.
    ///
    /// # Errors
    /// What the database said.
    pub async fn note_account(
        &self,
        account: &Account,
        noted: &Noted,
        now: Timestamp,
    ) -> Result<bool> {
        let Some(sealed) = &account.sealed else {
            return Ok(false);
        };
        let mut tx = self.write().await?;
        let scopes = noted.scopes.as_deref().map(crate::db::batch);
        let known = on_tx!(&mut tx, |c| sqlx::query(NOTE)
            .bind(account.id.to_string())
            .bind(sealed)
            .bind(micros(noted.life.expires_at))
            .bind(micros(noted.life.data_access_expires_at))
            .bind(scopes)
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        let changed = on_tx!(&mut tx, |c| sqlx::query(STAND)
            .bind(account.id.to_string())
            .bind(sealed)
            .bind(noted.status.as_str())
            .bind(noted.reason.as_deref())
            .execute(c)
            .await?
            .rows_affected());
        if changed > 0 {
            let reason = noted.reason.as_deref();
            let told = domain::event::account_status(account.id, noted.status, reason);
            crate::events::append(&mut tx, &[told], now).await?;
        }
        tx.commit().await?;
        Ok(known > 0)
    }

    /// Puts a longer-lived token in the place of the one that `account` was read with. `false`: it has another one by
    /// now, and nothing was changed.
    ///
    /// # Errors
    /// What the database said.
    pub async fn renew_token(
        &self,
        sealer: &Sealer,
        account: &Account,
        token: &SecretString,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<bool> {
        let Some(before) = &account.sealed else {
            return Ok(false);
        };
        let sealed = sealer.seal(&seal_row(account.platform, &account.external), token)?;
        let mut tx = self.write().await?;
        let n = on_tx!(&mut tx, |c| sqlx::query(RENEW)
            .bind(account.id.to_string())
            .bind(before)
            .bind(sealed)
            .bind(now.micros())
            .bind(micros(expires_at))
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(n > 0)
    }

    /// Changes what an admin may change of a connected account. `false`: there is none.
    ///
    /// # Errors
    /// What the database said.
    pub async fn change_account(
        &self,
        platform: Platform,
        external: &ExternalId,
        is_active: Option<bool>,
        username: Option<&str>,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let n = on_tx!(&mut tx, |c| sqlx::query(CHANGE)
            .bind(platform.as_str())
            .bind(plain(external.as_str()))
            .bind(is_active.map(i64::from))
            .bind(username.map(plain))
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(n > 0)
    }

    /// How many connected accounts need a Page's subscription: the Page itself, and Instagram accounts behind it.
    ///
    /// # Errors
    /// What the database said.
    pub async fn users_of_page(&self, page: &str) -> Result<i64> {
        Ok(on_db!(self, |c| sqlx::query_scalar(USERS_OF_PAGE)
            .bind(plain(page))
            .fetch_one(c)
            .await?))
    }

    /// The connected Instagram account that an id means: its own, its Page's or its app-scoped one.
    ///
    /// # Errors
    /// What the database said.
    pub async fn instagram_named(&self, name: &str) -> Result<Option<Account>> {
        let row: Option<AccountRow> = on_db!(self, |c| sqlx::query_as(BY_NAME)
            .bind(plain(name))
            .fetch_optional(c)
            .await?);
        row.map(Account::try_from).transpose()
    }

    /// When an account is looked after next; `None`: nobody does.
    ///
    /// # Errors
    /// What the database said.
    pub async fn watched_at(&self, account: AccountId) -> Result<Option<Timestamp>> {
        let at: Option<i64> = on_db!(self, |c| sqlx::query_scalar(WATCHED)
            .bind(crate::connections::watch_key(account))
            .fetch_optional(c)
            .await?);
        Ok(crate::rows::time(at))
    }
}
