//! Meta's errors, and what they ask of the caller.

use domain::meta_error::{Decision, LEAST_THROTTLE, Reason, decide};
use domain::time::{DAY, MINUTE};
use serde_json::Value;

use super::usage::{Usage, whole};
use crate::loose::{self, Object};

/// Longest text of Meta's that is kept, in characters: enough for its longest documented explanation.
const MAX_TEXT_CHARS: usize = 600;
/// Longest wait that is believed; Meta's windows are at most a day (§9.4).
const MAX_WAIT: i64 = DAY;
/// What access tokens begin with (§ "two product flavours"), `Malformed access token …` quotes them.
const TOKEN_STARTS: [&str; 3] = ["EAA", "IGAA", "IGQ"];
/// Shorter words that begin like a token are words.
const TOKEN_CHARS: usize = 16;
/// The code of every dead token (§8.5).
const DEAD_TOKEN: i64 = 190;

/// An error answer of Meta.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Meta error {code}{}: {message}", subcode.map(|s| format!("/{s}")).unwrap_or_default())]
pub struct GraphError {
    /// Meta's code; 0 if it gave none.
    pub code: i64,
    /// Meta's subcode.
    pub subcode: Option<i64>,
    /// `OAuthException`, `IGApiException`, …; empty if it gave none.
    pub kind: String,
    /// For developers, in the language of the token's owner. Holds no token.
    pub message: String,
    /// A heading for people, if Meta gave one.
    pub user_title: Option<String>,
    /// An explanation for people, if Meta gave one.
    pub user_msg: Option<String>,
    /// What Meta's support asks for.
    pub fbtrace_id: Option<String>,
    /// Meta calls it passing.
    pub transient: bool,
    /// The HTTP status; 0 if the error was found before any request.
    pub status: u16,
    /// Minutes until calls are allowed again, where the body says so.
    pub wait_minutes: u32,
}

impl GraphError {
    /// Reads both envelopes: `{"error": {…}}`, and the one of the login endpoints with `error_type` (§8.2).
    /// `None` if the body is no error of the Graph API.
    #[must_use]
    pub fn parse(status: u16, body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let body = body.as_object()?;
        match loose::field(body, "error") {
            Some(Value::Object(error)) => Some(Self::from_fields(status, error, "message", "type")),
            Some(Value::String(word)) => {
                let mut error = Self::from_fields(status, body, "error_description", "error");
                error.kind.clone_from(word);
                Some(error)
            }
            _ if body.contains_key("error_type") || body.contains_key("error_message") => Some(
                Self::from_fields(status, body, "error_message", "error_type"),
            ),
            _ => None,
        }
    }

    fn from_fields(status: u16, error: &Object, message: &str, kind: &str) -> Self {
        let text = |key: &str| loose::text_in(error, key).map(|text| bounded(&text));
        let data = loose::object(error, "error_data");
        let wait = loose::field(error, "estimated_time_to_regain_access")
            .or_else(|| data.and_then(|d| loose::field(d, "estimated_time_to_regain_access")));
        Self {
            code: number(error, "code").unwrap_or(0),
            subcode: number(error, "error_subcode")
                .or_else(|| number(error, "subcode"))
                .filter(|s| *s != 0),
            kind: text(kind).unwrap_or_default(),
            message: text(message).unwrap_or_default(),
            user_title: text("error_user_title"),
            user_msg: text("error_user_msg"),
            fbtrace_id: text("fbtrace_id"),
            transient: loose::flag(error, "is_transient"),
            status,
            wait_minutes: wait.map_or(0, whole),
        }
    }

    /// An answer without an error body of the Graph API.
    pub(super) fn bare(status: u16, message: impl Into<String>) -> Self {
        Self {
            code: 0,
            subcode: None,
            kind: String::new(),
            message: message.into(),
            user_title: None,
            user_msg: None,
            fbtrace_id: None,
            transient: false,
            status,
            wait_minutes: 0,
        }
    }

