//! What is to be done with files: fetched from Meta, forgotten when their address ends, removed from their place. The rows
//! are their own queue, apart from the jobs, so that slow downloads never keep a send waiting.
//!
//! Whoever takes a row moves its time on by a lease and raises its attempt; only that attempt may say how it ended, and a
//! crashed one is due again by itself.

use domain::chat::Chat;
use domain::clock::Ids;
use domain::event;
use domain::ids::{ChatId, FileId, MessageId};
use domain::media::{AttachmentState, Keep, MediaFact, Wanted, know};
use domain::time::Timestamp;
use serde::Serialize;
use sqlx::FromRow;

use crate::db::{Db, Tx, batch, plain};
use crate::error::{Result, inconsistent};
use crate::events;
use crate::ingest::View;
use crate::media::StoredFile;
use crate::progress::Work;
use crate::read::{chats_by_id, locked_chat};
use crate::rows::{self, Key};
use crate::write::shapes;

/// Claims at most `$3` rows that are due.
macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "UPDATE media SET run_at = $1, attempt = attempt + 1 WHERE id IN (SELECT id FROM media WHERE run_at <= $2 ORDER BY run_at, id LIMIT $3",
            $lock,
            ") RETURNING id, kind, chat_id, message_id, place, state, source, object, thumb, attempt, created_at"
        )
    };
}

sql! {
    WANT = "INSERT INTO media (id, kind, chat_id, message_id, place, state, source, attempt, run_at, created_at) \
        SELECT value ->> 'id', 'attachment', value ->> 'chat_id', value ->> 'message_id', CAST(value ->> 'place' AS BIGINT), value ->> 'state', value ->> 'source', 0, \
            CAST(value ->> 'run_at' AS BIGINT), $2 FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (message_id, place) DO NOTHING";
    DROP_OF = "UPDATE media SET state = 'gone', message_id = NULL, run_at = $2, attempt = attempt + 1 \
        WHERE message_id IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT)))";
    CLAIM_MEDIA_SQLITE = claim!("");
    CLAIM_MEDIA_POSTGRES = claim!(" FOR UPDATE SKIP LOCKED");
    NEXT_MEDIA = "SELECT run_at FROM media WHERE run_at IS NOT NULL ORDER BY run_at LIMIT 1";
    WAITING_MEDIA = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM media WHERE state IN ('fetching', 'gone') LIMIT 10001) AS waiting";
    SETTLE = "UPDATE media SET state = $3, object = $4, thumb = $5, mime = $6, size = $7, name = $8, sha256 = $9, last_error = $10, run_at = NULL \
        WHERE id = $1 AND attempt = $2";
    AGAIN = "UPDATE media SET run_at = $3, last_error = $4 WHERE id = $1 AND attempt = $2";
    FORGET = "DELETE FROM media WHERE id = $1 AND attempt = $2 AND state = 'gone'";
    OTHERS = "SELECT COUNT(*) FROM media WHERE object = $1 AND id <> $2 AND state <> 'gone'";
    OLD_UPLOADS = "UPDATE media SET state = 'gone', run_at = $2, attempt = attempt + 1 WHERE kind = 'upload' AND created_at < $1 AND state <> 'gone'";
    RECLAIM_MEDIA = "UPDATE media SET run_at = $1 WHERE state IN ('fetching', 'gone') AND run_at > $1";
    PICTURE = "INSERT INTO media (id, kind, chat_id, place, state, source, attempt, run_at, created_at) VALUES ($1, 'picture', $2, 0, 'fetching', $3, 0, $4, $4)";
    // A picture that is not fetched yet has had its day once there is a newer address.
    DROP_PICTURES = "UPDATE media SET state = 'gone', run_at = $2, attempt = attempt + 1 WHERE chat_id = $1 AND kind = 'picture' AND state = 'fetching'";
    SHOW_PICTURE = "UPDATE chat SET picture_id = $2 WHERE id = $1";
    DROP_PICTURE = "UPDATE media SET state = 'gone', run_at = $2, attempt = attempt + 1 WHERE id = $1";
    HASH_OF = "SELECT sha256 FROM media WHERE id = $1";
    PROFILE_DUE = "UPDATE chat SET profile_due = $2 WHERE id = $1";
}

