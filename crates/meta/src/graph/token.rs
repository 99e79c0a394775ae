//! What Meta knows of a token (§8.3), and a longer life for those that may have one (§8.2).

use domain::time::{SECOND, Timestamp};
use reqwest::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use super::client::{Call, GraphClient};
use super::error::CallError;
use super::{Credentials, GraphError, Host};
use crate::loose::{self, Object};

/// Permissions that are kept of one token; Meta has some 60.
const MAX_SCOPES: usize = 200;

/// What `debug_token` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenInfo {
    /// Whether Meta accepts it.
    pub is_valid: bool,
    /// Why not, in Meta's words.
    pub problem: Option<String>,
    /// The app that it was made for.
    pub app_id: Option<String>,
    /// `USER`, `PAGE` or `SYSTEM_USER`.
    pub kind: Option<String>,
    /// The Page of a Page token.
    pub profile_id: Option<String>,
    /// Who gave it, by the app-scoped id.
    pub user_id: Option<String>,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// When it ends; `None`: never.
    pub expires_at: Option<Timestamp>,
    /// When the person's data may no longer be read with it.
    pub data_access_expires_at: Option<Timestamp>,
    /// What it may do, whatever the asset.
    pub scopes: Vec<String>,
    /// Permissions that were given for some assets only, and for which.
    pub targets: Vec<(String, Vec<String>)>,
}

impl TokenInfo {
    /// What it may do for an asset: a permission given for some assets counts for those alone (§8.3).
    #[must_use]
    pub fn scopes_for(&self, assets: &[&str]) -> Vec<String> {
        let granted = |scope: &String| {
            let targets = self.targets.iter().find(|(name, _)| name == scope);
            targets.is_none_or(|(_, ids)| ids.iter().any(|id| assets.contains(&id.as_str())))
        };
        self.scopes.iter().filter(|s| granted(s)).cloned().collect()
    }
}

/// A token with its life.
#[derive(Clone, Debug)]
pub struct LongToken {
    /// The token.
    pub token: SecretString,
    /// For how many microseconds it lives; `None`: Meta did not say, or for ever.
    pub lives: Option<i64>,
}

impl LongToken {
    pub(super) fn from_answer(answer: &Value) -> Result<Self, CallError> {
        let object = answer.as_object();
        let token = object.and_then(|o| loose::text_in(o, "access_token"));
        let token = token.ok_or_else(|| CallError::NoAnswer {
            why: "the answer holds no token".to_owned(),
        })?;
        let seconds = object
            .and_then(|o| loose::field(o, "expires_in"))
            .and_then(loose::count);
        Ok(Self {
            token: SecretString::from(token),
            lives: seconds
                .filter(|s| *s > 0)
                .map(|s| i64::from(s).saturating_mul(SECOND)),
        })
    }
}

impl GraphClient {
    /// What Meta knows of a token of the Facebook host. It is asked with the app's own token, `{app id}|{app secret}`.
    ///
    /// The token in question travels in the body, by §9.5's override of the method: an address is easily logged.
    ///
    /// # Errors
    /// [`CallError`]; a token that is not valid is no error.
    pub async fn debug_token(
        &self,
        app_id: &str,
        app_secret: &SecretString,
        token: &SecretString,
    ) -> Result<TokenInfo, CallError> {
        let app = Credentials {
            host: Host::Facebook,
            sender_id: "app".to_owned(),
            token: SecretString::from(format!("{app_id}|{}", app_secret.expose_secret())),
        };
        let call = Call {
            name: "debug_token",
            method: Method::POST,
            path: &["debug_token"],
            query: &[("method", "GET")],
            body: Some(&json!({"input_token": token.expose_secret()})),
        };
        let answer = self.ask(&app, call).await?;
        let data = answer.as_object().and_then(|a| loose::object(a, "data"));
        data.map(info).ok_or_else(|| CallError::NoAnswer {
            why: "debug_token answered without data".to_owned(),
        })
    }

    /// Another 60 days for a token of Instagram Login; it must be a day old and not ended.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn refresh(&self, creds: &Credentials) -> Result<LongToken, CallError> {
        let query = [("grant_type", "ig_refresh_token")];
        let answer = self
            .unversioned()
            .get(
                creds,
                "refresh_access_token",
                &["refresh_access_token"],
                &query,
            )
            .await?;
        LongToken::from_answer(&answer)
    }
}

fn info(data: &Object) -> TokenInfo {
    let error = loose::object(data, "error");
    let time = |key| loose::time_in(data, key);
    let names = |value: &Value| -> Vec<String> {
        let list = value.as_array().into_iter().flatten();
        list.filter_map(loose::text).take(MAX_SCOPES).collect()
    };
    let targets = loose::field(data, "granular_scopes").and_then(Value::as_array);
    let targets = targets.into_iter().flatten().filter_map(Value::as_object);
    TokenInfo {
        is_valid: loose::flag(data, "is_valid"),
        problem: error
            .and_then(|e| loose::text_in(e, "message"))
            .map(|m| GraphError::shown(&m)),
        app_id: loose::id_in(data, "app_id"),
        kind: loose::text_in(data, "type"),
        profile_id: loose::id_in(data, "profile_id"),
        user_id: loose::id_in(data, "user_id"),
        issued_at: time("issued_at"),
        // 0 stands for never, and is no time.
        expires_at: time("expires_at"),
        data_access_expires_at: time("data_access_expires_at"),
        scopes: loose::field(data, "scopes").map(names).unwrap_or_default(),
        targets: targets
            .filter_map(|scope| {
                let ids = loose::field(scope, "target_ids")?.as_array()?;
                let ids = ids.iter().filter_map(loose::id).take(MAX_SCOPES).collect();
                Some((loose::text_in(scope, "scope")?, ids))
            })
            .take(MAX_SCOPES)
            .collect(),
    }
}
