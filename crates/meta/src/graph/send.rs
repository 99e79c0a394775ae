//! Sending (§2).

use domain::account::Platform;
use domain::ids::{CustomerId, Mid};
use domain::message::SendKind;
use domain::rich::{Button, Card, Rich};
use domain::template::{Approved, UTILITY};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::client::{Call, GraphClient};
use super::error::{CallError, SendError};
use super::{Credentials, Host};
use crate::loose;

/// What a message holds. One of them: Meta takes text and a file only as two messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text, within the platform's limit.
    Text(String),
    /// A file at an address that Meta can fetch.
    Attachment {
        /// What it is.
        kind: SendKind,
        /// Where it is.
        url: String,
    },
    /// A utility template that Meta approved, with its values (§2.7). Messenger only, inside the window and outside.
    Template(Approved),
    /// A text with quick replies or buttons under it, or cards without one (§2.2).
    Rich {
        /// The text, `""` with cards.
        text: String,
        /// What goes with it.
        rich: Rich,
    },
    /// A file that was handed over before ([`GraphClient::upload`]).
    Uploaded {
        /// What it is.
        kind: SendKind,
        /// Meta's id of it.
        attachment_id: String,
    },
}

/// Why a message may go outside the 24-hour window (§2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// A person wrote it, within 7 days; the app needs Meta's Human Agent feature.
    HumanAgent,
}

/// One message to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Which of the account's platforms the customer is on.
    pub platform: Platform,
    /// To whom.
    pub recipient: CustomerId,
    /// What.
    pub content: Content,
    /// The message it answers.
    pub reply_to: Option<Mid>,
    /// Outside the window.
    pub tag: Option<Tag>,
    /// Comes back in the echo. Messenger only, fewer than 1000 characters; elsewhere it is left out, for
    /// nothing says that Instagram returns it (§1.6).
    pub metadata: Option<String>,
}

/// What Meta says to a message that it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The message's id. `None` only if Meta refused the message as a duplicate of one that it has.
    pub mid: Option<Mid>,
    /// The customer's id, if the answer names it.
    pub recipient_id: Option<String>,
}

/// What the customer sees of the business without a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SenderAction {
    /// "Seen" under the customer's last message.
    MarkSeen,
    /// The typing dots; they end by themselves after 20 s.
    TypingOn,
    /// No dots.
    TypingOff,
}

impl SenderAction {
    /// Meta's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MarkSeen => "mark_seen",
            Self::TypingOn => "typing_on",
            Self::TypingOff => "typing_off",
        }
    }
}

impl GraphClient {
    /// Sends one message, once. What comes of it decides what to do next; nothing is repeated here.
    ///
    /// # Errors
    /// [`SendError`]: only `NotReached`, `Throttled`, `Transient` and `Paused` may be sent again by a program.
    pub async fn send(&self, creds: &Credentials, outgoing: &Outgoing) -> Result<Sent, SendError> {
        let body = message_body(creds.host, outgoing);
        let call = Call {
            name: "send",
            method: Method::POST,
            path: &[&creds.sender_id, "messages"],
            query: &[],
            body: Some(&body),
        };
        let Some(answer) = self.once(creds, call).await? else {
            return Ok(Sent {
                mid: None,
                recipient_id: None,
            });
        };
        let answer = answer.as_object();
        let Some(mid) = answer.and_then(|body| loose::id_in(body, "message_id")) else {
            // Success without the id of what was sent.
            return Err(SendError::Unknown {
                why: "success without a message id".to_owned(),
            });
        };
        Ok(Sent {
            mid: Some(Mid::new(mid)),
            recipient_id: answer.and_then(|body| loose::id_in(body, "recipient_id")),
        })
    }

    /// Sets the business's reaction to a message, or takes it back. Repeating it does no harm.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn react(
        &self,
        creds: &Credentials,
        customer: &CustomerId,
        mid: &Mid,
        reaction: Option<&str>,
    ) -> Result<(), CallError> {
        let (action, payload) = match reaction {
            Some(reaction) => (
                "react",
                json!({"message_id": mid.as_str(), "reaction": reaction}),
            ),
            None => ("unreact", json!({"message_id": mid.as_str()})),
        };
        let body = json!({"recipient": {"id": customer.as_str()}, "sender_action": action, "payload": payload});
        let call = Call {
            name: action,
            method: Method::POST,
            path: &[&creds.sender_id, "messages"],
            query: &[],
            body: Some(&body),
        };
        self.ask(creds, call).await.map(|_| ())
    }

    /// Shows the customer "seen" or the typing dots. Repeating it does no harm.
    ///
    /// # Errors
    /// [`CallError`]; not worth more than a log line.
    pub async fn sender_action(
        &self,
        creds: &Credentials,
        customer: &CustomerId,
        action: SenderAction,
    ) -> Result<(), CallError> {
        let body =
            json!({"recipient": {"id": customer.as_str()}, "sender_action": action.as_str()});
        let call = Call {
            name: action.as_str(),
            method: Method::POST,
            path: &[&creds.sender_id, "messages"],
            query: &[],
            body: Some(&body),
        };
        self.ask(creds, call).await.map(|_| ())
    }
}

