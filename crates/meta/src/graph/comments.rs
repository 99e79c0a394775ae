//! Comments under the business's posts, and what mentions say (§5).

use domain::account::Platform;
use domain::ids::{CommentId, CustomerId, MediaId, Mid};
use domain::time::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

use super::client::{Call, GraphClient};
use super::error::{CallError, SendError};
use super::{Credentials, Host};
use crate::loose::{self, Object};

/// One unknown field fails the whole call (§9.5), so each platform is asked for what it documents.
const INSTAGRAM_COMMENT: &str =
    "id,text,timestamp,username,from{id,username},hidden,parent_id,media{id,media_product_type}";
const PAGE_COMMENT: &str =
    "id,message,created_time,from{id,name},parent{id},is_hidden,attachment,permalink_url";
const MENTIONED_MEDIA: &str = "caption,media_type,media_url,permalink,timestamp,username";
const MENTIONED_COMMENT: &str =
    "id,text,timestamp,username,media{id,media_url,media_type,permalink,caption,owner}";

/// A comment as Meta shows it; every field but the id can be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommentNode {
    /// Meta's id.
    pub id: String,
    /// Its post.
    pub media: Option<String>,
    /// The comment that it answers.
    pub parent: Option<String>,
    /// Who wrote it; missing without the permission for it.
    pub author: Option<String>,
    /// Handle or name.
    pub author_name: Option<String>,
    /// The words.
    pub text: Option<String>,
    /// A photo in it (Pages).
    pub photo: Option<String>,
    /// Whether the business hides it.
    pub hidden: Option<bool>,
    /// When it was written.
    pub at: Option<Timestamp>,
    /// Under a live broadcast.
    pub live: bool,
}

/// What Meta says about a mention (§5.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MentionNode {
    /// `IMAGE`, `VIDEO`, …
    pub media_type: Option<String>,
    /// Where the media lie.
    pub media_url: Option<String>,
    /// The post's own address.
    pub permalink: Option<String>,
    /// The caption, with a leading `@` stripped.
    pub caption: Option<String>,
    /// Who posted or commented.
    pub username: Option<String>,
    /// The words of the comment.
    pub text: Option<String>,
    /// When it was written.
    pub at: Option<Timestamp>,
}

/// What Meta says to a private reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepliedPrivately {
    /// The author of the comment, as messages name them: on a Page this is the first time that it is told (§2.3).
    pub customer: CustomerId,
    /// The message.
    pub mid: Mid,
}

impl GraphClient {
    /// Writes a comment under a post, once.
    ///
    /// # Errors
    /// [`SendError`]: only what certainly was not taken may be repeated.
    pub async fn comment(
        &self,
        creds: &Credentials,
        post: &MediaId,
        text: &str,
    ) -> Result<CommentId, SendError> {
        self.write(creds, "comment", &[post.as_str(), "comments"], text)
            .await
    }

    /// Answers a comment in public, once.
    ///
    /// # Errors
    /// [`SendError`], as for [`GraphClient::comment`].
    pub async fn reply(
        &self,
        creds: &Credentials,
        platform: Platform,
        comment: &CommentId,
        text: &str,
    ) -> Result<CommentId, SendError> {
        let edge = match platform {
            Platform::Instagram => "replies",
            Platform::Facebook => "comments",
        };
        self.write(creds, "reply", &[comment.as_str(), edge], text)
            .await
    }

    async fn write(
        &self,
        creds: &Credentials,
        name: &'static str,
        path: &[&str],
        text: &str,
    ) -> Result<CommentId, SendError> {
        // `message` when writing, `text` when reading (§5.1).
        let body = json!({"message": text});
        let call = Call {
            name,
            method: Method::POST,
            path,
            query: &[],
            body: Some(&body),
        };
        let answer = self.once(creds, call).await?;
        let id = answer.as_ref().and_then(Value::as_object);
        match id.and_then(|body| loose::id_in(body, "id")) {
            Some(id) => Ok(CommentId::new(id)),
            // A duplicate by Meta's account (506), or success without an id: it may stand there.
            None => Err(SendError::Unknown {
                why: "success without a comment id".to_owned(),
            }),
        }
    }

