//! Logging in: the dialogs of both products, codes, and short tokens for long ones (platform notes §8.1, §8.2).

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use crate::graph::error::GraphError;
use crate::graph::token::{self, LONG_LIFE_S};
use crate::graph::{GraphCall, Reply, auth};
use crate::ids;
use crate::sim::Sim;
use crate::types::{Account, Platform, Token};
use crate::world::World;

/// §8.2: a code is good for an hour. Facebook's is not documented; the same.
const CODE_LIFE_MS: i64 = 3_600_000;
/// §8.1, §8.2: a token straight from a code lives an hour or two.
const SHORT_LIFE_S: i64 = 3_600;

/// A code that was given out and not used yet; its key is the code's fingerprint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Code {
    /// Of which product.
    platform: Platform,
    /// It has to be the same to the byte at the exchange.
    redirect_uri: String,
    scopes: Vec<String>,
    /// The Pages that were chosen, or the Page behind the Instagram account.
    pages: Vec<String>,
    expires_at: i64,
}

/// What a dialog is asked, and what the person decided.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    state: String,
    /// `allow` or `deny`; none yet: the page is shown.
    decision: Option<String>,
    /// The Pages, or the Instagram account, separated by commas; none: all, or the first.
    chosen: Option<String>,
    /// Permissions to leave out, separated by commas.
    without: Option<String>,
}

/// `https://www.facebook.com/{version}/dialog/oauth` (§8.1).
pub(crate) async fn facebook(state: State<Arc<Sim>>, asked: Query<Asked>) -> Response {
    dialog(state, asked, Platform::Facebook).await
}

/// `https://www.instagram.com/oauth/authorize` (§8.2).
pub(crate) async fn instagram(state: State<Arc<Sim>>, asked: Query<Asked>) -> Response {
    dialog(state, asked, Platform::Instagram).await
}

