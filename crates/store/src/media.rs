//! Files as people meet them: served, uploaded, sent on. What is fetched and removed behind their backs is in
//! [`crate::media_queue`].

use domain::clock::Ids;
use domain::ids::{ChatId, FileId, MessageId, UserId};
use domain::media::{AttachmentState, MediaFact};
use domain::message::Message;
use domain::time::Timestamp;
use sqlx::FromRow;

use crate::db::{Db, Tx, plain};
use crate::error::Result;
use crate::rows;
use crate::sends::{IdempotencyKey, Kept, keep_key};

sql! {
    FIND = "SELECT id, kind, chat_id, owner, state, object, thumb, mime, size, name, sha256, attachment_id, created_at FROM media WHERE id = $1";
    ADD_UPLOAD = "INSERT INTO media (id, kind, owner, place, state, object, thumb, mime, size, name, sha256, attempt, created_at) \
        VALUES ($1, 'upload', $2, 0, 'ready', $3, $4, $5, $6, $7, $8, 0, $9)";
    COUNT_UPLOADS = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM media WHERE owner = $1 AND kind = 'upload' AND created_at > $2 AND state = 'ready' LIMIT $3) AS uploads";
    // The row stays locked until the commit: it cannot be pruned while somebody takes it.
    TAKE_UPLOAD = "UPDATE media SET attempt = attempt WHERE id = $1 AND kind = 'upload' AND owner = $2 AND state = 'ready' \
        RETURNING id, kind, chat_id, owner, state, object, thumb, mime, size, name, sha256, attachment_id, created_at";
    ADD_SENT = "INSERT INTO media (id, kind, chat_id, message_id, place, state, object, thumb, mime, size, name, sha256, attempt, created_at) \
        VALUES ($1, 'attachment', $2, $3, 0, 'ready', $4, $5, $6, $7, $8, $9, 0, $10)";
    OF_MESSAGE = "SELECT id, kind, chat_id, owner, state, object, thumb, mime, size, name, sha256, attachment_id, created_at FROM media \
        WHERE message_id = $1 AND place = 0 AND state = 'ready'";
    HANDED_OVER = "UPDATE media SET attachment_id = $2 WHERE id = $1";
}

/// A file, as served and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// Our id.
    pub id: FileId,
    /// In which chat; none for an upload that was not sent.
    pub chat: Option<ChatId>,
    /// Who uploaded it; none for what was sent.
    pub owner: Option<UserId>,
    /// `ready`, or why not: the stored word.
    pub state: String,
    /// Name in the place for files.
    pub object: Option<String>,
    /// Type of the small picture, if there is one.
    pub thumb: Option<String>,
    /// Type.
    pub mime: String,
    /// Bytes.
    pub size: i64,
    /// File name.
    pub name: Option<String>,
    /// SHA-256, hex.
    pub sha256: Option<String>,
    /// Meta's id, once it was handed over.
    pub attachment_id: Option<String>,
    /// When it came.
    pub created_at: Timestamp,
}

impl MediaFile {
    /// Whether it can be served.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.state == AttachmentState::Ready.as_str()
    }

    fn fact(&self, id: FileId) -> MediaFact {
        MediaFact {
            place: 0,
            id: Some(id),
            state: AttachmentState::Ready,
            mime: Some(self.mime.clone()),
            size: Some(self.size),
            name: self.name.clone(),
            preview: self.thumb.is_some(),
        }
    }
}

/// A file that lies in the place for files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile<'a> {
    /// Name there.
    pub object: &'a str,
    /// Type of the small picture beside it.
    pub thumb: Option<&'a str>,
    /// Type.
    pub mime: &'a str,
    /// Bytes.
    pub size: i64,
    /// File name.
    pub name: Option<&'a str>,
    /// SHA-256, hex.
    pub sha256: &'a str,
}

/// What became of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uploaded {
    /// Stored now.
    New(MediaFile),
    /// The key stands for this one; the new bytes are not wanted.
    Before(Option<MediaFile>),
    /// The key was used with another file.
    KeyMismatch,
}

#[derive(FromRow)]
struct FileRow {
    id: String,
    chat_id: Option<String>,
    owner: Option<String>,
    state: String,
    object: Option<String>,
    thumb: Option<String>,
    mime: Option<String>,
    size: Option<i64>,
    name: Option<String>,
    sha256: Option<String>,
    attachment_id: Option<String>,
    created_at: i64,
}

impl TryFrom<FileRow> for MediaFile {
    type Error = crate::error::StoreError;

