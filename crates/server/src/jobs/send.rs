//! Sends one message, once. What Meta's answer means is decided in `domain::meta_error`; here it is carried out.

use domain::account::AccountStatus;
use domain::chat::Chat;
use domain::ids::MessageId;
use domain::inbound::InboundAttachment;
use domain::message::Message;
use domain::meta_error::Reason;
use domain::outbox::{
    ECHO_REACH, GIVE_UP_AFTER, READ_BACK_AFTER, SendFailure, SendState, UNKNOWN_HOLD, backoff,
    is_stale, next_look,
};
use domain::template::{self, Pass};
use domain::time::{MINUTE, SECOND, Timestamp};
use meta::graph::{CallError, Content, Credentials, GraphError, Outgoing, SendError, Tag};
use rand::RngExt as _;
use store::Result;
use store::jobs::{ClaimedJob, JobEnd};
use store::sends::SendResult;
use tracing::{error, info, warn};

use super::hand_over::{hand_over, send_kind};
use crate::app::App;
use crate::credentials::{RECONNECT, credentials};

/// Two clocks may differ by this much when a thread is read back.
const CLOCK_SKEW: i64 = 2 * MINUTE;
/// Pause after the database did not say whose account it is.
const PUT_BACK: i64 = 5 * SECOND;

/// Runs a send job: a first try, a look after a lost answer, or the end of one that something else has settled.
pub(super) async fn run(app: &App, job: &ClaimedJob) -> Result<()> {
    let Ok(message) = job.subject.parse::<MessageId>() else {
        return end(
            app,
            job,
            &JobEnd::Failed {
                why: "it names no message".to_owned(),
            },
        )
        .await;
    };
    if let Some(result) = prepare(app, job, message).await? {
        app.db
            .finish_send(&*app.ids, app.view(), job, message, &result)
            .await?;
        app.committed();
        return Ok(());
    }
    let Some((row, chat)) = app
        .db
        .start_send(&*app.ids, app.view(), job, message)
        .await?
    else {
        return end(app, job, &JobEnd::Done).await;
    };
    // What screens are told must not wait for Meta.
    app.realtime.hint();
    let result = match row.send {
        Some(SendState::Queued) => attempt(app, job, &row, &chat).await?,
        // Somebody began and never said how it ended: it may have arrived.
        Some(SendState::Sending) => {
            warn!(message.id = %message, "a send was interrupted; whether it arrived is not known");
            SendResult::Lost(app.clock.now().plus(READ_BACK_AFTER[0]))
        }
        Some(SendState::Unknown) => match look_again(app, job, &row, &chat).await? {
            Some(result) => result,
            None => return end(app, job, &JobEnd::Done).await,
        },
        Some(SendState::Sent | SendState::Failed) | None => {
            return end(app, job, &JobEnd::Done).await;
        }
    };
    app.db
        .finish_send(&*app.ids, app.view(), job, message, &result)
        .await?;
    app.outcomes.ring(row.group);
    app.realtime.hint();
    Ok(())
}

/// What has to be done while the message still waits. `Some`: its send ends here for now.
async fn prepare(app: &App, job: &ClaimedJob, message: MessageId) -> Result<Option<SendResult>> {
    let Some(row) = app.db.message(message).await? else {
        return Ok(None);
    };
    let chat = match row.chat.filter(|_| row.content.upload.is_some()) {
        Some(chat) => app.db.chat(chat).await?,
        None => None,
    };
    match chat {
        Some(chat) => {
            let ended = hand_over(app, job, &row, &chat).await?;
            if ended.is_some() {
                app.outcomes.ring(row.group);
            }
            Ok(ended)
        }
        None => Ok(None),
    }
}

async fn end(app: &App, job: &ClaimedJob, end: &JobEnd) -> Result<()> {
    app.db.finish_job(job, end, app.clock.now()).await?;
    Ok(())
}