    /// Hides a comment from everybody but its author, or shows it again. Doing it twice does no harm, but whether a lost
    /// call was done is not known.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn hide_comment(
        &self,
        creds: &Credentials,
        platform: Platform,
        comment: &CommentId,
        hide: bool,
    ) -> Result<(), SendError> {
        let name = match platform {
            Platform::Instagram => "hide",
            Platform::Facebook => "is_hidden",
        };
        let hide = if hide { "true" } else { "false" };
        let call = Call {
            name: "hide",
            method: Method::POST,
            path: &[comment.as_str()],
            query: &[(name, hide)],
            body: None,
        };
        self.done(creds, call).await
    }

    /// Deletes a comment.
    ///
    /// # Errors
    /// [`SendError`]; `Final` with `ObjectMissing` if there is none.
    pub async fn delete_comment(
        &self,
        creds: &Credentials,
        comment: &CommentId,
    ) -> Result<(), SendError> {
        let call = Call {
            name: "delete",
            method: Method::DELETE,
            path: &[comment.as_str()],
            query: &[],
            body: None,
        };
        self.done(creds, call).await
    }

    /// `{"success": true}`, which some pages print as text (§1.4). A duplicate is done as well.
    async fn done(&self, creds: &Credentials, call: Call<'_>) -> Result<(), SendError> {
        let answer = self.once(creds, call).await?;
        let said = answer.as_ref().and_then(Value::as_object);
        match said.map(|body| loose::flag(body, "success")) {
            None | Some(true) => Ok(()),
            Some(false) => Err(SendError::Unknown {
                why: "an answer that does not say whether it was done".to_owned(),
            }),
        }
    }

    /// Sends the author of a comment a message, once (§2.3).
    ///
    /// # Errors
    /// [`SendError`]; `Final` with `PrivateReplyImpossible` where Meta takes none.
    pub async fn private_reply(
        &self,
        creds: &Credentials,
        comment: &CommentId,
        text: &str,
    ) -> Result<RepliedPrivately, SendError> {
        let mut body =
            json!({"recipient": {"comment_id": comment.as_str()}, "message": {"text": text}});
        if creds.host == Host::Facebook {
            body["messaging_type"] = json!("RESPONSE");
        }
        let call = Call {
            name: "private_reply",
            method: Method::POST,
            path: &[&creds.sender_id, "messages"],
            query: &[],
            body: Some(&body),
        };
        let answer = self.once(creds, call).await?;
        let said = answer.as_ref().and_then(Value::as_object);
        let both = said.and_then(|body| {
            Some(RepliedPrivately {
                customer: CustomerId::new(loose::id_in(body, "recipient_id")?),
                mid: Mid::new(loose::id_in(body, "message_id")?),
            })
        });
        both.ok_or_else(|| SendError::Unknown {
            why: "success without a message id and a recipient".to_owned(),
        })
    }

    /// A comment by its id. Meta shows those of the token's own posts (§5.1), so an answer says whose it is.
    ///
    /// # Errors
    /// [`CallError`]; `Final` with `ObjectMissing` if there is none that this token may see.
    pub async fn comment_node(
        &self,
        creds: &Credentials,
        platform: Platform,
        comment: &CommentId,
    ) -> Result<CommentNode, CallError> {
        let fields = match platform {
            Platform::Instagram => INSTAGRAM_COMMENT,
            Platform::Facebook => PAGE_COMMENT,
        };
        let answer = self
            .get(
                creds,
                "comment_node",
                &[comment.as_str()],
                &[("fields", fields)],
            )
            .await?;
        answer
            .as_object()
            .and_then(|node| comment_of(creds, platform, node))
            .ok_or_else(|| unreadable("the comment has no id"))
    }

    /// What stands where an Instagram account was mentioned: a comment, else a caption. Only on the Facebook host (§5.2).
    ///
    /// # Errors
    /// [`CallError`]; `Final` where the post is gone or its comments are closed.
    pub async fn mention(
        &self,
        creds: &Credentials,
        account: &str,
        media: Option<&MediaId>,
        comment: Option<&CommentId>,
    ) -> Result<MentionNode, CallError> {
        let id = comment.map_or_else(|| media.map(MediaId::as_str), |c| Some(c.as_str()));
        // The id stands inside the field list, where it must not end its parentheses.
        let id = id.filter(|id| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
        let Some(id) = id else {
            return Err(unreadable("the mention has no id that can be asked for"));
        };
        let (field, fields) = if comment.is_some() {
            (
                "mentioned_comment",
                format!("mentioned_comment.comment_id({id}){{{MENTIONED_COMMENT}}}"),
            )
        } else {
            (
                "mentioned_media",
                format!("mentioned_media.media_id({id}){{{MENTIONED_MEDIA}}}"),
            )
        };
        let answer = self
            .get(creds, "mention", &[account], &[("fields", &fields)])
            .await?;
        answer
            .as_object()
            .and_then(|node| loose::object(node, field))
            .map(mention_of)
            .ok_or_else(|| unreadable("the answer holds no mention"))
    }
}

