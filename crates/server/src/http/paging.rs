//! Pages of lists: `limit` with its bounds, opaque cursors, the `Link` header.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Serialize, de::DeserializeOwned};

use crate::http::error::{ApiError, ApiResult};

/// Rows of a page if nobody says how many (contract §1).
pub const DEFAULT: i64 = 50;
/// Most rows of a page (contract §1).
pub const MAX: i64 = 200;

/// How many rows a page has.
///
/// # Errors
/// 422 below 1; above the maximum it is clamped, as the contract says.
pub fn limit(asked: Option<i64>) -> ApiResult<i64> {
    match asked {
        None => Ok(DEFAULT),
        Some(n) if n < 1 => Err(ApiError::invalid("/limit", "limit must be at least 1.")),
        Some(n) => Ok(n.min(MAX)),
    }
}

/// Reads a cursor that [`next`] made.
///
/// # Errors
/// 422 for anything else.
pub fn read<T: DeserializeOwned>(cursor: Option<&str>) -> ApiResult<Option<T>> {
    let Some(text) = cursor else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let value = bytes.and_then(|b| serde_json::from_slice(&b).ok());
    value.map(Some).ok_or_else(|| {
        ApiError::invalid(
            "/cursor",
            "This cursor is not one of this list. Begin again without it.",
        )
    })
}

/// The first `limit` of rows that were asked for with one more, and whether there is another page.
#[must_use]
pub fn page<T>(mut rows: Vec<T>, limit: i64) -> (Vec<T>, bool) {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    (rows, more)
}

/// The `Link` header to the page after `after`; nothing on the last page.
pub fn next<T: Serialize>(path: &str, query: Option<&str>, after: Option<&T>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let cursor = after
        .and_then(|a| serde_json::to_vec(a).ok())
        .map(|json| URL_SAFE_NO_PAD.encode(json));
    let Some(cursor) = cursor else { return headers };
    let kept = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .filter(|(k, _)| k != "cursor");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair("cursor", &cursor)
        .finish();
    if let Ok(value) = HeaderValue::from_str(&format!("<{path}?{query}>; rel=\"next\"")) {
        headers.insert(header::LINK, value);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_clamped_above_and_refused_below() {
        assert_eq!(limit(None).unwrap(), DEFAULT);
        assert_eq!(limit(Some(1_000_000)).unwrap(), MAX);
        assert!(limit(Some(0)).is_err());
        assert!(limit(Some(-1)).is_err());
    }

    #[test]
    fn a_cursor_comes_back_and_keeps_the_query() {
        let headers = next(
            "/api/chats",
            Some("platform=instagram&cursor=old"),
            Some(&("x", 7)),
        );
        let link = headers[header::LINK].to_str().unwrap();
        assert!(
            link.starts_with("</api/chats?platform=instagram&cursor=")
                && link.ends_with(">; rel=\"next\""),
            "{link}"
        );
        assert!(!link.contains("old"));
        let cursor = link
            .split("cursor=")
            .nth(1)
            .unwrap()
            .split('>')
            .next()
            .unwrap();
        assert_eq!(
            read::<(String, i64)>(Some(cursor)).unwrap(),
            Some(("x".to_owned(), 7))
        );
        assert!(read::<(String, i64)>(Some("nonsense!")).is_err());
    }
}
