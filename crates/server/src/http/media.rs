//! Files of conversations, served to those who may see them: whole, in parts, or small.

use std::ops::Range;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::ids::FileId;
use domain::media::may_show;
use domain::user::Role;
use serde::Deserialize;
use store::media::MediaFile;
use tracing::error;

use crate::app::App;
use crate::http::chats::may_see;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiPath, ApiQuery};
use crate::media::Files;

/// Files never change; a browser may keep them for a day without asking, not longer: who may see them can change.
const CACHE: &str = "private, max-age=86400, immutable";
/// Nothing in a file may run or load anything, wherever it is opened.
const CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// How a file is wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MediaQuery {
    /// `thumb` for the small picture; the whole file where there is none.
    size: Option<String>,
}

/// A file of a chat, or an upload of one's own. Single ranges are answered with 206.
#[utoipa::path(get, path = "/api/media/{id}", tag = "media", params(("id" = FileId, Path,), MediaQuery, ("Range" = Option<String>, Header, description = "`bytes=0-99`: one range; several are answered with the whole file.")),
    security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The file.", content_type = "application/octet-stream", headers(
        ("ETag" = String, description = "Never changes."), ("Accept-Ranges" = String, description = "`bytes`."))),
    (status = 206, description = "The range.", content_type = "application/octet-stream", headers(("Content-Range" = String, description = "Which part, and of how much."))),
    (status = 304, description = "The client has it."),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat, or another person's upload.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such file, or `media_not_ready`: it is being fetched.", body = Problem, content_type = "application/problem+json"),
    (status = 410, description = "`media_gone`: it was taken back, has expired, or could not be fetched.", body = Problem, content_type = "application/problem+json"),
    (status = 416, description = "The range begins after the end of the file.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "`size` is not known.", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "`media_unavailable`: the place for files does not answer.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn media(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(id): ApiPath<FileId>,
    ApiQuery(query): ApiQuery<MediaQuery>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let small = match query.size.as_deref() {
        None => false,
        Some("thumb") => true,
        Some(_) => return Err(ApiError::invalid("/size", "size must be: thumb.")),
    };
    let file = app.db.media(id).await?.ok_or_else(no_file)?;
    allowed(&app, &agent, &file).await?;
    let object = object_of(&file)?;
    let thumb = file.thumb.as_deref().filter(|_| small);
    let tag = format!("\"{id}{}\"", if thumb.is_some() { ".thumb" } else { "" });
    if has(&headers, header::IF_NONE_MATCH, &tag) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        put(&mut response, header::ETAG, &tag);
        put(&mut response, header::CACHE_CONTROL, CACHE);
        return Ok(response);
    }
    if let Some(mime) = thumb {
        return whole(&app, &Files::thumb_name(object), mime, None, &file, &tag).await;
    }
    let size = u64::try_from(file.size).unwrap_or_default();
    // A part of another version than the client has would be spliced into the wrong file.
    let ranged = headers.get(header::IF_RANGE).is_none_or(|v| *v == tag);
    let wanted = headers
        .get(header::RANGE)
        .filter(|_| ranged)
        .and_then(|v| v.to_str().ok())
        .map_or(Wanted::Whole, |v| range(v, size));
    match wanted {
        Wanted::Whole => whole(&app, object, &file.mime, Some(size), &file, &tag).await,
        Wanted::Part(part) => {
            let shown = format!("bytes {}-{}/{size}", part.start, part.end - 1);
            let length = part.end - part.start;
            let mut response = whole_or_part(&app, object, Some(part)).await?;
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            describe(&mut response, &file.mime, &file, &tag);
            put(&mut response, header::CONTENT_RANGE, &shown);
            put(&mut response, header::CONTENT_LENGTH, &length.to_string());
            Ok(response)
        }
        Wanted::Beyond => {
            let detail = "The range begins after the end of the file.";
            let mut response = ApiError::new(
                StatusCode::RANGE_NOT_SATISFIABLE,
                "range_not_satisfiable",
                detail,
            )
            .into_response();
            put(
                &mut response,
                header::CONTENT_RANGE,
                &format!("bytes */{size}"),
            );
            Ok(response)
        }
    }
}

/// The chat's people may see what is in it; an upload that is not sent is its author's, and admins may see everything.
async fn allowed(app: &App, agent: &Agent, file: &MediaFile) -> ApiResult<()> {
    if let Some(chat) = file.chat {
        return may_see(app, agent, chat).await.map(drop);
    }
    if agent.user.role == Role::Admin || file.owner == Some(agent.user.id) {
        Ok(())
    } else {
        Err(ApiError::denied())
    }
}

fn no_file() -> ApiError {
    ApiError::not_found("There is no such file.")
}