    fn try_from(r: FileRow) -> Result<Self> {
        const T: &str = "media";
        Ok(Self {
            id: rows::id(T, "id", &r.id)?,
            chat: r
                .chat_id
                .as_deref()
                .map(|t| rows::id(T, "chat_id", t))
                .transpose()?,
            owner: r
                .owner
                .as_deref()
                .map(|t| rows::id(T, "owner", t))
                .transpose()?,
            state: r.state,
            object: r.object,
            thumb: r.thumb,
            mime: r
                .mime
                .unwrap_or_else(|| domain::media::UNKNOWN_TYPE.to_owned()),
            size: r.size.unwrap_or_default(),
            name: r.name,
            sha256: r.sha256,
            attachment_id: r.attachment_id,
            created_at: Timestamp::from_micros(r.created_at),
        })
    }
}

/// Makes an upload the file of a message that is about to be sent. Nothing, if its author has no such upload any more: the
/// send fails then, and says so.
pub(crate) async fn attach(
    tx: &mut Tx,
    ids: &dyn Ids,
    upload: FileId,
    message: &Message,
    now: Timestamp,
) -> Result<Vec<MediaFact>> {
    let owner = message.sent_by.map(|u| u.to_string());
    let row: Option<FileRow> = on_tx!(tx, |c| sqlx::query_as(TAKE_UPLOAD)
        .bind(upload.to_string())
        .bind(owner)
        .fetch_optional(c)
        .await?);
    let Some(file) = row.map(MediaFile::try_from).transpose()? else {
        return Ok(Vec::new());
    };
    let id = FileId::new(ids.next());
    on_tx!(tx, |c| sqlx::query(ADD_SENT)
        .bind(id.to_string())
        .bind(message.chat.map(|c| c.to_string()))
        .bind(message.id.to_string())
        .bind(&file.object)
        .bind(&file.thumb)
        .bind(&file.mime)
        .bind(file.size)
        .bind(&file.name)
        .bind(&file.sha256)
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(vec![file.fact(id)])
}

impl Db {
    /// A file, whoever may see it.
    ///
    /// # Errors
    /// What the database said.
    pub async fn media(&self, id: FileId) -> Result<Option<MediaFile>> {
        let row: Option<FileRow> = on_db!(self, |c| sqlx::query_as(FIND)
            .bind(id.to_string())
            .fetch_optional(c)
            .await?);
        row.map(MediaFile::try_from).transpose()
    }

    /// Notes a file that an agent uploaded and that lies in its place.
    ///
    /// # Errors
    /// What the database said.
    pub async fn add_upload(
        &self,
        id: FileId,
        owner: UserId,
        file: &StoredFile<'_>,
        key: Option<&IdempotencyKey>,
        now: Timestamp,
    ) -> Result<Uploaded> {
        let mut tx = self.write().await?;
        if let Some(key) = key {
            match keep_key(&mut tx, owner, key, &id.to_string(), now).await? {
                Kept::New => {}
                Kept::Mismatch => return Ok(Uploaded::KeyMismatch),
                Kept::Before(before) => {
                    drop(tx);
                    let before = rows::id("idempotency", "subject", &before)?;
                    return Ok(Uploaded::Before(self.media(before).await?));
                }
            }
        }
        on_tx!(&mut tx, |c| sqlx::query(ADD_UPLOAD)
            .bind(id.to_string())
            .bind(owner.to_string())
            .bind(file.object)
            .bind(file.thumb)
            .bind(file.mime)
            .bind(file.size)
            .bind(file.name.map(plain))
            .bind(file.sha256)
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(Uploaded::New(MediaFile {
            id,
            chat: None,
            owner: Some(owner),
            state: AttachmentState::Ready.as_str().to_owned(),
            object: Some(file.object.to_owned()),
            thumb: file.thumb.map(str::to_owned),
            mime: file.mime.to_owned(),
            size: file.size,
            name: file.name.map(|n| plain(n).into_owned()),
            sha256: Some(file.sha256.to_owned()),
            attachment_id: None,
            created_at: now,
        }))
    }

    /// How many uploads of a person are kept that came after `since`, counted up to `most`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn uploads_of(&self, owner: UserId, since: Timestamp, most: i64) -> Result<i64> {
        Ok(on_db!(self, |c| sqlx::query_scalar(COUNT_UPLOADS)
            .bind(owner.to_string())
            .bind(since.micros())
            .bind(most)
            .fetch_one(c)
            .await?))
    }

    /// The file that a message of ours sends.
    ///
    /// # Errors
    /// What the database said.
    pub async fn file_of(&self, message: MessageId) -> Result<Option<MediaFile>> {
        let row: Option<FileRow> = on_db!(self, |c| sqlx::query_as(OF_MESSAGE)
            .bind(message.to_string())
            .fetch_optional(c)
            .await?);
        row.map(MediaFile::try_from).transpose()
    }

    /// Notes Meta's id of a file that was handed over, so that no retry hands it over again.
    ///
    /// # Errors
    /// What the database said.
    pub async fn handed_over(&self, id: FileId, attachment_id: &str) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(HANDED_OVER)
            .bind(id.to_string())
            .bind(plain(attachment_id))
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }
}