fn unreadable(why: &str) -> CallError {
    CallError::NoAnswer {
        why: why.to_owned(),
    }
}

fn comment_of(creds: &Credentials, platform: Platform, node: &Object) -> Option<CommentNode> {
    let text = |key| loose::text_in(node, key);
    let hidden = |key| loose::field(node, key).map(|_| loose::flag(node, key));
    let id = loose::id_in(node, "id")?;
    let from = loose::object(node, "from");
    Some(match platform {
        Platform::Instagram => {
            let media = loose::object(node, "media");
            let product = media.and_then(|m| loose::text_in(m, "media_product_type"));
            CommentNode {
                media: media.and_then(|m| loose::id_in(m, "id")),
                parent: loose::id_in(node, "parent_id"),
                // `user` stands only on the business's own (§5.1).
                author: loose::party(node, "from").or_else(|| loose::party(node, "user")),
                author_name: text("username")
                    .or_else(|| from.and_then(|f| loose::text_in(f, "username"))),
                text: text("text"),
                photo: None,
                hidden: hidden("hidden"),
                at: loose::time_in(node, "timestamp"),
                live: product.as_deref() == Some("LIVE"),
                id,
            }
        }
        Platform::Facebook => CommentNode {
            // `<post>_<comment>`, and a post is `<page>_<post>` (§1.8).
            media: id
                .rsplit_once('_')
                .map(|(post, _)| format!("{}_{post}", creds.sender_id)),
            parent: loose::party(node, "parent"),
            author: loose::party(node, "from"),
            author_name: from.and_then(|f| loose::text_in(f, "name")),
            text: text("message"),
            photo: photo_of(node),
            hidden: hidden("is_hidden"),
            at: loose::time_in(node, "created_time"),
            live: false,
            id,
        },
    })
}

fn photo_of(node: &Object) -> Option<String> {
    let media = loose::object(loose::object(node, "attachment")?, "media")?;
    loose::url_in(loose::object(media, "image")?, "src")
}

fn mention_of(node: &Object) -> MentionNode {
    let media = loose::object(node, "media");
    // A comment's post stands inside it, a caption's is the node itself.
    let post = media.unwrap_or(node);
    MentionNode {
        media_type: loose::text_in(post, "media_type"),
        media_url: loose::url_in(post, "media_url"),
        permalink: loose::url_in(post, "permalink"),
        caption: loose::text_in(post, "caption"),
        username: loose::text_in(node, "username"),
        text: loose::text_in(node, "text"),
        at: loose::time_in(node, "timestamp"),
    }
}
