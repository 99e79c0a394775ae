//! Accounts, tokens and subscriptions (platform notes §1.4, §8).

use serde_json::{Value, json};

use crate::graph::error::GraphError;
use crate::graph::{GraphCall, Host, Reply, auth, fields, nodes};
use crate::ids;
use crate::types::{Platform, Token};
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
const FACEBOOK_SCOPES: [&str; 9] = [
    "pages_show_list",
    "pages_messaging",
    "pages_manage_metadata",
    "pages_read_engagement",
    "pages_manage_engagement",
    "instagram_basic",
    "instagram_manage_messages",
    "instagram_manage_comments",
    "instagram_manage_insights",
];
const INSTAGRAM_SCOPES: [&str; 4] = [
    "instagram_business_basic",
    "instagram_business_manage_messages",
    "instagram_business_manage_comments",
    "instagram_business_manage_insights",
];

/// `GET /me/accounts` (§8.1): the Pages of a person, each with a token of its own.
pub(crate) fn my_accounts(w: &mut World, call: &GraphCall) -> Result<Reply, GraphError> {
    let print = auth::token(w, call)?;
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
            _ => page_token(w, &account.page_id),
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

/// The token that a person gets for a Page: always the same one.
fn page_token(w: &mut World, page_id: &str) -> String {
    let token = format!("EAA{}", ids::letters(w.instance(), page_id, 0, 60));
    let print = ids::fingerprint(&token);
    if w.tokens.get(&print).is_none() {
        let issued_at = w.now;
        w.tokens.put(
            print,
            Token {
                page_id: Some(page_id.to_owned()),
                issued_at,
                ..Token::default()
            },
        );
    }
    token
}

/// `GET /debug_token` (§8.3): 200 also for a token that is not valid.
pub(crate) fn debug_token(w: &mut World, call: &GraphCall) -> Result<Reply, GraphError> {
    let app_token = format!("{}|{}", w.fixed.app_id, w.fixed.app_secret);
    let own = call.params.token.as_deref();
    if own != Some(app_token.as_str()) {
        auth::token(w, call)?;
    }
    let input = call
        .params
        .text("input_token")
        .ok_or_else(|| GraphError::required("input_token"))?;
    let stored = w.tokens.get(&ids::fingerprint(&input)).cloned();
    let app_id = w.fixed.app_id.clone();
    let invalid = |subcode: i64| {
        let error = GraphError::dead_token(subcode);
        let mut inner = json!({"code": 190, "message": error.message});
        if subcode != 0 {
            inner["subcode"] = json!(subcode);
        }
        json!({"data": {"app_id": app_id, "type": "PAGE", "application": "TickleGram", "error": inner,
            "expires_at": 0, "is_valid": false, "scopes": []}})
    };
    let body = match stored {
        Some(Token {
            dead: Some(subcode),
            ..
        }) => invalid(subcode),
        None if w.fixed.strict => invalid(0),
        token => {
            let token = token.unwrap_or_default();
            let instagram = input.starts_with("IGAA");
            let account = token
                .page_id
                .as_deref()
                .and_then(|p| w.account_of_page(p))
                .cloned();
            let scopes: &[&str] = if instagram {
                &INSTAGRAM_SCOPES
            } else {
                &FACEBOOK_SCOPES
            };
            let kind = if token.user || account.is_none() {
                "USER"
            } else {
                "PAGE"
            };
            let issued = token.issued_at / 1_000;
            let mut data = json!({
                "app_id": app_id, "type": kind, "application": "TickleGram", "is_valid": true, "expires_at": 0,
                "data_access_expires_at": (w.now / 1_000) + 90 * 86_400, "issued_at": issued, "scopes": scopes,
                "user_id": ids::digits(w.instance(), "owner", 0, 15),
            });
            if let Some(account) = account {
                data["profile_id"] = json!(account.page_id);
                let mut targets = vec![account.page_id.clone()];
                if account.platform == Platform::Instagram {
                    targets.push(account.id);
                }
                let granular: Vec<Value> = scopes
                    .iter()
                    .map(|s| json!({"scope": s, "target_ids": targets}))
                    .collect();
                data["granular_scopes"] = json!(granular);
            }
            json!({"data": data})
        }
    };
    let mut reply = Reply::new(body);
    reply.summary = String::from("debug_token");
    Ok(reply)
}

/// `GET|POST|DELETE /{page|ig|me}/subscribed_apps` (§1.4, layer 2).
pub(crate) fn subscribed_apps(
    w: &mut World,
    call: &GraphCall,
    owner: &str,
) -> Result<Reply, GraphError> {
    let account = auth::account(w, call, owner)?;
    let of_page = call.host == Host::Facebook;
    let body = match call.method.as_str() {
        "GET" => {
            if account.subscribed {
                let fields = account
                    .subscribed_fields
                    .clone()
                    .unwrap_or_else(|| vec!["messages".into()]);
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
            let known: &[&str] = if of_page {
                &PAGE_SUBSCRIPTIONS
            } else {
                &INSTAGRAM_SUBSCRIPTIONS
            };
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
