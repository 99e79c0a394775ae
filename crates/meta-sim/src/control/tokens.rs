//! Tokens: introduced, ended, killed, and what they may do.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::control::{Body, Failure};
use crate::ids;
use crate::sim::Sim;
use crate::types::Token;

/// What is to be changed; what is not named stays, apart from `dead`, which without a value revives.
#[derive(Deserialize)]
pub(super) struct TokenChange {
    token: String,
    #[serde(default)]
    account_id: Option<String>,
    /// Subcode of error 190, `0` for none, `null` to revive it.
    #[serde(default)]
    dead: Option<i64>,
    /// A person's token, which sees every Page (§8.1).
    #[serde(default)]
    user: Option<bool>,
    /// Seconds from now until it ends, negative for before; `null`: never.
    #[serde(default, deserialize_with = "given")]
    expires_in: Option<Option<i64>>,
    /// The same for access to the person's data.
    #[serde(default, deserialize_with = "given")]
    data_access_expires_in: Option<Option<i64>>,
    /// Seconds since it was issued.
    #[serde(default)]
    age: Option<i64>,
    /// All that it may do; `null`: everything.
    #[serde(default, deserialize_with = "given")]
    scopes: Option<Option<Vec<String>>>,
}

/// Tells `null` from a field that is not there.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(d: D) -> Result<Option<T>, D::Error> {
    T::deserialize(d).map(Some)
}

/// Introduces a token, lets it die (§8.5) or end, lives it up again, or takes permissions from it (§8.6).
pub(super) async fn token(
    State(sim): State<Arc<Sim>>,
    Body(change): Body<TokenChange>,
) -> Result<Json<Value>, Failure> {
    let print = ids::fingerprint(&change.token);
    let known = sim
        .change(|w| {
            let page_id = match &change.account_id {
                None => None,
                Some(id) => Some(
                    w.account(id)
                        .or_else(|| w.account_of_page(id))?
                        .page_id
                        .clone(),
                ),
            };
            let now = w.meta_now();
            let mut token = w.tokens.get(&print).cloned().unwrap_or(Token {
                issued_at: now,
                ..Token::default()
            });
            let at = |seconds: i64| now.saturating_add(seconds.saturating_mul(1_000));
            token.dead = change.dead;
            token.page_id = page_id.or(token.page_id);
            token.user = change.user.unwrap_or(token.user);
            if let Some(expires) = change.expires_in {
                token.expires_at = expires.map(at);
            }
            if let Some(expires) = change.data_access_expires_in {
                token.data_access_expires_at = expires.map(at);
            }
            if let Some(age) = change.age {
                token.issued_at = at(-age);
            }
            if let Some(scopes) = change.scopes {
                token.scopes = scopes;
            }
            w.tokens.put(print.clone(), token);
            Some(())
        })
        .await?;
    match known {
        Some(()) => Ok(Json(json!({"token": print, "dead": change.dead}))),
        None => Err(Failure::new(
            StatusCode::NOT_FOUND,
            "no account with this id",
        )),
    }
}
