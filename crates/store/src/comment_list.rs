//! Comments and mentions as people read them: pages of the newest, each with its answers and its post.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::account::Platform;
use domain::clock::Ids;
use domain::comment::{Comment, Listed, Mention, Mentioned, Post as PostShape, Reply};
use domain::ids::{AccountId, MediaId};
use domain::post::{POST_FRESH, Post};
use domain::time::{DAY, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use crate::comment_columns;
use crate::comments::{CommentRow, MentionRow};
use crate::db::{Db, batch, plain};
use crate::error::Result;
use crate::jobs::{self, NewJob};
use crate::rows::{self, Key};

/// A page of a list, from one of the orders that an index serves: `$1` to `$10` are the same in each.
macro_rules! list {
    ($scope:literal) => {
        concat!("SELECT ", comment_columns!(), " FROM comment c WHERE c.shown = 1 AND c.platform = $1 AND (c.at, c.id) < ($2, $3) ", $scope, " \
        AND ($4 = '' OR c.media_id = $4) \
        AND ($5 = -1 OR c.hidden = $5) \
        AND ($6 = 0 OR (c.own = 0 AND c.action <> 'deleted' AND c.replied = 0 \
            AND NOT EXISTS (SELECT 1 FROM comment o WHERE o.account_id = c.account_id AND o.parent_id = c.id AND o.own = 1 AND o.action <> 'deleted'))) \
        AND ($7 = '' OR LOWER(c.text) LIKE $7 ESCAPE '!' OR LOWER(COALESCE(c.author_name, '')) LIKE $7 ESCAPE '!') \
        AND ($8 = 1 OR c.action <> 'deleted') \
        AND ($9 = '' OR c.account_id = $9) \
        AND (c.parent_id IS NULL OR NOT EXISTS (SELECT 1 FROM comment u WHERE u.account_id = c.account_id AND u.id = c.parent_id AND u.shown = 1 AND ($8 = 1 OR u.action <> 'deleted'))) \
        ORDER BY c.at DESC, c.id DESC LIMIT $10")
    };
}

sql! {
    LIST = list!("");
    LIST_OF_POST = list!("AND c.media_id = $4");
    // The newest of each comment: a list is never longer than that.
    ANSWERS = "SELECT ranked.account_id, ranked.id, ranked.platform, ranked.external_id, ranked.facts FROM (SELECT o.account_id, o.id, o.platform, o.external_id, o.facts, o.at, \
            ROW_NUMBER() OVER (PARTITION BY o.account_id, o.parent_id ORDER BY o.at DESC, o.id DESC) AS place \
            FROM json_each(CAST($1 AS TEXT)) k JOIN comment o ON o.account_id = k.value ->> 'a' AND o.parent_id = k.value ->> 'b' \
            WHERE o.shown = 1 AND o.parent_id IS NOT NULL AND ($3 = 1 OR o.action <> 'deleted')) AS ranked WHERE ranked.place <= $2 ORDER BY ranked.at, ranked.id";
    PICTURES = "SELECT c.account_id, c.customer_id, c.picture FROM json_each(CAST($1 AS TEXT)) k JOIN chat c ON c.account_id = k.value ->> 'a' AND c.customer_id = k.value ->> 'b' \
        WHERE c.picture IS NOT NULL";
    OF_AUTHOR = concat!("SELECT ", comment_columns!(), " FROM comment c WHERE c.account_id = $1 AND c.author_id = $2 AND c.shown = 1 AND (c.at, c.id) < ($3, $4) \
        ORDER BY c.at DESC, c.id DESC LIMIT $5");
    // On Instagram Meta tells only the handle.
    MENTIONS_BY = "SELECT m.account_id, m.key, m.platform, m.external_id, m.facts FROM mention m \
        WHERE m.account_id = $1 AND (m.author_id = $2 OR m.author_name = $3) AND (m.at, m.key) < ($4, $5) ORDER BY m.at DESC, m.key DESC LIMIT $6";
    MENTIONS = "SELECT m.account_id, m.key, m.platform, m.external_id, m.facts FROM mention m \
        WHERE m.platform = $1 AND (m.at, m.key) < ($2, $3) AND ($4 = '' OR m.external_id = $4) ORDER BY m.at DESC, m.key DESC LIMIT $5";
}

/// Answers of one comment in a list. More are read by their post; nobody scrolls through a thousand in one.
pub const ANSWERS_SHOWN: i64 = 100;
/// How deep answers to answers are followed: Facebook shows two levels and its API makes a third (platform notes §5.3).
const DEPTH: usize = 3;
/// Posts of one page of a list that are fetched again because they are stale.
const REFRESHED: usize = 20;

/// Which comments a list shows. `None` and `false` mean all.
#[derive(Clone, Debug)]
pub struct CommentFilter {
    /// On this platform.
    pub platform: Platform,
    /// Under this post.
    pub media: Option<String>,
    /// Hidden ones, or those that are not.
    pub hidden: Option<bool>,
    /// Customers' comments that nobody has answered, in public or privately.
    pub unanswered: bool,
    /// Whose words or author contain this.
    pub search: Option<String>,
    /// Deleted ones too.
    pub deleted: bool,
    /// Of this account of ours.
    pub account: Option<AccountId>,
}

/// Where a page ends: the next begins after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentCursor {
    /// Microseconds of the last row.
    pub at: i64,
    /// The last row: Meta's id, or the key of a mention.
    pub id: String,
}

