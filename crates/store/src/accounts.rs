//! Connected accounts. Tokens are sealed before they reach a row, and opened only for a call.

use domain::account::{AccountStatus, Platform};
use domain::event::NewEvent;
use domain::ids::{AccountId, ExternalId, UserId};
use domain::time::Timestamp;
use domain::wire;
use secrecy::SecretString;
use sqlx::FromRow;

use crate::crypt::Sealer;
use crate::db::{Db, Tx, lock_name, plain};
use crate::deliveries;
use crate::error::{Result, inconsistent};
use crate::rows::{id, time};

sql! {
    PUT = "INSERT INTO account (id, platform, external_id, username, token, host, sender_id, facebook_page_id, source, connected, status, connected_at, user_id) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 'active', $10, $11) \
        ON CONFLICT (platform, external_id) DO UPDATE SET username = excluded.username, token = excluded.token, host = excluded.host, \
            sender_id = excluded.sender_id, facebook_page_id = excluded.facebook_page_id, source = excluded.source, connected = 1, status = 'active', \
            status_reason = NULL, paused_until = NULL, connected_at = excluded.connected_at, user_id = excluded.user_id";
    LIST = "SELECT id, platform, external_id, username, token, host, sender_id, facebook_page_id, source, connected, status, status_reason, token_expires_at, \
            last_webhook_at, connected_at FROM account WHERE connected = 1 AND ($1 = '' OR platform = $1) ORDER BY connected_at DESC, id DESC LIMIT $2";
    ONE = "SELECT id, platform, external_id, username, token, host, sender_id, facebook_page_id, source, connected, status, status_reason, token_expires_at, \
            last_webhook_at, connected_at FROM account WHERE id = $1";
    BY_EXTERNAL = "SELECT id, platform, external_id, username, token, host, sender_id, facebook_page_id, source, connected, status, status_reason, token_expires_at, \
            last_webhook_at, connected_at FROM account WHERE platform = $1 AND external_id = $2";
    RESUME = "UPDATE account SET status = 'active', status_reason = NULL, paused_until = NULL WHERE status = 'paused' AND paused_until <= $1 RETURNING id";
    PAUSED = "SELECT COUNT(*) FROM account WHERE status = 'paused' AND paused_until <= $1";
    // A dead token outweighs any pause, and the longer pause the shorter one.
    PAUSE = "UPDATE account SET status = $2, status_reason = $3, paused_until = $4 WHERE id = $1 AND connected = 1 \
        AND status <> 'reconnect' AND ($2 = 'reconnect' OR paused_until IS NULL OR paused_until < $4)";
    DISCONNECT = "UPDATE account SET connected = 0, token = NULL WHERE id = $1 AND connected = 1";
}

/// Accounts in one list.
const LIST_LIMIT: i64 = 200;

/// An account to be connected.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Our id, if it is new.
    pub id: AccountId,
    /// Where.
    pub platform: Platform,
    /// What webhooks carry as `entry.id`.
    pub external: ExternalId,
    /// Handle, or the Page's name.
    pub username: String,
    /// The token.
    pub token: SecretString,
    /// Which Graph host the token belongs to.
    pub host: TokenHost,
    /// The id in the path of a send on that host.
    pub sender_id: String,
    /// The Page behind an Instagram account.
    pub facebook_page_id: Option<String>,
    /// Who or what connects it.
    pub source: Source,
    /// Who connects it.
    pub user: Option<UserId>,
}

/// Which Graph host a token belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenHost {
    /// `graph.facebook.com`: a Page token.
    Facebook,
    /// `graph.instagram.com`: an Instagram user token.
    Instagram,
}

impl TokenHost {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
        }
    }
}

/// Where an account's row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The API.
    Api,
    /// Mock mode's ready-made accounts.
    Seed,
    /// `INSTAGRAM_PAGE_ID`.
    Env,
}

impl Source {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Seed => "seed",
            Self::Env => "env",
        }
    }
}

