//! Comments and mentions: read for a fold, written after it, and what that tells the screens.

use std::collections::BTreeMap;

use domain::account::Platform;
use domain::clock::Ids;
use domain::comment::{
    Comment, Facts, Mention, MentionFacts, MentionKey, Mentioned, Shape, Source, changed, mentioned,
};
use domain::event::NewEvent;
use domain::fold::{AccountFacts, Folded, Keys, State};
use domain::ids::{AccountId, CommentId, ExternalId, JobId};
use domain::time::Timestamp;
use serde::Serialize;
use sqlx::FromRow;

use crate::accounts::Account;
use crate::audit::{self, NewAudit};
use crate::db::{Db, Tx, batch, json, lock_accounts};
use crate::error::{Result, StoreError, inconsistent};
use crate::ingest::{self, View};
use crate::jobs::{self, JobKind, NewJob};
use crate::rows::{self, Key};
use crate::{call_ends, events};

/// The columns of `CommentRow` of the table `comment`, called `c`.
#[macro_export]
macro_rules! comment_columns {
    () => {
        "c.account_id, c.id, c.platform, c.external_id, c.facts"
    };
}

sql! {
    BY_KEY = concat!("SELECT ", comment_columns!(), " FROM json_each(CAST($1 AS TEXT)) k \
        JOIN comment c ON c.account_id = k.value ->> 'a' AND c.id = k.value ->> 'b'");
    BY_ID = concat!("SELECT ", comment_columns!(), " FROM comment c WHERE c.id = $1 ORDER BY c.account_id LIMIT $2");
    PUT = "INSERT INTO comment (account_id, id, platform, external_id, media_id, parent_id, author_id, author_name, own, text, hidden, action, mentioned_user_id, attachments, at, updated_at, shown, replied, facts) \
        SELECT value ->> 'account_id', value ->> 'id', value ->> 'platform', value ->> 'external_id', value ->> 'media_id', value ->> 'parent_id', value ->> 'author_id', value ->> 'author_name', \
            CAST(value ->> 'own' AS BIGINT), value ->> 'text', CAST(value ->> 'hidden' AS BIGINT), value ->> 'action', value ->> 'mentioned_user_id', value ->> 'attachments', \
            CAST(value ->> 'at' AS BIGINT), CAST(value ->> 'updated_at' AS BIGINT), CAST(value ->> 'shown' AS BIGINT), CAST(value ->> 'replied' AS BIGINT), value ->> 'facts' \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (account_id, id) DO UPDATE SET media_id = excluded.media_id, parent_id = excluded.parent_id, author_id = excluded.author_id, author_name = excluded.author_name, \
            own = excluded.own, text = excluded.text, hidden = excluded.hidden, action = excluded.action, mentioned_user_id = excluded.mentioned_user_id, attachments = excluded.attachments, \
            at = excluded.at, updated_at = excluded.updated_at, shown = excluded.shown, replied = excluded.replied, facts = excluded.facts";
    MENTIONS_BY_KEY = "SELECT m.account_id, m.key, m.platform, m.external_id, m.facts FROM json_each(CAST($1 AS TEXT)) k \
        JOIN mention m ON m.account_id = k.value ->> 'a' AND m.key = k.value ->> 'b'";
    PUT_MENTIONS = "INSERT INTO mention (account_id, key, platform, external_id, author_id, author_name, at, facts) \
        SELECT value ->> 'account_id', value ->> 'key', value ->> 'platform', value ->> 'external_id', value ->> 'author_id', value ->> 'author_name', CAST(value ->> 'at' AS BIGINT), value ->> 'facts' \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (account_id, key) DO UPDATE SET author_id = excluded.author_id, author_name = excluded.author_name, at = excluded.at, facts = excluded.facts";
}

/// Accounts that may have the same comment: a post that two of them share.
const SHARED: i64 = 10;

#[derive(FromRow)]
pub(crate) struct CommentRow {
    account_id: String,
    id: String,
    platform: String,
    external_id: String,
    facts: String,
}

impl TryFrom<CommentRow> for Comment {
    type Error = StoreError;

