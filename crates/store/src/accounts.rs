//! Connected accounts. Tokens are sealed before they reach a row, and opened only for a call.

use std::collections::BTreeMap;

use domain::account::{AccountStatus, Platform};
use domain::event::NewEvent;
use domain::ids::{AccountId, ExternalId, UserId};
use domain::policy::{PolicyAction, PolicyNotice};
use domain::time::Timestamp;
use domain::token::{TokenKind, TokenLife};
use domain::wire;
use secrecy::SecretString;
use sqlx::FromRow;

use crate::crypt::Sealer;
use crate::db::{Db, Tx, plain};
use crate::error::{Result, inconsistent};
use crate::rows::{id, time};

/// The columns of `AccountRow` of the table `account`.
macro_rules! account_columns {
    () => {
        "id, platform, external_id, username, token, host, sender_id, facebook_page_id, source, connected, status, status_reason, token_expires_at, \
         last_webhook_at, connected_at, is_active, app_scoped_id, owner_id, token_since, data_access_expires_at, scopes, policy, policy_at, policy_reason"
    };
}
pub(crate) use account_columns;

sql! {
    LIST = concat!("SELECT ", account_columns!(), " FROM account WHERE connected = 1 AND ($1 = '' OR platform = $1) ORDER BY connected_at DESC, id DESC LIMIT $2");
    PAGE = concat!("SELECT ", account_columns!(), " FROM account WHERE connected = 1 AND platform = $1 AND (connected_at, id) < ($2, $3) ORDER BY connected_at DESC, id DESC LIMIT $4");
    ONE = concat!("SELECT ", account_columns!(), " FROM account WHERE id = $1");
    BY_EXTERNAL = concat!("SELECT ", account_columns!(), " FROM account WHERE platform = $1 AND external_id = $2");
    RESUME = "UPDATE account SET status = 'active', status_reason = NULL, paused_until = NULL WHERE status = 'paused' AND paused_until <= $1 RETURNING id";
    PAUSED = "SELECT COUNT(*) FROM account WHERE status = 'paused' AND paused_until <= $1";
    SAY = "UPDATE account SET policy = $2, policy_at = $3, policy_reason = $4 WHERE id = $1 RETURNING status, status_reason";
    // What was learned with the token of an earlier connection says nothing of this one.
    // A dead token outweighs any pause, and the longer pause the shorter one.
    PAUSE = "UPDATE account SET status = $2, status_reason = $3, paused_until = $4 WHERE id = $1 AND connected = 1 \
        AND status <> 'reconnect' AND ($2 = 'reconnect' OR paused_until IS NULL OR paused_until < $4) AND connected_at <= $5";
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

/// What Meta said of an account's token when it was connected; nothing of it is needed.
#[derive(Clone, Debug, Default)]
pub struct TokenFacts {
    /// Its times; without a beginning it counts from now.
    pub life: TokenLife,
    /// What it may do; `None`: Meta does not say.
    pub scopes: Option<Vec<String>>,
    /// Instagram Login's other id of the account, which Meta's callbacks name.
    pub app_scoped_id: Option<String>,
    /// Who gave it, by Meta's app-scoped id.
    pub owner_id: Option<String>,
}

/// An account to be connected after Meta was asked about it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The account.
    pub account: NewAccount,
    /// What Meta said.
    pub facts: TokenFacts,
    /// From when on it is looked after.
    pub watch_at: Timestamp,
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
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
        }
    }

    /// How long its tokens live.
    #[must_use]
    pub const fn kind(self) -> TokenKind {
        match self {
            Self::Facebook => TokenKind::Facebook,
            Self::Instagram => TokenKind::Instagram,
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
    pub(crate) const fn as_str(self) -> &'static str {
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
    /// When the token was issued, or given to us.
    pub token_since: Option<Timestamp>,
    /// When the person's data may no longer be read.
    pub data_access_expires_at: Option<Timestamp>,
    /// What the token may do, if Meta says.
    pub scopes: Option<Vec<String>>,
    /// Whether sending is switched on.
    pub is_active: bool,
    /// Instagram Login's other id of the account.
    pub app_scoped_id: Option<String>,
    /// Who gave the token.
    pub owner_id: Option<String>,
    /// When its last delivery came.
    pub last_webhook_at: Option<Timestamp>,
    /// When it was connected.
    pub connected_at: Timestamp,
    /// What Meta last said of its behaviour.
    pub policy: Option<PolicyNotice>,
    pub(crate) sealed: Option<String>,
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
    pub fn instagram(&self, now: Timestamp) -> wire::InstagramAccount {
        wire::InstagramAccount {
            id: self.id,
            page_id: self.external.clone(),
            username: self.username.clone(),
            connected_at: self.connected_at,
            status: self.status,
            status_reason: self.reason(now),
            token_expires_at: self.token_expires_at,
            last_webhook_at: self.last_webhook_at,
            facebook_page_id: self.facebook_page_id.clone(),
        }
    }
}

impl Account {
    /// The times of its token.
    #[must_use]
    pub const fn life(&self) -> TokenLife {
        TokenLife {
            since: self.token_since,
            expires_at: self.token_expires_at,
            data_access_expires_at: self.data_access_expires_at,
        }
    }

    /// Whether an id that somebody wrote means this account: its own, its Page's or its app-scoped one.
    #[must_use]
    pub fn is_called(&self, id: &str) -> bool {
        self.external.as_str() == id
            || self.facebook_page_id.as_deref() == Some(id)
            || self.app_scoped_id.as_deref() == Some(id)
    }

    /// Why admins should look at it: what holds it back, else what Meta says of its behaviour.
    #[must_use]
    pub fn reason(&self, now: Timestamp) -> Option<String> {
        let said = || self.policy.as_ref()?.words(now);
        self.status_reason.clone().or_else(said)
    }

    /// The shape of a Page.
    #[must_use]
    pub fn page(&self, now: Timestamp) -> wire::FacebookPage {
        wire::FacebookPage {
            id: self.id,
            page_id: self.external.clone(),
            page_name: self.username.clone(),
            is_active: self.is_active,
            connected_at: self.connected_at,
            status: self.status,
            status_reason: self.reason(now),
            token_expires_at: self.token_expires_at,
            last_webhook_at: self.last_webhook_at,
        }
    }
}

/// What Meta last said of an account's behaviour, as stored.
pub(crate) fn policy(
    action: Option<String>,
    at: Option<i64>,
    reason: Option<String>,
) -> Option<PolicyNotice> {
    Some(PolicyNotice {
        at: Timestamp::from_micros(at?),
        action: PolicyAction::parse(&action?)?,
        reason: reason.unwrap_or_default(),
    })
}

/// Writes down what Meta newly says of accounts' behaviour, and what the admins are told of it.
pub(crate) async fn note_policies(
    tx: &mut Tx,
    policies: &BTreeMap<AccountId, PolicyNotice>,
    now: Timestamp,
) -> Result<Vec<NewEvent>> {
    let mut events = Vec::new();
    for (account, notice) in policies {
        let row: Option<(String, Option<String>)> = on_tx!(tx, |c| sqlx::query_as(SAY)
            .bind(account.to_string())
            .bind(notice.action.as_str())
            .bind(notice.at.micros())
            .bind(plain(&notice.reason))
            .fetch_optional(c)
            .await?);
        let Some((status, reason)) = row else {
            continue;
        };
        let status = AccountStatus::parse(&status)
            .ok_or_else(|| inconsistent("account", "status", &account.to_string()))?;
        let reason = reason.or_else(|| notice.words(now));
        events.push(domain::event::account_status(
            *account,
            status,
            reason.as_deref(),
        ));
    }
    Ok(events)
}

/// What a token is bound to: the account it speaks for, so that a row copied onto another one opens nothing.
pub(crate) fn seal_row(platform: Platform, external: &ExternalId) -> String {
    format!("account:{}:{external}", platform.as_str())
}

/// A row of `account`, as read.
#[derive(FromRow)]
pub(crate) struct AccountRow {
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
    is_active: i64,
    app_scoped_id: Option<String>,
    owner_id: Option<String>,
    token_since: Option<i64>,
    data_access_expires_at: Option<i64>,
    scopes: Option<String>,
    policy: Option<String>,
    policy_at: Option<i64>,
    policy_reason: Option<String>,
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
            token_since: time(r.token_since),
            data_access_expires_at: time(r.data_access_expires_at),
            scopes: r
                .scopes
                .map(|text| serde_json::from_str(&text))
                .transpose()
                .map_err(|_| inconsistent(T, "scopes", &r.id))?,
            is_active: r.is_active != 0,
            app_scoped_id: r.app_scoped_id,
            owner_id: r.owner_id,
            last_webhook_at: time(r.last_webhook_at),
            connected_at: Timestamp::from_micros(r.connected_at),
            policy: policy(r.policy, r.policy_at, r.policy_reason),
            sealed: r.token,
        })
    }
}

