//! Everything that is known of a chat's customer, in one list. Each source gives its own newest first from the same
//! place, by an index; `domain::timeline` makes one list of them.

use domain::account::Platform;
use domain::comment::{Mentioned, Shape};
use domain::ids::ChatId;
use domain::message::Message;
use domain::timeline::{Entry, Place, Referral, merge};
use domain::wire;
use sqlx::FromRow;

use crate::comment_list::CommentCursor;
use crate::db::{Db, plain};
use crate::desk::NoteCursor;
use crate::error::Result;
use crate::rows::{MessageRow, message_id};
use crate::{message_columns, rows};

sql! {
    MESSAGES = concat!("SELECT ", message_columns!(), ", r.id AS answers FROM message m \
        LEFT JOIN message r ON r.account_id = m.account_id AND r.mid = m.reply_mid AND r.presence = 'shown' \
        WHERE m.chat_id = $1 AND m.presence = 'shown' AND (m.at, m.ord) < ($2, $3) ORDER BY m.at DESC, m.ord DESC LIMIT $4");
    REFERRALS = "SELECT m.at, m.ord, m.content FROM message m \
        WHERE m.chat_id = $1 AND m.refers = 1 AND (m.at, m.ord) < ($2, $3) ORDER BY m.at DESC, m.ord DESC LIMIT $4";
}

/// What comes first of one moment: the words that tell apart the sources within a place.
mod source {
    pub(super) const COMMENT: &str = "comment:";
    pub(super) const CONVERSION: &str = "conversion:";
    pub(super) const MENTION: &str = "mention:";
    pub(super) const MESSAGE: &str = "message:";
    pub(super) const NOTE: &str = "note:";
    pub(super) const REFERRAL: &str = "referral:";
}

/// A page of the list.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Newest first.
    pub entries: Vec<Entry>,
    /// Where the next page begins, if there is one.
    pub next: Option<Place>,
}

#[derive(FromRow)]
struct MessageEntry {
    #[sqlx(flatten)]
    message: MessageRow,
    answers: Option<String>,
}

#[derive(FromRow)]
struct ReferralEntry {
    at: i64,
    ord: String,
    content: String,
}

type Entries = Vec<(Place, Entry)>;

