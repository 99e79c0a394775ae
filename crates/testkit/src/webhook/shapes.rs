//! The shapes of Meta's messaging events, as its documentation and recorded deliveries show them.

use serde_json::{Value, json};

use super::to_wire;

/// What `object` says: which product the delivery is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// An Instagram professional account.
    Instagram,
    /// A Facebook Page.
    Page,
}

impl Object {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Instagram => "instagram",
            Self::Page => "page",
        }
    }
}

/// The business whose deliveries are made. Its methods each give one element of `messaging`; [`Account::deliver`] wraps
/// elements into a body.
///
/// Times are milliseconds since 1970, as `timestamp` is.
#[derive(Debug, Clone)]
pub struct Account {
    /// Which product.
    pub object: Object,
    /// What `entry.id` says.
    pub id: String,
}

impl Account {
    /// An Instagram account by the id that webhooks carry.
    #[must_use]
    pub fn instagram(id: &str) -> Self {
        Self {
            object: Object::Instagram,
            id: id.to_owned(),
        }
    }

    /// A Facebook Page.
    #[must_use]
    pub fn page(id: &str) -> Self {
        Self {
            object: Object::Page,
            id: id.to_owned(),
        }
    }

    /// The signed bytes' text: one delivery with these elements in `messaging`.
    #[must_use]
    pub fn deliver(&self, time: i64, elements: &[Value]) -> Vec<u8> {
        to_wire(&json!({
            "object": self.object.as_str(),
            "entry": [{ "time": time, "id": self.id, "messaging": elements }],
        }))
    }

    /// The same elements as `changes` of one field, the way the dashboard's test button and some products send them.
    #[must_use]
    pub fn deliver_as_changes(&self, time: i64, field: &str, elements: &[Value]) -> Vec<u8> {
        let changes: Vec<Value> = elements
            .iter()
            .map(|value| json!({ "field": field, "value": value }))
            .collect();
        to_wire(&json!({
            "object": self.object.as_str(),
            "entry": [{ "id": self.id, "time": time / 1000, "changes": changes }],
        }))
    }

    /// Something a customer did: `parts` stands beside sender, recipient and time.
    #[must_use]
    pub fn from_customer(&self, customer: &str, at: i64, parts: Value) -> Value {
        element(customer, &self.id, at, parts)
    }

    /// Something the business did.
    #[must_use]
    pub fn from_business(&self, customer: &str, at: i64, parts: Value) -> Value {
        element(&self.id, customer, at, parts)
    }

    /// A text.
    #[must_use]
    pub fn text(&self, customer: &str, at: i64, mid: &str, text: &str) -> Value {
        self.from_customer(
            customer,
            at,
            json!({ "message": { "mid": mid, "text": text } }),
        )
    }

    /// One attachment of a kind (`image`, `video`, `audio`, `file`, `share`, `story_mention`, …).
    #[must_use]
    pub fn attachment(&self, customer: &str, at: i64, mid: &str, kind: &str, url: &str) -> Value {
        let attachment = json!({ "type": kind, "payload": { "url": url } });
        let message = json!({ "mid": mid, "attachments": [attachment] });
        self.from_customer(customer, at, json!({ "message": message }))
    }

    /// A text that answers a message.
    #[must_use]
    pub fn reply(&self, customer: &str, at: i64, mid: &str, text: &str, to: &str) -> Value {
        let message = json!({ "mid": mid, "text": text, "reply_to": { "mid": to } });
        self.from_customer(customer, at, json!({ "message": message }))
    }

    /// A text that answers the business's story.
    #[must_use]
    pub fn story_reply(
        &self,
        customer: &str,
        at: i64,
        mid: &str,
        text: &str,
        story: &str,
    ) -> Value {
        let url = format!("https://cdn.example/story/{story}");
        let to = json!({ "story": { "id": story, "url": url } });
        let message = json!({ "mid": mid, "text": text, "reply_to": to });
        self.from_customer(customer, at, json!({ "message": message }))
    }

    /// A button of a template or an icebreaker.
    #[must_use]
    pub fn postback(&self, customer: &str, at: i64, mid: &str, title: &str) -> Value {
        let postback = json!({ "mid": mid, "title": title, "payload": title.to_uppercase() });
        self.from_customer(customer, at, json!({ "postback": postback }))
    }

    /// A link or an advertisement that opened the conversation; it has no message id.
    #[must_use]
    pub fn referral(&self, customer: &str, at: i64, reference: &str) -> Value {
        let source = match self.object {
            Object::Instagram => "IGME-SOURCE-LINK",
            Object::Page => "SHORTLINK",
        };
        let referral = json!({ "ref": reference, "source": source, "type": "OPEN_THREAD" });
        self.from_customer(customer, at, json!({ "referral": referral }))
    }

