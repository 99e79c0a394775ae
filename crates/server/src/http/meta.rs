//! What Meta's refusals mean for a client that waits for the answer: 502 with Meta's reason, whatever status Meta chose.

use axum::http::StatusCode;
use domain::meta_error::Reason;
use domain::time::SECOND;
use meta::graph::{CallError, GraphError, SendError};

use super::error::ApiError;

impl From<&CallError> for ApiError {
    fn from(problem: &CallError) -> Self {
        match problem {
            CallError::NoAnswer { .. } => unreachable_now(),
            CallError::Throttled { wait_micros, .. } => throttled(*wait_micros),
            CallError::Transient(_) => passing(),
            CallError::Final { reason, error } => refused(*reason, error),
            CallError::TokenDead(_) => reconnect(),
            CallError::Paused { micros, .. } => held_back(*micros),
        }
    }
}

impl From<&SendError> for ApiError {
    /// Not for [`SendError::Unknown`], which is no failure: the caller answers 202.
    fn from(problem: &SendError) -> Self {
        match problem {
            SendError::NotReached { .. } => unreachable_now(),
            SendError::Throttled { wait_micros, .. } => throttled(*wait_micros),
            SendError::Transient(_) => passing(),
            SendError::Final { reason, error } => refused(*reason, error),
            SendError::TokenDead(_) => reconnect(),
            SendError::Paused { micros, .. } => held_back(*micros),
            SendError::Unknown { .. } => Self::new(
                StatusCode::BAD_GATEWAY,
                "meta_answer_lost",
                "Meta's answer was lost, so whether it took this is not known. Look before you try again.",
            ),
        }
    }
}

fn unreachable_now() -> ApiError {
    let detail = "Meta was not reached. Nothing was changed; try again in a moment.";
    ApiError::new(StatusCode::BAD_GATEWAY, "meta_unreachable", detail)
}

fn passing() -> ApiError {
    let detail = "Meta had a passing fault. Nothing was changed; try again in a moment.";
    ApiError::new(StatusCode::BAD_GATEWAY, "meta_fault", detail)
}

fn throttled(wait_micros: i64) -> ApiError {
    let detail = "Meta is limiting this account. Try again later.";
    ApiError::later(
        StatusCode::BAD_GATEWAY,
        "meta_throttled",
        detail,
        seconds(wait_micros),
    )
}

fn held_back(micros: i64) -> ApiError {
    let detail = "Meta holds this account back for a while. Ask an admin to look at its quality page at Meta.";
    ApiError::later(
        StatusCode::BAD_GATEWAY,
        "account_paused",
        detail,
        seconds(micros),
    )
}

fn reconnect() -> ApiError {
    let detail =
        "Meta no longer accepts the token of this account. Ask an admin to connect it again.";
    ApiError::new(StatusCode::BAD_GATEWAY, "account_reconnect", detail)
}

/// A refusal for good: our sentence, then what Meta says to people or developers (it holds no token).
fn refused(reason: Reason, error: &GraphError) -> ApiError {
    let words = error.user_msg.as_deref().unwrap_or(&error.message);
    let detail = match words.trim() {
        "" => format!("{} {}", reason.detail(), reason.remedy()),
        words => format!("{} {} Meta says: {words}", reason.detail(), reason.remedy()),
    };
    ApiError::new(StatusCode::BAD_GATEWAY, reason.code(), detail)
}

fn seconds(micros: i64) -> u64 {
    (micros / SECOND).max(1).unsigned_abs()
}
