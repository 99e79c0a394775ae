//! What a team does with a chat besides answering: puts it aside, takes it up again, labels it, makes notes.

use domain::chat::{Chat, ChatState};
use domain::clock::Ids;
use domain::desk::{Note, StateWish};
use domain::event;
use domain::ids::{ChatId, NoteId};
use domain::label::Label;
use domain::time::Timestamp;
use domain::user::Viewer;
use domain::wire;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use crate::db::{Db, Tx, batch, plain};
use crate::error::{Result, inconsistent};
use crate::events;
use crate::ingest::View;
use crate::read::locked_chat;
use crate::rows::{UserRow, id, micros};
use crate::sends::{IdempotencyKey, Kept, keep_key};
use crate::write::shapes;

sql! {
    STATE = "UPDATE chat SET state = $2, state_at = $3, snoozed_until = $4, labels = $5 WHERE id = $1";
    UNLABEL = "DELETE FROM chat_label WHERE chat_id = $1";
    LABEL = "INSERT INTO chat_label (label, name, chat_id, last_at) SELECT value ->> 'key', value ->> 'name', $2, $3 FROM json_each(CAST($1 AS TEXT))";
    ASLEEP = "SELECT id FROM chat WHERE state = 'snoozed' AND snoozed_until <= $1 ORDER BY snoozed_until LIMIT $2";
    ADD_NOTE = "INSERT INTO chat_note (id, chat_id, author_id, at, text) VALUES ($1, $2, $3, $4, $5)";
    NOTES = "SELECT n.id AS note_id, n.chat_id, n.at, n.text, u.id, u.email, u.name, u.role, u.is_active, u.created_at FROM chat_note n \
        JOIN users u ON u.id = n.author_id WHERE n.chat_id = $1 AND (n.at, n.id) < ($2, $3) ORDER BY n.at DESC, n.id DESC LIMIT $4";
    NOTE = "SELECT n.id AS note_id, n.chat_id, n.at, n.text, u.id, u.email, u.name, u.role, u.is_active, u.created_at FROM chat_note n \
        JOIN users u ON u.id = n.author_id WHERE n.id = $1";
}

/// Chats that wake in one round of the upkeep, which comes every second: a morning's worth, without holding up others.
const WAKE_BATCH: i64 = 200;

/// What a person wants of a chat.
#[derive(Clone, Debug, Default)]
pub struct ChatWish {
    /// Its state.
    pub state: StateWish,
    /// All its labels.
    pub labels: Option<Vec<Label>>,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Changed {
    /// The chat as it is now.
    Chat(Box<wire::Chat>),
    /// There is no such chat.
    NoChat,
    /// Whoever asks may not see it.
    Denied,
}

/// What became of a note.
#[derive(Clone, Debug)]
pub enum Noted {
    /// It is there, now or before under the same key.
    Note(Box<Note>),
    /// There is no such chat.
    NoChat,
    /// Whoever asks may not see it.
    Denied,
    /// The key was used with another body.
    KeyMismatch,
}

/// Where a page of notes ends: the next begins after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteCursor {
    /// Microseconds.
    pub at: i64,
    /// The last note.
    pub id: String,
}

impl NoteCursor {
    /// After this note.
    #[must_use]
    pub fn after(note: &Note) -> Self {
        Self {
            at: note.created_at.micros(),
            id: note.id.to_string(),
        }
    }

    /// Before all notes.
    #[must_use]
    pub fn start() -> Self {
        Self {
            at: i64::MAX,
            id: String::new(),
        }
    }
}

#[derive(FromRow)]
struct NoteRow {
    note_id: String,
    chat_id: String,
    at: i64,
    text: String,
    #[sqlx(flatten)]
    author: UserRow,
}

impl TryFrom<NoteRow> for Note {
    type Error = crate::error::StoreError;

    fn try_from(r: NoteRow) -> Result<Self> {
        let author = wire::User::try_from(r.author)?;
        Ok(Self {
            id: id("chat_note", "id", &r.note_id)?,
            chat_id: id("chat_note", "chat_id", &r.chat_id)?,
            author_id: author.id,
            author,
            text: r.text,
            created_at: Timestamp::from_micros(r.at),
        })
    }
}

#[derive(Serialize)]
struct LabelOut<'a> {
    key: &'a str,
    name: &'a str,
}

/// Stores what people set of a chat, and tells screens.
async fn put(tx: &mut Tx, view: View, chat: &Chat) -> Result<Option<wire::Chat>> {
    on_tx!(tx, |c| sqlx::query(STATE)
        .bind(chat.id.to_string())
        .bind(chat.state.as_str())
        .bind(micros(chat.state_at))
        .bind(micros(chat.snoozed_until))
        .bind(batch(&chat.labels))
        .execute(c)
        .await?
        .rows_affected());
    Ok(shapes(tx, view, std::slice::from_ref(chat))
        .await?
        .remove(&chat.id))
}

/// A chat without a bubble is on no screen.
fn told(shape: &wire::Chat) -> Option<event::NewEvent> {
    let listed = shape.last_incoming_at.or(shape.last_outgoing_at).is_some();
    listed.then(|| event::chat_updated(shape, None))
}

