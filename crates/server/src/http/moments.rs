//! Moments and days in queries.

use domain::time::{DAY, Timestamp};

use crate::http::error::{ApiError, ApiResult};

/// A moment of a query, and whether it stands for a whole day.
pub(super) struct Moment {
    /// When it is, or begins.
    pub(super) at: Timestamp,
    /// It is a day.
    pub(super) day: bool,
}

impl Moment {
    /// The end of it.
    pub(super) fn end(&self) -> Timestamp {
        if self.day { self.at.plus(DAY) } else { self.at }
    }
}

/// A day, RFC 3339, or Unix seconds.
pub(super) fn moment(name: &str, text: &str) -> ApiResult<Moment> {
    let text = text.trim();
    let read = |text: String| serde_json::from_value::<Timestamp>(text.into()).ok();
    let day = text.len() == "2025-11-10".len() && text.matches('-').count() == 2;
    let at = match (day, text.parse::<i64>()) {
        (true, _) => read(format!("{text}T00:00:00Z")),
        (false, Ok(seconds)) => Some(Timestamp::from_secs(seconds)),
        // A plus sign of a query string is a space.
        (false, Err(_)) => read(text.replace(' ', "+")),
    };
    at.map(|at| Moment { at, day }).ok_or_else(|| {
        let words = format!("{name} must be a day such as 2025-11-10, a time, or Unix seconds.");
        ApiError::invalid(&format!("/{name}"), words)
    })
}