/// Sorts after every id and key: no text holds a later character.
const AFTER_ALL: &str = "\u{10FFFF}";

#[derive(FromRow)]
struct PictureRow {
    account_id: String,
    customer_id: String,
    picture: String,
}

/// A page of comments, and the posts of it that are to be fetched again.
#[derive(Clone, Debug)]
pub struct CommentPage {
    /// Newest first.
    pub comments: Vec<Listed>,
    /// Where the next page begins, if there is one.
    pub next: Option<CommentCursor>,
    /// Posts that were last fetched too long ago, or never.
    pub stale: Vec<(AccountId, MediaId)>,
}

impl Db {
    /// A page of the comments that stand under posts, each with its answers and its post. An answer whose comment is not
    /// stored stands for itself.
    ///
    /// # Errors
    /// What the database said.
    pub async fn comment_page(
        &self,
        filter: &CommentFilter,
        after: Option<&CommentCursor>,
        limit: i64,
        now: Timestamp,
    ) -> Result<CommentPage> {
        let media = filter.media.as_deref().unwrap_or_default();
        let text = if media.is_empty() { LIST } else { LIST_OF_POST };
        let search = filter.search.as_deref().map(str::trim);
        // As LOWER does it: both databases leave letters beyond ASCII alone, so these are found as they are written.
        let search = search
            .filter(|q| !q.is_empty())
            .map(|q| crate::chats::contains(&plain(q).to_ascii_lowercase()));
        let rows: Vec<CommentRow> = on_db!(self, |c| sqlx::query_as(text)
            .bind(filter.platform.as_str())
            .bind(after.map_or(i64::MAX, |a| a.at))
            .bind(plain(after.map_or(AFTER_ALL, |a| a.id.as_str())))
            .bind(plain(media))
            .bind(filter.hidden.map_or(-1, i64::from))
            .bind(i64::from(filter.unanswered))
            .bind(search.as_deref().unwrap_or_default())
            .bind(i64::from(filter.deleted))
            .bind(filter.account.map(|a| a.to_string()).unwrap_or_default())
            .bind(limit + 1)
            .fetch_all(c)
            .await?);
        let mut comments: Vec<Comment> = rows::all(rows)?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = comments.len() > wanted;
        comments.truncate(wanted);
        let next = comments.last().filter(|_| more).map(|c| CommentCursor {
            at: c.facts.written_at().micros(),
            id: c.id.as_str().to_owned(),
        });
        let mut answers = self.answers_of(&comments, filter.deleted).await?;
        let posts = self.posts_of(&comments).await?;
        let owners = self.accounts_of(&comments).await?;
        let pictures = self.pictures_of(&comments).await?;
        let mut stale = BTreeSet::new();
        let listed = comments
            .iter()
            .map(|comment| {
                let key = (comment.account, comment.id.as_str().to_owned());
                let media = comment.facts.media.as_ref();
                let post = media.and_then(|m| posts.get(m.as_str()));
                let fresh = post
                    .and_then(|p| p.fetched_at)
                    .is_some_and(|at| now.since(at) < POST_FRESH);
                if let (Some(media), false) = (media, fresh) {
                    stale.insert((comment.account, media.clone()));
                }
                let author = comment.facts.author.clone().unwrap_or_default();
                let picture = pictures.get(&(comment.account, author)).cloned();
                let shape = post_shape(media, post, owners.get(&comment.account));
                let replies = answers.remove(&key).unwrap_or_default();
                Listed::of(comment, replies, shape, picture, now)
            })
            .collect();
        Ok(CommentPage {
            comments: listed,
            next,
            stale: stale.into_iter().collect(),
        })
    }

