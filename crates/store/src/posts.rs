//! Posts of the business, cached: what comments stand under and insights are about.

use std::collections::BTreeSet;

use domain::account::Platform;
use domain::ids::{AccountId, MediaId};
use domain::post::Post;
use domain::time::Timestamp;
use serde::Serialize;
use sqlx::FromRow;

use crate::db::{Db, Tx, batch};
use crate::error::{Result, inconsistent};
use crate::insight_plans;
use crate::rows::{Key, all, id};

macro_rules! post_columns {
    () => {
        "p.id, p.account_id, p.platform, p.username, p.media_type, p.product_type, p.media_url, p.thumbnail_url, p.permalink, p.caption, p.posted_at, p.fetched_at"
    };
}

sql! {
    // What is known stays where the new row says nothing: a delivery that only names a post takes nothing from it. The
    // account that had it first keeps it.
    PUT = "INSERT INTO post (id, account_id, platform, username, media_type, product_type, media_url, thumbnail_url, permalink, caption, posted_at, fetched_at) \
        SELECT value ->> 'id', value ->> 'account_id', value ->> 'platform', value ->> 'username', value ->> 'media_type', value ->> 'product_type', \
            value ->> 'media_url', value ->> 'thumbnail_url', value ->> 'permalink', value ->> 'caption', CAST(value ->> 'posted_at' AS BIGINT), CAST(value ->> 'fetched_at' AS BIGINT) \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (id) DO UPDATE SET username = COALESCE(excluded.username, post.username), media_type = COALESCE(excluded.media_type, post.media_type), \
            product_type = COALESCE(excluded.product_type, post.product_type), media_url = COALESCE(excluded.media_url, post.media_url), \
            thumbnail_url = COALESCE(excluded.thumbnail_url, post.thumbnail_url), permalink = COALESCE(excluded.permalink, post.permalink), \
            caption = COALESCE(excluded.caption, post.caption), posted_at = COALESCE(excluded.posted_at, post.posted_at), \
            fetched_at = COALESCE(excluded.fetched_at, post.fetched_at) \
        WHERE post.account_id = excluded.account_id";
    FRESH = "SELECT p.id FROM json_each(CAST($1 AS TEXT)) k JOIN post p ON p.id = k.value ->> 'a' WHERE p.fetched_at >= $2";
    BY_ID = concat!("SELECT ", post_columns!(), " FROM json_each(CAST($1 AS TEXT)) k JOIN post p ON p.id = k.value ->> 'a'");
}

/// Longest of Meta's ids that an index of PostgreSQL can hold with room to spare (its rows end at 2,704 bytes). Real
/// ids of media have at most 40 characters.
pub const MAX_ID_BYTES: usize = 1_000;

#[derive(Serialize)]
struct PostOut<'a> {
    id: &'a str,
    account_id: String,
    platform: &'static str,
    username: Option<&'a str>,
    media_type: Option<&'a str>,
    product_type: Option<&'a str>,
    media_url: Option<&'a str>,
    thumbnail_url: Option<&'a str>,
    permalink: Option<&'a str>,
    caption: Option<&'a str>,
    posted_at: Option<i64>,
    fetched_at: Option<i64>,
}

#[derive(FromRow)]
struct PostRow {
    id: String,
    account_id: String,
    platform: String,
    username: Option<String>,
    media_type: Option<String>,
    product_type: Option<String>,
    media_url: Option<String>,
    thumbnail_url: Option<String>,
    permalink: Option<String>,
    caption: Option<String>,
    posted_at: Option<i64>,
    fetched_at: Option<i64>,
}

impl TryFrom<PostRow> for Post {
    type Error = crate::error::StoreError;

    fn try_from(r: PostRow) -> Result<Self> {
        Ok(Self {
            account: id::<AccountId>("post", "account_id", &r.account_id)?,
            platform: Platform::parse(&r.platform)
                .ok_or_else(|| inconsistent("post", "platform", &r.id))?,
            id: MediaId::new(r.id),
            username: r.username,
            media_type: r.media_type,
            product_type: r.product_type,
            media_url: r.media_url,
            thumbnail_url: r.thumbnail_url,
            permalink: r.permalink,
            caption: r.caption,
            posted_at: r.posted_at.map(Timestamp::from_micros),
            fetched_at: r.fetched_at.map(Timestamp::from_micros),
        })
    }
}

/// Stores posts, each id at most once in the list; what a new row leaves open stays as it was.
pub(crate) async fn put(tx: &mut Tx, posts: &[Post]) -> Result<()> {
    let rows: Vec<_> = posts
        .iter()
        .filter(|p| p.id.as_str().len() <= MAX_ID_BYTES)
        .map(|p| PostOut {
            id: p.id.as_str(),
            account_id: p.account.to_string(),
            platform: p.platform.as_str(),
            username: p.username.as_deref(),
            media_type: p.media_type.as_deref(),
            product_type: p.product_type.as_deref(),
            media_url: p.media_url.as_deref(),
            thumbnail_url: p.thumbnail_url.as_deref(),
            permalink: p.permalink.as_deref(),
            caption: p.caption.as_deref(),
            posted_at: p.posted_at.map(Timestamp::micros),
            fetched_at: p.fetched_at.map(Timestamp::micros),
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    on_tx!(tx, |c| sqlx::query(PUT)
        .bind(batch(&rows))
        .execute(c)
        .await?
        .rows_affected());
    insight_plans::plan_stories(tx, posts).await
}

/// Which of these posts were fetched since `since`.
pub(crate) async fn fresh(
    tx: &mut Tx,
    ids: &[&MediaId],
    since: Timestamp,
) -> Result<BTreeSet<String>> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let keys: Vec<_> = ids
        .iter()
        .map(|id| Key {
            a: id.as_str(),
            b: (),
        })
        .collect();
    let fresh: Vec<String> = on_tx!(tx, |c| sqlx::query_scalar(FRESH)
        .bind(batch(&keys))
        .bind(since.micros())
        .fetch_all(c)
        .await?);
    Ok(fresh.into_iter().collect())
}

impl Db {
    /// Stores what is known of these posts; what a new one leaves open stays as it was, and a post stays with the account
    /// that had it first. Ids beyond [`MAX_ID_BYTES`] are passed over: they are none of Meta's.
    ///
    /// # Errors
    /// What the database said.
    pub async fn save_posts(&self, posts: &[Post]) -> Result<()> {
        let mut tx = self.write().await?;
        put(&mut tx, posts).await?;
        tx.commit().await
    }

    /// A post by Meta's id.
    ///
    /// # Errors
    /// What the database said.
    pub async fn post(&self, post: &MediaId) -> Result<Option<Post>> {
        Ok(self.posts(std::slice::from_ref(post)).await?.pop())
    }

    /// The posts of these ids that are known, in no order.
    ///
    /// # Errors
    /// What the database said.
    pub async fn posts(&self, ids: &[MediaId]) -> Result<Vec<Post>> {
        let keys: Vec<_> = ids
            .iter()
            .map(|id| Key {
                a: id.as_str(),
                b: (),
            })
            .collect();
        let rows: Vec<PostRow> = on_db!(self, |c| sqlx::query_as(BY_ID)
            .bind(batch(&keys))
            .fetch_all(c)
            .await?);
        all(rows)
    }
}