fn object_of(file: &MediaFile) -> ApiResult<&str> {
    match (file.state.as_str(), &file.object) {
        ("ready", Some(object)) => Ok(object),
        ("fetching" | "receiving", _) => {
            let detail = "The file is still being fetched. Try again in a moment.";
            Err(ApiError::later(
                StatusCode::NOT_FOUND,
                "media_not_ready",
                detail,
                2,
            ))
        }
        _ => {
            let detail = "The file is no longer there: it was taken back, its address had expired, or it could not be fetched.";
            Err(ApiError::new(StatusCode::GONE, "media_gone", detail))
        }
    }
}

async fn whole(
    app: &App,
    name: &str,
    mime: &str,
    size: Option<u64>,
    file: &MediaFile,
    tag: &str,
) -> ApiResult<Response> {
    let mut response = whole_or_part(app, name, None).await?;
    describe(&mut response, mime, file, tag);
    if let Some(size) = size {
        put(&mut response, header::CONTENT_LENGTH, &size.to_string());
    }
    Ok(response)
}

async fn whole_or_part(app: &App, name: &str, part: Option<Range<u64>>) -> ApiResult<Response> {
    match app.media.files.get(name, part).await {
        Ok(Some(stream)) => Ok(Response::new(Body::from_stream(stream))),
        Ok(None) => {
            error!(
                media.object = name,
                "a file that the database knows is not in its place"
            );
            Err(no_file())
        }
        Err(problem) => {
            error!(error = %problem, "the place for files did not answer");
            let detail = "The place for files does not answer. Try again in a moment.";
            Err(ApiError::later(
                StatusCode::SERVICE_UNAVAILABLE,
                "media_unavailable",
                detail,
                5,
            ))
        }
    }
}

/// Headers that every form of a file has.
fn describe(response: &mut Response, mime: &str, file: &MediaFile, tag: &str) {
    put(response, header::CONTENT_TYPE, mime);
    put(response, header::ETAG, tag);
    put(response, header::CACHE_CONTROL, CACHE);
    put(response, header::ACCEPT_RANGES, "bytes");
    put(response, header::CONTENT_SECURITY_POLICY, CSP);
    put(response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(
        response,
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    put(
        response,
        header::CONTENT_DISPOSITION,
        &disposition(mime, file),
    );
}

/// Shown or downloaded, and under which name: plain letters for old clients, all of them for the others (RFC 6266).
fn disposition(mime: &str, file: &MediaFile) -> String {
    let how = if may_show(mime) {
        "inline"
    } else {
        "attachment"
    };
    let Some(name) = &file.name else {
        return how.to_owned();
    };
    let plain: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' => '_',
            c if c.is_ascii_graphic() || c == ' ' => c,
            _ => '_',
        })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

fn put(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Whether a list of tags names this one, or any.
fn has(headers: &HeaderMap, name: HeaderName, tag: &str) -> bool {
    let Some(list) = headers.get(name).and_then(|v| v.to_str().ok()) else {
        return false;
    };
    list.split(',')
        .map(|t| t.trim().trim_start_matches("W/"))
        .any(|t| t == tag || t == "*")
}

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    /// Everything: no range, several, or one that cannot be read (RFC 9110 lets it be ignored).
    Whole,
    /// These bytes, the end exclusive.
    Part(Range<u64>),
    /// Nothing that is there.
    Beyond,
}

fn range(text: &str, size: u64) -> Wanted {
    let Some(spec) = text.strip_prefix("bytes=").map(str::trim) else {
        return Wanted::Whole;
    };
    let Some((first, last)) = spec.split_once('-').filter(|_| !spec.contains(',')) else {
        return Wanted::Whole;
    };
    let number = |t: &str| t.trim().parse::<u64>().ok();
    match (first.trim(), last.trim()) {
        ("", last) => match number(last) {
            Some(0) => Wanted::Beyond,
            Some(_) if size == 0 => Wanted::Beyond,
            Some(n) => Wanted::Part(size.saturating_sub(n)..size),
            None => Wanted::Whole,
        },
        (first, last) => {
            let end = if last.is_empty() {
                Some(u64::MAX)
            } else {
                number(last)
            };
            match (number(first), end) {
                (Some(first), Some(last)) if first > last => Wanted::Whole,
                (Some(first), Some(_)) if first >= size => Wanted::Beyond,
                (Some(first), Some(last)) => Wanted::Part(first..last.saturating_add(1).min(size)),
                _ => Wanted::Whole,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_rfc_9110_says() {
        for (text, wanted) in [
            ("bytes=0-4", Wanted::Part(0..5)),
            ("bytes=5-", Wanted::Part(5..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-30", Wanted::Part(0..10)),
            ("bytes=9-99", Wanted::Part(9..10)),
            ("bytes=10-", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=4-2", Wanted::Whole),
            ("bytes=0-1,3-4", Wanted::Whole),
            ("bytes=x-", Wanted::Whole),
            ("lines=0-1", Wanted::Whole),
            ("bytes=18446744073709551615-", Wanted::Beyond),
            ("bytes=0-18446744073709551615", Wanted::Part(0..10)),
        ] {
            assert_eq!(range(text, 10), wanted, "{text}");
        }
        assert_eq!(range("bytes=-1", 0), Wanted::Beyond);
    }
}
