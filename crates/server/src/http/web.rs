//! The dashboard inside the binary: compressed beforehand, cached for ever where its name says so.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::http::error::ApiError;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
struct Dist;

/// Only our own scripts and styles; pictures also from Meta's servers, whose names change.
const CSP: &str = "default-src 'self'; img-src 'self' data: blob: http: https:; media-src 'self' data: blob: http: https:; style-src 'self'; \
    script-src 'self'; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// Files below this have a hash in their name.
const HASHED: &str = "assets/";
/// Paths below these are the API's: a missing one is not a page.
const NOT_PAGES: [&str; 5] = ["/api/", "/messages/", "/messenger/", "/webhook", "/metrics"];

/// A file of the dashboard, or its page for any other path.
pub(super) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    if NOT_PAGES.iter().any(|p| path.starts_with(p))
        || !matches!(method, Method::GET | Method::HEAD)
    {
        return ApiError::not_found("There is nothing at this path.").into_response();
    }
    let name = path.trim_start_matches('/');
    if !name.is_empty() && Dist::get(name).is_some() {
        return file(name, &headers);
    }
    // A missing file is missing; anything else is a page, which the dashboard's own routes know.
    if name.starts_with(HASHED)
        || name
            .rsplit('/')
            .next()
            .is_some_and(|last| last.contains('.'))
    {
        return ApiError::not_found("There is nothing at this path.").into_response();
    }
    if Dist::get("index.html").is_none() {
        let detail =
            "The dashboard is not in this binary. Build it with `make build` or `make run`.";
        return ApiError::new(StatusCode::NOT_FOUND, "dashboard_not_built", detail).into_response();
    }
    file("index.html", &headers)
}

fn file(name: &str, headers: &HeaderMap) -> Response {
    let Some(plain) = Dist::get(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let (encoding, content) = encoded(name, accepted).map_or((None, plain), |(e, f)| (Some(e), f));
    let tag = format!("\"{}\"", hex::encode(&content.metadata.sha256_hash()[..12]));
    let cache = if name.starts_with(HASHED) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains(&tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(content.data))
    };
    let out = response.headers_mut();
    let mut put = |name: header::HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            out.insert(name, value);
        }
    };
    put(header::CONTENT_TYPE, media_type(name));
    put(header::CACHE_CONTROL, cache);
    put(header::ETAG, &tag);
    put(header::VARY, "accept-encoding");
    put(header::CONTENT_SECURITY_POLICY, CSP);
    if let Some(encoding) = encoding {
        put(header::CONTENT_ENCODING, encoding);
    }
    response
}

/// The smallest compressed form that the client takes.
fn encoded(name: &str, accepted: &str) -> Option<(&'static str, EmbeddedFile)> {
    let takes = |wanted: &str| {
        accepted.split(',').any(|e| {
            e.trim().split(';').next() == Some(wanted)
                && !e.contains("q=0,")
                && !e.trim().ends_with("q=0")
        })
    };
    [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(e, _)| takes(e))
        .find_map(|(e, suffix)| Dist::get(&format!("{name}{suffix}")).map(|f| (e, f)))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get(path: &str) -> Response {
        serve(Method::GET, path.parse().unwrap(), HeaderMap::new()).await
    }

    #[tokio::test]
    async fn unknown_api_paths_and_files_are_not_pages() {
        for path in [
            "/api/nothing",
            "/assets/gone.js",
            "/gone.png",
            "/messages/x",
        ] {
            assert_eq!(get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn names_say_what_they_are() {
        assert_eq!(
            media_type("assets/index-abc.js"),
            "text/javascript; charset=utf-8"
        );
        assert_eq!(media_type("x.unknown"), "application/octet-stream");
    }
}
