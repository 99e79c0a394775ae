//! Faults as data: `{match, times, then}`. A fault says which call or webhook it meets, how often, and what happens then.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How many updates a batch fault puts into one delivery unless told otherwise.
const BATCH_SIZE: u32 = 10;
/// How long a batch stays open for more, and a reordered delivery waits for one to overtake it.
pub(crate) const HOLD_MS: i64 = 1_000;

/// One fault as stored and as answered by the control API.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Fault {
    #[serde(default)]
    pub(crate) id: String,
    /// Which calls or webhooks it meets; absent means every send, or every webhook.
    #[serde(default, rename = "match")]
    pub(crate) on: Option<Match>,
    /// How often it still happens; absent means until it is removed.
    #[serde(default)]
    pub(crate) times: Option<u32>,
    /// Happens to every n-th match only.
    #[serde(default)]
    pub(crate) every: Option<u32>,
    pub(crate) then: Value,
    /// Words for a screen.
    #[serde(default)]
    pub(crate) label: Option<String>,
    /// How often something matched so far.
    #[serde(default)]
    pub(crate) seen: u32,
    /// How often it happened so far.
    #[serde(default)]
    pub(crate) hits: u32,
}

/// `"POST */messages"`, `"WEBHOOK messages"`, or the same in parts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Match {
    Text(String),
    Parts(Parts),
}

/// A match in parts; every part may be left out, and `*` stands for anything.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Parts {
    #[serde(default)]
    pub(crate) method: Option<String>,
    #[serde(default)]
    pub(crate) path: Option<String>,
    #[serde(default)]
    pub(crate) webhook: Option<String>,
    #[serde(default)]
    pub(crate) account_id: Option<String>,
    #[serde(default)]
    pub(crate) customer_id: Option<String>,
}

/// What a fault meets.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject<'a> {
    Call {
        method: &'a str,
        path: &'a str,
        /// The path with `{customer}`, `{account}`, … in place of ids.
        symbolic: &'a str,
    },
    Webhook {
        kind: &'a str,
        account: &'a str,
        customer: &'a str,
    },
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Then {
    /// The call takes effect, the connection closes without an answer.
    AcceptThenTimeout,
    /// The call takes effect, the answer says it did not (platform notes §2.5).
    AcceptThen5xx(u16),
    /// Refused with this Graph error.
    Error(ErrorSpec),
    /// The call, or the webhook, waits this long first.
    DelayMs(u64),
    /// A gateway's page instead of an answer (§9.1); nothing happened.
    Html502,
    /// The connection closes before anything happened.
    RefuseBeforeAccept,
    /// Sent this many times in all.
    Duplicate(u32),
    /// The next delivery overtakes this one.
    Reorder,
    /// Gathered, up to so many updates in one body.
    Batch(u32),
    /// Never sent.
    Drop,
    /// Signed with another secret.
    BadSignature,
    /// The echo arrives before the answer to the send.
    EchoBeforeAnswer,
    /// The echo leaves after the answer: as usual.
    EchoAfterAnswer,
    /// No echo at all.
    NoEcho,
    /// Times in seconds, as has been seen (§1.5).
    SecondsTimestamps,
    /// `message_edit` with `num_edit: 0` in place of a new message (§1.6).
    NumEdit0,
}

/// The error a fault answers with; what is left out comes from the table of known errors.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ErrorSpec {
    pub(crate) code: i64,
    #[serde(default, alias = "error_subcode")]
    pub(crate) subcode: Option<i64>,
    #[serde(default)]
    pub(crate) status: Option<u16>,
    #[serde(default)]
    pub(crate) message: Option<String>,
    #[serde(default, rename = "type")]
    pub(crate) kind: Option<String>,
    #[serde(default)]
    pub(crate) is_transient: Option<bool>,
}

