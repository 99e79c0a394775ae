//! The phone page: files compiled in, no build step, nothing fetched from elsewhere.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// Only our own scripts, styles and pictures; no framing, no forms to elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const SVG: &str = "image/svg+xml";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// Name, type, content.
const FILES: [(&str, &str, &str); 14] = [
    ("index.html", HTML, include_str!("../page/index.html")),
    ("favicon.svg", SVG, include_str!("../page/favicon.svg")),
    ("tokens.css", CSS, include_str!("../page/tokens.css")),
    ("parts.css", CSS, include_str!("../page/parts.css")),
    ("style.css", CSS, include_str!("../page/style.css")),
    ("theme.js", JS, include_str!("../page/theme.js")),
    ("app.js", JS, include_str!("../page/app.js")),
    ("dom.js", JS, include_str!("../page/dom.js")),
    ("store.js", JS, include_str!("../page/store.js")),
    ("media.js", JS, include_str!("../page/media.js")),
    ("people.js", JS, include_str!("../page/people.js")),
    ("phone.js", JS, include_str!("../page/phone.js")),
    ("traffic.js", JS, include_str!("../page/traffic.js")),
    ("faults.js", JS, include_str!("../page/faults.js")),
];

pub(crate) async fn index() -> Response {
    serve("index.html")
}

pub(crate) async fn favicon() -> Response {
    serve("favicon.svg")
}

pub(crate) async fn asset(Path(file): Path<String>) -> Response {
    serve(&file)
}

fn serve(name: &str) -> Response {
    let Some((_, mime, text)) = FILES.iter().find(|(file, _, _)| *file == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, *mime),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Built in with the program: a newer program must not meet an older page.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, *text).into_response()
}
