//! Accounts, customers and what customers do.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;

use crate::actions::{Act, Acted, NewMessage, Refused};
use crate::control::{Body, Failure};
use crate::ids;
use crate::sim::Sim;
use crate::types::{Account, Customer, Message, Platform, Token};

/// Messages of a thread answered at once.
const THREAD_LIMIT: usize = 200;

pub(super) async fn accounts(State(sim): State<Arc<Sim>>) -> Json<Vec<Account>> {
    Json(sim.look(|w| w.accounts.values().cloned().collect()))
}

#[derive(Deserialize)]
pub(super) struct NewAccount {
    #[serde(default)]
    id: Option<String>,
    platform: Platform,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    page_id: Option<String>,
    /// Bound to the account, so that a strict simulator knows it.
    #[serde(default)]
    token: Option<String>,
    /// Whether its webhooks leave before `subscribed_apps` is called; strict: no (§1.4).
    #[serde(default)]
    subscribed: Option<bool>,
}

pub(super) async fn add_account(
    State(sim): State<Arc<Sim>>,
    Body(new): Body<NewAccount>,
) -> Result<Json<Account>, Failure> {
    let made = sim
        .change(|w| {
            let taken = new
                .id
                .as_ref()
                .is_some_and(|id| w.accounts.get(id).is_some())
                || new
                    .page_id
                    .as_ref()
                    .is_some_and(|id| w.account_of_page(id).is_some());
            if taken
                || (new.page_id.is_some()
                    && new.page_id == new.id
                    && new.platform == Platform::Instagram)
            {
                return None;
            }
            let account = w.add_account(
                new.id,
                new.platform,
                new.name,
                new.username,
                new.page_id,
                false,
            );
            let account = match (new.subscribed, w.accounts.get_mut(&account.id)) {
                (Some(subscribed), Some(stored)) => {
                    stored.subscribed = subscribed;
                    stored.clone()
                }
                _ => account,
            };
            if let Some(token) = new.token {
                let issued_at = w.now;
                let page_id = Some(account.page_id.clone());
                w.tokens.put(
                    ids::fingerprint(&token),
                    Token {
                        page_id,
                        issued_at,
                        ..Token::default()
                    },
                );
            }
            Some(account)
        })
        .await?;
    made.map(Json).ok_or_else(|| {
        Failure::new(
            StatusCode::CONFLICT,
            "the id or the Page id is taken; an Instagram account and its Page differ",
        )
    })
}

#[derive(Deserialize)]
pub(super) struct OfAccount {
    account_id: Option<String>,
}

pub(super) async fn customers(
    State(sim): State<Arc<Sim>>,
    Query(of): Query<OfAccount>,
) -> Json<Vec<Customer>> {
    Json(sim.look(|w| {
        let wanted = |c: &&Customer| of.account_id.as_ref().is_none_or(|id| *id == c.account_id);
        w.customers.values().filter(wanted).cloned().collect()
    }))
}

#[derive(Deserialize)]
pub(super) struct NewCustomer {
    account_id: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    username: Option<String>,
}

/// Makes a person; an account that nobody knows is adopted, as in the Graph API.
pub(super) async fn add_customer(
    State(sim): State<Arc<Sim>>,
    Body(new): Body<NewCustomer>,
) -> Result<Json<Customer>, Failure> {
    let made = sim
        .change(|w| {
            let known = w
                .account(&new.account_id)
                .or_else(|| w.account_of_page(&new.account_id))
                .cloned();
            let account = match known {
                Some(account) => account,
                None if w.fixed.strict => {
                    return Err((StatusCode::NOT_FOUND, "no account with this id"));
                }
                None => {
                    let platform = guess_platform(&new.account_id);
                    w.add_account(Some(new.account_id), platform, None, None, None, true)
                }
            };
            if new
                .id
                .as_ref()
                .is_some_and(|id| w.customers.get(id).is_some())
            {
                return Err((StatusCode::CONFLICT, "a customer with this id exists"));
            }
            Ok(w.add_customer(&account, new.id, new.name, new.username, false))
        })
        .await?;
    made.map(Json)
        .map_err(|(status, text)| Failure::new(status, text))
}

/// An unknown account's platform, from the look of its id; Instagram unless it says otherwise.
fn guess_platform(id: &str) -> Platform {
    let lower = id.to_ascii_lowercase();
    if lower.contains("fb") || lower.contains("page") || lower.contains("facebook") {
        Platform::Facebook
    } else {
        Platform::Instagram
    }
}

#[derive(Deserialize)]
pub(super) struct ThreadQuery {
    limit: Option<usize>,
}

/// The newest messages of a thread, oldest first.
pub(super) async fn thread(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
    Query(query): Query<ThreadQuery>,
) -> Result<Json<Vec<Message>>, Failure> {
    let limit = query.limit.unwrap_or(THREAD_LIMIT).min(THREAD_LIMIT);
    let found = sim.look(|w| {
        w.customers.get(&id)?;
        let mut messages: Vec<Message> = w.thread(&id).rev().take(limit).cloned().collect();
        messages.reverse();
        Some(messages)
    });
    found.map(Json).ok_or_else(|| Refused::NoCustomer.into())
}

/// Answers when the message is stored; the webhook follows.
pub(super) async fn write(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
    Body(new): Body<NewMessage>,
) -> Result<Json<Acted>, Failure> {
    Ok(Json(sim.change(|w| w.write(&id, new)).await??))
}

pub(super) async fn act(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
    Body(act): Body<Act>,
) -> Result<Json<Acted>, Failure> {
    Ok(Json(sim.change(|w| w.act(&id, act)).await??))
}
