//! The content of a message.

use domain::ids::Mid;
use domain::inbound::{InboundReply, NewMessage, StoryRef, What};
use serde_json::Value;

use super::{attachment, event};
use crate::loose::{self as read, Object};

/// A message or an echo of one; `event` is what stands around it.
pub(super) fn read(body: &Object, event: &Object, to_self: bool) -> Result<What, String> {
    let mid = read::id_in(body, "mid").map(Mid::new);
    if read::flag(body, "is_deleted") {
        let mid = mid.ok_or("an unsend that does not name its message (`mid`)")?;
        return Ok(What::Unsent { mid });
    }
    if mid.is_none() && read::field(body, "mid").is_some() {
        return Err(format!(
            "`mid` is no id: not text of at most {} bytes",
            read::MAX_ID_BYTES
        ));
    }
    let message = NewMessage {
        mid,
        text: read::text_in(body, "text").unwrap_or_default(),
        attachments: attachment::read_all(read::field(body, "attachments")),
        quick_reply: quick_reply(body),
        reply_to: reply_to(body),
        referral: event::referral(body).or_else(|| event::referral(event)),
        unsupported: read::flag(body, "is_unsupported"),
        echo: read::flag(body, "is_echo"),
        to_self,
        app_id: read::id_in(body, "app_id"),
        metadata: read::text_in(body, "metadata"),
    };
    shown(message, body).map(|message| What::Message(Box::new(message)))
}

/// A message must show something. One that holds only things we do not know is shown as unsupported; one whose
/// content is there but of the wrong type is not understood.
fn shown(mut message: NewMessage, body: &Object) -> Result<NewMessage, String> {
    let has_content = !message.text.is_empty()
        || !message.attachments.is_empty()
        || message.quick_reply.is_some()
        || message.reply_to.is_some();
    if has_content || message.unsupported {
        return Ok(message);
    }
    for (key, wanted) in [("text", "text"), ("attachments", "a list")] {
        match read::field(body, key) {
            Some(Value::String(text)) if text.is_empty() => {}
            Some(Value::Array(list)) if list.is_empty() && key == "attachments" => {}
            Some(value) => {
                return Err(format!(
                    "`{key}` is {}, not {wanted}",
                    read::type_name(value)
                ));
            }
            None => {}
        }
    }
    message.unsupported = true;
    Ok(message)
}

fn quick_reply(body: &Object) -> Option<String> {
    match read::field(body, "quick_reply")? {
        Value::Object(quick_reply) => read::text_in(quick_reply, "payload"),
        plain => read::text(plain),
    }
}

fn reply_to(body: &Object) -> Option<InboundReply> {
    let reply_to = match read::field(body, "reply_to")? {
        Value::Object(reply_to) => reply_to,
        plain => return read::id(plain).map(|mid| InboundReply::Message(Mid::new(mid))),
    };
    if let Some(story) = read::object(reply_to, "story") {
        return Some(InboundReply::Story(StoryRef {
            id: read::id_in(story, "id"),
            url: read::url_in(story, "url"),
            link_sticker_url: read::url_in(story, "link_sticker_url"),
        }));
    }
    read::id_in(reply_to, "mid").map(|mid| InboundReply::Message(Mid::new(mid)))
}
