//! Webhook bodies: what a customer's act looks like on the wire (platform notes §1.5 to §1.7), and the queue it joins.

use serde_json::{Map, Value, json};

use crate::cdn;
use crate::faults::{HOLD_MS, Subject, Then};
use crate::types::{Account, Attachment, Delivery, DeliveryState, Message, Platform, Side};
use crate::wire;
use crate::world::World;

/// Signs nothing that anybody knows: what a wrong signature is made with.
const WRONG_SECRET: &str = "not the app secret";

/// An event on its way to becoming a delivery.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) account: Account,
    pub(crate) customer_id: String,
    /// The webhook field as a Page names it in `subscribed_fields`.
    pub(crate) kind: &'static str,
    pub(crate) summary: String,
    pub(crate) event: Value,
    /// Waits for the answer of the call that caused it.
    pub(crate) held: bool,
    /// An element of `changes` instead of `messaging`; its entry's time is in seconds (§1.5).
    pub(crate) change: bool,
}

impl Outgoing {
    /// The list of the entry that it stands in.
    const fn list(&self) -> &'static str {
        if self.change { "changes" } else { "messaging" }
    }
}

/// `sender`, `recipient`, `timestamp` and the rest (§1.5).
pub(crate) fn event(sender: &str, recipient: &str, timestamp: i64, rest: Value) -> Value {
    let mut event =
        json!({"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": timestamp});
    if let (Value::Object(event), Value::Object(rest)) = (&mut event, rest) {
        event.extend(rest);
    }
    event
}

/// A new message of a customer (§1.6, §1.7).
pub(crate) fn message(w: &World, message: &Message) -> Value {
    let mut body = Map::new();
    body.insert("mid".into(), json!(message.mid));
    if let Some(text) = &message.text {
        body.insert("text".into(), json!(text));
    }
    if !message.attachments.is_empty() {
        let attachments: Vec<Value> = message
            .attachments
            .iter()
            .map(|a| attachment(w, a))
            .collect();
        body.insert("attachments".into(), json!(attachments));
    }
    if let Some(mid) = &message.reply_to {
        body.insert("reply_to".into(), json!({"mid": mid}));
    }
    if let Some(story) = &message.story {
        body.insert("reply_to".into(), json!({"story": story}));
    }
    if let Some(payload) = &message.quick_reply_payload {
        body.insert("quick_reply".into(), json!({"payload": payload}));
    }
    if let Some(referral) = &message.referral {
        body.insert("referral".into(), referral.clone());
    }
    if message.unsupported {
        body.insert("is_unsupported".into(), json!(true));
    }
    Value::Object(body)
}

/// One attachment in webhook form; view-once media have no payload (§1.6 `ephemeral`).
pub(crate) fn attachment(w: &World, attachment: &Attachment) -> Value {
    if let Some(payload) = &attachment.payload {
        return json!({"type": attachment.kind, "payload": payload});
    }
    let mut payload = Map::new();
    if let Some(url) = cdn::address(w, attachment) {
        payload.insert("url".into(), json!(url));
    }
    if let Some(title) = &attachment.title {
        payload.insert("title".into(), json!(title));
    }
    if let Some(id) = &attachment.media_id {
        let key = match attachment.kind.as_str() {
            "ig_post" => "ig_post_media_id",
            "ig_reel" | "reel" => "reel_video_id",
            _ => "id",
        };
        payload.insert(key.into(), json!(id));
    }
    if payload.is_empty() {
        json!({"type": attachment.kind})
    } else {
        json!({"type": attachment.kind, "payload": payload})
    }
}

/// The echo of a send. Messenger's carries `app_id` as a number and the sender's `metadata` (§1.7);
/// Instagram's carries neither (§1.6).
pub(crate) fn echo(
    world: &World,
    account: &Account,
    sent: &Message,
    metadata: Option<&str>,
) -> Value {
    let mut body = message(world, sent);
    if let Value::Object(body) = &mut body {
        body.insert("is_echo".into(), json!(true));
        if account.platform == Platform::Facebook {
            if let Ok(app_id) = world.fixed.app_id.parse::<u64>() {
                body.insert("app_id".into(), json!(app_id));
            } else {
                body.insert("app_id".into(), json!(world.fixed.app_id));
            }
            if let Some(metadata) = metadata {
                body.insert("metadata".into(), json!(metadata));
            }
        }
    }
    event(
        &account.id,
        &sent.customer_id,
        sent.timestamp,
        json!({"message": body}),
    )
}