/// One try, after everything that may have changed since it was written was checked again.
async fn attempt(app: &App, job: &ClaimedJob, row: &Message, chat: &Chat) -> Result<SendResult> {
    let now = app.clock.now();
    let refuse = |reason| Ok(SendResult::Failed(SendFailure::new(reason, None)));
    if is_stale(job.created_at, now) {
        return refuse(Reason::HeldTooLong);
    }
    let window = chat.window(now, app.config.human_agent);
    let Some(pass) = template::pass(&window, &row.content) else {
        return refuse(Reason::WindowClosed);
    };
    let creds = match credentials(app, chat.account).await {
        Ok(Some((account, _))) if !account.is_active => return refuse(Reason::SendingOff),
        Ok(Some((_, creds))) => creds,
        Ok(None) => return refuse(Reason::AccountDisconnected),
        // Nothing has left yet, and it must not look as if something might have.
        Err(problem) => {
            error!(error = %problem, message.id = %row.id, "a send was put back: its account could not be read from the database");
            return Ok(SendResult::PutBack {
                at: now.plus(PUT_BACK),
                why: "the account could not be read".to_owned(),
            });
        }
    };
    let content = match content_of(app, row, pass).await {
        Ok(Some(content)) => content,
        Ok(None) => return refuse(Reason::ContentRefused),
        Err(problem) => {
            error!(error = %problem, message.id = %row.id, "a send was put back: its file could not be read from the database");
            return Ok(SendResult::PutBack {
                at: now.plus(PUT_BACK),
                why: "the file could not be read".to_owned(),
            });
        }
    };
    let outgoing = Outgoing {
        platform: chat.platform,
        recipient: chat.customer.clone(),
        content,
        reply_to: row.content.reply_mid.clone(),
        tag: (pass == Pass::HumanAgent).then_some(Tag::HumanAgent),
        // Messenger gives it back in the echo; the client leaves it out on Instagram.
        metadata: Some(row.id.to_string()),
    };
    let sent = app.graph.send(&creds, &outgoing).await;
    let now = app.clock.now();
    metrics::counter!("ticklegram_sends_total", "result" => name_of(&sent)).increment(1);
    Ok(match sent {
        Ok(sent) => match sent.mid {
            Some(mid) => SendResult::Accepted(mid),
            // A duplicate by Meta's account: the thread tells which message it was.
            None => SendResult::Lost(now),
        },
        Err(problem) => after_error(job, row, &problem, now),
    })
}

fn name_of(sent: &std::result::Result<meta::graph::Sent, SendError>) -> &'static str {
    match sent {
        Ok(_) => "sent",
        Err(SendError::NotReached { .. }) => "not_reached",
        Err(SendError::Throttled { .. }) => "throttled",
        Err(SendError::Transient(_)) => "transient",
        Err(SendError::Final { .. }) => "refused",
        Err(SendError::TokenDead(_)) => "token_dead",
        Err(SendError::Paused { .. }) => "paused",
        Err(SendError::Unknown { .. }) => "unknown",
    }
}

fn after_error(job: &ClaimedJob, row: &Message, problem: &SendError, now: Timestamp) -> SendResult {
    info!(message.id = %row.id, attempt = job.attempt, problem = %problem, "a send was not confirmed");
    let meta = |e: &GraphError| Some((e.code, e.subcode));
    match problem {
        SendError::NotReached { .. } => again_or_give_up(job, now, "Meta was not reached", None),
        SendError::Transient(e) => again_or_give_up(job, now, "Meta had a passing fault", meta(e)),
        SendError::Throttled { wait_micros, .. } => SendResult::AccountHeld {
            status: AccountStatus::Paused,
            reason: format!(
                "Meta is limiting this account. It takes messages again in about {} min.",
                minutes(*wait_micros)
            ),
            until: Some(now.plus(*wait_micros)),
        },
        SendError::Paused { micros, .. } => held(now, *micros),
        SendError::TokenDead(_) => reconnect(),
        SendError::Final { reason, error } => {
            let words = error.user_msg.as_deref().unwrap_or(&error.message);
            SendResult::Failed(SendFailure::new(*reason, meta(error)).saying(words))
        }
        SendError::Unknown { .. } => SendResult::Lost(now.plus(READ_BACK_AFTER[0])),
    }
}

/// Meta holds the account back.
pub(super) fn held(now: Timestamp, micros: i64) -> SendResult {
    SendResult::AccountHeld {
        status: AccountStatus::Paused,
        reason:
            "Meta holds this account back for a while. Look at the account's quality page at Meta."
                .to_owned(),
        until: Some(now.plus(micros)),
    }
}

/// The account's token is dead.
pub(super) fn reconnect() -> SendResult {
    SendResult::AccountHeld {
        status: AccountStatus::Reconnect,
        reason: RECONNECT.to_owned(),
        until: None,
    }
}

/// So many minutes, rounded up.
pub(super) fn minutes(micros: i64) -> i64 {
    (micros + MINUTE - SECOND) / MINUTE
}

