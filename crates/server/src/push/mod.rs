//! Tells browsers of messages while no page of ours is open: Web Push (RFC 8030), encrypted (RFC 8291), signed with a key
//! of our own (RFC 8292). A notice is a hint: one that is lost is made up for by the next, and by the list of chats.

mod lanes;
mod sending;
mod vapid;

use std::sync::Arc;
use std::time::Duration;

use domain::ids::ChatId;
use domain::push::{NEWS, Notice};
use domain::time::Timestamp;
use domain::user::Viewer;
use serde::Deserialize;
use store::push::Listener;
use store::turns::in_background;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::error;

use crate::app::App;
use crate::calendar::Zone;

use lanes::{Call, Lanes};
pub(crate) use sending::{Subscription, check_endpoint, device_id};
pub(crate) use vapid::public_key;

/// The event log is looked at this often while anybody wants to be told.
const EVERY: Duration = Duration::from_secs(1);
/// Events read at once.
const BATCH: i64 = 500;

/// What of an event a notice needs.
#[derive(Deserialize)]
struct Frame {
    r#type: String,
    chat_id: Option<ChatId>,
    message: Option<Said>,
}

#[derive(Deserialize)]
struct Said {
    direction: String,
    content: String,
    timestamp: Timestamp,
}

/// Tells until `soft` is cancelled; what is under way then ends on `tracker`. Of several nodes one tells at a time.
pub(crate) async fn run(app: Arc<App>, tracker: TaskTracker, soft: CancellationToken) {
    let lanes = Lanes::new(&app, tracker, soft.clone());
    while !soft.is_cancelled() {
        if let Err(problem) = in_background(turn(&app, &lanes)).await {
            error!(error = %problem, "nobody was told of new messages: the database did not answer");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = soft.cancelled() => {}
        }
    }
}

/// Finds whom the new events are to be told, and leaves the telling to the lanes: push services are others' machines, and
/// may be slow.
async fn turn(app: &App, lanes: &Arc<Lanes>) -> store::Result<()> {
    let now = app.clock.now();
    let Some(mut seq) = app.db.take_push_turn(now).await? else {
        return Ok(());
    };
    let events = app.db.events_after(seq, BATCH).await?;
    let mut listeners = None;
    for event in &events {
        seq = event.seq;
        let Some((chat, said)) = news(&event.frame, now) else {
            continue;
        };
        if listeners.is_none() {
            listeners = Some(app.db.listeners(now).await?);
        }
        let found = listeners.as_deref().unwrap_or_default();
        tell(app, lanes, found, chat, &said).await?;
    }
    app.db.push_told(seq).await
}

/// The customer's message that an event tells of, if it is news.
fn news(frame: &str, now: Timestamp) -> Option<(ChatId, Said)> {
    // Most events are of other kinds: those are not read.
    if !frame.contains("\"new_message\"") {
        return None;
    }
    let frame: Frame = serde_json::from_str(frame).ok()?;
    let said = frame.message?;
    let fresh = now.since(said.timestamp) <= NEWS;
    (frame.r#type == "new_message" && said.direction == "inbound" && fresh)
        .then_some((frame.chat_id?, said))
}

async fn tell(
    app: &App,
    lanes: &Arc<Lanes>,
    listeners: &[Listener],
    chat: ChatId,
    said: &Said,
) -> store::Result<()> {
    let Some(row) = app.db.chat(chat).await? else {
        return Ok(());
    };
    let name = row.username.as_deref().unwrap_or_default();
    let now = app.clock.now();
    for listener in listeners {
        let Listener { user, prefs, .. } = listener;
        let viewer = Viewer {
            id: *user,
            role: listener.role,
            visibility: app.config.visibility,
        };
        let zone = Zone::named(&prefs.tz).or_else(|| Zone::named("UTC"));
        let minute = zone.map_or(0, |zone| zone.minute(now));
        let owner = row.assigned_to;
        if viewer.may_see(owner) && prefs.tells(*user, owner, said.timestamp, now, minute) {
            let call = Call {
                notice: Notice::of(name, &said.content, chat, prefs),
                said: said.timestamp,
            };
            lanes.add(listener, call);
        }
    }
    Ok(())
}