/// A `read`: a mid on Instagram, a watermark on Messenger (§1.6, §1.7).
pub(crate) fn read(platform: Platform, mid: &str, watermark: i64) -> Value {
    match platform {
        Platform::Instagram => json!({"read": {"mid": mid}}),
        Platform::Facebook => json!({"read": {"watermark": watermark}}),
    }
}

impl World {
    /// Queues a webhook; gives the delivery's id, or none if Meta sends nothing for it.
    pub(crate) fn queue(&mut self, mut out: Outgoing) -> Option<String> {
        if !wants(&out.account, out.kind) {
            return None;
        }
        let subject = Subject::Webhook {
            kind: out.kind,
            account: &out.account.id,
            customer: &out.customer_id,
        };
        let faults = self.strike(subject, |then| !then.is_echo_mode());
        let mut summary = std::mem::take(&mut out.summary);
        let mut names: Vec<String> = Vec::new();
        let (mut due_at, mut copies, mut batch, mut reorder, mut drop, mut bad) =
            (self.now, 1, None, false, false, false);
        for then in &faults {
            names.push(then.name().to_owned());
            match then {
                Then::DelayMs(ms) => due_at += i64::try_from(*ms).unwrap_or(i64::MAX / 4),
                Then::Duplicate(n) => copies = *n,
                Then::Batch(n) => batch = Some(*n),
                Then::Reorder => reorder = true,
                Then::Drop => drop = true,
                Then::BadSignature => bad = true,
                Then::SecondsTimestamps => to_seconds(&mut out.event),
                Then::NumEdit0 if out.kind == "messages" => {
                    out.event = num_edit_0(&out.event);
                    summary = String::from("edit number 0");
                }
                _ => names.retain(|n| n != then.name()),
            }
        }
        if let Some(size) = batch
            && !drop
            && let Some(id) = self.join_batch(&out, size)
        {
            return Some(id);
        }
        let time = if out.change || faults.contains(&Then::SecondsTimestamps) {
            self.now / 1_000
        } else {
            self.now
        };
        let mut body = json!({
            "object": out.account.platform.object(),
            "entry": [{"id": out.account.id, "time": time}],
        });
        let list = out.list();
        body["entry"][0][list] = json!([out.event]);
        let own_lane = reorder || batch.is_some() || due_at > self.now;
        if batch.is_some() || reorder {
            due_at += HOLD_MS;
        }
        let first = self.enqueue(NewDelivery {
            account_id: out.account.id.clone(),
            customer_id: Some(out.customer_id),
            kind: out.kind.to_owned(),
            summary,
            body: wire::render(&body),
            bad_signature: bad,
            due_at,
            own_lane,
            held: out.held,
            faults: names,
            resend_of: None,
            drop,
        });
        if batch.is_some() {
            self.batches.insert(out.account.id, first.clone());
        }
        if reorder {
            self.overtaken.push(first.clone());
        }
        for _ in 1..copies {
            self.repeat(&first, false);
        }
        Some(first)
    }

    /// Adds the event to the account's open batch, if there is one with room (§1.3: up to 1000 updates).
    fn join_batch(&mut self, out: &Outgoing, size: u32) -> Option<String> {
        let id = self.batches.get(&out.account.id)?.clone();
        let open = self.deliveries.get(&id).is_some_and(|d| {
            d.state == DeliveryState::Pending
                && d.tries == 0
                && d.events < size
                && d.due_at > self.now
        });
        if !open {
            self.batches.remove(&out.account.id);
            return None;
        }
        let delivery = self.deliveries.get(&id)?;
        let mut body: Value = serde_json::from_str(&delivery.body).ok()?;
        body.pointer_mut(&format!("/entry/0/{}", out.list()))?
            .as_array_mut()?
            .push(out.event.clone());
        let rendered = wire::render(&body);
        let secret = self.fixed.app_secret.clone();
        let delivery = self.deliveries.get_mut(&id)?;
        delivery.signature = wire::signature_256(&secret, rendered.as_bytes());
        delivery.body = rendered;
        delivery.events += 1;
        delivery.summary = format!("{} updates in one batch", delivery.events);
        if delivery.events >= size {
            let lane = delivery.lane.clone();
            let now = self.now;
            delivery.due_at = now;
            self.lanes.change(&lane, &id, now);
        }
        Some(id)
    }