/// A connected account, or one that was.
#[derive(Clone, Debug)]
pub struct Account {
    /// Our id.
    pub id: AccountId,
    /// Where.
    pub platform: Platform,
    /// What webhooks carry as `entry.id`.
    pub external: ExternalId,
    /// Handle, or the Page's name.
    pub username: String,
    /// Which Graph host the token belongs to.
    pub host: TokenHost,
    /// The id in the path of a send on that host.
    pub sender_id: String,
    /// The Page behind an Instagram account.
    pub facebook_page_id: Option<String>,
    /// Where the row comes from.
    pub source: Source,
    /// Whether it is connected.
    pub connected: bool,
    /// Health.
    pub status: AccountStatus,
    /// Why, if not active.
    pub status_reason: Option<String>,
    /// When the token ends.
    pub token_expires_at: Option<Timestamp>,
    /// When its last delivery came.
    pub last_webhook_at: Option<Timestamp>,
    /// When it was connected.
    pub connected_at: Timestamp,
    sealed: Option<String>,
}

impl Account {
    /// The token; `None` for an account without one.
    ///
    /// # Errors
    /// [`crate::StoreError::WrongKey`].
    pub fn token(&self, sealer: &Sealer) -> Result<Option<SecretString>> {
        self.sealed
            .as_deref()
            .map(|sealed| sealer.open(&seal_row(self.platform, &self.external), sealed))
            .transpose()
    }

    /// The shape of an Instagram account.
    #[must_use]
    pub fn instagram(&self) -> wire::InstagramAccount {
        wire::InstagramAccount {
            id: self.id,
            page_id: self.external.clone(),
            username: self.username.clone(),
            connected_at: self.connected_at,
            status: self.status,
            status_reason: self.status_reason.clone(),
            token_expires_at: self.token_expires_at,
            last_webhook_at: self.last_webhook_at,
            facebook_page_id: self.facebook_page_id.clone(),
        }
    }
}

/// What a token is bound to: the account it speaks for, so that a row copied onto another one opens nothing.
fn seal_row(platform: Platform, external: &ExternalId) -> String {
    format!("account:{}:{external}", platform.as_str())
}

/// The lock between parking a delivery for an account and connecting that account.
pub(crate) fn lock(platform: Platform, external: &ExternalId) -> String {
    format!("connect:{}:{external}", platform.as_str())
}

#[derive(FromRow)]
struct AccountRow {
    id: String,
    platform: String,
    external_id: String,
    username: String,
    token: Option<String>,
    host: String,
    sender_id: String,
    facebook_page_id: Option<String>,
    source: String,
    connected: i64,
    status: String,
    status_reason: Option<String>,
    token_expires_at: Option<i64>,
    last_webhook_at: Option<i64>,
    connected_at: i64,
}

impl TryFrom<AccountRow> for Account {
    type Error = crate::error::StoreError;

    fn try_from(r: AccountRow) -> Result<Self> {
        const T: &str = "account";
        Ok(Self {
            id: id(T, "id", &r.id)?,
            platform: Platform::parse(&r.platform)
                .ok_or_else(|| inconsistent(T, "platform", &r.id))?,
            external: ExternalId::new(r.external_id),
            username: r.username,
            host: if r.host == "instagram" {
                TokenHost::Instagram
            } else {
                TokenHost::Facebook
            },
            sender_id: r.sender_id,
            facebook_page_id: r.facebook_page_id,
            source: match r.source.as_str() {
                "seed" => Source::Seed,
                "env" => Source::Env,
                _ => Source::Api,
            },
            connected: r.connected != 0,
            status: AccountStatus::parse(&r.status)
                .ok_or_else(|| inconsistent(T, "status", &r.id))?,
            status_reason: r.status_reason,
            token_expires_at: time(r.token_expires_at),
            last_webhook_at: time(r.last_webhook_at),
            connected_at: Timestamp::from_micros(r.connected_at),
            sealed: r.token,
        })
    }
}

