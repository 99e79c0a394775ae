//! Deliveries made from the grammar of the platform notes (§1.5 to §1.7): every optional part there or not, every form of an
//! id and a time, every envelope, in every order. None is answered with anything but 200, none is lost, and two servers
//! that get the same ones in different orders, some of them twice, show the same.

use std::collections::BTreeMap;

use domain::clock::{Clock as _, System};
use domain::time::HOUR;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Map, Value, json};
use testkit::wait::{PATIENCE, until};
use testkit::webhook::Account;

use crate::app::{Place, TestApp, all, text};

both!(every_order_shows_the_same);

const SHOP: &str = "17841400000000001";
const PAGE: &str = "100000000000001";
const DELIVERIES: usize = 240;
/// Few, so that events meet the messages they are about.
const MIDS: u64 = 24;

/// An object whose keys stand in any order: Meta promises none (§1.5).
fn shuffled(fields: Vec<(&str, Value)>, chance: &mut SmallRng) -> String {
    let mut fields: Vec<String> = fields
        .into_iter()
        .map(|(key, value)| {
            let value = match value {
                Value::Object(map) => {
                    let inner: Map<String, Value> = map;
                    let inner = inner.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
                    shuffled(inner, chance)
                }
                other => other.to_string(),
            };
            format!("{}:{value}", json!(key))
        })
        .collect();
    fields.shuffle(chance);
    format!("{{{}}}", fields.join(","))
}

struct Grammar {
    chance: SmallRng,
    /// Milliseconds, some hours ago; each event has a second of its own, so that the last word is one word.
    at: i64,
}

impl Grammar {
    fn id(&mut self, id: &str) -> Value {
        match id.parse::<u64>() {
            Ok(number) if self.chance.random_ratio(1, 4) => json!(number),
            _ => json!(id),
        }
    }

    /// A time in one of the forms that have been seen.
    fn time(&mut self) -> Value {
        match self.chance.random_range(0..3) {
            0 => json!(self.at),
            1 => json!(self.at.to_string()),
            _ => json!(self.at / 1_000),
        }
    }

    /// What an event says: its key and its body. A mid belongs to one customer, and to what it was first.
    fn body(&mut self, mid: &str, n: u64) -> (&'static str, Value) {
        let chance = &mut self.chance;
        match chance.random_range(0..12) {
            0..=4 => {
                let mut message = json!({"mid": mid, "text": format!("words {n}")});
                if n.is_multiple_of(3) {
                    message["quick_reply"] = json!({"payload": format!("P{n}")});
                }
                if n.is_multiple_of(5) {
                    message["attachments"] = json!([{"type": "image", "payload": {"url": "https://lookaside.example/a"}}]);
                }
                if n.is_multiple_of(4) {
                    message["reply_to"] = json!({"mid": "m-answered"});
                }
                if n.is_multiple_of(7) {
                    message["nlp"] = json!({"intents": []});
                }
                ("message", message)
            }
            5 => {
                let edit = chance.random_range(1..4_u32);
                let number = if chance.random() {
                    json!(edit)
                } else {
                    json!(edit.to_string())
                };
                (
                    "message_edit",
                    json!({"mid": mid, "text": format!("edit {edit} of {n}"), "num_edit": number}),
                )
            }
            6 => ("message", json!({"mid": mid, "is_deleted": true})),
            7 => (
                "reaction",
                json!({"mid": mid, "action": "react", "reaction": "love", "emoji": "❤"}),
            ),
            8 => ("reaction", json!({"mid": mid, "action": "unreact"})),
            9 => (
                "postback",
                json!({"mid": format!("{mid}-pressed"), "title": "Yes", "payload": "YES"}),
            ),
            10 => (
                "referral",
                json!({"ref": format!("r{n}"), "source": "SHORTLINK", "type": "OPEN_THREAD"}),
            ),
            _ => (
                "pass_thread_control",
                json!({"new_owner_app_id": 263_902_037_430_900_u64, "metadata": "x"}),
            ),
        }
    }

