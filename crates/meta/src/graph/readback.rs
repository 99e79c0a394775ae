//! A message as the Graph API gives it back, which is not how a webhook brings it (§4).

use domain::ids::{CustomerId, ExternalId, Mid};
use domain::inbound::{
    AttachmentKind, Inbound, InboundAttachment, InboundReply, NewMessage, Reaction, StoryRef, What,
};
use domain::time::Timestamp;
use serde_json::Value;

use crate::loose::{self, Object};

/// One side of a message; some answers name two ids for the same account.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Side {
    id: String,
    user_id: Option<String>,
}

impl Side {
    fn from_node(node: &Value) -> Option<Self> {
        let node = node.as_object()?;
        Some(Self {
            id: loose::id_in(node, "id")?,
            user_id: loose::id_in(node, "user_id"),
        })
    }

    fn is(&self, account: &ExternalId) -> bool {
        self.id == account.as_str() || self.user_id.as_deref() == Some(account.as_str())
    }
}

/// A message that was read back.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadBack {
    /// Meta's id.
    pub mid: Mid,
    /// When it was written; whole seconds, unlike the webhook's time.
    pub at: Option<Timestamp>,
    from: Option<Side>,
    to: Vec<Side>,
    /// Who reacted, and how.
    reactions: Vec<(Side, Reaction)>,
    message: NewMessage,
}

impl ReadBack {
    pub(super) fn from_node(node: &Object) -> Option<Self> {
        let mid = Mid::new(loose::id_in(node, "id")?);
        let mut attachments: Vec<InboundAttachment> = list(node, "attachments")
            .iter()
            .filter_map(Value::as_object)
            .map(attachment)
            .collect();
        attachments.extend(
            list(node, "shares")
                .iter()
                .filter_map(Value::as_object)
                .map(share),
        );
        let story = loose::object(node, "story");
        if let Some(mention) = story.and_then(|story| loose::object(story, "mention")) {
            attachments.push(InboundAttachment {
                kind: AttachmentKind::StoryMention,
                meta_type: "story_mention".into(),
                url: loose::url_in(mention, "link"),
                title: None,
                target_id: loose::id_in(mention, "id"),
            });
        }
        let text = loose::text_in(node, "message").unwrap_or_default();
        let nothing = text.is_empty() && attachments.is_empty();
        let message = NewMessage {
            mid: Some(mid.clone()),
            unsupported: loose::flag(node, "is_unsupported") || (nothing && story.is_none()),
            text,
            attachments,
            reply_to: story
                .and_then(|story| loose::object(story, "reply_to"))
                .map(|reply_to| {
                    InboundReply::Story(StoryRef {
                        id: loose::id_in(reply_to, "id"),
                        url: loose::url_in(reply_to, "link"),
                        link_sticker_url: None,
                    })
                }),
            ..NewMessage::default()
        };
        Some(Self {
            mid,
            at: loose::time_in(node, "created_time"),
            from: loose::field(node, "from").and_then(Side::from_node),
            to: list(node, "to")
                .iter()
                .filter_map(Side::from_node)
                .collect(),
            reactions: list(node, "reactions")
                .iter()
                .filter_map(Value::as_object)
                .flat_map(reactions)
                .collect(),
            message,
        })
    }

    /// Who reacted and how, as of now: `true` for the business.
    #[must_use]
    pub fn reactions(&self, account: &ExternalId) -> Vec<(bool, Reaction)> {
        let by = |(side, reaction): &(Side, Reaction)| (side.is(account), reaction.clone());
        self.reactions.iter().map(by).collect()
    }

    /// What it says.
    #[must_use]
    pub const fn message(&self) -> &NewMessage {
        &self.message
    }

    /// Whether `account` wrote it.
    #[must_use]
    pub fn is_from(&self, account: &ExternalId) -> bool {
        self.from.as_ref().is_some_and(|from| from.is(account))
    }

