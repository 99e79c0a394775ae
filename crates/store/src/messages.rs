//! The thread of a chat, read page by page from the newest.

use domain::chat::Chat;
use domain::ids::{ChatId, MessageId};
use domain::message::Message;
use domain::wire;
use sqlx::FromRow;

use crate::db::Db;
use crate::error::Result;
use crate::ingest::View;
use crate::message_columns;
use crate::rows::{ChatRow, MessageRow, message_id};

sql! {
    PAGE = concat!("SELECT ", message_columns!(), ", r.id AS answers FROM message m \
        LEFT JOIN message r ON r.account_id = m.account_id AND r.mid = m.reply_mid AND r.presence = 'shown' \
        WHERE m.chat_id = $1 AND m.presence = 'shown' ORDER BY m.at DESC, m.ord DESC LIMIT $2");
    PAGE_BEFORE = concat!("SELECT ", message_columns!(), ", r.id AS answers FROM message m \
        LEFT JOIN message r ON r.account_id = m.account_id AND r.mid = m.reply_mid AND r.presence = 'shown' \
        WHERE m.chat_id = $1 AND m.presence = 'shown' AND (m.at, m.ord) < ($3, $4) ORDER BY m.at DESC, m.ord DESC LIMIT $2");
    PLACE = "SELECT at, ord FROM message WHERE id = $1 AND chat_id = $2 AND presence = 'shown'";
    ONE = concat!("SELECT ", message_columns!(), " FROM message m WHERE m.id = $1");
    // From the few accounts, so that the key (account_id, mid) serves.
    HAS_MID = "SELECT COUNT(*) FROM account a CROSS JOIN message m WHERE m.account_id = a.id AND m.mid = $1 AND m.presence = 'shown'";
    HEAD = "SELECT next - 1 FROM head WHERE id = 1";
    CHAT = concat!("SELECT ", crate::chat_columns!(), " FROM chat c WHERE c.id = $1");
}

#[derive(FromRow)]
struct PageRow {
    #[sqlx(flatten)]
    message: MessageRow,
    answers: Option<String>,
}

/// A page of a thread.
#[derive(Clone, Debug)]
pub enum Thread {
    /// The chat, a page of its messages (ascending), and where the log stood before they were read.
    Page {
        /// The chat.
        row: Box<Chat>,
        /// Its shape.
        chat: Box<wire::Chat>,
        /// Ascending by time.
        messages: Vec<wire::Message>,
        /// The log position that they reflect.
        seq: i64,
    },
    /// There is no such chat.
    NoChat,
    /// The message to page back from is not in this chat.
    NoMessage,
}

impl Db {
    /// The newest messages of a chat, or those before a message of it, at most `limit`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn thread(
        &self,
        view: View,
        chat: ChatId,
        before: Option<MessageId>,
        limit: i64,
    ) -> Result<Thread> {
        // Read before the rest: what comes in between is told again by the log, and telling twice does no harm.
        let seq: i64 = on_db!(self, |c| sqlx::query_scalar(HEAD).fetch_one(c).await?);
        let row: Option<ChatRow> = on_db!(self, |c| sqlx::query_as(CHAT)
            .bind(chat.to_string())
            .fetch_optional(c)
            .await?);
        let Some(row) = row.map(Chat::try_from).transpose()? else {
            return Ok(Thread::NoChat);
        };
        let mut place: Option<(i64, String)> = None;
        if let Some(before) = before {
            place = on_db!(self, |c| sqlx::query_as(PLACE)
                .bind(before.to_string())
                .bind(chat.to_string())
                .fetch_optional(c)
                .await?);
            if place.is_none() {
                return Ok(Thread::NoMessage);
            }
        }
        let rows: Vec<PageRow> = match place {
            None => on_db!(self, |c| sqlx::query_as(PAGE)
                .bind(chat.to_string())
                .bind(limit)
                .fetch_all(c)
                .await?),
            Some((at, ord)) => on_db!(self, |c| sqlx::query_as(PAGE_BEFORE)
                .bind(chat.to_string())
                .bind(limit)
                .bind(at)
                .bind(&ord)
                .fetch_all(c)
                .await?),
        };
        let mut messages = Vec::with_capacity(rows.len());
        for r in rows.into_iter().rev() {
            let answers = message_id(r.answers.as_deref())?;
            messages.push(wire::Message::of(
                &Message::try_from(r.message)?,
                chat,
                row.platform,
                answers,
            ));
        }
        let shape = self.chat_shape(view, &row).await?;
        Ok(Thread::Page {
            row: Box::new(row),
            chat: Box::new(shape),
            messages,
            seq,
        })
    }

    /// The shape of a chat with its agent.
    ///
    /// # Errors
    /// What the database said.
    pub async fn chat_shape(&self, view: View, row: &Chat) -> Result<wire::Chat> {
        let agent = match row.assigned_to {
            Some(id) => self.user(id).await?,
            None => None,
        };
        Ok(wire::Chat::of(row, agent, view.now, view.human_agent))
    }

    /// One message, whoever may see it.
    ///
    /// # Errors
    /// What the database said.
    pub async fn message(&self, message: MessageId) -> Result<Option<Message>> {
        let row: Option<MessageRow> = on_db!(self, |c| sqlx::query_as(ONE)
            .bind(message.to_string())
            .fetch_optional(c)
            .await?);
        row.map(Message::try_from).transpose()
    }

    /// Whether a message with this mid is shown anywhere.
    ///
    /// # Errors
    /// What the database said.
    pub async fn has_mid(&self, mid: &str) -> Result<bool> {
        let n: i64 = on_db!(self, |c| sqlx::query_scalar(HAS_MID)
            .bind(crate::db::plain(mid))
            .fetch_one(c)
            .await?);
        Ok(n > 0)
    }
}
