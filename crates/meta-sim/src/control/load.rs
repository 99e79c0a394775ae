//! Time, settings, steps, and many people at once.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use url::Url;

use crate::actions::NewMessage;
use crate::clock::{SEEDED_START_MS, system_now};
use crate::config::Mode;
use crate::control::{Body, Failure};
use crate::sim::Sim;

/// Steps in one call: a bound for a history that never ends.
const MAX_STEPS: u32 = 10_000;
/// Messages of one burst: some hundred megabytes of state.
const MAX_BURST: u64 = 100_000;
/// Messages made under one lock, so that others get a turn in between.
const BURST_CHUNK: u64 = 200;

fn clock_view(sim: &Sim) -> Value {
    sim.look(|w| json!({"now": w.now, "offset_ms": w.offset_ms(), "meta_now": w.meta_now()}))
}

pub(super) async fn clock(State(sim): State<Arc<Sim>>) -> Json<Value> {
    Json(clock_view(&sim))
}

#[derive(Deserialize)]
pub(super) struct ClockChange {
    /// How far Meta's reckoning of windows runs ahead.
    #[serde(default)]
    offset_ms: Option<i64>,
    /// A stepped clock's time.
    #[serde(default)]
    now_ms: Option<i64>,
    /// Moves a stepped clock on.
    #[serde(default)]
    advance_ms: Option<i64>,
}

pub(super) async fn set_clock(
    State(sim): State<Arc<Sim>>,
    Body(change): Body<ClockChange>,
) -> Result<Json<Value>, Failure> {
    if sim.fixed.mode == Mode::Auto && (change.now_ms.is_some() || change.advance_ms.is_some()) {
        return Err(Failure::new(
            StatusCode::CONFLICT,
            "only a stepped clock can be set; use offset_ms",
        ));
    }
    if let Some(ms) = change.now_ms {
        sim.clock.set(ms);
    }
    if let Some(ms) = change.advance_ms {
        sim.clock.advance_to(sim.clock.now() + ms.max(0));
    }
    sim.change(|w| {
        if let Some(ms) = change.offset_ms {
            w.change_meta(|m| m.offset_ms = ms);
            w.replan_stories();
        }
    })
    .await?;
    Ok(Json(clock_view(&sim)))
}

/// Tells `null` (take it away) from absent (leave it).
fn some<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Option<Url>>, D::Error> {
    match Option::<String>::deserialize(input)? {
        None => Ok(Some(None)),
        Some(text) => Url::parse(&text)
            .map(|url| Some(Some(url)))
            .map_err(serde::de::Error::custom),
    }
}

#[derive(Deserialize)]
pub(super) struct Settings {
    #[serde(default, deserialize_with = "some")]
    webhook_url: Option<Option<Url>>,
    #[serde(default)]
    auto_read: Option<bool>,
    #[serde(default)]
    auto_answer: Option<bool>,
    /// Templates wait for a reviewer's word.
    #[serde(default)]
    hold_reviews: Option<bool>,
    #[serde(default)]
    human_agent: Option<bool>,
    #[serde(default)]
    account_id: Option<String>,
}

pub(super) async fn settings(
    State(sim): State<Arc<Sim>>,
    Body(new): Body<Settings>,
) -> Result<Json<Value>, Failure> {
    sim.change(|w| {
        w.change_meta(|m| {
            if let Some(url) = new.webhook_url {
                m.webhook_url = url.map(String::from);
            }
            if let Some(auto_read) = new.auto_read {
                m.auto_read = auto_read;
            }
            if let Some(auto_answer) = new.auto_answer {
                m.auto_answer = auto_answer;
            }
            if let Some(hold) = new.hold_reviews {
                m.hold_reviews = hold;
            }
        });
        if let Some(human_agent) = new.human_agent {
            let all: Vec<String> = w.accounts.ids().cloned().collect();
            for id in all
                .iter()
                .filter(|id| new.account_id.as_ref().is_none_or(|a| a == *id))
            {
                if let Some(account) = w.accounts.get_mut(id) {
                    account.human_agent = human_agent;
                }
            }
        }
    })
    .await?;
    Ok(Json(sim.look(
        |w| json!({"webhook_url": w.webhook_url(), "auto_read": w.auto_read(), "auto_answer": w.auto_answer(), "hold_reviews": w.holds_reviews()}),
    )))
}

