//! What goes over the wire: calls, deliveries, faults.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::control::{Body, Failure};
use crate::events::NewDelivery;
use crate::faults::{Fault, Then, glob};
use crate::sim::Sim;
use crate::types::{Call, Delivery, Message};

/// How many rows a list gives unless told otherwise, and at most.
const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: usize = 5_000;
/// Faults at the same time: more than any scenario needs.
const MAX_FAULTS: usize = 200;

#[derive(Deserialize)]
pub(super) struct ListQuery {
    limit: Option<usize>,
    /// Only calls whose `METHOD /path` fits, or deliveries of this kind.
    r#match: Option<String>,
    customer_id: Option<String>,
}

impl ListQuery {
    fn limit(&self) -> usize {
        self.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT)
    }
}

/// Every Graph call, newest first.
pub(super) async fn calls(
    State(sim): State<Arc<Sim>>,
    Query(query): Query<ListQuery>,
) -> Json<Vec<Call>> {
    let limit = query.limit();
    Json(sim.look(|w| {
        w.calls
            .values()
            .rev()
            .filter(|c| {
                query
                    .r#match
                    .as_ref()
                    .is_none_or(|p| glob(p, &format!("{} {}", c.method, c.path)))
            })
            .filter(|c| query.customer_id.is_none() || c.customer_id == query.customer_id)
            .take(limit)
            .cloned()
            .collect()
    }))
}

/// Every webhook, newest first.
pub(super) async fn deliveries(
    State(sim): State<Arc<Sim>>,
    Query(query): Query<ListQuery>,
) -> Json<Vec<Delivery>> {
    let limit = query.limit();
    Json(sim.look(|w| {
        w.deliveries
            .values()
            .rev()
            .filter(|d| query.r#match.as_ref().is_none_or(|p| glob(p, &d.kind)))
            .filter(|d| query.customer_id.is_none() || d.customer_id == query.customer_id)
            .take(limit)
            .cloned()
            .collect()
    }))
}

#[derive(Deserialize)]
pub(super) struct OfAccount {
    account_id: Option<String>,
}

/// What is lost for good: messages that no webhook brought, no answer showed, and no answer will.
pub(super) async fn unrecoverable(
    State(sim): State<Arc<Sim>>,
    Query(of): Query<OfAccount>,
) -> Json<Vec<Message>> {
    Json(sim.look(|w| {
        let lost = w.unrecoverable(of.account_id.as_deref());
        lost.into_iter().cloned().collect()
    }))
}

#[derive(Deserialize)]
pub(super) struct Test {
    object: TestObject,
    #[serde(default)]
    field: TestField,
}

/// Whose dashboard the button is on.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum TestObject {
    Instagram,
    Page,
}

/// Which button.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TestField {
    #[default]
    Messages,
    Comments,
}

/// The app dashboard's "Test" button (§1.10): signed like a real delivery, for nobody's account.
pub(super) async fn test(
    State(sim): State<Arc<Sim>>,
    Body(test): Body<Test>,
) -> Result<Json<Value>, Failure> {
    let (object, mid, text) = match test.object {
        TestObject::Instagram => ("instagram", "random_mid", "random_text"),
        TestObject::Page => ("page", "test_message_id", "test_message"),
    };
    let change = match (test.field, test.object) {
        (TestField::Messages, _) => json!({"field": "messages", "value": {
            "sender": {"id": "12334"}, "recipient": {"id": "23245"}, "timestamp": "1527459824",
            "message": {"mid": mid, "text": text},
        }}),
        (TestField::Comments, TestObject::Instagram) => json!({"field": "comments", "value": {
            "from": {"id": "232323232", "username": "test"}, "media": {"id": "123123123", "media_product_type": "FEED"},
            "id": "17865799348089039", "parent_id": "1231231234", "text": "This is an example.",
        }}),
        (TestField::Comments, TestObject::Page) => {
            return Err(Failure::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "a Page has no field comments; its comments are in feed",
            ));
        }
    };
    let id = sim
        .change(|w| {
            let due_at = w.now;
            let body = json!({"object": object, "entry": [{"id": "0", "time": due_at / 1_000, "changes": [change]}]});
            w.enqueue(NewDelivery {
                account_id: String::from("0"),
                customer_id: None,
                kind: String::from("test"),
                summary: String::from("the dashboard's test button"),
                body: crate::wire::render(&body),
                bad_signature: false,
                due_at,
                own_lane: true,
                held: false,
                faults: Vec::new(),
                resend_of: None,
                drop: false,
            })
        })
        .await?;
    Ok(Json(json!({"delivery_id": id})))
}