impl Then {
    /// Understands `"name"`, `{"name": argument}` and `{"kind": "name", …}`.
    pub(crate) fn parse(value: &Value) -> Result<Self, String> {
        let (name, argument) = match value {
            Value::String(name) => (name.as_str(), &Value::Null),
            Value::Object(map) => match map.iter().next() {
                Some((name, argument)) if map.len() == 1 => (name.as_str(), argument),
                _ => match map.get("kind").and_then(Value::as_str) {
                    Some(name) => (name, value),
                    None => {
                        return Err("then must be a name or an object with one name in it".into());
                    }
                },
            },
            _ => return Err("then must be a string or an object".into()),
        };
        let number = |default: u64| {
            argument
                .as_u64()
                .or_else(|| argument.get("value")?.as_u64())
                .unwrap_or(default)
        };
        let small = |default: u32| u32::try_from(number(u64::from(default))).unwrap_or(default);
        Ok(match name {
            "accept_then_timeout" => Self::AcceptThenTimeout,
            "accept_then_5xx" => Self::AcceptThen5xx(u16::try_from(number(500)).unwrap_or(500)),
            "error" => Self::Error(
                serde_json::from_value(argument.clone()).map_err(|e| format!("error: {e}"))?,
            ),
            "delay_ms" => Self::DelayMs(number(0)),
            "html_502" => Self::Html502,
            "refuse_before_accept" => Self::RefuseBeforeAccept,
            "duplicate" => Self::Duplicate(small(2).clamp(2, 10)),
            "reorder" => Self::Reorder,
            "batch" => Self::Batch(small(BATCH_SIZE).clamp(2, 1000)),
            "drop" => Self::Drop,
            "bad_signature" => Self::BadSignature,
            "echo_before_answer" => Self::EchoBeforeAnswer,
            "echo_after_answer" => Self::EchoAfterAnswer,
            "no_echo" => Self::NoEcho,
            "seconds_timestamps" => Self::SecondsTimestamps,
            "num_edit_0" => Self::NumEdit0,
            other => return Err(format!("{other} is no fault this simulator knows")),
        })
    }

    /// The name as in the control API.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::AcceptThenTimeout => "accept_then_timeout",
            Self::AcceptThen5xx(_) => "accept_then_5xx",
            Self::Error(_) => "error",
            Self::DelayMs(_) => "delay_ms",
            Self::Html502 => "html_502",
            Self::RefuseBeforeAccept => "refuse_before_accept",
            Self::Duplicate(_) => "duplicate",
            Self::Reorder => "reorder",
            Self::Batch(_) => "batch",
            Self::Drop => "drop",
            Self::BadSignature => "bad_signature",
            Self::EchoBeforeAnswer => "echo_before_answer",
            Self::EchoAfterAnswer => "echo_after_answer",
            Self::NoEcho => "no_echo",
            Self::SecondsTimestamps => "seconds_timestamps",
            Self::NumEdit0 => "num_edit_0",
        }
    }

    /// Whether it belongs to an answer of the Graph API; `delay_ms` belongs to whatever it is matched on.
    pub(crate) fn meets_calls(&self) -> bool {
        matches!(
            self,
            Self::AcceptThenTimeout
                | Self::AcceptThen5xx(_)
                | Self::Error(_)
                | Self::DelayMs(_)
                | Self::Html502
                | Self::RefuseBeforeAccept
        )
    }

    /// Whether it changes how a send echoes.
    pub(crate) fn is_echo_mode(&self) -> bool {
        matches!(
            self,
            Self::EchoBeforeAnswer | Self::EchoAfterAnswer | Self::NoEcho
        )
    }
}

impl Fault {
    /// The match with its defaults: every send, or every webhook.
    pub(crate) fn parts(&self) -> Parts {
        match &self.on {
            Some(Match::Parts(parts)) => parts.clone(),
            Some(Match::Text(text)) => parse_text(text),
            None => match Then::parse(&self.then) {
                Ok(then) if then.meets_calls() || then.is_echo_mode() => {
                    parse_text("POST */messages")
                }
                _ => Parts {
                    webhook: Some("*".into()),
                    ..Parts::default()
                },
            },
        }
    }

    /// Whether this fault meets the subject.
    pub(crate) fn meets(&self, subject: Subject<'_>) -> bool {
        let parts = self.parts();
        let fits =
            |pattern: &Option<String>, text: &str| pattern.as_deref().is_none_or(|p| glob(p, text));
        match subject {
            Subject::Call {
                method,
                path,
                symbolic,
            } => {
                parts.webhook.is_none()
                    && parts
                        .method
                        .as_deref()
                        .is_none_or(|m| m == "*" || m.eq_ignore_ascii_case(method))
                    && (fits(&parts.path, path) || fits(&parts.path, symbolic))
            }
            Subject::Webhook {
                kind,
                account,
                customer,
            } => {
                parts.method.is_none()
                    && parts.path.is_none()
                    && fits(&parts.webhook, kind)
                    && fits(&parts.account_id, account)
                    && fits(&parts.customer_id, customer)
            }
        }
    }