/// A row of the queue that this node holds until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedMedia {
    /// Our id.
    pub id: FileId,
    /// What is to be done.
    pub work: MediaWork,
    /// Which try this is, from 1.
    pub attempt: i64,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// What is to be done with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaWork {
    /// Fetch the file of a message.
    Attachment {
        /// Of which message.
        message: MessageId,
        /// Which attachment, from 0.
        place: u32,
        /// Where it is.
        url: String,
    },
    /// Fetch the picture of a person.
    Picture {
        /// Whose.
        chat: ChatId,
        /// Where it is.
        url: String,
    },
    /// Its address has ended: it is shown as expired.
    Expire {
        /// Of which message.
        message: MessageId,
        /// Which attachment, from 0.
        place: u32,
    },
    /// Remove it from its place, and forget it.
    Remove {
        /// Its name there, if it has one.
        object: Option<String>,
        /// Whether there is a small picture beside it.
        thumb: bool,
    },
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaEnd<'a> {
    /// It lies in its place.
    Ready(StoredFile<'a>),
    /// It will not come.
    Ended {
        /// How it is shown.
        state: AttachmentState,
        /// Why, for the operator.
        why: &'a str,
    },
    /// Again at this time.
    Again {
        /// When.
        at: Timestamp,
        /// Why, for the operator.
        why: &'a str,
    },
}

#[derive(Serialize)]
struct WantOut<'a> {
    id: String,
    chat_id: String,
    message_id: String,
    place: u32,
    state: &'static str,
    source: &'a str,
    run_at: i64,
}

#[derive(FromRow)]
struct ClaimedRow {
    id: String,
    kind: String,
    chat_id: Option<String>,
    message_id: Option<String>,
    place: i64,
    state: String,
    source: Option<String>,
    object: Option<String>,
    thumb: Option<String>,
    attempt: i64,
    created_at: i64,
}

impl TryFrom<ClaimedRow> for ClaimedMedia {
    type Error = crate::error::StoreError;

    fn try_from(r: ClaimedRow) -> Result<Self> {
        const T: &str = "media";
        let place = u32::try_from(r.place).map_err(|_| inconsistent(T, "place", &r.id))?;
        let url = || {
            r.source
                .clone()
                .ok_or_else(|| inconsistent(T, "source", &r.id))
        };
        let message = || match &r.message_id {
            Some(id) => rows::id(T, "message_id", id),
            None => Err(inconsistent(T, "message_id", &r.id)),
        };
        let work = match (r.state.as_str(), r.kind.as_str(), &r.chat_id) {
            ("gone", ..) => MediaWork::Remove {
                object: r.object.clone(),
                thumb: r.thumb.is_some(),
            },
            ("linked", ..) => MediaWork::Expire {
                message: message()?,
                place,
            },
            ("fetching", "picture", Some(chat)) => MediaWork::Picture {
                chat: rows::id(T, "chat_id", chat)?,
                url: url()?,
            },
            ("fetching", "attachment", _) => MediaWork::Attachment {
                message: message()?,
                place,
                url: url()?,
            },
            _ => return Err(inconsistent(T, "state", &r.id)),
        };
        Ok(Self {
            id: rows::id(T, "id", &r.id)?,
            work,
            attempt: r.attempt,
            created_at: Timestamp::from_micros(r.created_at),
        })
    }
}

