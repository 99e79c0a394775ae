//! Files that agents are about to send: taken in, looked at, and kept for a day.

use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest as _, Multipart, Request, State};
use axum::http::StatusCode;
use domain::account::Platform;
use domain::ids::FileId;
use domain::inbound::InboundAttachment;
use domain::limits;
use domain::media::{address, kind_of, preview_address, settled_type};
use domain::message::{Content, SendKind};
use domain::time::DAY;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use store::media::{MediaFile, StoredFile, Uploaded};
use store::sends::IdempotencyKey;
use tracing::error;

use crate::app::App;
use crate::http::chats::{NewAttachment, key_mismatch};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, idempotency_key};
use crate::jobs::small_picture;
use crate::media::{Files, PutError, clean_name, sniff};

/// Largest body: the largest file that any platform takes (§2.2), and the frame of the form.
pub(super) const BODY_LIMIT: usize = 25 * 1024 * 1024 + 64 * 1024;
/// An upload that nobody sends is kept this long.
pub(crate) const KEEP: i64 = DAY;
/// Uploads of one person that are kept at once: two thousand MB at worst, and more than anybody sends in a day by hand.
const KEPT: i64 = 500;
/// Fields of the form that are looked through for the file.
const FIELDS: usize = 8;

/// The form.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it only describes the form in the document")]
pub struct UploadForm {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A file that can be sent.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Upload {
    /// Names it in `attachments` of a message.
    upload_id: FileId,
    /// What it is sent as, unless the message says otherwise.
    #[serde(rename = "type")]
    kind: SendKind,
    /// Its type, by its bytes.
    mime: String,
    /// Bytes.
    size: i64,
    /// Its name, if it has one.
    name: Option<String>,
    /// Where its author sees it.
    url: String,
    /// A small picture of it.
    preview_url: Option<String>,
}

impl From<MediaFile> for Upload {
    fn from(file: MediaFile) -> Self {
        Self {
            upload_id: file.id,
            kind: kind_of(&file.mime),
            preview_url: file.thumb.as_ref().map(|_| preview_address(file.id)),
            url: address(file.id),
            mime: file.mime,
            size: file.size,
            name: file.name,
        }
    }
}

/// Takes a file that is to be sent. What a platform takes is checked when it is sent; an upload that is not sent is kept for
/// a day.
#[utoipa::path(post, path = "/api/uploads", tag = "media", params(("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key and file answers with the first upload.")),
    request_body(content = UploadForm, content_type = "multipart/form-data"), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Kept.", body = Upload),
    (status = 400, description = "The form or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`idempotency_mismatch`: the key was used with another file.", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "`file_too_large`: no platform takes more than 25 MB.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "There is no file in the form, or nothing in the file.", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "`too_many_uploads`: one person keeps at most 500.", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "`busy` or `media_unavailable`: try again in a moment.", body = Problem, content_type = "application/problem+json"),
    (status = 507, description = "`storage_full`: there is no room for files.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn upload(
    State(app): State<Arc<App>>,
    agent: Agent,
    request: Request,
) -> ApiResult<Json<Upload>> {
    let key = idempotency_key(request.headers())?;
    let _room = app.media.receiving.try_acquire().map_err(|_| {
        let detail = "Many files are being uploaded. Try again in a moment.";
        ApiError::later(StatusCode::SERVICE_UNAVAILABLE, "busy", detail, 2)
    })?;
    let now = app.clock.now();
    let kept = app
        .db
        .uploads_of(agent.user.id, now.plus(-KEEP), KEPT)
        .await?;
    if kept >= KEPT {
        let detail =
            "You have uploaded very many files today. Send some of them, or wait until tomorrow.";
        return Err(ApiError::later(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_uploads",
            detail,
            3_600,
        ));
    }
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| ApiError::bad_request("bad_form", "Send the file as multipart/form-data."))?;
    for _ in 0..FIELDS {
        let Some(field) = form.next_field().await.map_err(|e| unreadable(&e))? else {
            break;
        };
        if field.file_name().is_some() || field.name() == Some("file") {
            return receive(&app, &agent, key, field).await.map(Json);
        }
    }
    Err(ApiError::invalid("/file", "The form has no file."))
}

async fn receive(
    app: &App,
    agent: &Agent,
    key: Option<String>,
    field: Field<'_>,
) -> ApiResult<Upload> {
    let id = FileId::new(app.ids.next());
    let object = Files::name(id);
    let name = field.file_name().and_then(clean_name);
    let put = app
        .media
        .files
        .put(&object, limits::FILE_BYTES, field)
        .await
        .map_err(|problem| refused(app, problem))?;
    app.media.files.had_room();
    if put.size == 0 {
        discard(app, &object).await;
        return Err(ApiError::invalid("/file", "The file is empty."));
    }
    metrics::counter!("ticklegram_media_bytes_total", "way" => "uploaded").increment(put.size);
    let mime = settled_type(sniff(&put.head), false);
    let thumb = small_picture(app, &object, &mime, put.size).await;
    let file = StoredFile {
        object: &object,
        thumb,
        mime: &mime,
        size: i64::try_from(put.size).unwrap_or(i64::MAX),
        name: name.as_deref(),
        sha256: &put.sha256,
    };
    let body = format!("{}\n{}", put.sha256, name.as_deref().unwrap_or_default());
    let key = key.map(|key| IdempotencyKey {
        route: "POST /api/uploads".to_owned(),
        key,
        body_sha256: hex::encode(Sha256::digest(body)),
    });
    let stored = app
        .db
        .add_upload(id, agent.user.id, &file, key.as_ref(), app.clock.now())
        .await;
    if !matches!(stored, Ok(Uploaded::New(_))) {
        discard(app, &object).await;
    }
    match stored? {
        Uploaded::New(file) | Uploaded::Before(Some(file)) => Ok(file.into()),
        Uploaded::Before(None) => {
            let detail =
                "This upload is no longer kept. Upload the file again with a new Idempotency-Key.";
            Err(ApiError::new(StatusCode::CONFLICT, "upload_gone", detail))
        }
        Uploaded::KeyMismatch => Err(key_mismatch()),
    }
}

async fn discard(app: &App, object: &str) {
    if let Err(problem) = app.media.files.remove(object).await {
        error!(error = %problem, media.object = object, "an upload that is not wanted could not be removed");
    }
}

fn too_large() -> ApiError {
    let detail = "The file is too large: no platform takes more than 25 MB. Send a link to it.";
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large", detail)
}

fn unreadable(problem: &MultipartError) -> ApiError {
    if problem.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    ApiError::bad_request("bad_form", "The form could not be read.")
}

fn refused(app: &App, problem: PutError) -> ApiError {
    match problem {
        PutError::TooLarge(_) => too_large(),
        PutError::Full => {
            app.media.files.has_no_room();
            let detail = "There is no room for files on the server. Nothing was stored; ask an admin to make room.";
            ApiError::new(StatusCode::INSUFFICIENT_STORAGE, "storage_full", detail)
        }
        PutError::Source(_) => ApiError::bad_request("bad_form", "The form could not be read."),
        PutError::Place(problem) => {
            error!(error = %problem, "an upload could not be stored");
            let detail =
                "The place for files does not answer. Nothing was stored; try again in a moment.";
            ApiError::later(
                StatusCode::SERVICE_UNAVAILABLE,
                "media_unavailable",
                detail,
                5,
            )
        }
    }
}

/// The rows that files of a post become, one for each. An upload must be the sender's own; what the platform takes is
/// checked here.
pub(super) async fn parts(
    app: &App,
    agent: &Agent,
    platform: Platform,
    attachments: &[NewAttachment],
) -> ApiResult<Vec<Content>> {
    let mut parts = Vec::with_capacity(attachments.len());
    for (n, file) in attachments.iter().enumerate() {
        let at = |field: &str, words: String| {
            ApiError::invalid(&format!("/attachments/{n}{field}"), words)
        };
        let (url, upload) = match (&file.url, file.upload_id) {
            (Some(url), None) => {
                limits::check_url(url)
                    .map_err(|e| ApiError::invalid(e.pointer(), e.to_string()))?;
                (Some(url.clone()), None)
            }
            (None, Some(id)) => {
                let kept =
                    app.db.media(id).await?.filter(|m| {
                        m.is_ready() && m.chat.is_none() && m.owner == Some(agent.user.id)
                    });
                let kept = kept.ok_or_else(|| {
                    let words = "upload_id must be an upload of yours of the last day. Upload the file again.";
                    at("/upload_id", words.to_owned())
                })?;
                let size = u64::try_from(kept.size).unwrap_or_default();
                limits::check_file(platform, file.kind, &kept.mime, size)
                    .map_err(|e| at("", e.to_string()))?;
                (None, Some(id))
            }
            (None, None) => return Err(at("/url", "url is missing.".to_owned())),
            (Some(_), Some(_)) => {
                let words = "A file has either a url or an upload_id.";
                return Err(at("", words.to_owned()));
            }
        };
        let attachment = InboundAttachment {
            kind: file.kind.attachment(),
            meta_type: file.kind.as_str().to_owned(),
            url,
            title: None,
            target_id: None,
        };
        parts.push(Content {
            attachments: vec![attachment],
            upload,
            ..Content::default()
        });
    }
    Ok(parts)
}
