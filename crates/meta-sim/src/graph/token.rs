//! Tokens: what they may do and how long, `debug_token`, longer life (platform notes §8.1 to §8.3).

use serde_json::{Value, json};

use crate::graph::error::GraphError;
use crate::graph::{GraphCall, Reply, auth};
use crate::ids;
use crate::types::{Platform, Token};
use crate::world::World;

/// §8.1, §8.2: how long a long-lived token lives. The odd number is the one that answers show.
pub(crate) const LONG_LIFE_S: i64 = 5_183_944;
/// §8.2: a refreshed one.
const REFRESHED_LIFE_S: i64 = 5_184_000;
/// §8.2: younger tokens are not refreshed.
const REFRESH_AGE_MS: i64 = 24 * 3_600_000;
/// §8.1: days after a person's last activity.
const DATA_ACCESS_DAYS: i64 = 90;
const DAY_MS: i64 = 24 * 3_600_000;

/// §8.6, Facebook Login.
pub(crate) const FACEBOOK_SCOPES: [&str; 9] = [
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
/// §8.6, Instagram Login.
pub(crate) const INSTAGRAM_SCOPES: [&str; 4] = [
    "instagram_business_basic",
    "instagram_business_manage_messages",
    "instagram_business_manage_comments",
    "instagram_business_manage_insights",
];

/// Whether a token has the form of Instagram Login.
pub(crate) fn is_instagram(token: &str) -> bool {
    token.starts_with("IGAA") || token.starts_with("IGQ")
}

/// What a token may do.
pub(crate) fn scopes(token: &str, stored: Option<&Token>) -> Vec<String> {
    let all: &[&str] = if is_instagram(token) {
        &INSTAGRAM_SCOPES
    } else {
        &FACEBOOK_SCOPES
    };
    stored
        .and_then(|t| t.scopes.clone())
        .unwrap_or_else(|| all.iter().map(|s| (*s).to_owned()).collect())
}

/// Whether a token has died, and of which subcode of error 190.
pub(crate) fn died(w: &World, token: &Token) -> Option<i64> {
    let ended = |at: Option<i64>| at.is_some_and(|at| at <= w.meta_now());
    token
        .dead
        .or_else(|| (ended(token.expires_at) || ended(token.data_access_expires_at)).then_some(463))
}

/// Puts a fresh token of a form into the world.
pub(crate) fn issue(w: &mut World, start: &str, token: Token) -> String {
    let n = w.next();
    let text = format!("{start}{}", ids::letters(w.instance(), "token", n, 60));
    w.tokens.put(ids::fingerprint(&text), token);
    text
}

/// `GET /debug_token` (§8.3): 200 also for a token that is not valid.
pub(crate) fn debug(w: &mut World, call: &GraphCall) -> Result<Reply, GraphError> {
    let app_token = format!("{}|{}", w.fixed.app_id, w.fixed.app_secret);
    if call.params.token.as_deref() == Some(app_token.as_str()) {
        auth::proof(w, call)?;
    } else {
        auth::token(w, call)?;
    }
    let input = call
        .params
        .text("input_token")
        .ok_or_else(|| GraphError::required("input_token"))?;
    let stored = w.tokens.get(&ids::fingerprint(&input)).cloned();
    let dead = match &stored {
        Some(token) => died(w, token),
        None => w.fixed.strict.then_some(0),
    };
    let body = match dead {
        Some(subcode) => invalid(w, stored.as_ref(), subcode),
        None => json!({"data": valid(w, &input, &stored.unwrap_or_default())}),
    };
    let mut reply = Reply::new(body);
    reply.summary = String::from("debug_token");
    Ok(reply)
}

fn invalid(w: &World, stored: Option<&Token>, subcode: i64) -> Value {
    let error = GraphError::dead_token(subcode);
    let mut inner = json!({"code": 190, "message": error.message});
    if subcode != 0 {
        inner["subcode"] = json!(subcode);
    }
    let expires_at = stored.and_then(|t| t.expires_at).unwrap_or(0) / 1_000;
    json!({"data": {"app_id": w.fixed.app_id, "type": "PAGE", "application": "TickleGram", "error": inner,
        "expires_at": expires_at, "is_valid": false, "scopes": []}})
}

fn valid(w: &World, input: &str, token: &Token) -> Value {
    let account = token
        .page_id
        .as_deref()
        .and_then(|p| w.account_of_page(p))
        .cloned();
    let scopes = scopes(input, Some(token));
    let kind = if token.user || account.is_none() {
        "USER"
    } else {
        "PAGE"
    };
    let data_access = token
        .data_access_expires_at
        .unwrap_or_else(|| w.meta_now() + DATA_ACCESS_DAYS * DAY_MS);
    let mut data = json!({
        "app_id": w.fixed.app_id, "type": kind, "application": "TickleGram", "is_valid": true,
        "expires_at": token.expires_at.map_or(0, |ms| ms / 1_000),
        "data_access_expires_at": data_access / 1_000, "issued_at": token.issued_at / 1_000, "scopes": scopes,
        "user_id": owner(w),
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
    data
}

/// The person to whom every account here belongs.
pub(crate) fn owner(w: &World) -> String {
    ids::digits(w.instance(), "owner", 0, 15)
}

/// `GET graph.instagram.com/refresh_access_token` (§8.2): a day old, not ended, and good for another 60 days.
pub(crate) fn refresh(w: &mut World, call: &GraphCall) -> Result<Reply, GraphError> {
    if call.params.text("grant_type").as_deref() != Some("ig_refresh_token") {
        return Err(GraphError::required("grant_type"));
    }
    let print = auth::token(w, call)?;
    let (now, now_of_clock) = (w.meta_now(), w.now);
    let old = w.tokens.get(&print).cloned().unwrap_or(Token {
        // Adopting: a token that nobody introduced is as old as it needs to be.
        issued_at: now_of_clock - REFRESH_AGE_MS,
        ..Token::default()
    });
    if now - old.issued_at < REFRESH_AGE_MS {
        return Err(GraphError::parameter(
            "(#100) The access token must be at least 24 hours old to be refreshed",
        ));
    }
    let permissions = scopes("IGAA", Some(&old)).join(",");
    let token = issue(
        w,
        "IGAA",
        Token {
            issued_at: now,
            expires_at: Some(now + REFRESHED_LIFE_S * 1_000),
            ..old
        },
    );
    let mut reply = Reply::new(json!({
        "access_token": token, "token_type": "bearer", "expires_in": REFRESHED_LIFE_S, "permissions": permissions,
    }));
    reply.summary = String::from("refresh_access_token");
    Ok(reply)
}

/// `GET|POST /oauth/access_token?grant_type=fb_exchange_token` (§8.1): a long-lived token of a person for a short one.
pub(crate) fn exchange(w: &mut World, call: &GraphCall) -> Result<Reply, GraphError> {
    app(w, call)?;
    let short = call
        .params
        .text("fb_exchange_token")
        .ok_or_else(|| GraphError::required("fb_exchange_token"))?;
    if is_instagram(&short) {
        return Err(GraphError::cannot_parse_token());
    }
    let stored = w.tokens.get(&ids::fingerprint(&short)).cloned();
    let old = match stored {
        None if w.fixed.strict => return Err(GraphError::cannot_parse_token()),
        None => Token::default(),
        Some(token) => match died(w, &token) {
            Some(subcode) => return Err(GraphError::dead_token(subcode)),
            None => token,
        },
    };
    let now = w.meta_now();
    let token = issue(
        w,
        "EAA",
        Token {
            user: true,
            issued_at: now,
            expires_at: Some(now + LONG_LIFE_S * 1_000),
            ..old
        },
    );
    let mut reply = Reply::new(
        json!({"access_token": token, "token_type": "bearer", "expires_in": LONG_LIFE_S}),
    );
    reply.summary = String::from("fb_exchange_token");
    Ok(reply)
}

/// The app itself must be named with its secret.
pub(crate) fn app(w: &World, call: &GraphCall) -> Result<(), GraphError> {
    let given = |key: &str| call.params.text(key);
    if given("client_id").as_deref() != Some(w.fixed.app_id.as_str()) {
        return Err(GraphError::new(
            400,
            101,
            None,
            "Error validating application. Cannot get application info due to a system error.",
        ));
    }
    if given("client_secret").as_deref() != Some(w.fixed.app_secret.as_str()) {
        return Err(GraphError::new(
            400,
            1,
            None,
            "Error validating client secret.",
        ));
    }
    Ok(())
}