    fn try_from(r: CommentRow) -> Result<Self> {
        const T: &str = "comment";
        Ok(Self {
            account: rows::id(T, "account_id", &r.account_id)?,
            external: ExternalId::new(r.external_id),
            platform: Platform::parse(&r.platform)
                .ok_or_else(|| inconsistent(T, "platform", &r.id))?,
            facts: serde_json::from_str(&r.facts).map_err(|_| inconsistent(T, "facts", &r.id))?,
            id: CommentId::new(r.id),
        })
    }
}

#[derive(FromRow)]
pub(crate) struct MentionRow {
    account_id: String,
    key: String,
    platform: String,
    external_id: String,
    facts: String,
}

impl TryFrom<MentionRow> for Mention {
    type Error = StoreError;

    fn try_from(r: MentionRow) -> Result<Self> {
        const T: &str = "mention";
        Ok(Self {
            account: rows::id(T, "account_id", &r.account_id)?,
            external: ExternalId::new(r.external_id),
            platform: Platform::parse(&r.platform)
                .ok_or_else(|| inconsistent(T, "platform", &r.key))?,
            facts: serde_json::from_str(&r.facts).map_err(|_| inconsistent(T, "facts", &r.key))?,
            key: MentionKey::stored(r.key),
        })
    }
}

#[derive(Serialize)]
struct CommentOut {
    account_id: String,
    id: String,
    platform: &'static str,
    external_id: String,
    media_id: Option<String>,
    parent_id: Option<String>,
    author_id: Option<String>,
    author_name: Option<String>,
    own: i64,
    text: String,
    hidden: i64,
    action: &'static str,
    mentioned_user_id: Option<String>,
    attachments: String,
    at: i64,
    updated_at: i64,
    shown: i64,
    replied: i64,
    facts: String,
}

impl From<&Comment> for CommentOut {
    fn from(c: &Comment) -> Self {
        let shape = Shape::of(c);
        Self {
            account_id: c.account.to_string(),
            id: shape.id,
            platform: c.platform.as_str(),
            external_id: c.external.as_str().to_owned(),
            media_id: shape.media_id,
            parent_id: shape.parent_id,
            author_id: shape.author_id,
            author_name: shape.author_username,
            own: i64::from(shape.own),
            text: shape.text,
            hidden: i64::from(shape.hidden),
            action: shape.action.as_str(),
            mentioned_user_id: shape.mentioned_user_id,
            attachments: shape.attachments_json,
            at: shape.created_at.micros(),
            updated_at: shape.updated_at.micros(),
            shown: i64::from(c.facts.shown),
            replied: i64::from(c.facts.private_reply.is_some()),
            // Plain fields, which cannot fail to serialise.
            facts: json(&c.facts).unwrap_or_else(|| "{}".to_owned()),
        }
    }
}

#[derive(Serialize)]
struct MentionOut<'a> {
    account_id: String,
    key: &'a str,
    platform: &'static str,
    external_id: &'a str,
    author_id: Option<&'a str>,
    author_name: Option<&'a str>,
    at: i64,
    facts: String,
}

/// Reads the comments and mentions that the keys name.
pub(crate) async fn read(
    tx: &mut Tx,
    wanted: &BTreeMap<AccountId, Keys>,
) -> Result<(Vec<Comment>, Vec<Mention>)> {
    let comments = wanted.iter().flat_map(|(account, keys)| {
        keys.comments.iter().map(|id| Key {
            a: account.to_string(),
            b: id.as_str(),
        })
    });
    let comments: Vec<_> = comments.collect();
    let mentions = wanted.iter().flat_map(|(account, keys)| {
        keys.mentions.iter().map(|key| Key {
            a: account.to_string(),
            b: key.as_str(),
        })
    });
    let mentions: Vec<_> = mentions.collect();
    let mut found = (Vec::new(), Vec::new());
    if !comments.is_empty() {
        let rows: Vec<CommentRow> = on_tx!(tx, |c| sqlx::query_as(BY_KEY)
            .bind(batch(&comments))
            .fetch_all(c)
            .await?);
        found.0 = rows::all(rows)?;
    }
    if !mentions.is_empty() {
        let rows: Vec<MentionRow> = on_tx!(tx, |c| sqlx::query_as(MENTIONS_BY_KEY)
            .bind(batch(&mentions))
            .fetch_all(c)
            .await?);
        found.1 = rows::all(rows)?;
    }
    Ok(found)
}