/// The body of a send (§2.2).
fn message_body(host: Host, outgoing: &Outgoing) -> Value {
    let mut message = match &outgoing.content {
        Content::Text(text) => json!({"text": text}),
        Content::Attachment { kind, url } => {
            json!({"attachment": {"type": kind.as_str(), "payload": {"url": url}}})
        }
        Content::Template(approved) => json!({"template": template(approved)}),
        Content::Rich { text, rich } => rich_message(text, rich),
        Content::Uploaded {
            kind,
            attachment_id,
        } => {
            json!({"attachment": {"type": kind.as_str(), "payload": {"attachment_id": attachment_id}}})
        }
    };
    if let (Platform::Facebook, Some(metadata)) = (outgoing.platform, &outgoing.metadata) {
        message["metadata"] = json!(metadata);
    }
    let mut body = Map::new();
    body.insert(
        "recipient".into(),
        json!({"id": outgoing.recipient.as_str()}),
    );
    // Required on the Facebook host; the Instagram host takes the tag alone (§2.2).
    if host == Host::Facebook {
        let kind = match (&outgoing.content, outgoing.tag) {
            (Content::Template(_), _) => UTILITY,
            (_, Some(_)) => "MESSAGE_TAG",
            (_, None) => "RESPONSE",
        };
        body.insert("messaging_type".into(), json!(kind));
    }
    if let Some(Tag::HumanAgent) = outgoing.tag {
        body.insert("tag".into(), json!("HUMAN_AGENT"));
    }
    body.insert("message".into(), message);
    if let Some(mid) = &outgoing.reply_to {
        body.insert("reply_to".into(), json!({"mid": mid.as_str()}));
    }
    Value::Object(body)
}

/// A template with its values, by number (§2.7).
fn template(approved: &Approved) -> Value {
    let values: Vec<Value> = approved
        .parameters
        .iter()
        .map(|text| json!({"type": "text", "text": text}))
        .collect();
    let components = if values.is_empty() {
        Vec::new()
    } else {
        vec![json!({"type": "body", "parameters": values})]
    };
    json!({
        "name": approved.name,
        "language": {"code": approved.language},
        "components": components,
    })
}

/// A text with quick replies or buttons, or cards (§2.2).
fn rich_message(text: &str, rich: &Rich) -> Value {
    match rich {
        Rich::QuickReplies { replies } => {
            let replies: Vec<Value> = replies
                .iter()
                .map(|r| json!({"content_type": "text", "title": r.title, "payload": r.payload}))
                .collect();
            json!({"text": text, "quick_replies": replies})
        }
        Rich::Buttons { buttons } => {
            let buttons: Vec<Value> = buttons.iter().map(button).collect();
            let payload = json!({"template_type": "button", "text": text, "buttons": buttons});
            json!({"attachment": {"type": "template", "payload": payload}})
        }
        Rich::Cards { cards } => {
            let elements: Vec<Value> = cards.iter().map(card).collect();
            let payload = json!({"template_type": "generic", "elements": elements});
            json!({"attachment": {"type": "template", "payload": payload}})
        }
    }
}

fn button(button: &Button) -> Value {
    match button {
        Button::WebUrl { title, url } => json!({"type": "web_url", "title": title, "url": url}),
        Button::Postback { title, payload } => {
            json!({"type": "postback", "title": title, "payload": payload})
        }
    }
}

fn card(card: &Card) -> Value {
    let mut element = json!({"title": card.title});
    if let Some(subtitle) = &card.subtitle {
        element["subtitle"] = json!(subtitle);
    }
    if let Some(image) = &card.image_url {
        element["image_url"] = json!(image);
    }
    if let Some(url) = &card.url {
        element["default_action"] = json!({"type": "web_url", "url": url});
    }
    if !card.buttons.is_empty() {
        element["buttons"] = card.buttons.iter().map(button).collect();
    }
    element
}