#[derive(Deserialize)]
pub(super) struct Steps {
    /// How many things may move; one unless told otherwise.
    #[serde(default)]
    count: Option<u32>,
    /// Until nothing waits.
    #[serde(default)]
    all: bool,
}

/// Stepped mode: moves what is due first, and the clock with it.
pub(super) async fn step(
    State(sim): State<Arc<Sim>>,
    Body(steps): Body<Steps>,
) -> Result<Json<Value>, Failure> {
    if sim.fixed.mode != Mode::Stepped {
        return Err(Failure::new(
            StatusCode::CONFLICT,
            "this simulator moves by itself; start it with --stepped",
        ));
    }
    let _one = sim.stepping.lock().await;
    let count = if steps.all {
        MAX_STEPS
    } else {
        steps.count.unwrap_or(1).min(MAX_STEPS)
    };
    let mut moved = Vec::new();
    for _ in 0..count {
        match crate::deliver::step(&sim).await? {
            Some(what) => moved.push(what),
            None => break,
        }
    }
    let (now, left) = sim.look(|w| {
        let waiting = w
            .deliveries
            .values()
            .filter(|d| d.state == crate::types::DeliveryState::Pending)
            .count();
        (w.now, waiting + w.planned.len())
    });
    Ok(Json(json!({"moved": moved, "left": left, "now": now})))
}

/// Forgets everything and begins anew; the webhook address stays.
pub(super) async fn reset(State(sim): State<Arc<Sim>>) -> Result<Json<Value>, Failure> {
    sim.clock.set(if sim.fixed.seed.is_some() {
        SEEDED_START_MS
    } else {
        system_now()
    });
    sim.change(crate::world::World::wipe).await?;
    Ok(Json(json!({"reset": true})))
}

#[derive(Deserialize)]
pub(super) struct Burst {
    account_id: String,
    customers: u64,
    #[serde(default = "one")]
    messages_each: u64,
    #[serde(default)]
    text: Option<String>,
}

fn one() -> u64 {
    1
}

/// Many people write at once.
pub(super) async fn burst(
    State(sim): State<Arc<Sim>>,
    Body(burst): Body<Burst>,
) -> Result<Json<Value>, Failure> {
    let total = burst.customers.saturating_mul(burst.messages_each);
    if total == 0 || total > MAX_BURST {
        return Err(Failure::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("between 1 and {MAX_BURST} messages in all"),
        ));
    }
    let no_account = || Failure::new(StatusCode::NOT_FOUND, "no account with this id");
    let account = sim
        .look(|w| w.account(&burst.account_id).cloned())
        .ok_or_else(no_account)?;
    let mut people: Vec<String> = Vec::new();
    let mut left = burst.customers;
    while left > 0 {
        let some = left.min(BURST_CHUNK);
        let made = sim
            .change(|w| {
                (0..some)
                    .map(|_| w.add_customer(&account, None, None, None, false).id)
                    .collect::<Vec<_>>()
            })
            .await?;
        people.extend(made);
        left -= some;
    }
    let mut written = 0u64;
    for round in 0..burst.messages_each {
        for chunk in people.chunks(usize::try_from(BURST_CHUNK).unwrap_or(1)) {
            let text = burst
                .text
                .clone()
                .unwrap_or_else(|| format!("Message {} of {}", round + 1, burst.messages_each));
            sim.change(|w| {
                chunk.iter().try_for_each(|id| {
                    let new = NewMessage {
                        text: Some(text.clone()),
                        ..NewMessage::default()
                    };
                    w.write(id, new).map(|_| ())
                })
            })
            .await??;
            written += u64::try_from(chunk.len()).unwrap_or(0);
        }
    }
    Ok(Json(
        json!({"account_id": account.id, "customers": people, "messages": written}),
    ))
}
