//! Which webhooks Meta sends for a Page or an Instagram account: `subscribed_apps` (§1.4, layer 2).

use reqwest::Method;
use serde_json::Value;

use super::Credentials;
use super::client::{Call, GraphClient};
use super::error::CallError;
use crate::loose;

/// Fields that are read of one app; Pages know some 60.
const MAX_FIELDS: usize = 200;

impl GraphClient {
    /// The fields that this app is subscribed to; empty if Meta sends it nothing. `app_id` tells our app from others of
    /// the same Page; without it, or if Meta names none, the first one counts.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn subscribed_fields(
        &self,
        creds: &Credentials,
        app_id: Option<&str>,
    ) -> Result<Vec<String>, CallError> {
        let path = [creds.sender_id.as_str(), "subscribed_apps"];
        let answer = self.get(creds, "subscribed_apps", &path, &[]).await?;
        let apps = answer.as_object().and_then(|a| loose::field(a, "data"));
        let apps: Vec<_> = apps
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .collect();
        let ours = apps.iter().find(|app| {
            let id = loose::id_in(app, "id");
            app_id.is_none() || id.is_none() || id.as_deref() == app_id
        });
        let fields = ours.and_then(|app| loose::field(app, "subscribed_fields"));
        let fields = fields.and_then(Value::as_array).into_iter().flatten();
        Ok(fields
            .filter_map(|field| match field {
                // Some answers name the version beside the field.
                Value::Object(field) => loose::text_in(field, "name"),
                plain => loose::text(plain),
            })
            .take(MAX_FIELDS)
            .collect())
    }

    /// Subscribes to these fields, in the place of those before. May be repeated.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn subscribe(&self, creds: &Credentials, fields: &[String]) -> Result<(), CallError> {
        let path = [creds.sender_id.as_str(), "subscribed_apps"];
        let fields = fields.join(",");
        let call = Call {
            name: "subscribe",
            method: Method::POST,
            path: &path,
            query: &[("subscribed_fields", &fields)],
            body: None,
        };
        self.ask(creds, call)
            .await
            .and_then(|answer| succeeded(&answer))
    }

    /// Ends the subscription. May be repeated.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn unsubscribe(&self, creds: &Credentials) -> Result<(), CallError> {
        let path = [creds.sender_id.as_str(), "subscribed_apps"];
        let call = Call {
            name: "unsubscribe",
            method: Method::DELETE,
            path: &path,
            query: &[],
            body: None,
        };
        self.ask(creds, call)
            .await
            .and_then(|answer| succeeded(&answer))
    }
}

/// Some pages of the documentation print the text `"true"` (§1.4).
fn succeeded(answer: &Value) -> Result<(), CallError> {
    let done = answer
        .as_object()
        .is_some_and(|a| loose::flag(a, "success"));
    done.then_some(()).ok_or_else(|| CallError::NoAnswer {
        why: "subscribed_apps answered without success".to_owned(),
    })
}
