//! The Conversions API (§7): events to a pixel or dataset, and the dataset of an account.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::{Call, GraphClient};
use super::error::{CallError, SendError};
use super::{Credentials, Host};
use crate::loose;

/// Who we are, as Meta asks partners to say; it groups events in Meta's own tools.
const PARTNER_AGENT: &str = "ticklegram";
/// The parameter that a proof of the app's secret goes in; Meta's complaint names it in every language.
const PROOF: &str = "appsecret_proof";
/// Meta's code for a parameter that it does not take.
const BAD_PARAMETER: i64 = 100;
/// Subcodes of what is wrong with an event (§7): of all events of a call, one at least.
const EVENT_PROBLEMS: std::ops::RangeInclusive<i64> = 2_804_000..=2_804_999;

/// Events of one call.
#[derive(Clone, Debug, PartialEq)]
pub struct Events {
    /// As Meta takes them, hashed; at most 1000.
    pub data: Vec<Value>,
    /// Shows them in Meta's test view; they count all the same.
    pub test_event_code: Option<String>,
}

/// What Meta says to events that it took.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// How many it counts as received; none if it did not say.
    pub events: Option<u64>,
    /// The answer, for the record.
    pub answer: Value,
}

impl SendError {
    /// Whether Meta refused a call for what is wrong with one of its events. It does not say with which, and takes none
    /// of them (§7).
    #[must_use]
    pub fn is_about_an_event(&self) -> bool {
        let Self::Final { error, .. } = self else {
            return false;
        };
        error.code == BAD_PARAMETER && error.subcode.is_some_and(|s| EVENT_PROBLEMS.contains(&s))
    }
}

impl GraphClient {
    /// Sends events, once. The host is Facebook's, whatever the account's is: there are no conversions on the other.
    ///
    /// # Errors
    /// [`SendError`]. After `Unknown` events may be repeated only where Meta knows them by their id (§7).
    pub async fn send_events(
        &self,
        creds: &Credentials,
        pixel: &str,
        events: &Events,
    ) -> Result<Received, SendError> {
        let creds = on_facebook(creds);
        let mut body = json!({"data": events.data, "partner_agent": PARTNER_AGENT});
        if let Some(code) = &events.test_event_code {
            body["test_event_code"] = json!(code);
        }
        let path = [pixel, "events"];
        let call = || Call {
            name: "events",
            method: Method::POST,
            path: &path,
            query: &[],
            body: Some(&body),
        };
        let answer = match self.once(&creds, call()).await {
            // A token made in Meta's Events Manager belongs to an app of Meta's, whose secret we do not have (§8.4).
            Err(SendError::Final { error, .. })
                if error.code == BAD_PARAMETER && error.message.contains(PROOF) =>
            {
                self.without_proof().once(&creds, call()).await?
            }
            other => other?,
        };
        // Refused as a duplicate of what Meta has.
        let answer = answer.unwrap_or_else(|| json!({"messages": ["duplicate"]}));
        Ok(Received {
            events: answer.get("events_received").and_then(Value::as_u64),
            answer,
        })
    }

    /// The dataset that takes the events of conversations of an Instagram account or Page; Meta makes it at the first
    /// question (§7). Asking again changes nothing.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn dataset(&self, creds: &Credentials, owner: &str) -> Result<String, CallError> {
        let path = [owner, "dataset"];
        let call = Call {
            name: "dataset",
            method: Method::POST,
            path: &path,
            query: &[],
            body: None,
        };
        let answer = self.ask(&on_facebook(creds), call).await?;
        let id = answer.as_object().and_then(|o| loose::id_in(o, "id"));
        id.ok_or_else(|| CallError::NoAnswer {
            why: "success without the id of a dataset".to_owned(),
        })
    }
}

fn on_facebook(creds: &Credentials) -> Credentials {
    Credentials {
        host: Host::Facebook,
        ..creds.clone()
    }
}