async fn dialog(
    State(sim): State<Arc<Sim>>,
    Query(asked): Query<Asked>,
    platform: Platform,
) -> Response {
    let redirect = Url::parse(&asked.redirect_uri)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    let Some(redirect) = redirect.filter(|_| asked.client_id == sim.fixed.app_id) else {
        let text = "Invalid app, or the address to come back to is not one of its addresses.";
        return (StatusCode::BAD_REQUEST, text).into_response();
    };
    match asked.decision.as_deref() {
        Some("allow") => match sim.change(|w| allow(w, &asked, platform)).await {
            Ok(Some(code)) => back(
                redirect,
                &[("code", &code), ("state", &asked.state)],
                platform,
            ),
            Ok(None) => (
                StatusCode::BAD_REQUEST,
                "There is no such account to choose.",
            )
                .into_response(),
            Err(error) => {
                tracing::error!(%error, "a login could not be made durable");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        },
        // §8.1: the errors of the dialog.
        Some(_) => back(
            redirect,
            &[
                ("error", "access_denied"),
                ("error_reason", "user_denied"),
                ("error_description", "The user denied your request"),
                ("state", &asked.state),
            ],
            platform,
        ),
        None => Html(sim.look(|w| page(w, &asked, platform))).into_response(),
    }
}

fn back(mut redirect: Url, pairs: &[(&str, &str)], platform: Platform) -> Response {
    redirect.query_pairs_mut().extend_pairs(pairs);
    // §8.2: both products leave a mark behind it.
    redirect.set_fragment(Some(match platform {
        Platform::Facebook => "_=_",
        Platform::Instagram => "_",
    }));
    match HeaderValue::from_str(redirect.as_str()) {
        Ok(place) => (StatusCode::FOUND, [(header::LOCATION, place)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn listed(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default()
        .split(',')
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}

/// Those who can be chosen: every Page, or every Instagram account.
fn choosable(w: &World, platform: Platform) -> Vec<&Account> {
    w.accounts
        .values()
        .filter(|a| platform == Platform::Facebook || a.platform == Platform::Instagram)
        .collect()
}

fn allow(w: &mut World, asked: &Asked, platform: Platform) -> Option<String> {
    let wanted = listed(asked.chosen.as_deref());
    let known: Vec<(String, String)> = choosable(w, platform)
        .into_iter()
        .map(|a| (a.id.clone(), a.page_id.clone()))
        .collect();
    let page_of = |id: &String| {
        let found = known.iter().find(|(own, page)| own == id || page == id);
        found.map(|(_, page)| page.clone())
    };
    let pages = match (platform, wanted.is_empty()) {
        (Platform::Facebook, true) => known.iter().map(|(_, page)| page.clone()).collect(),
        (Platform::Instagram, true) => known.first().map(|(_, page)| vec![page.clone()])?,
        (_, false) => wanted.iter().map(page_of).collect::<Option<Vec<_>>>()?,
    };
    let without = listed(asked.without.as_deref());
    let mut scopes = listed(Some(&asked.scope));
    scopes.retain(|scope| !without.contains(scope));
    let n = w.next();
    let code = format!("AQB{}", ids::letters(w.instance(), "code", n, 60));
    let new = Code {
        platform,
        redirect_uri: asked.redirect_uri.clone(),
        scopes,
        pages,
        expires_at: w.meta_now() + CODE_LIFE_MS,
    };
    w.codes.put(ids::fingerprint(&code), new);
    Some(code)
}

/// A code is good once (§8.2).
fn take(w: &mut World, code: &str, redirect: &str, platform: Platform) -> Option<Code> {
    let print = ids::fingerprint(code);
    let fits = w.codes.get(&print).is_some_and(|c| {
        c.platform == platform && c.expires_at > w.meta_now() && c.redirect_uri == redirect
    });
    fits.then(|| w.codes.remove(&print)).flatten()
}

/// `GET|POST /oauth/access_token` with a code (§8.1).
pub(crate) fn facebook_code(w: &mut World, call: &GraphCall) -> Result<Reply, GraphError> {
    token::app(w, call)?;
    let given = |key: &str| {
        call.params
            .text(key)
            .ok_or_else(|| GraphError::required(key))
    };
    let (code, redirect) = (given("code")?, given("redirect_uri")?);
    let Some(code) = take(w, &code, &redirect, Platform::Facebook) else {
        let text = "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request";
        return Err(GraphError::parameter(text));
    };
    let now = w.meta_now();
    let token = token::issue(
        w,
        "EAA",
        Token {
            user: true,
            issued_at: now,
            expires_at: Some(now + SHORT_LIFE_S * 1_000),
            scopes: Some(code.scopes),
            pages: Some(code.pages),
            ..Token::default()
        },
    );
    Ok(given_out(
        json!({"access_token": token, "token_type": "bearer", "expires_in": SHORT_LIFE_S}),
    ))
}

/// `POST api.instagram.com/oauth/access_token` (§8.2): flat, `user_id` a number, and errors in an envelope of their own.
pub(crate) fn instagram_code(w: &mut World, call: &GraphCall) -> Result<Reply, GraphError> {
    let refused = |text: &str| GraphError::login(text);
    token::app(w, call).map_err(|_| refused("Invalid platform app"))?;
    let given = |key: &str| call.params.text(key).unwrap_or_default();
    if given("grant_type") != "authorization_code" {
        return Err(refused("Invalid grant_type"));
    }
    let code = take(
        w,
        &given("code"),
        &given("redirect_uri"),
        Platform::Instagram,
    );
    let account = code
        .as_ref()
        .and_then(|c| w.account_of_page(c.pages.first()?))
        .cloned();
    let (Some(code), Some(account)) = (code, account) else {
        return Err(refused("Matching code was not found or was already used"));
    };
    let now = w.meta_now();
    let token = token::issue(
        w,
        "IGAA",
        Token {
            page_id: Some(account.page_id.clone()),
            issued_at: now,
            expires_at: Some(now + SHORT_LIFE_S * 1_000),
            scopes: Some(code.scopes.clone()),
            ..Token::default()
        },
    );
    let user_id: u64 = account.app_scoped_id.parse().unwrap_or_default();
    Ok(given_out(
        json!({"access_token": token, "user_id": user_id, "permissions": code.scopes}),
    ))
}

/// `GET graph.instagram.com/access_token?grant_type=ig_exchange_token` (§8.2).
pub(crate) fn instagram_long(w: &mut World, call: &GraphCall) -> Result<Reply, GraphError> {
    if call.params.text("grant_type").as_deref() != Some("ig_exchange_token") {
        return Err(GraphError::required("grant_type"));
    }
    if call.params.text("client_secret").as_deref() != Some(w.fixed.app_secret.as_str()) {
        return Err(GraphError::parameter("Error validating client secret."));
    }
    let print = auth::token(w, call)?;
    let now = w.meta_now();
    let old = w.tokens.get(&print).cloned().unwrap_or_default();
    let token = token::issue(
        w,
        "IGAA",
        Token {
            issued_at: now,
            expires_at: Some(now + LONG_LIFE_S * 1_000),
            ..old
        },
    );
    Ok(given_out(
        json!({"access_token": token, "token_type": "bearer", "expires_in": LONG_LIFE_S}),
    ))
}

fn given_out(body: serde_json::Value) -> Reply {
    let mut reply = Reply::new(body);
    reply.summary = String::from("login");
    reply
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The dialog, plain: what is asked for, the accounts, and two answers.
fn page(w: &World, asked: &Asked, platform: Platform) -> String {
    let (product, kind) = match platform {
        Platform::Facebook => ("Facebook", "checkbox"),
        Platform::Instagram => ("Instagram", "radio"),
    };
    let accounts: String = choosable(w, platform)
        .into_iter()
        .enumerate()
        .map(|(n, account)| {
            let checked = if n == 0 || platform == Platform::Facebook { " checked" } else { "" };
            let name = match platform {
                Platform::Facebook => &account.name,
                Platform::Instagram => &account.username,
            };
            format!(
                "<li><label><input type=\"{kind}\" name=\"account\" value=\"{}\"{checked}> {}</label></li>",
                escaped(&account.id),
                escaped(name)
            )
        })
        .collect();
    let kept: String = [
        ("client_id", &asked.client_id),
        ("redirect_uri", &asked.redirect_uri),
        ("scope", &asked.scope),
        ("state", &asked.state),
    ]
    .map(|(name, value)| {
        format!(
            "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
            escaped(value)
        )
    })
    .concat();
    let scopes = escaped(&asked.scope.replace(',', ", "));
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Log in with {product} (simulated)</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}}ul{{list-style:none;padding:0}}button{{font:inherit;padding:.5rem 1rem;margin-right:.5rem}}</style></head>\
         <body><h1>Log in with {product}</h1><p>This is the simulator. The app asks for: {scopes}.</p>\
         <form method=\"get\">{kept}<input type=\"hidden\" name=\"chosen\" id=\"chosen\"><ul>{accounts}</ul>\
         <button name=\"decision\" value=\"allow\">Continue</button><button name=\"decision\" value=\"deny\">Cancel</button></form>\
         <script>document.querySelector('form').addEventListener('submit',()=>{{document.getElementById('chosen').value=[...document.querySelectorAll('input[name=account]:checked')].map(i=>i.value).join(',')}})</script>\
         </body></html>"
    )
}