impl Db {
    /// Connected accounts of a platform, newest first, from behind `after` on.
    ///
    /// # Errors
    /// What the database said.
    pub async fn accounts_page(
        &self,
        platform: Platform,
        after: Option<(Timestamp, AccountId)>,
        limit: i64,
    ) -> Result<Vec<Account>> {
        // Before every row there is: beyond the last time, and every hexadecimal id.
        let (at, id) = after.map_or((i64::MAX, "g".to_owned()), |(at, id)| {
            (at.micros(), id.to_string())
        });
        let rows: Vec<AccountRow> = on_db!(self, |c| sqlx::query_as(PAGE)
            .bind(platform.as_str())
            .bind(at)
            .bind(id)
            .bind(limit)
            .fetch_all(c)
            .await?);
        crate::rows::all(rows)
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
    /// was known, or it is not connected, or it was connected anew after `since`, when the token that taught this was read.
    ///
    /// # Errors
    /// What the database said.
    pub async fn hold_account(
        &self,
        account: AccountId,
        status: AccountStatus,
        reason: &str,
        until: Option<Timestamp>,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let told = hold(&mut tx, account, status, reason, until, since).await?;
        let changed = told.is_some();
        crate::events::append(&mut tx, told.as_slice(), now).await?;
        tx.commit().await?;
        Ok(changed)
    }
}

/// Notes what holds an account back; the event that tells the admins, if that is news.
pub(crate) async fn hold(
    tx: &mut Tx,
    account: AccountId,
    status: AccountStatus,
    reason: &str,
    until: Option<Timestamp>,
    since: Timestamp,
) -> Result<Option<NewEvent>> {
    let changed = on_tx!(tx, |c| sqlx::query(PAUSE)
        .bind(account.to_string())
        .bind(status.as_str())
        .bind(reason)
        .bind(until.map(Timestamp::micros))
        .bind(since.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok((changed > 0).then(|| domain::event::account_status(account, status, Some(reason))))
}