    /// The answers of each of these comments, oldest first, those to answers among them.
    async fn answers_of(
        &self,
        comments: &[Comment],
        deleted: bool,
    ) -> Result<HashMap<(AccountId, String), Vec<Reply>>> {
        let mut root_of: HashMap<(AccountId, String), String> = comments
            .iter()
            .map(|c| {
                (
                    (c.account, c.id.as_str().to_owned()),
                    c.id.as_str().to_owned(),
                )
            })
            .collect();
        let mut level: Vec<(AccountId, String)> = root_of.keys().cloned().collect();
        let mut found = Vec::new();
        for _ in 0..DEPTH {
            if level.is_empty() {
                break;
            }
            let keys: Vec<_> = level
                .iter()
                .map(|(account, id)| Key {
                    a: account.to_string(),
                    b: id.as_str(),
                })
                .collect();
            let rows: Vec<CommentRow> = on_db!(self, |c| sqlx::query_as(ANSWERS)
                .bind(batch(&keys))
                .bind(ANSWERS_SHOWN)
                .bind(i64::from(deleted))
                .fetch_all(c)
                .await?);
            level.clear();
            for answer in rows::all::<_, Comment>(rows)? {
                let Some(parent) = answer.facts.parent.as_ref() else {
                    continue;
                };
                let Some(root) = root_of
                    .get(&(answer.account, parent.as_str().to_owned()))
                    .cloned()
                else {
                    continue;
                };
                let key = (answer.account, answer.id.as_str().to_owned());
                if root_of.insert(key.clone(), root.clone()).is_none() {
                    level.push(key);
                    found.push((root, answer));
                }
            }
        }
        found.sort_by_key(|(_, answer)| (answer.facts.written_at(), answer.id.clone()));
        let mut answers = HashMap::<_, Vec<Reply>>::new();
        for (root, answer) in &found {
            let list = answers.entry((answer.account, root.clone())).or_default();
            list.push(Reply::from(answer));
        }
        let most = usize::try_from(ANSWERS_SHOWN).unwrap_or(usize::MAX);
        for list in answers.values_mut() {
            list.drain(..list.len().saturating_sub(most));
        }
        Ok(answers)
    }

    async fn posts_of(&self, comments: &[Comment]) -> Result<HashMap<String, Post>> {
        let ids: BTreeSet<&MediaId> = comments
            .iter()
            .filter_map(|c| c.facts.media.as_ref())
            .collect();
        let ids: Vec<MediaId> = ids.into_iter().cloned().collect();
        let posts = self.posts(&ids).await?;
        Ok(posts
            .into_iter()
            .map(|p| (p.id.as_str().to_owned(), p))
            .collect())
    }

    async fn accounts_of(&self, comments: &[Comment]) -> Result<BTreeMap<AccountId, String>> {
        let ids: BTreeSet<AccountId> = comments.iter().map(|c| c.account).collect();
        let mut names = BTreeMap::new();
        // A page is written to a handful of accounts.
        for id in ids {
            if let Some(account) = self.account(id).await? {
                names.insert(id, account.username);
            }
        }
        Ok(names)
    }

    /// The pictures of authors who have a chat: Meta shows those of nobody else (platform notes §3).
    async fn pictures_of(
        &self,
        comments: &[Comment],
    ) -> Result<HashMap<(AccountId, String), String>> {
        let keys: BTreeSet<(String, &str)> = comments
            .iter()
            .filter_map(|c| Some((c.account.to_string(), c.facts.author.as_deref()?)))
            .collect();
        let keys: Vec<_> = keys.into_iter().map(|(a, b)| Key { a, b }).collect();
        let rows: Vec<PictureRow> = on_db!(self, |c| sqlx::query_as(PICTURES)
            .bind(batch(&keys))
            .fetch_all(c)
            .await?);
        rows.into_iter()
            .map(|r| {
                let account = rows::id("chat", "account_id", &r.account_id)?;
                Ok(((account, r.customer_id), r.picture))
            })
            .collect()
    }