    /// One delivery, as its bytes.
    fn delivery(&mut self) -> Vec<u8> {
        let on_page = self.chance.random::<bool>();
        let (object, account) = if on_page {
            ("page", PAGE)
        } else {
            ("instagram", SHOP)
        };
        let events = self.chance.random_range(1..4);
        let mut list = Vec::new();
        let mut kinds = Vec::new();
        for _ in 0..events {
            self.at += 1_000;
            let n = self.chance.random_range(0..MIDS);
            let customer = format!(
                "{}{:04}",
                if on_page { "20000000" } else { "10000000" },
                n % 3
            );
            let mid = format!("{object}-mid-{n}");
            let (kind, body) = self.body(&mid, n);
            let mut fields = vec![
                ("sender", json!({"id": self.id(&customer)})),
                ("recipient", json!({"id": self.id(account)})),
                (kind, body),
                ("timestamp", self.time()),
            ];
            if self.chance.random_ratio(1, 6) {
                fields.push(("is_self", json!(false)));
            }
            kinds.push(kind);
            list.push(shuffled(fields, &mut self.chance));
        }
        let id = self.id(account);
        let when = self.time();
        let content = match self.chance.random_range(0..3) {
            // The same events among the changes, and those of another app's conversations.
            0 => {
                let changes: Vec<String> = list
                    .iter()
                    .zip(&kinds)
                    .map(|(event, kind)| {
                        format!("{{\"value\":{event},\"field\":{}}}", json!(field(kind)))
                    })
                    .collect();
                format!("\"changes\":[{}]", changes.join(","))
            }
            1 => format!("\"standby\":[{}]", list.join(",")),
            _ => format!("\"messaging\":[{}]", list.join(",")),
        };
        let entry = format!("{{\"time\":{when},{content},\"id\":{id}}}");
        let body = if self.chance.random() {
            format!("{{\"entry\":[{entry}],\"object\":\"{object}\"}}")
        } else {
            format!("{{\"object\":\"{object}\",\"entry\":[{entry}]}}")
        };
        body.into_bytes()
    }
}

/// Where an event stands among the changes.
fn field(kind: &str) -> &'static str {
    match kind {
        "message" => "messages",
        "message_edit" => "message_edit",
        "reaction" => "message_reactions",
        "postback" => "messaging_postbacks",
        "referral" => "messaging_referral",
        _ => "messaging_handovers",
    }
}

/// What a server shows of all this, by customer and mid, without what differs from one server to the next.
async fn shown(app: &TestApp) -> BTreeMap<String, Value> {
    let mut shown = BTreeMap::new();
    for chat in all(app.admin.get("/api/chats?limit=200").await) {
        let path = format!("/api/chats/{}?limit=200", text(&chat["id"]));
        let thread = app.admin.get(&path).await;
        let messages: Vec<Value> = all(thread["messages"].clone())
            .into_iter()
            .map(|m| {
                json!({
                    "mid": m["meta_message_id"], "content": m["content"], "type": m["message_type"], "at": m["timestamp"],
                    "from": m["direction"], "gone": m["deleted_at"], "edited": m["edited_at"],
                    "reactions": all(m["reactions"].clone()).iter().map(|r| r["reaction"].clone()).collect::<Vec<_>>(),
                    "files": all(m["attachments"].clone()).len(),
                })
            })
            .collect();
        let facts = json!({
            "messages": messages, "unread": thread["unread_count"], "last": thread["last_message"], "window": thread["reply_window"],
            "elsewhere": thread["held_by_another_app"],
        });
        shown.insert(text(&chat["instagram_user_id"]), facts);
    }
    shown
}

async fn every_order_shows_the_same(place: &Place) {
    let mut grammar = Grammar {
        chance: SmallRng::seed_from_u64(11),
        at: System.now().plus(-3 * HOUR).millis() / 1_000 * 1_000,
    };
    let deliveries: Vec<Vec<u8>> = (0..DELIVERIES).map(|_| grammar.delivery()).collect();
    let mut others = deliveries.clone();
    others.extend(deliveries.iter().step_by(5).cloned());
    others.shuffle(&mut grammar.chance);
    let second = Place::sqlite();
    let mut seen = Vec::new();
    for (place, bodies) in [(place, &deliveries), (&second, &others)] {
        let app = place.mock(&[]).await;
        app.connect(&Account::instagram(SHOP)).await;
        app.connect(&Account::page(PAGE)).await;
        let meta = app.meta();
        for body in bodies {
            let (status, answer) = meta.post(body).await;
            assert_eq!(status, 200, "{answer} to {}", String::from_utf8_lossy(body));
        }
        let db = &app.app().db;
        until(PATIENCE, "every delivery to be understood", async || {
            (db.pending_deliveries().await.unwrap() == 0).then_some(())
        })
        .await;
        for outcome in ["quarantined", "parked", "deferred", "unsupported"] {
            let path = format!("/api/deliveries?outcome={outcome}");
            assert_eq!(app.admin.get(&path).await, json!([]), "{outcome}");
        }
        seen.push(shown(&app).await);
        app.stop().await;
    }
    assert_eq!(seen[0].len(), 6, "each customer has a chat");
    for (customer, first) in &seen[0] {
        assert_eq!(first, &seen[1][customer], "{customer}");
    }
}
