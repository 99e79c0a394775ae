//! The Pages of a person, and subscriptions (platform notes §1.4, §8.1).

use serde_json::{Value, json};

use crate::graph::error::GraphError;
use crate::graph::{GraphCall, Host, Reply, auth, fields, nodes};
use crate::ids;
use crate::types::Token;
use crate::world::World;

/// §1.4: the fields a Page may subscribe to. `messaging_seen` is Instagram's and not among them.
const PAGE_SUBSCRIPTIONS: [&str; 20] = [
    "feed",
    "mention",
    "name",
    "picture",
    "messages",
    "message_reactions",
    "message_echoes",
    "message_deliveries",
    "message_edits",
    "messaging_optins",
    "messaging_postbacks",
    "message_reads",
    "messaging_referrals",
    "messaging_handovers",
    "messaging_policy_enforcement",
    "messaging_account_linking",
    "messaging_feedback",
    "response_feedback",
    "standby",
    "leadgen",
];
const INSTAGRAM_SUBSCRIPTIONS: [&str; 16] = [
    "comments",
    "live_comments",
    "mentions",
    "story_insights",
    "messages",
    "message_echoes",
    "message_reactions",
    "messaging_postbacks",
    "messaging_seen",
    "messaging_referral",
    "message_edit",
    "messaging_handover",
    "standby",
    "messaging_policy_enforcement",
    "response_feedback",
    "messaging_optins",
];
/// `GET /me/accounts` (§8.1): the Pages of a person, each with a token of its own.
pub(crate) fn my_accounts(w: &mut World, call: &GraphCall) -> Result<Reply, GraphError> {
    let print = auth::token(w, call)?;
    let chosen = w.tokens.get(&print).and_then(|t| t.pages.clone());
    let granted = w.tokens.get(&print).and_then(|t| t.scopes.clone());
    let owned = match w.tokens.get(&print) {
        Some(Token {
            page_id: Some(page),
            ..
        }) => Some(page.clone()),
        Some(Token { user: true, .. }) => None,
        _ => {
            let issued_at = w.now;
            w.tokens.put(
                &print,
                Token {
                    user: true,
                    issued_at,
                    ..Token::default()
                },
            );
            None
        }
    };
    // A Page token has no accounts; adopting, it shows the one Page it belongs to.
    if owned.is_some() && w.fixed.strict {
        return Err(GraphError::no_field("accounts", call.host, "Page"));
    }
    let pages: Vec<_> = w
        .accounts
        .values()
        .filter(|a| owned.as_ref().is_none_or(|page| *page == a.page_id))
        .filter(|a| {
            chosen
                .as_ref()
                .is_none_or(|pages| pages.contains(&a.page_id))
        })
        .cloned()
        .collect();
    let asked = fields::parse(
        &call
            .params
            .text("fields")
            .unwrap_or_else(|| "access_token,category,name,id,tasks".into()),
    );
    let mut data = Vec::new();
    for account in pages {
        let mut node = nodes::page(w, &account);
        // A person's call gives each Page's token; with a Page token it is that token.
        let token = match (&owned, &call.params.token) {
            (Some(_), Some(token)) => token.clone(),
            _ => page_token(w, &account.page_id, granted.as_deref()),
        };
        node["access_token"] = json!(token);
        data.push(fields::project(
            &node,
            &asked,
            &nodes::PAGE_FIELDS,
            call.host,
            "Page",
        )?);
    }
    let mut reply = Reply::new(
        json!({"data": data, "paging": {"cursors": {"before": "QVFIUMA", "after": "QVFIUMB"}}}),
    );
    reply.summary = String::from("accounts");
    Ok(reply)
}

/// The token that a person gets for a Page: always the same one for the same permissions, and without an end (§8.1).
fn page_token(w: &mut World, page_id: &str, scopes: Option<&[String]>) -> String {
    let label = scopes.map_or_else(
        || page_id.to_owned(),
        |s| format!("{page_id}:{}", s.join(",")),
    );
    let token = format!("EAA{}", ids::letters(w.instance(), &label, 0, 60));
    let print = ids::fingerprint(&token);
    if w.tokens.get(&print).is_none() {
        let issued_at = w.meta_now();
        w.tokens.put(
            print,
            Token {
                page_id: Some(page_id.to_owned()),
                issued_at,
                scopes: scopes.map(<[String]>::to_vec),
                ..Token::default()
            },
        );
    }
    token
}

/// `GET|POST|DELETE /{page|ig|me}/subscribed_apps` (§1.4, layer 2).
pub(crate) fn subscribed_apps(
    w: &mut World,
    call: &GraphCall,
    owner: &str,
) -> Result<Reply, GraphError> {
    let account = auth::account(w, call, owner)?;
    let known: &[&str] = match call.host {
        Host::Facebook => &PAGE_SUBSCRIPTIONS,
        Host::Instagram => &INSTAGRAM_SUBSCRIPTIONS,
    };
    if call.method != "GET" {
        // §1.4: the permission for the asset's settings; each field's own is checked at its events.
        let needed = match call.host {
            Host::Facebook => "pages_manage_metadata",
            Host::Instagram => "instagram_business_basic",
        };
        auth::require(w, call, needed)?;
    }
    let body = match call.method.as_str() {
        "GET" => {
            if account.subscribed {
                // One that never chose gets everything. Each host has names of its own.
                let all = || known.iter().map(|field| (*field).to_owned()).collect();
                let mut fields: Vec<String> = account.subscribed_fields.clone().unwrap_or_else(all);
                fields.retain(|field| known.contains(&field.as_str()));
                json!({"data": [{
                    "category": "Business", "link": "http://localhost:8001/", "name": "TickleGram",
                    "id": w.fixed.app_id, "subscribed_fields": fields,
                }]})
            } else {
                json!({"data": []})
            }
        }
        "POST" => {
            let fields = subscribed_fields(call)?;
            if let Some((at, bad)) = fields
                .iter()
                .enumerate()
                .find(|(_, f)| !known.contains(&f.as_str()))
            {
                let list = known.join(", ");
                return Err(GraphError::parameter(format!(
                    "(#100) Param subscribed_fields[{at}] must be one of {{{list}}} - got \"{bad}\""
                )));
            }
            if let Some(account) = w.accounts.get_mut(&account.id) {
                account.subscribed = true;
                account.subscribed_fields = Some(fields);
                account.failing_since = None;
            }
            json!({"success": true})
        }
        "DELETE" => {
            if let Some(account) = w.accounts.get_mut(&account.id) {
                account.subscribed = false;
                account.subscribed_fields = None;
            }
            json!({"success": true})
        }
        method => return Err(GraphError::unsupported(method, owner)),
    };
    let mut reply = Reply::new(body);
    reply.summary = String::from("subscribed_apps");
    reply.account = Some((account.page_id, account.platform));
    Ok(reply)
}

/// A comma list, or a JSON list (§1.4).
fn subscribed_fields(call: &GraphCall) -> Result<Vec<String>, GraphError> {
    let list = match call.params.raw("subscribed_fields") {
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(|v| v.as_str().map(str::to_owned))
            .collect(),
        Some(Value::String(text)) if text.starts_with('[') => {
            serde_json::from_str(text).unwrap_or_default()
        }
        Some(Value::String(text)) => text
            .split(',')
            .map(|f| f.trim().to_owned())
            .filter(|f| !f.is_empty())
            .collect(),
        _ => Vec::new(),
    };
    if list.is_empty() {
        return Err(GraphError::required("subscribed_fields"));
    }
    Ok(list)
}