    /// Puts a finished body in its lane.
    pub(crate) fn enqueue(&mut self, new: NewDelivery) -> String {
        let seq = self.next();
        let id = format!("d{seq:010}");
        let lane = match (&new.customer_id, new.own_lane) {
            (Some(customer), false) => format!("c:{customer}"),
            _ => format!("d:{id}"),
        };
        let secret = if new.bad_signature {
            WRONG_SECRET
        } else {
            &self.fixed.app_secret
        };
        let signature = wire::signature_256(secret, new.body.as_bytes());
        let state = if new.drop {
            DeliveryState::Dropped
        } else {
            DeliveryState::Pending
        };
        if !new.drop {
            self.lanes.push(&lane, &id, seq, new.due_at, new.held);
        }
        let delivery = Delivery {
            id: id.clone(),
            seq,
            account_id: new.account_id,
            customer_id: new.customer_id,
            kind: new.kind,
            summary: new.summary,
            body: new.body,
            signature,
            state,
            lane,
            due_at: new.due_at,
            held: new.held,
            attempts: Vec::new(),
            tries: 0,
            faults: new.faults,
            events: 1,
            resend_of: new.resend_of,
            at: self.now,
        };
        self.deliveries.put(id.clone(), delivery);
        id
    }

    /// Sends a delivery once more, byte for byte; `alone` takes it out of its customer's order.
    pub(crate) fn repeat(&mut self, id: &str, alone: bool) -> Option<String> {
        let old = self.deliveries.get(id)?.clone();
        let bad_signature = old.faults.iter().any(|f| f == "bad_signature");
        Some(self.enqueue(NewDelivery {
            account_id: old.account_id,
            customer_id: old.customer_id,
            kind: old.kind,
            summary: format!("{}, again", old.summary.trim_end_matches(", again")),
            body: old.body,
            bad_signature,
            due_at: if alone { self.now } else { old.due_at },
            own_lane: alone || old.lane.starts_with("d:"),
            held: old.held && !alone,
            faults: old.faults,
            resend_of: Some(id.to_owned()),
            drop: false,
        }))
    }

    /// Lets a held delivery go.
    pub(crate) fn release(&mut self, id: &str) {
        let now = self.now;
        let Some(delivery) = self.deliveries.get_mut(id).filter(|d| d.held) else {
            return;
        };
        delivery.held = false;
        delivery.due_at = delivery.due_at.max(now);
        let (lane, due) = (delivery.lane.clone(), delivery.due_at);
        self.lanes.change(&lane, id, due);
    }
}

/// A body ready to be queued.
#[derive(Debug)]
pub(crate) struct NewDelivery {
    pub(crate) account_id: String,
    pub(crate) customer_id: Option<String>,
    pub(crate) kind: String,
    pub(crate) summary: String,
    pub(crate) body: String,
    pub(crate) bad_signature: bool,
    pub(crate) due_at: i64,
    /// Outside its customer's order.
    pub(crate) own_lane: bool,
    pub(crate) held: bool,
    pub(crate) faults: Vec<String>,
    pub(crate) resend_of: Option<String>,
    pub(crate) drop: bool,
}

/// Whether Meta sends this field for this account (§1.4: a Page chooses, an Instagram account gets all).
fn wants(account: &Account, kind: &str) -> bool {
    account.subscribed
        && (account.platform == Platform::Instagram
            || account
                .subscribed_fields
                .as_ref()
                .is_none_or(|fields| fields.iter().any(|f| f == kind)))
}

/// Times in seconds, as some real deliveries have them (§1.5).
fn to_seconds(event: &mut Value) {
    if let Some(timestamp) = event.get_mut("timestamp")
        && let Some(ms) = timestamp.as_i64()
    {
        *timestamp = json!(ms / 1_000);
    }
}

/// What arrives in place of a new message where the app lacks access: no text, no sender (§1.6).
fn num_edit_0(event: &Value) -> Value {
    json!({
        "timestamp": event["timestamp"],
        "message_edit": {"mid": event["message"]["mid"], "num_edit": 0},
    })
}

/// A few words for a list.
pub(crate) fn summary(message: &Message) -> String {
    if message.unsupported {
        return String::from("unsupported");
    }
    let who = if message.from == Side::Business {
        "echo "
    } else {
        ""
    };
    let what = match (&message.text, message.attachments.first()) {
        _ if message.story.is_some() => "story reply",
        (_, Some(attachment)) => attachment.kind.as_str(),
        (Some(_), None) if message.quick_reply_payload.is_some() => "quick reply",
        _ => "text",
    };
    format!("{who}{what}")
}