impl Db {
    /// Connects an account, or takes one up again with its history, and puts the deliveries that waited for it back
    /// in line. Returns the row and how many deliveries that were.
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
        let sealed = sealer.seal(&seal_row(new.platform, &new.external), &new.token)?;
        let mut tx = self.write().await?;
        lock_name(&mut tx, &lock(new.platform, &new.external)).await?;
        on_tx!(&mut tx, |c| sqlx::query(PUT)
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
            .execute(c)
            .await?
            .rows_affected());
        let parked = deliveries::unpark(
            &mut tx,
            new.platform.as_str(),
            new.external.as_str(),
            node,
            now,
        )
        .await?;
        let row: AccountRow = on_tx!(&mut tx, |c| sqlx::query_as(BY_EXTERNAL)
            .bind(new.platform.as_str())
            .bind(plain(new.external.as_str()))
            .fetch_one(c)
            .await?);
        tx.commit().await?;
        Ok((row.try_into()?, parked))
    }

    /// Connected accounts, newest first.
    ///
    /// # Errors
    /// What the database said.
    pub async fn accounts(&self, platform: Option<Platform>) -> Result<Vec<Account>> {
        let platform = platform.map_or("", Platform::as_str);
        let rows: Vec<AccountRow> = on_db!(self, |c| sqlx::query_as(LIST)
            .bind(platform)
            .bind(LIST_LIMIT)
            .fetch_all(c)
            .await?);
        crate::rows::all(rows)
    }

    /// One account, connected or not.
    ///
    /// # Errors
    /// What the database said.
    pub async fn account(&self, account: AccountId) -> Result<Option<Account>> {
        let row: Option<AccountRow> = on_db!(self, |c| sqlx::query_as(ONE)
            .bind(account.to_string())
            .fetch_optional(c)
            .await?);
        row.map(Account::try_from).transpose()
    }

    /// The account with Meta's id, connected or not.
    ///
    /// # Errors
    /// What the database said.
    pub async fn account_of(
        &self,
        platform: Platform,
        external: &ExternalId,
    ) -> Result<Option<Account>> {
        let row: Option<AccountRow> = on_db!(self, |c| sqlx::query_as(BY_EXTERNAL)
            .bind(platform.as_str())
            .bind(plain(external.as_str()))
            .fetch_optional(c)
            .await?);
        row.map(Account::try_from).transpose()
    }

    /// Ends the pauses whose time is over, and tells the admins; says how many.
    ///
    /// # Errors
    /// What the database said.
    pub async fn resume_accounts(&self, now: Timestamp) -> Result<usize> {
        let paused: i64 = on_db!(self, |c| sqlx::query_scalar(PAUSED)
            .bind(now.micros())
            .fetch_one(c)
            .await?);
        if paused == 0 {
            return Ok(0);
        }
        let mut tx = self.write().await?;
        let ids: Vec<String> = on_tx!(&mut tx, |c| sqlx::query_scalar(RESUME)
            .bind(now.micros())
            .fetch_all(c)
            .await?);
        let told = ids.iter().map(|text| {
            Ok(domain::event::account_status(
                id("account", "id", text)?,
                AccountStatus::Active,
                None,
            ))
        });
        let told = told.collect::<Result<Vec<_>>>()?;
        crate::events::append(&mut tx, &told, now).await?;
        tx.commit().await?;
        Ok(ids.len())
    }

    /// Notes that an account has to be reconnected or is held by Meta until a time, and tells the admins; `false` if that
    /// was known, or it is not connected.
    ///
    /// # Errors
    /// What the database said.
    pub async fn hold_account(
        &self,
        account: AccountId,
        status: AccountStatus,
        reason: &str,
        until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let told = hold(&mut tx, account, status, reason, until).await?;
        let changed = told.is_some();
        crate::events::append(&mut tx, told.as_slice(), now).await?;
        tx.commit().await?;
        Ok(changed)
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
        tx.commit().await?;
        Ok(n > 0)
    }
}

/// Notes what holds an account back; the event that tells the admins, if that is news.
pub(crate) async fn hold(
    tx: &mut Tx,
    account: AccountId,
    status: AccountStatus,
    reason: &str,
    until: Option<Timestamp>,
) -> Result<Option<NewEvent>> {
    let changed = on_tx!(tx, |c| sqlx::query(PAUSE)
        .bind(account.to_string())
        .bind(status.as_str())
        .bind(reason)
        .bind(until.map(Timestamp::micros))
        .execute(c)
        .await?
        .rows_affected());
    Ok((changed > 0).then(|| domain::event::account_status(account, status, Some(reason))))
}