    /// A text of Meta's as it may be shown: bounded, and without tokens.
    pub(super) fn shown(text: &str) -> String {
        bounded(text)
    }

    /// A token that cannot even be put into a request.
    pub(super) fn unusable_token() -> Self {
        Self {
            code: DEAD_TOKEN,
            ..Self::bare(0, "the access token holds characters that no token has")
        }
    }

    fn decision(&self) -> Decision {
        decide(self.code, self.subcode, self.transient)
    }

    /// How long to hold back: Meta's own estimate goes before the least wait.
    fn wait(&self, least: i64, usage: Usage, retry_after: Option<u32>) -> i64 {
        let minutes = i64::from(usage.wait_minutes.max(self.wait_minutes)).saturating_mul(MINUTE);
        let seconds = i64::from(retry_after.unwrap_or(0)).saturating_mul(domain::time::SECOND);
        minutes.max(seconds).max(least).min(MAX_WAIT)
    }
}

/// What else an answer says about waiting.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pace {
    pub(super) usage: Usage,
    /// `Retry-After`, in seconds.
    pub(super) retry_after: Option<u32>,
}

/// A send that was not confirmed; the variant is the decision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The request was never written: sending it later is safe.
    #[error("Meta was not reached: {why}")]
    NotReached {
        /// What stood in the way.
        why: String,
    },
    /// Not taken: Meta throttles. Hold this account's sends for `wait_micros`; trying sooner prolongs it.
    #[error("Meta throttles: {error}")]
    Throttled {
        /// How long to wait, at least a minute.
        wait_micros: i64,
        /// Meta's words.
        error: Box<GraphError>,
    },
    /// Not taken, for a passing reason: try again soon, a few times.
    #[error("a passing fault: {0}")]
    Transient(Box<GraphError>),
    /// Not taken, and never will be.
    #[error("refused: {error}")]
    Final {
        /// Why, in our words.
        reason: Reason,
        /// In Meta's.
        error: Box<GraphError>,
    },
    /// Not taken: the account has to be connected again (§8.5).
    #[error("the token is dead: {0}")]
    TokenDead(Box<GraphError>),
    /// Not taken: Meta holds the account back. Hold its sends for `micros`.
    #[error("the account is held back: {error}")]
    Paused {
        /// How long.
        micros: i64,
        /// Meta's words.
        error: Box<GraphError>,
    },
    /// It may have been taken. Never send it again without a person's word.
    #[error("the answer was lost: {why}")]
    Unknown {
        /// What happened.
        why: String,
    },
}

impl SendError {
    /// The same as what a call that may be repeated would have met, where that says something of the account as a whole.
    #[must_use]
    pub fn as_call(&self) -> Option<CallError> {
        match self {
            Self::TokenDead(error) => Some(CallError::TokenDead(error.clone())),
            Self::Paused { micros, error } => Some(CallError::Paused {
                micros: *micros,
                error: error.clone(),
            }),
            _ => None,
        }
    }

    /// Meta's error, if there is one.
    #[must_use]
    pub fn graph(&self) -> Option<&GraphError> {
        match self {
            Self::Throttled { error, .. }
            | Self::Final { error, .. }
            | Self::Paused { error, .. } => Some(error),
            Self::Transient(error) | Self::TokenDead(error) => Some(error),
            Self::NotReached { .. } | Self::Unknown { .. } => None,
        }
    }
}