    /// The same as a webhook would have told it to `account`, the business. The customer is missing if the
    /// answer does not name the other side.
    #[must_use]
    pub fn into_inbound(self, account: &ExternalId) -> Inbound {
        let from_business = self.is_from(account);
        let to_self =
            from_business && !self.to.is_empty() && self.to.iter().all(|side| side.is(account));
        let other = if from_business {
            self.to
                .into_iter()
                .find(|side| to_self || !side.is(account))
        } else {
            self.from
        };
        Inbound {
            customer: other.map(|side| CustomerId::new(side.id)),
            from_business,
            at: self.at,
            // A message that is read back says nothing of which app it was delivered to.
            holder: None,
            what: What::Message(Box::new(NewMessage {
                echo: from_business,
                to_self,
                ..self.message
            })),
        }
    }
}

/// The elements of `{"data": […]}`.
fn list<'a>(node: &'a Object, key: &str) -> &'a [Value] {
    loose::object(node, key)
        .and_then(|wrapper| loose::field(wrapper, "data"))
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn attachment(node: &Object) -> InboundAttachment {
    let mime = loose::text_in(node, "mime_type").unwrap_or_default();
    let title = loose::text_in(node, "name");
    let target_id = loose::id_in(node, "id");
    let made = |kind, meta_type: &str, url| InboundAttachment {
        kind,
        meta_type: meta_type.into(),
        url,
        title: title.clone(),
        target_id: target_id.clone(),
    };
    // A video has `image_data` too, for its preview.
    if let Some(video) = loose::object(node, "video_data") {
        return made(AttachmentKind::Video, "video", loose::url_in(video, "url"));
    }
    if let Some(image) = loose::object(node, "image_data") {
        let url = loose::url_in(image, "animated_gif_url").or_else(|| loose::url_in(image, "url"));
        return made(AttachmentKind::Image, "image", url);
    }
    if let Some(url) = loose::url_in(node, "file_url") {
        return match mime.split('/').next() {
            Some("audio") => made(AttachmentKind::Audio, "audio", Some(url)),
            Some("video") => made(AttachmentKind::Video, "video", Some(url)),
            Some("image") => made(AttachmentKind::Image, "image", Some(url)),
            _ => made(AttachmentKind::File, "file", Some(url)),
        };
    }
    if let Some(template) = loose::object(node, "generic_template") {
        let mut attachment = made(
            AttachmentKind::Template,
            "template",
            loose::url_in(template, "media_url"),
        );
        attachment.title = loose::text_in(template, "title").or(attachment.title);
        return attachment;
    }
    // European privacy rules withhold the media and leave only a sentence (§4).
    made(AttachmentKind::Unknown, "unknown", None)
}

/// One reaction with the people who chose it: Meta's word for it, or the character itself.
fn reactions(node: &Object) -> Vec<(Side, Reaction)> {
    let Some(said) = loose::text_in(node, "reaction") else {
        return Vec::new();
    };
    let reaction = if said.is_ascii() {
        Reaction {
            name: said,
            emoji: loose::text_in(node, "emoji"),
        }
    } else {
        Reaction {
            name: "other".to_owned(),
            emoji: Some(said),
        }
    };
    let users = loose::field(node, "users").and_then(Value::as_array);
    let users = users.map(Vec::as_slice).unwrap_or_default();
    users
        .iter()
        .filter_map(Side::from_node)
        .map(|side| (side, reaction.clone()))
        .collect()
}

fn share(node: &Object) -> InboundAttachment {
    let product = ["template", "payload", "product"]
        .iter()
        .try_fold(node, |at, key| loose::object(at, key));
    let first = product
        .and_then(|product| loose::object(product, "elements"))
        .and_then(|elements| loose::field(elements, "data"))
        .and_then(|data| data.as_array()?.first()?.as_object());
    InboundAttachment {
        kind: AttachmentKind::Share,
        meta_type: if first.is_some() { "product" } else { "share" }.into(),
        url: loose::url_in(node, "link")
            .or_else(|| first.and_then(|e| loose::url_in(e, "image_url"))),
        title: first.and_then(|e| loose::text_in(e, "name").or_else(|| loose::text_in(e, "title"))),
        target_id: first.and_then(|e| loose::id_in(e, "id")),
    }
}
