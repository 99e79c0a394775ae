//! Tokens and the account a call is about (platform notes §8, contract of the simulator: adopting or strict).

use serde_json::Value;

use crate::graph::error::GraphError;
use crate::graph::{GraphCall, Host};
use crate::ids;
use crate::types::{Account, Platform, Token};
use crate::world::World;

/// Checks the token as far as it goes without an account; gives its fingerprint.
pub(crate) fn token(w: &World, call: &GraphCall) -> Result<String, GraphError> {
    let Some(token) = call.params.token.as_deref() else {
        return Err(GraphError::no_token());
    };
    // A token of one product on the other's host cannot even be parsed.
    let foreign = match call.host {
        Host::Instagram => token.starts_with("EAA"),
        Host::Facebook => token.starts_with("IGAA") || token.starts_with("IGQ"),
    };
    if foreign {
        return Err(GraphError::cannot_parse_token());
    }
    proof(w, call)?;
    let print = ids::fingerprint(token);
    match w.tokens.get(&print) {
        None if w.fixed.strict => Err(GraphError::cannot_parse_token()),
        None => Ok(print),
        Some(stored) => match crate::graph::token::died(w, stored) {
            Some(subcode) => Err(GraphError::dead_token(subcode)),
            None => Ok(print),
        },
    }
}

/// §8.4: a proof that is given must be the right one.
pub(crate) fn proof(w: &World, call: &GraphCall) -> Result<(), GraphError> {
    let Some(given) = call.params.text("appsecret_proof") else {
        return Ok(());
    };
    let token = call.params.token.as_deref().unwrap_or_default();
    if given == crate::wire::proof(&w.fixed.app_secret, token) {
        return Ok(());
    }
    Err(GraphError::proof())
}

/// Refuses a token that lacks a permission (§8.6).
pub(crate) fn require(w: &World, call: &GraphCall, scope: &str) -> Result<(), GraphError> {
    let text = call.params.token.as_deref().unwrap_or_default();
    let stored = w.tokens.get(&ids::fingerprint(text));
    // One of which nothing else was said may do everything.
    let lacks = stored
        .and_then(|t| t.scopes.as_ref())
        .is_some_and(|granted| !granted.iter().any(|s| s == scope));
    if lacks {
        return Err(GraphError::lacks(scope));
    }
    Ok(())
}

/// Binds the token to the business at its first use, and refuses it for another one.
pub(crate) fn bind(w: &mut World, print: &str, account: &Account) -> Result<(), GraphError> {
    match w.tokens.get(print) {
        Some(Token { user: true, .. }) => Ok(()),
        Some(Token {
            page_id: Some(page),
            ..
        }) if *page == account.page_id => Ok(()),
        Some(Token {
            page_id: Some(_), ..
        }) => Err(GraphError::permissions()),
        _ => {
            let issued_at = w.now;
            let page_id = Some(account.page_id.clone());
            w.tokens.put(
                print,
                Token {
                    page_id,
                    issued_at,
                    ..Token::default()
                },
            );
            Ok(())
        }
    }
}

/// The account that `me` or an id means on this host, with the token bound to it.
pub(crate) fn account(w: &mut World, call: &GraphCall, owner: &str) -> Result<Account, GraphError> {
    let print = token(w, call)?;
    let account = if owner == "me" {
        me(w, call, &print)?
    } else {
        by_id(w, call, owner)?
    };
    bind(w, &print, &account)?;
    Ok(account)
}

/// Whose token this is.
pub(crate) fn me(w: &mut World, call: &GraphCall, print: &str) -> Result<Account, GraphError> {
    if let Some(page) = w.tokens.get(print).and_then(|t| t.page_id.clone()) {
        return w
            .account_of_page(&page)
            .cloned()
            .ok_or_else(|| GraphError::unsupported(&call.method, "me"));
    }
    // A token nobody has seen says nothing about its owner. The customer may; else there must be one choice only.
    let recipient = call.params.value("recipient");
    let customer = recipient
        .as_ref()
        .and_then(|r| r.get("id"))
        .and_then(text_of);
    if let Some(account) = customer.and_then(|id| w.account_of_customer(&id)) {
        return Ok(account);
    }
    let mut fitting = w
        .accounts
        .values()
        .filter(|a| call.host == Host::Facebook || a.platform == Platform::Instagram);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(only.clone()),
        _ => Err(GraphError::no_token()),
    }
}

/// The account with this id, as far as this host serves it.
fn by_id(w: &mut World, call: &GraphCall, id: &str) -> Result<Account, GraphError> {
    let unsupported = || GraphError::unsupported(&call.method, id);
    match call.host {
        Host::Facebook => {
            if let Some(account) = w.account_of_page(id) {
                return Ok(account.clone());
            }
            // §2.1: the Facebook host has no messages edge on an Instagram id.
            if w.accounts.get(id).is_some() || is_instagram_id(id) {
                return Err(unsupported());
            }
            adopt(w, id, Platform::Facebook).ok_or_else(unsupported)
        }
        Host::Instagram => {
            let known = w.accounts.values().find(|a| {
                a.platform == Platform::Instagram && (a.id == id || a.app_scoped_id == id)
            });
            if let Some(account) = known {
                return Ok(account.clone());
            }
            if w.account_of_page(id).is_some() {
                return Err(unsupported());
            }
            adopt(w, id, Platform::Instagram).ok_or_else(unsupported)
        }
    }
}

/// Takes an account as existing, unless the simulator is strict or the id is plainly something else.
pub(crate) fn adopt(w: &mut World, id: &str, platform: Platform) -> Option<Account> {
    let something_else =
        w.customers.get(id).is_some() || w.messages.get(id).is_some() || id.len() > MAX_ADOPTED_ID;
    if w.fixed.strict || something_else {
        return None;
    }
    Some(w.add_account(Some(id.to_owned()), platform, None, None, None, true))
}

/// Longer ids are message or conversation ids, not accounts.
const MAX_ADOPTED_ID: usize = 48;

/// The form of an Instagram professional account id (§1.8).
pub(crate) fn is_instagram_id(id: &str) -> bool {
    id.len() == 17 && id.starts_with("17841") && id.bytes().all(|b| b.is_ascii_digit())
}

/// An id given as text or number.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

/// An answer for the record: tokens in it are hidden.
pub(crate) fn without_tokens(mut value: Value) -> Value {
    hide(&mut value);
    value
}

fn hide(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if key == "access_token" {
                    *value = Value::String("(hidden)".into());
                } else if key == "next" || key == "previous" {
                    // §9.5: paging links carry the token.
                    if let Value::String(link) = value {
                        *link = link.split('?').next().unwrap_or_default().to_owned();
                    }
                } else {
                    hide(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}
