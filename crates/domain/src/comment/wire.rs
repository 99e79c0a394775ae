//! The shapes of comments and mentions in answers (contract §1, §2).

use serde::{Deserialize, Serialize};

use super::{Action, Comment as Row, Mention};
use crate::account::Platform;
use crate::ids::AccountId;
use crate::time::Timestamp;

/// A photo in a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CommentAttachment)]
pub struct Attachment {
    /// `image`.
    pub r#type: String,
    /// Where it is; expires.
    pub url: String,
}

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Comment {
    /// Meta's id.
    pub id: String,
    /// Meta's id of the post; of a boosted one the original.
    pub media_id: Option<String>,
    /// Who wrote it: on Instagram the same id as in messages.
    pub author_id: Option<String>,
    /// Handle or name.
    pub author_username: Option<String>,
    /// The words, kept after a removal; `""` if none.
    pub text: String,
    /// Whether the business hides it.
    pub hidden: bool,
    /// What became of it.
    pub action: Action,
    /// Meta's id of our account, if the text names it with `@`.
    pub mentioned_user_id: Option<String>,
    /// The comment that it answers.
    pub parent_id: Option<String>,
    /// `attachments` as text.
    pub attachments_json: String,
    /// When it was written, Unix seconds.
    pub ts: i64,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Photos in it.
    pub attachments: Vec<Attachment>,
    /// Our id of the account that it was written to.
    pub account_id: AccountId,
    /// `INSTAGRAM` or `FACEBOOK`.
    #[schema(value_type = String)]
    pub platform: Platform,
    /// Whether the business wrote it.
    pub own: bool,
    /// When it got its private reply.
    pub private_reply_at: Option<Timestamp>,
}

impl Comment {
    /// The shape of a row.
    #[must_use]
    pub fn of(row: &Row) -> Self {
        let facts = &row.facts;
        let attachments = attachments(row);
        Self {
            id: row.id.as_str().to_owned(),
            media_id: facts.media.as_ref().map(|m| m.as_str().to_owned()),
            author_id: facts.author.clone(),
            author_username: facts.author_name.as_ref().map(|(_, name)| name.clone()),
            text: facts.text().to_owned(),
            hidden: facts.hidden(),
            action: facts.action(),
            mentioned_user_id: facts.mentions.then(|| row.external.as_str().to_owned()),
            parent_id: facts.parent.as_ref().map(|p| p.as_str().to_owned()),
            // A list of two texts each, which cannot fail to serialise.
            attachments_json: serde_json::to_string(&attachments).unwrap_or_else(|_| "[]".into()),
            ts: facts.written_at().secs(),
            created_at: facts.written_at(),
            updated_at: facts.changed_at(),
            attachments,
            account_id: row.account,
            platform: row.platform,
            own: facts.own,
            private_reply_at: facts.private_reply.as_ref().map(|p| p.at.0),
        }
    }
}

fn attachments(row: &Row) -> Vec<Attachment> {
    let photo = row.facts.photo.iter();
    photo
        .map(|(_, url)| Attachment {
            r#type: "image".to_owned(),
            url: url.clone(),
        })
        .collect()
}

/// An answer below a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CommentReply)]
pub struct Reply {
    /// Meta's id.
    pub id: String,
    /// Handle or name of its author.
    pub username: Option<String>,
    /// The words.
    pub text: String,
    /// When it was written.
    pub timestamp: Timestamp,
    /// The comment that it answers.
    pub parent_id: Option<String>,
    /// Who wrote it.
    pub author_id: Option<String>,
    /// Whether the business wrote it.
    pub own: bool,
    /// Whether the business hides it.
    pub hidden: bool,
    /// What became of it.
    pub action: Action,
    /// Photos in it.
    pub attachments: Vec<Attachment>,
}

impl From<&Row> for Reply {
    fn from(row: &Row) -> Self {
        let shape = Comment::of(row);
        Self {
            id: shape.id,
            username: shape.author_username,
            text: shape.text,
            timestamp: shape.created_at,
            parent_id: shape.parent_id,
            author_id: shape.author_id,
            own: shape.own,
            hidden: shape.hidden,
            action: shape.action,
            attachments: shape.attachments,
        }
    }
}

