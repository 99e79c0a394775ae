//! Files people send, and pictures of people.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{FromRequest as _, Multipart, OriginalUri, Path, Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use serde_json::{Value, json};

use crate::cdn;
use crate::control::Failure;
use crate::db::Media;
use crate::faults::{Subject, Then};
use crate::graph::fetch::MAX_FILE;
use crate::sim::Sim;
use crate::{ids, pictures};

/// Types that may be shown by a browser under our own address; anything else is only downloaded.
const SHOWN: [&str; 10] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "video/mp4",
    "video/webm",
    "audio/wav",
    "audio/mpeg",
    "audio/mp4",
    "audio/webm",
];

/// Takes one file: as multipart, or as the plain body with its content type.
pub(super) async fn upload(
    State(sim): State<Arc<Sim>>,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let bad = |text: String| Failure::new(StatusCode::UNPROCESSABLE_ENTITY, text);
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let (mime, name, bytes) = if kind.starts_with("multipart/") {
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|e| bad(e.to_string()))?;
        let field = form.next_field().await.map_err(|e| bad(e.to_string()))?;
        let Some(field) = field else {
            return Err(bad("no file in the form".into()));
        };
        let mime = field
            .content_type()
            .unwrap_or("application/octet-stream")
            .to_owned();
        let name = field.file_name().unwrap_or("file").to_owned();
        (
            mime,
            name,
            field.bytes().await.map_err(|e| bad(e.to_string()))?,
        )
    } else {
        let bytes = to_bytes(request.into_body(), MAX_FILE)
            .await
            .map_err(|_| Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "a file may have 25 MB"))?;
        let mime = if kind.is_empty() {
            String::from("application/octet-stream")
        } else {
            kind
        };
        (mime, String::from("file"), bytes)
    };
    if bytes.is_empty() {
        return Err(bad("the file is empty".into()));
    }
    let size = bytes.len();
    let id = sim
        .change(|w| {
            let n = w.next();
            let id = ids::digits(w.instance(), "asset", n, 17);
            w.new_media.push(Media {
                id: id.clone(),
                mime: mime.clone(),
                name: name.clone(),
                bytes,
            });
            id
        })
        .await?;
    let base = sim.fixed.base_url.as_str().trim_end_matches('/');
    Ok(Json(
        json!({"id": id, "url": format!("{base}/_sim/media/{id}"), "mime": mime, "name": name, "size": size}),
    ))
}

/// What stands in the path of a fault in place of a file's id, and of a face's.
const ANY_FILE: &str = "/{media}";
const ANY_FACE: &str = "/{picture}";

/// Lets Meta's media server be as it can be: slow, out of order, or with an address that has ended (§3).
async fn hand_out(sim: &Sim, uri: &Uri, symbolic: &str) -> Result<(), Failure> {
    let fits = sim.take(|w| cdn::is_good(w, uri.path(), uri.query()));
    if !fits {
        return Err(Failure::new(StatusCode::FORBIDDEN, "URL signature expired"));
    }
    let faults = sim
        .change(|w| {
            let subject = Subject::Call {
                method: "GET",
                path: symbolic,
                symbolic,
            };
            w.strike(subject, Then::meets_calls)
        })
        .await?;
    for fault in faults {
        match fault {
            Then::DelayMs(ms) => tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(ms)) => {}
                () = sim.stop.cancelled() => {}
            },
            Then::Error(spec) => {
                let status = spec.status.and_then(|s| StatusCode::from_u16(s).ok());
                let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                return Err(Failure::new(status, "a fault"));
            }
            _ => return Err(Failure::new(StatusCode::BAD_GATEWAY, "a fault")),
        }
    }
    Ok(())
}

/// One stored file, or one of the samples.
pub(super) async fn media(
    State(sim): State<Arc<Sim>>,
    Path(id): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Failure> {
    hand_out(&sim, &uri, ANY_FILE).await?;
    match id.as_str() {
        "sample.png" => {
            return Ok(file(
                "image/png",
                &id,
                Bytes::from(pictures::scene(id.as_bytes())),
            ));
        }
        "sample.wav" => return Ok(file("audio/wav", &id, Bytes::from(pictures::tone()))),
        "sample.pdf" => {
            return Ok(file(
                "application/pdf",
                &id,
                Bytes::from_static(pictures::PDF),
            ));
        }
        _ => {}
    }
    match sim.db.media(&id).await? {
        Some(media) => Ok(file(&media.mime, &media.name, media.bytes)),
        None => Err(Failure::new(StatusCode::NOT_FOUND, "no file with this id")),
    }
}

fn file(mime: &str, name: &str, bytes: Bytes) -> Response {
    let essence = mime
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let shown = SHOWN.contains(&essence.as_str());
    let plain: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .collect();
    let place = format!(
        "{}; filename=\"{plain}\"",
        if shown { "inline" } else { "attachment" }
    );
    let essence = if essence.is_empty() || essence.chars().any(char::is_control) {
        String::from("application/octet-stream")
    } else {
        essence
    };
    let headers = [
        (header::CONTENT_TYPE, essence),
        (header::CONTENT_DISPOSITION, place),
        (
            header::CONTENT_SECURITY_POLICY,
            String::from("default-src 'none'; sandbox"),
        ),
        (header::CACHE_CONTROL, String::from("private, max-age=3600")),
    ];
    (headers, bytes).into_response()
}

/// A face for any id: a picture with a valid type, always the same for the same id.
pub(super) async fn avatar(
    State(sim): State<Arc<Sim>>,
    Path(file_name): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Failure> {
    hand_out(&sim, &uri, ANY_FACE).await?;
    let id = file_name.trim_end_matches(".png");
    Ok(file(
        "image/png",
        &file_name,
        Bytes::from(pictures::avatar(id.as_bytes())),
    ))
}
