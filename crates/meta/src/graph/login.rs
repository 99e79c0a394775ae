//! Logging in at Meta (§8.1, §8.2): the addresses that a person is sent to, and codes and short tokens for long ones.

use domain::permissions;
use domain::token::TokenKind;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use url::Url;

use super::client::GraphClient;
use super::error::CallError;
use super::token::LongToken;
use super::{Credentials, Host};
use crate::loose;

/// Permissions that are kept of one login.
const MAX_PERMISSIONS: usize = 200;

/// The app for which somebody logs in.
#[derive(Clone, Debug)]
pub struct LoginApp {
    /// The app's id: the Meta app's, or that of the Instagram app inside it.
    pub id: String,
    /// Its secret.
    pub secret: SecretString,
}

/// Where people log in, and where the code of Instagram Login is exchanged: none of it is a Graph host.
#[derive(Clone, Debug)]
pub struct LoginHosts {
    /// `https://www.facebook.com`.
    pub facebook: Url,
    /// `https://www.instagram.com`.
    pub instagram: Url,
    /// `https://api.instagram.com`.
    pub instagram_api: Url,
}

/// What Instagram gives for a code.
#[derive(Clone, Debug)]
pub struct InstagramGrant {
    /// A token of an hour.
    pub token: SecretString,
    /// What the person allowed, if Meta says.
    pub permissions: Option<Vec<String>>,
}

impl GraphClient {
    /// Where a person is sent for Facebook Login.
    #[must_use]
    pub fn facebook_dialog(
        &self,
        hosts: &LoginHosts,
        app: &LoginApp,
        redirect: &str,
        state: &str,
    ) -> Url {
        let scope = permissions::to_ask_for(TokenKind::Facebook).join(",");
        let path = [self.version(), "dialog", "oauth"];
        dialog(&hosts.facebook, &path, app, redirect, state, &scope)
    }

    /// Where a person is sent for Instagram Login.
    #[must_use]
    pub fn instagram_dialog(
        &self,
        hosts: &LoginHosts,
        app: &LoginApp,
        redirect: &str,
        state: &str,
    ) -> Url {
        let scope = permissions::to_ask_for(TokenKind::Instagram).join(",");
        let path = ["oauth", "authorize"];
        dialog(&hosts.instagram, &path, app, redirect, state, &scope)
    }

    /// A person's token for the code of Facebook Login. A code is good for one try.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn facebook_code(
        &self,
        app: &LoginApp,
        redirect: &str,
        code: &str,
    ) -> Result<LongToken, CallError> {
        let form = [
            ("client_id", app.id.as_str()),
            ("client_secret", app.secret.expose_secret()),
            ("redirect_uri", redirect),
            ("code", code),
        ];
        self.facebook_token("login_code", &form).await
    }

    /// A token of 60 days for a person's short one. The Pages' tokens that it gives have no end (§8.1).
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn facebook_long(
        &self,
        app: &LoginApp,
        short: &SecretString,
    ) -> Result<LongToken, CallError> {
        let form = [
            ("grant_type", "fb_exchange_token"),
            ("client_id", app.id.as_str()),
            ("client_secret", app.secret.expose_secret()),
            ("fb_exchange_token", short.expose_secret()),
        ];
        self.facebook_token("login_exchange", &form).await
    }

    /// Meta documents GET for these; as a form, what is secret stands in no address (OAuth 2 asks for POST anyway).
    async fn facebook_token(
        &self,
        name: &'static str,
        form: &[(&str, &str)],
    ) -> Result<LongToken, CallError> {
        let url = self.address(Host::Facebook, &["oauth", "access_token"]);
        let url = url.ok_or_else(no_address)?;
        let answer = self.form(name, url, form).await?;
        LongToken::from_answer(&answer)
    }

    /// A token of an hour for the code of Instagram Login. A code is good for one try.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn instagram_code(
        &self,
        hosts: &LoginHosts,
        app: &LoginApp,
        redirect: &str,
        code: &str,
    ) -> Result<InstagramGrant, CallError> {
        let url = below(&hosts.instagram_api, &["oauth", "access_token"]);
        let form = [
            ("client_id", app.id.as_str()),
            ("client_secret", app.secret.expose_secret()),
            ("grant_type", "authorization_code"),
            ("redirect_uri", redirect),
            // §8.2: the address of the redirect ends in `#_`, which is no part of the code.
            ("code", code.trim_end_matches("#_")),
        ];
        let answer = self.form("login_code", url, &form).await?;
        grant(&answer).ok_or_else(|| CallError::NoAnswer {
            why: "the answer holds no token".to_owned(),
        })
    }

    /// A token of 60 days for one of an hour. Meta knows no other way than the secret in the address; it goes to Meta alone
    /// and into no log of ours.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn instagram_long(
        &self,
        app: &LoginApp,
        short: &SecretString,
    ) -> Result<LongToken, CallError> {
        let creds = Credentials {
            host: Host::Instagram,
            sender_id: "me".to_owned(),
            token: short.clone(),
        };
        let query = [
            ("grant_type", "ig_exchange_token"),
            ("client_secret", app.secret.expose_secret()),
        ];
        let answer = self
            .unversioned()
            .get(&creds, "login_exchange", &["access_token"], &query)
            .await?;
        LongToken::from_answer(&answer)
    }
}

fn no_address() -> CallError {
    CallError::NoAnswer {
        why: "the address of the login cannot be made".to_owned(),
    }
}

fn below(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

fn dialog(
    base: &Url,
    path: &[&str],
    app: &LoginApp,
    redirect: &str,
    state: &str,
    scope: &str,
) -> Url {
    let mut url = below(base, path);
    url.query_pairs_mut()
        .append_pair("client_id", &app.id)
        .append_pair("redirect_uri", redirect)
        .append_pair("response_type", "code")
        .append_pair("scope", scope)
        .append_pair("state", state);
    url
}

/// Flat with a list, as Meta answers, or in a list with one text, as its documentation prints it (§8.2).
fn grant(answer: &Value) -> Option<InstagramGrant> {
    let node = answer.as_object()?;
    let node = match loose::field(node, "data").and_then(Value::as_array) {
        Some(list) => list.first()?.as_object()?,
        None => node,
    };
    let permissions = match loose::field(node, "permissions") {
        Some(Value::Array(list)) => Some(list.iter().filter_map(loose::text).collect()),
        Some(Value::String(text)) => Some(text.split(',').map(|p| p.trim().to_owned()).collect()),
        _ => None,
    };
    let permissions = permissions.map(|mut list: Vec<String>| {
        list.retain(|p| !p.is_empty());
        list.truncate(MAX_PERMISSIONS);
        list
    });
    Some(InstagramGrant {
        token: SecretString::from(loose::text_in(node, "access_token")?),
        permissions,
    })
}