/// The post of a comment, as far as it has been fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CommentPost)]
pub struct Post {
    /// Meta's id.
    pub id: Option<String>,
    /// The account's handle, or the Page's name.
    pub username: Option<String>,
    /// The account's picture.
    pub profile_pic: Option<String>,
    /// `IMAGE`, `VIDEO`, `CAROUSEL_ALBUM`, …
    pub media_type: Option<String>,
    /// Where the media lie; expires and is fetched again.
    pub media_url: Option<String>,
    /// Its own address.
    pub permalink: Option<String>,
    /// Its words.
    pub caption: Option<String>,
    /// When it was posted.
    pub timestamp: Option<Timestamp>,
}

/// A comment of the list, with its answers and its post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ListedComment)]
pub struct Listed {
    /// Meta's id.
    pub id: String,
    /// Handle or name of its author.
    pub username: Option<String>,
    /// The words.
    pub text: String,
    /// When it was written.
    pub timestamp: Timestamp,
    /// The author's picture, where we have a chat with them.
    pub profile_pic: Option<String>,
    /// Whether the business hides it.
    pub hidden: bool,
    /// Answers, oldest first; the newest hundred.
    pub replies: Vec<Reply>,
    /// Its post.
    pub post: Post,
    /// Meta's id of the post.
    pub media_id: Option<String>,
    /// Who wrote it.
    pub author_id: Option<String>,
    /// Whether the business wrote it.
    pub own: bool,
    /// What became of it.
    pub action: Action,
    /// Photos in it.
    pub attachments: Vec<Attachment>,
    /// Our id of the account that it was written to.
    pub account_id: AccountId,
    /// When it got its private reply.
    pub private_reply_at: Option<Timestamp>,
    /// Whether it may get a private reply now, as far as we know.
    pub can_reply_privately: bool,
}

impl Listed {
    /// The shape of a row.
    #[must_use]
    pub fn of(
        row: &Row,
        replies: Vec<Reply>,
        post: Post,
        profile_pic: Option<String>,
        now: Timestamp,
    ) -> Self {
        let shape = Comment::of(row);
        Self {
            id: shape.id,
            username: shape.author_username,
            text: shape.text,
            timestamp: shape.created_at,
            profile_pic,
            hidden: shape.hidden,
            replies,
            post,
            media_id: shape.media_id,
            author_id: shape.author_id,
            own: shape.own,
            action: shape.action,
            attachments: shape.attachments,
            account_id: shape.account_id,
            private_reply_at: shape.private_reply_at,
            can_reply_privately: super::may_reply_privately(row, now).is_ok(),
        }
    }
}

/// One mention, as far as it has been fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Mention)]
pub struct Mentioned {
    /// Stable within the account: what was mentioned where.
    pub id: String,
    /// Meta's id of the post.
    pub media_id: Option<String>,
    /// Meta's id of the comment; null for a caption.
    pub comment_id: Option<String>,
    /// `IMAGE`, `VIDEO`, …
    pub media_type: Option<String>,
    /// Where the media lie; expires.
    pub media_url: Option<String>,
    /// The post's own address.
    pub permalink: Option<String>,
    /// The post's caption.
    pub caption: Option<String>,
    /// Who mentioned.
    pub username: Option<String>,
    /// The words of the comment.
    pub text: Option<String>,
    /// When it was written, else when it came.
    pub timestamp: Timestamp,
    /// Our id of the account that was mentioned.
    pub account_id: AccountId,
}

impl From<&Mention> for Mentioned {
    fn from(row: &Mention) -> Self {
        let facts = &row.facts;
        let details = facts.details.as_ref().map(|(_, d)| d.clone());
        let details = details.unwrap_or_default();
        Self {
            id: row.key.as_str().to_owned(),
            media_id: facts.media.as_ref().map(|m| m.as_str().to_owned()),
            comment_id: facts.comment.as_ref().map(|c| c.as_str().to_owned()),
            media_type: details.media_type,
            media_url: details.media_url,
            permalink: details.permalink,
            caption: details.caption,
            username: details.username.or_else(|| facts.author_name.clone()),
            text: details.text,
            timestamp: facts.at(),
            account_id: row.account,
        }
    }
}

/// The list of mentions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MentionsAnswer {
    /// Always true.
    pub success: bool,
    /// Newest first.
    pub data: Vec<Mentioned>,
    /// What the list cannot hold, in a sentence: accounts connected through Instagram Login get no mention events.
    pub note: Option<String>,
}