/// Queues files that have to be copied, and addresses that end. Those that are looked after already are left as they are.
pub(crate) async fn want(
    tx: &mut Tx,
    ids: &dyn Ids,
    wanted: &[&Wanted],
    now: Timestamp,
) -> Result<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = wanted
        .iter()
        .map(|w| WantOut {
            id: ids.next().to_string(),
            chat_id: w.chat.to_string(),
            message_id: w.message.to_string(),
            place: w.place,
            state: match w.keep {
                Keep::Until(_) => "linked",
                Keep::Copy | Keep::AsItIs => "fetching",
            },
            source: &w.url,
            run_at: match w.keep {
                Keep::Until(end) => end.micros(),
                Keep::Copy | Keep::AsItIs => now.micros(),
            },
        })
        .collect();
    on_tx!(tx, |c| sqlx::query(WANT)
        .bind(batch(&rows))
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

/// Lets the files of messages go; their bytes are removed by whoever works on the queue.
pub(crate) async fn drop_of(tx: &mut Tx, messages: &[MessageId], now: Timestamp) -> Result<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let keys: Vec<_> = messages
        .iter()
        .map(|m| Key {
            a: m.to_string(),
            b: (),
        })
        .collect();
    on_tx!(tx, |c| sqlx::query(DROP_OF)
        .bind(batch(&keys))
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

impl Db {
    /// Takes at most `limit` rows that are due, for `lease` microseconds.
    ///
    /// # Errors
    /// What the database said.
    pub async fn claim_media(
        &self,
        now: Timestamp,
        lease: i64,
        limit: i64,
    ) -> Result<Vec<ClaimedMedia>> {
        let statement = if self.is_shared() {
            CLAIM_MEDIA_POSTGRES
        } else {
            CLAIM_MEDIA_SQLITE
        };
        let mut tx = self.write().await?;
        let rows: Vec<ClaimedRow> = on_tx!(&mut tx, |c| sqlx::query_as(statement)
            .bind(now.plus(lease).micros())
            .bind(now.micros())
            .bind(limit)
            .fetch_all(c)
            .await?);
        tx.commit().await?;
        rows::all(rows)
    }

    /// When the next row is due; `None` if nothing waits.
    ///
    /// # Errors
    /// What the database said.
    pub async fn next_media_at(&self) -> Result<Option<Timestamp>> {
        let at: Option<i64> = on_db!(self, |c| sqlx::query_scalar(NEXT_MEDIA)
            .fetch_optional(c)
            .await?);
        Ok(rows::time(at))
    }

    /// How many files are to be fetched or removed, counted up to 10,001.
    ///
    /// # Errors
    /// What the database said.
    pub async fn waiting_media(&self) -> Result<i64> {
        Ok(on_db!(self, |c| sqlx::query_scalar(WAITING_MEDIA)
            .fetch_one(c)
            .await?))
    }

    /// Makes everything that waits due: at the start of a server that has the database to itself, whoever held it is dead.
    ///
    /// # Errors
    /// What the database said.
    pub async fn reclaim_media(&self, now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(RECLAIM_MEDIA)
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }

    /// Stores how a try ended, in the file and in what shows it. `false`: somebody else has it now, or nobody wants it
    /// any more, and nothing was changed.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn finish_media(
        &self,
        ids: &dyn Ids,
        view: View,
        claimed: &ClaimedMedia,
        end: &MediaEnd<'_>,
    ) -> Result<bool> {
        match (&claimed.work, end) {
            (_, MediaEnd::Again { at, why }) => self.media_again(claimed, *at, why).await,
            (
                MediaWork::Attachment { message, place, .. } | MediaWork::Expire { message, place },
                _,
            ) => {
                self.settle_attachment(ids, view, claimed, (*message, *place), end)
                    .await
            }
            (MediaWork::Picture { chat, .. }, _) => {
                self.settle_picture(view, claimed, *chat, end).await
            }
            (MediaWork::Remove { .. }, _) => self.forget_media(claimed).await,
        }
    }

    async fn media_again(&self, claimed: &ClaimedMedia, at: Timestamp, why: &str) -> Result<bool> {
        let mut tx = self.write().await?;
        let n = on_tx!(&mut tx, |c| sqlx::query(AGAIN)
            .bind(claimed.id.to_string())
            .bind(claimed.attempt)
            .bind(at.micros())
            .bind(plain(why))
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(n > 0)
    }

    async fn settle_attachment(
        &self,
        ids: &dyn Ids,
        view: View,
        claimed: &ClaimedMedia,
        (message, place): (MessageId, u32),
        end: &MediaEnd<'_>,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let Some(mut work) = Work::load(&mut tx, ids, message).await? else {
            return Ok(false);
        };
        if !settle(&mut tx, claimed, end).await? {
            return Ok(false);
        }
        let mut fact = MediaFact {
            place,
            id: None,
            state: AttachmentState::Expired,
            mime: None,
            size: None,
            name: None,
            preview: false,
        };
        match end {
            MediaEnd::Ready(file) => {
                fact.state = AttachmentState::Ready;
                fact.id = Some(claimed.id);
                fact.mime = Some(file.mime.to_owned());
                fact.size = Some(file.size);
                fact.name = file.name.map(|n| plain(n).into_owned());
                fact.preview = file.thumb.is_some();
            }
            MediaEnd::Ended { state, .. } => fact.state = *state,
            MediaEnd::Again { .. } => {}
        }
        work.state.change(message, |m| know(&mut m.media, fact));
        let (events, _) = work.write(&mut tx, ids, view, message).await?;
        events::append(&mut tx, &events, view.now).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn settle_picture(
        &self,
        view: View,
        claimed: &ClaimedMedia,
        chat: ChatId,
        end: &MediaEnd<'_>,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let Some(row) = locked_chat(&mut tx, chat).await? else {
            return Ok(false);
        };
        if !settle(&mut tx, claimed, end).await? {
            return Ok(false);
        }
        let MediaEnd::Ready(file) = end else {
            // The old one stays, if there is one: a face that is a little old is better than none.
            drop_picture(&mut tx, claimed.id, view.now).await?;
            tx.commit().await?;
            return Ok(true);
        };
        let old = match row.picture {
            Some(old) => on_tx!(&mut tx, |c| sqlx::query_scalar::<_, Option<String>>(
                HASH_OF
            )
            .bind(old.to_string())
            .fetch_optional(c)
            .await?),
            None => None,
        };
        if old.flatten().as_deref() == Some(file.sha256) {
            drop_picture(&mut tx, claimed.id, view.now).await?;
            tx.commit().await?;
            return Ok(true);
        }
        if let Some(old) = row.picture {
            drop_picture(&mut tx, old, view.now).await?;
        }
        on_tx!(&mut tx, |c| sqlx::query(SHOW_PICTURE)
            .bind(chat.to_string())
            .bind(claimed.id.to_string())
            .execute(c)
            .await?
            .rows_affected());
        tell(&mut tx, view, chat, &row).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Whether the bytes of a file that goes are another's as well.
    ///
    /// # Errors
    /// What the database said.
    pub async fn is_shared_object(&self, object: &str, but: FileId) -> Result<bool> {
        let n: i64 = on_db!(self, |c| sqlx::query_scalar(OTHERS)
            .bind(object)
            .bind(but.to_string())
            .fetch_one(c)
            .await?);
        Ok(n > 0)
    }

    async fn forget_media(&self, claimed: &ClaimedMedia) -> Result<bool> {
        let mut tx = self.write().await?;
        let n = on_tx!(&mut tx, |c| sqlx::query(FORGET)
            .bind(claimed.id.to_string())
            .bind(claimed.attempt)
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(n > 0)
    }

    /// Lets uploads go that came before `before`; says how many. What was sent of them stays with its message.
    ///
    /// # Errors
    /// What the database said.
    pub async fn prune_uploads(&self, before: Timestamp, now: Timestamp) -> Result<u64> {
        let mut tx = self.write().await?;
        let gone = on_tx!(&mut tx, |c| sqlx::query(OLD_UPLOADS)
            .bind(before.micros())
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(gone)
    }

    /// Notes when to ask for a profile again, and has its picture copied.
    ///
    /// # Errors
    /// What the database said.
    pub async fn profile_read(
        &self,
        ids: &dyn Ids,
        now: Timestamp,
        chat: ChatId,
        picture: Option<&str>,
        due: Timestamp,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        if locked_chat(&mut tx, chat).await?.is_none() {
            return Ok(());
        }
        on_tx!(&mut tx, |c| sqlx::query(PROFILE_DUE)
            .bind(chat.to_string())
            .bind(due.micros())
            .execute(c)
            .await?
            .rows_affected());
        if let Some(url) = picture {
            on_tx!(&mut tx, |c| sqlx::query(DROP_PICTURES)
                .bind(chat.to_string())
                .bind(now.micros())
                .execute(c)
                .await?
                .rows_affected());
            on_tx!(&mut tx, |c| sqlx::query(PICTURE)
                .bind(ids.next().to_string())
                .bind(chat.to_string())
                .bind(plain(url))
                .bind(now.micros())
                .execute(c)
                .await?
                .rows_affected());
        }
        tx.commit().await
    }
}

/// Tells the screens of a chat, if its picture is another.
async fn tell(tx: &mut Tx, view: View, chat: ChatId, before: &Chat) -> Result<()> {
    let rows = chats_by_id(tx, [chat.to_string().as_str()].into_iter()).await?;
    if rows.iter().any(|c| c.picture != before.picture)
        && let Some(shape) = shapes(tx, view, &rows).await?.remove(&chat)
        && shape.last_incoming_at.or(shape.last_outgoing_at).is_some()
    {
        events::append(tx, &[event::chat_updated(&shape, None)], view.now).await?;
    }
    Ok(())
}

async fn drop_picture(tx: &mut Tx, id: FileId, now: Timestamp) -> Result<()> {
    on_tx!(tx, |c| sqlx::query(DROP_PICTURE)
        .bind(id.to_string())
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

/// Writes the end of a try into its row; `false` if another try, or another hand, has it by now.
async fn settle(tx: &mut Tx, claimed: &ClaimedMedia, end: &MediaEnd<'_>) -> Result<bool> {
    let (state, file, why) = match end {
        MediaEnd::Ready(file) => (AttachmentState::Ready, Some(file), None),
        MediaEnd::Ended { state, why } => (*state, None, Some(*why)),
        MediaEnd::Again { .. } => return Ok(false),
    };
    let n = on_tx!(tx, |c| sqlx::query(SETTLE)
        .bind(claimed.id.to_string())
        .bind(claimed.attempt)
        .bind(state.as_str())
        .bind(file.map(|f| f.object))
        .bind(file.and_then(|f| f.thumb))
        .bind(file.map(|f| f.mime))
        .bind(file.map(|f| f.size))
        .bind(file.and_then(|f| f.name).map(plain))
        .bind(file.map(|f| f.sha256))
        .bind(why.map(plain))
        .execute(c)
        .await?
        .rows_affected());
    Ok(n > 0)
}
