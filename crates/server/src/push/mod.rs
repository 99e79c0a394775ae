//! Tells browsers of messages while no page of ours is open: Web Push (RFC 8030), encrypted (RFC 8291), signed with a key
//! of our own (RFC 8292). A notice is a hint: one that is lost is made up for by the next, and by the list of chats.

mod sending;
mod vapid;

use std::sync::Arc;
use std::time::Duration;

use domain::ids::ChatId;
use domain::push::{NEWS, Notice};
use domain::time::Timestamp;
use domain::user::Viewer;
use serde::Deserialize;
use store::push::Device;
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use crate::app::App;
use crate::calendar::Zone;

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

/// Tells until `soft` is cancelled. Of several nodes one tells at a time.
pub(crate) async fn run(app: Arc<App>, soft: CancellationToken) {
    let sender = sending::Sender::new(&app);
    while !soft.is_cancelled() {
        if let Err(problem) = turn(&app, &sender).await {
            error!(error = %problem, "nobody was told of new messages: the database did not answer");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = soft.cancelled() => {}
        }
    }
}

async fn turn(app: &App, sender: &sending::Sender) -> store::Result<()> {
    let Some(mut seq) = app.db.take_push_turn(app.clock.now()).await? else {
        return Ok(());
    };
    let events = app.db.events_after(seq, BATCH).await?;
    let mut devices = None;
    for event in &events {
        seq = event.seq;
        let Some((chat, said)) = news(&event.frame, app.clock.now()) else {
            continue;
        };
        if devices.is_none() {
            devices = Some(app.db.devices(&app.sealer, app.clock.now()).await?);
        }
        let found = devices.as_deref().unwrap_or_default();
        tell(app, sender, found, chat, &said).await?;
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
    sender: &sending::Sender,
    devices: &[Device],
    chat: ChatId,
    said: &Said,
) -> store::Result<()> {
    let Some(row) = app.db.chat(chat).await? else {
        return Ok(());
    };
    let name = row.username.as_deref().unwrap_or_default();
    let now = app.clock.now();
    let mut sends = Vec::new();
    for device in devices {
        let Some(user) = app.db.user(device.user).await? else {
            continue;
        };
        let viewer = Viewer {
            id: user.id,
            role: user.role,
            visibility: app.config.visibility,
        };
        let zone = Zone::named(&device.prefs.tz).or_else(|| Zone::named("UTC"));
        let minute = zone.map_or(0, |zone| zone.minute(now));
        let wanted = viewer.may_see(row.assigned_to)
            && device
                .prefs
                .tells(user.id, row.assigned_to, said.timestamp, now, minute);
        if wanted {
            let notice = Notice::of(name, &said.content, chat, &device.prefs);
            sends.push(async move { (device, sender.send(app, device, &notice).await) });
        }
    }
    for (device, outcome) in futures_util::future::join_all(sends).await {
        match outcome {
            sending::Outcome::Taken => {}
            sending::Outcome::Gone => app.db.forget_device(&device.id).await?,
            sending::Outcome::Lost(why) => {
                info!(user.id = %device.user, why, "a notice was not taken by the push service");
            }
        }
    }
    Ok(())
}