/// The same bytes once more, at once.
pub(super) async fn resend(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Failure> {
    match sim.change(|w| w.repeat(&id, true)).await? {
        Some(again) => Ok(Json(json!({"delivery_id": again, "resend_of": id}))),
        None => Err(Failure::new(
            StatusCode::NOT_FOUND,
            "no delivery with this id",
        )),
    }
}

#[derive(Deserialize)]
pub(super) struct Raw {
    /// Sent byte for byte if it is text, else as Meta would write that JSON.
    body: Value,
    #[serde(default)]
    bad_signature: bool,
}

/// A delivery of one's own making, signed like a real one.
pub(super) async fn raw(
    State(sim): State<Arc<Sim>>,
    Body(raw): Body<Raw>,
) -> Result<Json<Value>, Failure> {
    let body = match &raw.body {
        Value::String(text) => text.clone(),
        other => crate::wire::render(other),
    };
    let account = raw
        .body
        .pointer("/entry/0/id")
        .and_then(crate::graph::auth::text_of)
        .unwrap_or_default();
    let id = sim
        .change(|w| {
            let due_at = w.now;
            w.enqueue(NewDelivery {
                account_id: account,
                customer_id: None,
                kind: String::from("raw"),
                summary: String::from("made by hand"),
                body,
                bad_signature: raw.bad_signature,
                due_at,
                own_lane: true,
                held: false,
                faults: if raw.bad_signature {
                    vec!["bad_signature".into()]
                } else {
                    Vec::new()
                },
                resend_of: None,
                drop: false,
            })
        })
        .await?;
    Ok(Json(json!({"delivery_id": id})))
}

pub(super) async fn faults(State(sim): State<Arc<Sim>>) -> Json<Vec<Fault>> {
    Json(sim.look(|w| w.faults.values().cloned().collect()))
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    Many(Vec<Fault>),
    One(Box<Fault>),
}

/// Adds one fault or a list of them; all or none.
pub(super) async fn add_faults(
    State(sim): State<Arc<Sim>>,
    Body(new): Body<OneOrMany>,
) -> Result<Json<Vec<Fault>>, Failure> {
    let new = match new {
        OneOrMany::Many(list) => list,
        OneOrMany::One(fault) => vec![*fault],
    };
    for fault in &new {
        Then::parse(&fault.then)
            .map_err(|text| Failure::new(StatusCode::UNPROCESSABLE_ENTITY, text))?;
    }
    let added = sim
        .change(|w| {
            if w.faults.len() + new.len() > MAX_FAULTS {
                return None;
            }
            let mut added = Vec::new();
            for mut fault in new {
                let n = w.next();
                fault.id = format!("f{n:010}");
                fault.seen = 0;
                fault.hits = 0;
                w.faults.put(fault.id.clone(), fault.clone());
                added.push(fault);
            }
            Some(added)
        })
        .await?;
    added
        .map(Json)
        .ok_or_else(|| Failure::new(StatusCode::CONFLICT, "too many faults; clear some first"))
}

pub(super) async fn clear_faults(State(sim): State<Arc<Sim>>) -> Result<Json<Value>, Failure> {
    let removed = sim
        .change(|w| {
            let all: Vec<String> = w.faults.ids().cloned().collect();
            for id in &all {
                w.faults.remove(id);
            }
            all.len()
        })
        .await?;
    Ok(Json(json!({"removed": removed})))
}

pub(super) async fn remove_fault(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Failure> {
    match sim.change(|w| w.faults.remove(&id)).await? {
        Some(_) => Ok(Json(json!({"removed": 1}))),
        None => Err(Failure::new(StatusCode::NOT_FOUND, "no fault with this id")),
    }
}