/// Writes what changed, one statement per table, lets lost calls find what became of them, and says which events that
/// makes.
pub(crate) async fn write(
    tx: &mut Tx,
    view: View,
    folded: &Folded,
    source: Source,
) -> Result<Vec<NewEvent>> {
    let mut changes = folded.comments.clone();
    call_ends::recognise(tx, &mut changes, view.now).await?;
    put(tx, changes.iter().map(|(_, now)| now)).await?;
    let mut told = Vec::new();
    let mut in_order: Vec<_> = changes.iter().collect();
    in_order.sort_by_key(|(_, now)| (now.facts.changed_at(), now.id.clone()));
    for (before, now) in in_order {
        told.extend(changed(before.as_ref(), now, source));
    }
    put_mentions(tx, &folded.mentions).await?;
    let shapes = folded.mentions.iter().map(|m| (m, Mentioned::from(m)));
    told.extend(shapes.map(|(m, shape)| mentioned(m, &shape)));
    Ok(told)
}

pub(crate) async fn put(tx: &mut Tx, comments: impl Iterator<Item = &Comment>) -> Result<()> {
    let rows: Vec<CommentOut> = comments.map(CommentOut::from).collect();
    if rows.is_empty() {
        return Ok(());
    }
    on_tx!(tx, |c| sqlx::query(PUT)
        .bind(batch(&rows))
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

async fn put_mentions(tx: &mut Tx, mentions: &[Mention]) -> Result<()> {
    if mentions.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = mentions
        .iter()
        .map(|m| MentionOut {
            account_id: m.account.to_string(),
            key: m.key.as_str(),
            platform: m.platform.as_str(),
            external_id: m.external.as_str(),
            author_id: m.facts.author.as_deref(),
            author_name: m.facts.handle(),
            at: m.facts.at().micros(),
            // Plain fields, which cannot fail to serialise.
            facts: json(&m.facts).unwrap_or_else(|| "{}".to_owned()),
        })
        .collect();
    on_tx!(tx, |c| sqlx::query(PUT_MENTIONS)
        .bind(batch(&rows))
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

/// What a fold needs to know of an account.
#[must_use]
pub fn facts_of(account: &Account) -> AccountFacts {
    AccountFacts {
        id: account.id,
        platform: account.platform,
        external: account.external.clone(),
        username: account.username.clone(),
        connected: account.connected,
        policy: account.policy.clone(),
    }
}

/// One comment under the lock of its account, with what is learned of it.
pub(crate) struct Learning<'a> {
    pub(crate) state: State<'a>,
    facts: AccountFacts,
    id: CommentId,
}

impl<'a> Learning<'a> {
    /// Locks the account and reads the comment, if it is known.
    pub(crate) async fn load(
        tx: &mut Tx,
        ids: &'a dyn Ids,
        account: &Account,
        id: &CommentId,
    ) -> Result<(Self, Option<Comment>)> {
        lock_accounts(tx, &[account.id]).await?;
        let mut keys = Keys::default();
        keys.comments.insert(id.clone());
        let (comments, _) = read(tx, &BTreeMap::from([(account.id, keys)])).await?;
        let known = comments.first().cloned();
        let state = State::new(ids, Vec::new(), Vec::new(), Vec::new());
        let learning = Self {
            state: state.with_public(comments, Vec::new()),
            facts: facts_of(account),
            id: id.clone(),
        };
        Ok((learning, known))
    }

    pub(crate) fn learn(&mut self, facts: Facts) {
        self.state.learn_comment(&self.facts, &self.id, facts);
    }

    /// Stores it with the work that follows; the events are the caller's to append.
    pub(crate) async fn store(
        self,
        tx: &mut Tx,
        ids: &dyn Ids,
        view: View,
    ) -> Result<Vec<NewEvent>> {
        let folded = self.state.finish();
        ingest::follow_up(tx, ids, view.now, &folded.follow_ups).await?;
        write(tx, view, &folded, Source::Api).await
    }
}

impl Db {
    /// The comment with this id at Meta; the same one may stand with several accounts, of which any will do.
    ///
    /// # Errors
    /// What the database said.
    pub async fn comment(&self, id: &CommentId) -> Result<Option<Comment>> {
        Ok(self.comments_by_id(id).await?.into_iter().next())
    }

    /// The comment with this id at Meta, once for each account that has it.
    ///
    /// # Errors
    /// What the database said.
    pub async fn comments_by_id(&self, id: &CommentId) -> Result<Vec<Comment>> {
        let rows: Vec<CommentRow> = on_db!(self, |c| sqlx::query_as(BY_ID)
            .bind(crate::db::plain(id.as_str()))
            .bind(SHARED)
            .fetch_all(c)
            .await?);
        rows::all(rows)
    }

    /// The comment of one account.
    ///
    /// # Errors
    /// What the database said.
    pub async fn comment_of(&self, account: AccountId, id: &CommentId) -> Result<Option<Comment>> {
        let found = self.comments_by_id(id).await?;
        Ok(found.into_iter().find(|c| c.account == account))
    }

    /// Takes in what a call of ours did to a comment, or what Meta showed of it, with who did it; says how it stands.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn learn_comment(
        &self,
        ids: &dyn Ids,
        view: View,
        account: &Account,
        id: &CommentId,
        facts: Facts,
        by: Option<NewAudit>,
    ) -> Result<Option<Comment>> {
        let mut tx = self.write().await?;
        let (mut learning, _) = Learning::load(&mut tx, ids, account, id).await?;
        learning.learn(facts);
        let events = learning.store(&mut tx, ids, view).await?;
        if let Some(by) = by {
            audit::add(&mut tx, ids, &by, view.now).await?;
        }
        events::append(&mut tx, &events, view.now).await?;
        tx.commit().await?;
        self.comment_of(account.id, id).await
    }

    /// Has Meta asked how a comment stands, after the answer to a call about it was lost.
    ///
    /// # Errors
    /// What the database said.
    pub async fn look_at_comment(
        &self,
        ids: &dyn Ids,
        account: AccountId,
        id: &CommentId,
        now: Timestamp,
    ) -> Result<()> {
        let job = JobId::new(ids.next());
        let kind = JobKind::FetchComment;
        let job = NewJob {
            id: job,
            kind,
            // Each lost call is looked up: what an earlier look saw was before it.
            dedupe: format!("{}:{job}", kind.as_str()),
            order_key: None,
            account: Some(account),
            subject: id.as_str().to_owned(),
            run_at: now,
        };
        let mut tx = self.write().await?;
        jobs::add(&mut tx, &[job], now).await?;
        tx.commit().await
    }

    /// Takes in what was fetched of a mention.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn learn_mention(
        &self,
        ids: &dyn Ids,
        account: &Account,
        key: &MentionKey,
        facts: MentionFacts,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        lock_accounts(&mut tx, &[account.id]).await?;
        let mut keys = Keys::default();
        keys.mentions.insert(key.clone());
        let (_, mentions) = read(&mut tx, &BTreeMap::from([(account.id, keys)])).await?;
        let state = State::new(ids, Vec::new(), Vec::new(), Vec::new());
        let mut state = state.with_public(Vec::new(), mentions);
        state.learn_mention(&facts_of(account), key, facts);
        let folded = state.finish();
        put_mentions(&mut tx, &folded.mentions).await?;
        let shapes = folded.mentions.iter().map(|m| (m, Mentioned::from(m)));
        let events: Vec<_> = shapes.map(|(m, shape)| mentioned(m, &shape)).collect();
        events::append(&mut tx, &events, now).await?;
        tx.commit().await
    }

    /// A mention of an account.
    ///
    /// # Errors
    /// What the database said.
    pub async fn mention(&self, account: AccountId, key: &MentionKey) -> Result<Option<Mention>> {
        let keys = [Key {
            a: account.to_string(),
            b: key.as_str(),
        }];
        let row: Option<MentionRow> = on_db!(self, |c| sqlx::query_as(MENTIONS_BY_KEY)
            .bind(batch(&keys))
            .fetch_optional(c)
            .await?);
        row.map(Mention::try_from).transpose()
    }
}
