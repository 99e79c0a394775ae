//! Hands the file of a message over to Meta, before the message goes.
//!
//! It happens while the message still waits: a crash in between leaves no doubt about the message, and Meta's id of the
//! file is stored before it is used, so that no retry hands the file over again.

use domain::account::AccountStatus;
use domain::chat::Chat;
use domain::inbound::AttachmentKind;
use domain::message::{Message, SendKind};
use domain::meta_error::Reason;
use domain::outbox::{SendFailure, SendState, is_stale};
use domain::template;
use meta::graph::{CallError, Upload};
use reqwest::Body;
use store::Result;
use store::jobs::ClaimedJob;
use store::sends::SendResult;
use tracing::{error, info};

use super::send::{again_or_give_up, held, minutes, reconnect};
use crate::app::App;
use crate::credentials::credentials;

/// What a file is sent as; `None` for what cannot be sent.
pub(super) const fn send_kind(kind: AttachmentKind) -> Option<SendKind> {
    match kind {
        AttachmentKind::Image => Some(SendKind::Image),
        AttachmentKind::Video => Some(SendKind::Video),
        AttachmentKind::Audio => Some(SendKind::Audio),
        AttachmentKind::File => Some(SendKind::File),
        _ => None,
    }
}

/// Sees to it that Meta has the file of this message. `Some`: the send ends here for now.
pub(super) async fn hand_over(
    app: &App,
    job: &ClaimedJob,
    row: &Message,
    chat: &Chat,
) -> Result<Option<SendResult>> {
    if row.send != Some(SendState::Queued) || row.content.upload.is_none() {
        return Ok(None);
    }
    let now = app.clock.now();
    let window = chat.window(now, app.config.human_agent);
    let open = template::pass(&window, &row.content).is_some();
    if is_stale(job.created_at, now) || !open {
        // It will not be sent, and the try itself says why.
        return Ok(None);
    }
    let gone = || {
        let failure = SendFailure::new(Reason::FileGone, None);
        Ok(Some(SendResult::Failed(failure)))
    };
    let Some(file) = app.db.file_of(row.id).await? else {
        return gone();
    };
    if file.attachment_id.is_some() {
        return Ok(None);
    }
    let Some((_, creds)) = credentials(app, chat.account)
        .await?
        .filter(|(account, _)| account.is_active)
    else {
        return Ok(None);
    };
    let attachment = row.content.attachments.first();
    let (Some(kind), Some(object)) = (attachment.and_then(|a| send_kind(a.kind)), &file.object)
    else {
        return gone();
    };
    let stream = match app.media.files.get(object, None).await {
        Ok(Some(stream)) => stream,
        Ok(None) => return gone(),
        Err(problem) => {
            error!(error = %problem, message.id = %row.id, "the file of a message could not be read");
            let why = "the place for files did not answer";
            return Ok(Some(again_or_give_up(job, now, why, None)));
        }
    };
    let upload = Upload {
        kind,
        mime: file.mime.clone(),
        name: file
            .name
            .clone()
            .unwrap_or_else(|| kind.as_str().to_owned()),
        size: u64::try_from(file.size).unwrap_or_default(),
        body: Body::wrap_stream(stream),
    };
    let answer = app.graph.upload(&creds, chat.platform, upload).await;
    let result = if answer.is_ok() { "ok" } else { "failed" };
    metrics::counter!("ticklegram_media_handovers_total", "result" => result).increment(1);
    match answer {
        Ok(id) => {
            let bytes = u64::try_from(file.size).unwrap_or_default();
            metrics::counter!("ticklegram_media_bytes_total", "way" => "handed_over")
                .increment(bytes);
            app.db.handed_over(file.id, &id).await?;
            Ok(None)
        }
        Err(problem) => {
            info!(message.id = %row.id, attempt = job.attempt, problem = %problem, "a file was not handed over");
            Ok(Some(after_error(app, job, &problem)))
        }
    }
}

/// What a refused hand-over means for the message: nothing has left, so all may be repeated.
fn after_error(app: &App, job: &ClaimedJob, problem: &CallError) -> SendResult {
    let now = app.clock.now();
    match problem {
        CallError::NoAnswer { .. } => {
            again_or_give_up(job, now, "Meta did not take the file yet", None)
        }
        CallError::Transient(e) => {
            let meta = Some((e.code, e.subcode));
            again_or_give_up(job, now, "Meta had a passing fault", meta)
        }
        CallError::Throttled { wait_micros, .. } => SendResult::AccountHeld {
            status: AccountStatus::Paused,
            reason: format!(
                "Meta is limiting this account. It takes messages again in about {} min.",
                minutes(*wait_micros)
            ),
            until: Some(now.plus(*wait_micros)),
        },
        CallError::Paused { micros, .. } => held(now, *micros),
        CallError::TokenDead(_) => reconnect(),
        CallError::Final { reason, error } => {
            SendResult::Failed(SendFailure::new(*reason, Some((error.code, error.subcode))))
        }
    }
}