impl Db {
    /// Changes a chat's state and labels at a person's word; all who see it are told if anything changed.
    ///
    /// # Errors
    /// What the database said.
    pub async fn change_chat(
        &self,
        view: View,
        viewer: &Viewer,
        chat: ChatId,
        wish: &ChatWish,
    ) -> Result<Changed> {
        let mut tx = self.write().await?;
        let Some(before) = locked_chat(&mut tx, chat).await? else {
            return Ok(Changed::NoChat);
        };
        if !viewer.may_see(before.assigned_to) {
            return Ok(Changed::Denied);
        }
        let mut row = before.clone();
        wish.state.apply(&mut row, view.now);
        if let Some(labels) = &wish.labels {
            row.labels = labels.iter().map(|l| l.name.clone()).collect();
            if row.labels != before.labels {
                label(&mut tx, &row, labels).await?;
            }
        }
        if row.state == ChatState::Resolved && before.state != ChatState::Resolved {
            crate::reports::resolved(&mut tx, chat, viewer.id, view.now).await?;
        }
        let shape = put(&mut tx, view, &row).await?;
        let Some(shape) = shape else {
            return Ok(Changed::NoChat);
        };
        if row != before {
            let told: Vec<_> = told(&shape).into_iter().collect();
            events::append(&mut tx, &told, view.now).await?;
            tx.commit().await?;
        }
        Ok(Changed::Chat(Box::new(shape)))
    }

    /// Wakes the snoozed chats whose time has come; says how many.
    ///
    /// # Errors
    /// What the database said.
    pub async fn wake_chats(&self, view: View) -> Result<usize> {
        let asleep: Vec<String> = on_db!(self, |c| sqlx::query_scalar(ASLEEP)
            .bind(view.now.micros())
            .bind(WAKE_BATCH)
            .fetch_all(c)
            .await?);
        let mut woken = 0;
        for text in &asleep {
            let mut tx = self.write().await?;
            // Under the lock: another node, a person or the customer may have been quicker.
            let Some(mut row) = locked_chat(&mut tx, id("chat", "id", text)?).await? else {
                continue;
            };
            if !row.wake(view.now) {
                continue;
            }
            let told: Vec<_> = put(&mut tx, view, &row)
                .await?
                .as_ref()
                .and_then(told)
                .into_iter()
                .collect();
            events::append(&mut tx, &told, view.now).await?;
            tx.commit().await?;
            woken += 1;
        }
        Ok(woken)
    }

    /// Adds a private note; all who see the chat are told. A repeated key answers with the note that is there.
    ///
    /// # Errors
    /// What the database said.
    pub async fn add_note(
        &self,
        ids: &dyn Ids,
        view: View,
        author: &Viewer,
        chat: ChatId,
        text: &str,
        key: Option<&IdempotencyKey>,
    ) -> Result<Noted> {
        let mut tx = self.write().await?;
        let Some(row) = locked_chat(&mut tx, chat).await? else {
            return Ok(Noted::NoChat);
        };
        if !author.may_see(row.assigned_to) {
            return Ok(Noted::Denied);
        }
        let new = NoteId::new(ids.next()).to_string();
        if let Some(key) = key {
            match keep_key(&mut tx, author.id, key, &new, view.now).await? {
                Kept::New => {}
                Kept::Mismatch => return Ok(Noted::KeyMismatch),
                Kept::Before(before) => {
                    let note = note(&mut tx, &before).await?;
                    return Ok(note.map_or(Noted::KeyMismatch, |n| Noted::Note(Box::new(n))));
                }
            }
        }
        on_tx!(&mut tx, |c| sqlx::query(ADD_NOTE)
            .bind(&new)
            .bind(chat.to_string())
            .bind(author.id.to_string())
            .bind(view.now.micros())
            .bind(plain(text))
            .execute(c)
            .await?
            .rows_affected());
        let note = note(&mut tx, &new)
            .await?
            .ok_or_else(|| inconsistent("chat_note", "id", &new))?;
        let told = event::chat_note(chat, row.assigned_to, &note);
        events::append(&mut tx, &[told], view.now).await?;
        tx.commit().await?;
        Ok(Noted::Note(Box::new(note)))
    }

    /// A page of a chat's notes, newest first, at most `limit`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn notes(
        &self,
        chat: ChatId,
        after: Option<&NoteCursor>,
        limit: i64,
    ) -> Result<Vec<Note>> {
        let after = after.cloned().unwrap_or_else(NoteCursor::start);
        let rows: Vec<NoteRow> = on_db!(self, |c| sqlx::query_as(NOTES)
            .bind(chat.to_string())
            .bind(after.at)
            .bind(plain(&after.id))
            .bind(limit)
            .fetch_all(c)
            .await?);
        crate::rows::all(rows)
    }
}

async fn note(tx: &mut Tx, note: &str) -> Result<Option<Note>> {
    let row: Option<NoteRow> = on_tx!(tx, |c| sqlx::query_as(NOTE)
        .bind(note)
        .fetch_optional(c)
        .await?);
    row.map(Note::try_from).transpose()
}

async fn label(tx: &mut Tx, chat: &Chat, labels: &[Label]) -> Result<()> {
    let chat_id = chat.id.to_string();
    on_tx!(tx, |c| sqlx::query(UNLABEL)
        .bind(&chat_id)
        .execute(c)
        .await?
        .rows_affected());
    let rows: Vec<_> = labels
        .iter()
        .map(|l| LabelOut {
            key: &l.key,
            name: &l.name,
        })
        .collect();
    on_tx!(tx, |c| sqlx::query(LABEL)
        .bind(batch(&rows))
        .bind(&chat_id)
        .bind(micros(chat.summary.last_at))
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}