/// What an error answer to a send means. `None`: Meta refused a duplicate, so it has the message.
pub(super) fn refused_send(error: GraphError, pace: Pace) -> Option<SendError> {
    // After an internal failure at Meta only a refusal that somebody has described is certain (§2.5).
    let doubtful = error.status >= 500;
    let unknown = |error: &GraphError| SendError::Unknown {
        why: format!("HTTP {}, {error}", error.status),
    };
    Some(match error.decision() {
        Decision::Done => return None,
        Decision::Unknown => unknown(&error),
        Decision::Retry | Decision::Final(Reason::Rejected) if doubtful => unknown(&error),
        Decision::Retry => SendError::Transient(Box::new(error)),
        Decision::WaitAtLeast(least) => SendError::Throttled {
            wait_micros: error.wait(least, pace.usage, pace.retry_after),
            error: Box::new(error),
        },
        Decision::Final(reason) => SendError::Final {
            reason,
            error: Box::new(error),
        },
        Decision::Reconnect => SendError::TokenDead(Box::new(error)),
        Decision::PauseAccount(micros) => SendError::Paused {
            micros,
            error: Box::new(error),
        },
    })
}

/// Throttling by a gateway, which answers before anything is taken and knows no codes.
pub(super) fn throttled_by_gateway(status: u16, pace: Pace) -> (i64, Box<GraphError>) {
    let error = GraphError::bare(status, "too many requests");
    (
        error.wait(LEAST_THROTTLE, pace.usage, pace.retry_after),
        Box::new(error),
    )
}

/// A call that may be repeated without harm, and failed; the variant is the decision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Not reached, or the answer was lost or unreadable: try again.
    #[error("no answer: {why}")]
    NoAnswer {
        /// What happened.
        why: String,
    },
    /// Meta throttles. Hold this account's calls for `wait_micros`.
    #[error("Meta throttles: {error}")]
    Throttled {
        /// How long to wait, at least a minute.
        wait_micros: i64,
        /// Meta's words.
        error: Box<GraphError>,
    },
    /// A passing fault: try again soon, a few times.
    #[error("a passing fault: {0}")]
    Transient(Box<GraphError>),
    /// Trying again changes nothing.
    #[error("refused: {error}")]
    Final {
        /// Why, in our words.
        reason: Reason,
        /// In Meta's.
        error: Box<GraphError>,
    },
    /// The account has to be connected again.
    #[error("the token is dead: {0}")]
    TokenDead(Box<GraphError>),
    /// Meta holds the account back for `micros`.
    #[error("the account is held back: {error}")]
    Paused {
        /// How long.
        micros: i64,
        /// Meta's words.
        error: Box<GraphError>,
    },
}

/// What an error answer to a repeatable call means.
pub(super) fn refused_call(error: GraphError, pace: Pace) -> CallError {
    match error.decision() {
        Decision::Retry | Decision::Unknown => CallError::Transient(Box::new(error)),
        Decision::Final(Reason::Rejected) if error.status >= 500 => {
            CallError::Transient(Box::new(error))
        }
        Decision::WaitAtLeast(least) => CallError::Throttled {
            wait_micros: error.wait(least, pace.usage, pace.retry_after),
            error: Box::new(error),
        },
        Decision::Final(reason) => CallError::Final {
            reason,
            error: Box::new(error),
        },
        Decision::Done => CallError::Final {
            reason: Reason::Rejected,
            error: Box::new(error),
        },
        Decision::Reconnect => CallError::TokenDead(Box::new(error)),
        Decision::PauseAccount(micros) => CallError::Paused {
            micros,
            error: Box::new(error),
        },
    }
}

fn number(object: &Object, key: &str) -> Option<i64> {
    match loose::field(object, key)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Text for people and logs: without tokens, and not longer than needed.
fn bounded(text: &str) -> String {
    without_tokens(text).chars().take(MAX_TEXT_CHARS).collect()
}

/// Takes out what looks like an access token: Meta's own error texts quote them.
fn without_tokens(text: &str) -> String {
    let in_token = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        let is_token =
            word.len() >= TOKEN_CHARS && TOKEN_STARTS.iter().any(|start| word.starts_with(start));
        out.push_str(if is_token { "[token]" } else { word });
        word.clear();
    };
    for c in text.chars() {
        if in_token(c) {
            word.push(c);
        } else {
            flush(&mut word, &mut out);
            out.push(c);
        }
    }
    flush(&mut word, &mut out);
    out
}

#[cfg(test)]
mod tests;