    /// Counts a match; true if the fault happens this time.
    pub(crate) fn strike(&mut self) -> bool {
        if self.times == Some(0) {
            return false;
        }
        self.seen += 1;
        if self
            .every
            .is_some_and(|n| n > 1 && !self.seen.is_multiple_of(n))
        {
            return false;
        }
        self.hits += 1;
        if let Some(times) = &mut self.times {
            *times -= 1;
        }
        true
    }
}

fn parse_text(text: &str) -> Parts {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("webhook") {
        let kind = rest.trim_start_matches([':', ' ']).trim();
        return Parts {
            webhook: Some(if kind.is_empty() { "*" } else { kind }.to_owned()),
            ..Parts::default()
        };
    }
    match text.split_once(' ') {
        Some((method, path)) => Parts {
            method: Some(method.to_owned()),
            path: Some(path.trim().to_owned()),
            ..Parts::default()
        },
        None => Parts {
            path: Some(text.to_owned()),
            ..Parts::default()
        },
    }
}

/// `*` stands for any run of characters, everything else for itself.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(first) = parts.next() else {
        return text.is_empty();
    };
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fault(value: Value) -> Fault {
        serde_json::from_value(value).expect("a fault")
    }

    #[test]
    fn globs() {
        assert!(glob("*/messages", "/me/messages"));
        assert!(glob("*", ""));
        assert!(glob("/me", "/me"));
        assert!(!glob("*/messages", "/me/message_attachments"));
        assert!(glob("/*/conv*s", "/me/conversations"));
        assert!(!glob("ab*ab", "ab"));
    }

    #[test]
    fn matches_calls_and_webhooks_apart() {
        let call =
            fault(json!({"match": "POST */messages", "times": 2, "then": "accept_then_timeout"}));
        assert!(call.meets(Subject::Call {
            method: "POST",
            path: "/me/messages",
            symbolic: "/me/messages"
        }));
        assert!(!call.meets(Subject::Call {
            method: "GET",
            path: "/me/messages",
            symbolic: "/me/messages"
        }));
        assert!(!call.meets(Subject::Webhook {
            kind: "messages",
            account: "a",
            customer: "c"
        }));
        let hook = fault(json!({"match": "WEBHOOK message_echoes", "then": "drop"}));
        assert!(hook.meets(Subject::Webhook {
            kind: "message_echoes",
            account: "a",
            customer: "c"
        }));
        assert!(!hook.meets(Subject::Webhook {
            kind: "messages",
            account: "a",
            customer: "c"
        }));
        let any = fault(json!({"then": {"duplicate": 3}}));
        assert!(any.meets(Subject::Webhook {
            kind: "messages",
            account: "a",
            customer: "c"
        }));
        assert!(!any.meets(Subject::Call {
            method: "POST",
            path: "/me/messages",
            symbolic: "/me/messages"
        }));
    }

    #[test]
    fn counts_down_and_skips() {
        let mut twice = fault(json!({"times": 2, "then": "drop"}));
        assert_eq!(
            [twice.strike(), twice.strike(), twice.strike()],
            [true, true, false]
        );
        let mut fifth = fault(json!({"every": 5, "then": "drop"}));
        assert_eq!((1..=10).filter(|_| fifth.strike()).count(), 2);
    }

    #[test]
    fn reads_every_form_of_then() {
        assert_eq!(Then::parse(&json!("drop")), Ok(Then::Drop));
        assert_eq!(Then::parse(&json!({"delay_ms": 50})), Ok(Then::DelayMs(50)));
        assert_eq!(
            Then::parse(&json!({"duplicate": 3})),
            Ok(Then::Duplicate(3))
        );
        let Ok(Then::Error(error)) =
            Then::parse(&json!({"error": {"code": 613, "subcode": 2534040}}))
        else {
            panic!("an error")
        };
        assert_eq!((error.code, error.subcode), (613, Some(2_534_040)));
        assert!(Then::parse(&json!("explode")).is_err());
    }
}