impl Db {
    /// A page of what is known of a chat's customer, newest first, at most `limit`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn timeline(
        &self,
        chat: &domain::chat::Chat,
        after: Option<&Place>,
        limit: i64,
    ) -> Result<Timeline> {
        // One more than is shown tells whether there is another page.
        let enough = limit + 1;
        let sources = vec![
            self.messages_of(chat, after, enough).await?,
            self.referrals_of(chat.id, after, enough).await?,
            self.notes_of(chat.id, after, enough).await?,
            self.comments_of(chat, after, enough).await?,
            self.mentions_of(chat, after, enough).await?,
            self.reported_of(chat.id, after, enough).await?,
        ];
        let (entries, next) = merge(sources, usize::try_from(limit).unwrap_or(0));
        Ok(Timeline { entries, next })
    }

    async fn messages_of(
        &self,
        chat: &domain::chat::Chat,
        after: Option<&Place>,
        limit: i64,
    ) -> Result<Entries> {
        let (at, ord) = Place::before(after, source::MESSAGE);
        let found: Vec<MessageEntry> = on_db!(self, |c| sqlx::query_as(MESSAGES)
            .bind(chat.id.to_string())
            .bind(at)
            .bind(plain(&ord))
            .bind(limit)
            .fetch_all(c)
            .await?);
        let mut entries = Vec::with_capacity(found.len());
        for row in found {
            let answers = message_id(row.answers.as_deref())?;
            let message = Message::try_from(row.message)?;
            let ord = message
                .mid
                .as_ref()
                .map_or_else(|| message.id.to_string(), |mid| mid.as_str().to_owned());
            let place = Place::of(message.at, source::MESSAGE, &ord);
            let at = message.at;
            let message = Box::new(wire::Message::of(&message, chat.id, chat.platform, answers));
            entries.push((place, Entry::Message { at, message }));
        }
        Ok(entries)
    }

    async fn referrals_of(
        &self,
        chat: ChatId,
        after: Option<&Place>,
        limit: i64,
    ) -> Result<Entries> {
        let (at, ord) = Place::before(after, source::REFERRAL);
        let found: Vec<ReferralEntry> = on_db!(self, |c| sqlx::query_as(REFERRALS)
            .bind(chat.to_string())
            .bind(at)
            .bind(plain(&ord))
            .bind(limit)
            .fetch_all(c)
            .await?);
        found
            .into_iter()
            .map(|row| {
                let content: domain::message::Content =
                    rows::json("message", "content", &row.ord, &row.content)?;
                let at = domain::time::Timestamp::from_micros(row.at);
                let referral = content
                    .context
                    .as_ref()
                    .map(Referral::of)
                    .unwrap_or_default();
                Ok((
                    Place::of(at, source::REFERRAL, &row.ord),
                    Entry::Referral {
                        at,
                        referral: Box::new(referral),
                    },
                ))
            })
            .collect()
    }

    async fn comments_of(
        &self,
        chat: &domain::chat::Chat,
        after: Option<&Place>,
        limit: i64,
    ) -> Result<Entries> {
        let (at, id) = Place::before(after, source::COMMENT);
        let cursor = CommentCursor { at, id };
        let found = self
            .comments_of_author(chat.account, chat.customer.as_str(), Some(&cursor), limit)
            .await?;
        let entry = |row: &domain::comment::Comment| {
            let comment = Box::new(Shape::of(row));
            let at = comment.created_at;
            let place = Place::of(at, source::COMMENT, &comment.id);
            (place, Entry::Comment { at, comment })
        };
        Ok(found.iter().map(entry).collect())
    }

    async fn mentions_of(
        &self,
        chat: &domain::chat::Chat,
        after: Option<&Place>,
        limit: i64,
    ) -> Result<Entries> {
        let (at, id) = Place::before(after, source::MENTION);
        // A handle belongs to one person at a time; the names of Facebook do not.
        let handle = chat
            .username
            .as_deref()
            .filter(|_| chat.platform == Platform::Instagram);
        let found = self
            .mentions_by(
                chat.account,
                chat.customer.as_str(),
                handle,
                &CommentCursor { at, id },
                limit,
            )
            .await?;
        let entry = |row: &domain::comment::Mention| {
            let at = row.facts.at();
            let place = Place::of(at, source::MENTION, row.key.as_str());
            let mention = Box::new(Mentioned::from(row));
            (place, Entry::Mention { at, mention })
        };
        Ok(found.iter().map(entry).collect())
    }

    async fn reported_of(
        &self,
        chat: ChatId,
        after: Option<&Place>,
        limit: i64,
    ) -> Result<Entries> {
        let (at, id) = Place::before(after, source::CONVERSION);
        let found = self.conversions_before(chat, at, &id, limit).await?;
        let entry = |row: &domain::conversion::Conversion| {
            let at = row.time;
            let place = Place::of(at, source::CONVERSION, &row.id.to_string());
            // Whoever reads a timeline may see the chat.
            let conversion = Box::new(row.wire(true));
            (place, Entry::Conversion { at, conversion })
        };
        Ok(found.iter().map(entry).collect())
    }

    async fn notes_of(&self, chat: ChatId, after: Option<&Place>, limit: i64) -> Result<Entries> {
        let (at, id) = Place::before(after, source::NOTE);
        let notes = self
            .notes(chat, Some(&NoteCursor { at, id }), limit)
            .await?;
        let entry = |note: domain::desk::Note| {
            let (at, id) = (note.created_at, note.id.to_string());
            let note = Box::new(note);
            (Place::of(at, source::NOTE, &id), Entry::Note { at, note })
        };
        Ok(notes.into_iter().map(entry).collect())
    }
}