    /// What a person wrote under the posts of an account, newest first: those before `after`, at most `limit`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn comments_of_author(
        &self,
        account: AccountId,
        author: &str,
        after: Option<&CommentCursor>,
        limit: i64,
    ) -> Result<Vec<Comment>> {
        let rows: Vec<CommentRow> = on_db!(self, |c| sqlx::query_as(OF_AUTHOR)
            .bind(account.to_string())
            .bind(plain(author))
            .bind(after.map_or(i64::MAX, |a| a.at))
            .bind(plain(after.map_or(AFTER_ALL, |a| a.id.as_str())))
            .bind(limit)
            .fetch_all(c)
            .await?);
        rows::all(rows)
    }

    /// Where a person mentioned an account, newest first: those before `after`, at most `limit`. They are known by Meta's
    /// id, or by the handle that only they have.
    ///
    /// # Errors
    /// What the database said.
    pub async fn mentions_by(
        &self,
        account: AccountId,
        author: &str,
        handle: Option<&str>,
        after: &CommentCursor,
        limit: i64,
    ) -> Result<Vec<Mention>> {
        let rows: Vec<MentionRow> = on_db!(self, |c| sqlx::query_as(MENTIONS_BY)
            .bind(account.to_string())
            .bind(plain(author))
            .bind(handle.map(plain))
            .bind(after.at)
            .bind(plain(&after.id))
            .bind(limit)
            .fetch_all(c)
            .await?);
        rows::all(rows)
    }

    /// A page of the mentions of accounts of one platform, newest first; `external` is Meta's id of one of them.
    ///
    /// # Errors
    /// What the database said.
    pub async fn mention_page(
        &self,
        platform: Platform,
        external: Option<&str>,
        after: Option<&CommentCursor>,
        limit: i64,
    ) -> Result<(Vec<Mentioned>, Option<CommentCursor>)> {
        let rows: Vec<MentionRow> = on_db!(self, |c| sqlx::query_as(MENTIONS)
            .bind(platform.as_str())
            .bind(after.map_or(i64::MAX, |a| a.at))
            .bind(plain(after.map_or(AFTER_ALL, |a| a.id.as_str())))
            .bind(plain(external.unwrap_or_default()))
            .bind(limit + 1)
            .fetch_all(c)
            .await?);
        let mut mentions: Vec<Mention> = rows::all(rows)?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = mentions.len() > wanted;
        mentions.truncate(wanted);
        let next = mentions.last().filter(|_| more).map(|m| CommentCursor {
            at: m.facts.at().micros(),
            id: m.key.as_str().to_owned(),
        });
        Ok((mentions.iter().map(Mentioned::from).collect(), next))
    }

    /// Has posts fetched again that a list has shown stale, each at most once a day and a few per page.
    ///
    /// # Errors
    /// What the database said.
    pub async fn refresh_posts(
        &self,
        ids: &dyn Ids,
        stale: &[(AccountId, MediaId)],
        now: Timestamp,
    ) -> Result<()> {
        if stale.is_empty() {
            return Ok(());
        }
        let new: Vec<NewJob> = stale
            .iter()
            .take(REFRESHED)
            .map(|(account, media)| jobs::fetch_post(ids, *account, media, now, DAY))
            .collect();
        let mut tx = self.write().await?;
        jobs::add(&mut tx, &new, now).await?;
        tx.commit().await
    }
}

fn post_shape(media: Option<&MediaId>, post: Option<&Post>, owner: Option<&String>) -> PostShape {
    PostShape {
        id: media.map(|m| m.as_str().to_owned()),
        username: post
            .and_then(|p| p.username.clone())
            .or_else(|| owner.cloned()),
        profile_pic: None,
        media_type: post.and_then(|p| p.media_type.clone()),
        media_url: post.and_then(|p| p.media_url.clone().or_else(|| p.thumbnail_url.clone())),
        permalink: post.and_then(|p| p.permalink.clone()),
        caption: post.and_then(|p| p.caption.clone()),
        timestamp: post.and_then(|p| p.posted_at),
    }
}