/// Another try later, unless it has taken too long.
pub(super) fn again_or_give_up(
    job: &ClaimedJob,
    now: Timestamp,
    why: &str,
    meta: Option<(i64, Option<i64>)>,
) -> SendResult {
    if now.since(job.created_at) >= GIVE_UP_AFTER {
        return SendResult::Failed(SendFailure::new(Reason::GaveUp, meta));
    }
    let attempt = u32::try_from(job.attempt).unwrap_or(u32::MAX);
    let wait = backoff(attempt, rand::rng().random_range(0..=1_000));
    SendResult::PutBack {
        at: now.plus(wait),
        why: why.to_owned(),
    }
}

/// After a lost answer: reads the thread back. `None`: it stays unknown, and the next one of its chat may go.
async fn look_again(
    app: &App,
    job: &ClaimedJob,
    row: &Message,
    chat: &Chat,
) -> Result<Option<SendResult>> {
    let look = match credentials(app, chat.account).await? {
        Some((account, creds)) => find_in_thread(app, &creds, row, chat, &account.external).await?,
        None => Look::NotThere,
    };
    let refused = match look {
        Look::Found(result) => return Ok(Some(result)),
        Look::NotThere => false,
        Look::Refused => true,
    };
    let now = app.clock.now();
    let since = job.lost_at.map_or(UNKNOWN_HOLD, |lost| now.since(lost));
    let next = next_look(since, refused, rand::rng().random_range(0..1_000));
    Ok(next.map(|pause| SendResult::Lost(now.plus(pause))))
}

/// What a look at the thread told.
enum Look {
    /// The message is there.
    Found(SendResult),
    /// It is not there, or will not be shown however often one asks.
    NotThere,
    /// Meta did not show the thread this time.
    Refused,
}

/// The oldest message of the thread that is ours, says the same, is not older than the send, and that no row has yet.
async fn find_in_thread(
    app: &App,
    creds: &Credentials,
    row: &Message,
    chat: &Chat,
    account: &domain::ids::ExternalId,
) -> Result<Look> {
    let thread = match app.graph.thread(creds, chat.platform, &chat.customer).await {
        Ok(thread) => thread,
        Err(problem) => {
            info!(message.id = %row.id, problem = %problem, "a thread could not be read back");
            return Ok(match problem {
                CallError::NoAnswer { .. }
                | CallError::Throttled { .. }
                | CallError::Transient(_)
                | CallError::Paused { .. } => Look::Refused,
                CallError::Final { .. } | CallError::TokenDead(_) => Look::NotThere,
            });
        }
    };
    let ours = thread.into_iter().rev().filter(|m| {
        m.is_from(account) || m.is_from(&domain::ids::ExternalId::new(creds.sender_id.clone()))
    });
    for found in ours {
        let Some(at) = found.at else { continue };
        let in_time = at.plus(CLOCK_SKEW) >= row.at && at.since(row.at) <= ECHO_REACH + CLOCK_SKEW;
        let same_text = found.message().text.trim() == row.content.text.trim();
        let kinds = |files: &[InboundAttachment]| files.iter().map(|a| a.kind).collect::<Vec<_>>();
        let same_files = kinds(&found.message().attachments) == kinds(&row.content.attachments);
        if in_time && same_text && same_files && !app.db.has_mid(found.mid.as_str()).await? {
            // The thread tells whole seconds; within that second, not before it was written.
            let at = row.at.clamp(at, at.plus(SECOND - 1));
            return Ok(Look::Found(SendResult::Found { mid: found.mid, at }));
        }
    }
    Ok(Look::NotThere)
}

/// What is sent; `None` for what cannot be. A file that was handed over goes by Meta's id.
async fn content_of(app: &App, row: &Message, pass: Pass) -> Result<Option<Content>> {
    if pass == Pass::Utility {
        let used = row.content.template.as_ref();
        return Ok(used.and_then(|t| t.approved.clone()).map(Content::Template));
    }
    if let Some(rich) = &row.content.rich {
        return Ok(Some(Content::Rich {
            text: row.content.text.clone(),
            rich: rich.clone(),
        }));
    }
    let Some(file) = row.content.attachments.first() else {
        return Ok(Some(Content::Text(row.content.text.clone())));
    };
    let Some(kind) = send_kind(file.kind) else {
        return Ok(None);
    };
    if row.content.upload.is_none() {
        return Ok(file
            .url
            .clone()
            .map(|url| Content::Attachment { kind, url }));
    }
    let kept = app.db.file_of(row.id).await?;
    let id = kept.and_then(|k| k.attachment_id);
    Ok(id.map(|attachment_id| Content::Uploaded {
        kind,
        attachment_id,
    }))
}