    /// The customer corrects a message for the `number`-th time.
    #[must_use]
    pub fn edit(&self, customer: &str, at: i64, mid: &str, text: &str, number: u32) -> Value {
        let edit = json!({ "mid": mid, "text": text, "num_edit": number });
        self.from_customer(customer, at, json!({ "message_edit": edit }))
    }

    /// The customer takes a message back.
    #[must_use]
    pub fn unsend(&self, customer: &str, at: i64, mid: &str) -> Value {
        self.from_customer(
            customer,
            at,
            json!({ "message": { "mid": mid, "is_deleted": true } }),
        )
    }

    /// A heart on a message.
    #[must_use]
    pub fn react(&self, customer: &str, at: i64, mid: &str) -> Value {
        let reaction = json!({ "mid": mid, "action": "react", "reaction": "love", "emoji": "\u{2764}\u{fe0f}" });
        self.from_customer(customer, at, json!({ "reaction": reaction }))
    }

    /// The heart taken back.
    #[must_use]
    pub fn unreact(&self, customer: &str, at: i64, mid: &str) -> Value {
        let reaction = json!({ "mid": mid, "action": "unreact" });
        self.from_customer(customer, at, json!({ "reaction": reaction }))
    }

    /// The customer has read up to a message: by its id on Instagram, by its time on Messenger.
    #[must_use]
    pub fn read(&self, customer: &str, at: i64, mid: &str, watermark: i64) -> Value {
        let read = match self.object {
            Object::Instagram => json!({ "mid": mid }),
            Object::Page => json!({ "watermark": watermark }),
        };
        self.from_customer(customer, at, json!({ "read": read }))
    }

    /// Messenger's delivery receipt (Instagram has none).
    #[must_use]
    pub fn delivered(&self, customer: &str, at: i64, mid: &str, watermark: i64) -> Value {
        let delivery = json!({ "mids": [mid], "watermark": watermark });
        self.from_customer(customer, at, json!({ "delivery": delivery }))
    }

    /// What the business sent, told back to it: with the application's id and metadata on Messenger only.
    #[must_use]
    pub fn echo(
        &self,
        customer: &str,
        at: i64,
        mid: &str,
        text: &str,
        metadata: Option<&str>,
    ) -> Value {
        let mut message = json!({ "mid": mid, "text": text, "is_echo": true });
        if self.object == Object::Page {
            message["app_id"] = json!(1_234_567_890_123_u64);
            if let Some(metadata) = metadata {
                message["metadata"] = json!(metadata);
            }
        }
        self.from_business(customer, at, json!({ "message": message }))
    }
}

fn element(sender: &str, recipient: &str, at: i64, parts: Value) -> Value {
    let mut element = json!({
        "sender": { "id": sender },
        "recipient": { "id": recipient },
        "timestamp": at,
    });
    if let (Some(element), Value::Object(parts)) = (element.as_object_mut(), parts) {
        element.extend(parts);
    }
    element
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(body: &[u8]) -> Value {
        serde_json::from_slice(body).unwrap()
    }

    #[test]
    fn a_delivery_names_product_account_and_people() {
        let account = Account::instagram("17841400000000001");
        let text = account.text("1000000000000101", 1_762_785_320_762, "m1", "hello");
        let body = parsed(&account.deliver(1_762_785_321_062, &[text]));
        assert_eq!(body["object"], "instagram");
        let entry = &body["entry"][0];
        assert_eq!(entry["id"], "17841400000000001");
        let element = &entry["messaging"][0];
        assert_eq!(element["sender"]["id"], "1000000000000101");
        assert_eq!(element["recipient"]["id"], entry["id"]);
        assert_eq!(element["message"]["text"], "hello");
    }

    #[test]
    fn changes_have_seconds_and_a_field() {
        let page = Account::page("100");
        let seen = page.read("7", 5000, "m1", 4000);
        let body = parsed(&page.deliver_as_changes(5000, "message_reads", &[seen]));
        let entry = &body["entry"][0];
        assert_eq!(entry["time"], 5);
        assert_eq!(entry["changes"][0]["field"], "message_reads");
        assert_eq!(entry["changes"][0]["value"]["read"]["watermark"], 4000);
    }

    #[test]
    fn the_two_products_differ_where_meta_does() {
        let (instagram, page) = (Account::instagram("1"), Account::page("2"));
        assert_eq!(
            instagram.read("7", 1, "m1", 9)["read"],
            json!({ "mid": "m1" })
        );
        let echo = instagram.echo("7", 1, "m1", "hi", Some("ours"));
        assert_eq!(echo["sender"]["id"], "1");
        assert!(echo["message"].get("metadata").is_none());
        assert_eq!(
            page.echo("7", 1, "m1", "hi", Some("ours"))["message"]["metadata"],
            "ours"
        );
    }
}
