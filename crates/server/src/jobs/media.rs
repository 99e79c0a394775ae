//! Files: fetched from Meta, forgotten when their address ends, removed from their place. Apart from the other jobs, so
//! that a slow download never takes the slot of a send.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::FileId;
use domain::inbound::AttachmentKind;
use domain::media::{
    AfterFetch, AttachmentState, FETCH_BYTES, FetchFault, after_fetch, fits, kind_of, settled_type,
};
use domain::message::SendKind;
use domain::time::SECOND;
use rand::RngExt as _;
use store::media::StoredFile;
use store::media_queue::{ClaimedMedia, MediaEnd, MediaWork};
use store::turns::in_background;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, error, warn};

use crate::app::App;
use crate::media::{Files, PutError, sniff, thumb};

/// Downloads at once and node. Meta's hosts are fast; more of them only share the same line, and each may hold a few
/// megabytes of memory.
const AT_ONCE: usize = 4;
/// Longest wait without a hint: what other nodes queue comes without one.
const POLL: Duration = Duration::from_secs(1);
/// Beyond the longest download, a file is looked at, made small and stored within this time.
const LEASE_MARGIN: i64 = 60 * SECOND;

/// Works on files until `soft` is cancelled; what has begun ends on `tracker`.
pub async fn run(app: Arc<App>, tracker: TaskTracker, soft: CancellationToken) {
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    let longest = i64::try_from(crate::media::LONGEST.as_micros()).unwrap_or(i64::MAX / 4);
    let lease = longest + LEASE_MARGIN;
    while !soft.is_cancelled() {
        let hint = app.wake.media.notified();
        let free = i64::try_from(slots.available_permits()).unwrap_or(0);
        let claimed = if free == 0 {
            Ok(Vec::new())
        } else {
            app.db.claim_media(app.clock.now(), lease, free).await
        };
        match claimed {
            Ok(claimed) if !claimed.is_empty() => {
                for claimed in claimed {
                    // Only as many were claimed as there are slots, and nobody else takes any.
                    let Ok(slot) = Arc::clone(&slots).acquire_owned().await else {
                        return;
                    };
                    let app = Arc::clone(&app);
                    let soft = soft.clone();
                    tracker.spawn(async move {
                        // A download may be broken off at any time: its row is due again when its lease ends, or at the
                        // next start.
                        tokio::select! {
                            () = in_background(work(&app, &claimed)) => {}
                            () = soft.cancelled() => {}
                        }
                        drop(slot);
                        app.wake.media.notify_one();
                    });
                }
            }
            Ok(_) => {
                let next = app.db.next_media_at().await.ok().flatten();
                let micros = next.map_or(i64::MAX, |at| at.since(app.clock.now()));
                let pause = Duration::from_micros(micros.max(0).unsigned_abs())
                    .clamp(Duration::from_millis(50), POLL);
                pause_for(pause, hint, &soft).await;
            }
            Err(problem) => {
                error!(error = %problem, "files wait: the database did not hand them out");
                pause_for(POLL, std::future::pending(), &soft).await;
            }
        }
    }
}

async fn pause_for(pause: Duration, hint: impl Future<Output = ()>, soft: &CancellationToken) {
    tokio::select! {
        () = hint => {}
        () = tokio::time::sleep(pause) => {}
        () = soft.cancelled() => {}
    }
}

async fn work(app: &App, claimed: &ClaimedMedia) {
    let done = match &claimed.work {
        MediaWork::Attachment {
            message,
            place,
            url,
        } => match attachment_kind(app, *message, *place).await {
            Ok(Some(kind)) => fetch(app, claimed, url, kind).await,
            // Its message is gone, and it goes with it.
            Ok(None) => end(app, claimed, AttachmentState::Failed, "its message is gone").await,
            Err(problem) => Err(problem),
        },
        MediaWork::Picture { url, .. } => fetch(app, claimed, url, AttachmentKind::Image).await,
        MediaWork::Expire { .. } => {
            end(app, claimed, AttachmentState::Expired, "its address ended").await
        }
        MediaWork::Remove { object, .. } => remove(app, claimed, object.as_deref()).await,
    };
    if let Err(problem) = done {
        error!(error = %problem, media.id = %claimed.id, "a file could not be settled in the database; it is looked at again when its lease ends");
    }
    app.realtime.hint();
}

async fn attachment_kind(
    app: &App,
    message: domain::ids::MessageId,
    place: u32,
) -> store::Result<Option<AttachmentKind>> {
    let row = app.db.message(message).await?;
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    Ok(row.and_then(|m| m.content.attachments.get(place).map(|a| a.kind)))
}

async fn end(
    app: &App,
    claimed: &ClaimedMedia,
    state: AttachmentState,
    why: &str,
) -> store::Result<()> {
    let end = MediaEnd::Ended { state, why };
    app.db
        .finish_media(&*app.ids, app.view(), claimed, &end)
        .await?;
    Ok(())
}

/// What came of a download.
struct Fetched {
    put: crate::media::Put,
    name: Option<String>,
    mime: String,
    thumb: Option<&'static str>,
}

async fn fetch(
    app: &App,
    claimed: &ClaimedMedia,
    url: &str,
    kind: AttachmentKind,
) -> store::Result<()> {
    let object = Files::name(claimed.id);
    match download(app, &object, url, kind).await {
        Ok(fetched) => {
            counted("ready", fetched.put.size);
            let file = StoredFile {
                object: &object,
                thumb: fetched.thumb,
                mime: &fetched.mime,
                size: i64::try_from(fetched.put.size).unwrap_or(i64::MAX),
                name: fetched.name.as_deref(),
                sha256: &fetched.put.sha256,
            };
            let end = MediaEnd::Ready(file);
            let wanted = app
                .db
                .finish_media(&*app.ids, app.view(), claimed, &end)
                .await?;
            if !wanted {
                discard(app, claimed.id, &object).await;
            }
            Ok(())
        }
        Err((fault, why)) => {
            let age = app.clock.now().since(claimed.created_at);
            let jitter = rand::rng().random_range(0..=1_000);
            debug!(media.id = %claimed.id, attempt = claimed.attempt, "a file was not fetched: {why}");
            counted(name_of(fault), 0);
            match after_fetch(fault, claimed.attempt, age, jitter) {
                AfterFetch::Again(micros) => {
                    let at = app.clock.now().plus(micros);
                    let again = MediaEnd::Again { at, why: &why };
                    app.db
                        .finish_media(&*app.ids, app.view(), claimed, &again)
                        .await?;
                    Ok(())
                }
                AfterFetch::Ends(state) => end(app, claimed, state, &why).await,
            }
        }
    }
}

fn counted(result: &'static str, bytes: u64) {
    metrics::counter!("ticklegram_media_fetches_total", "result" => result).increment(1);
    metrics::counter!("ticklegram_media_bytes_total", "way" => "fetched").increment(bytes);
}

const fn name_of(fault: FetchFault) -> &'static str {
    match fault {
        FetchFault::Gone => "gone",
        FetchFault::Refused => "refused",
        FetchFault::Passing => "failed",
        FetchFault::Full => "no_room",
    }
}

/// Fetches a file into its place and looks at what it is.
async fn download(
    app: &App,
    object: &str,
    url: &str,
    kind: AttachmentKind,
) -> Result<Fetched, (FetchFault, String)> {
    let pulled = app
        .media
        .pull
        .begin(url)
        .await
        .map_err(|r| (r.fault, r.why))?;
    let put = app
        .media
        .files
        .put(object, FETCH_BYTES, pulled.body)
        .await
        .map_err(|problem| (fault_of(app, &problem), problem.to_string()))?;
    app.media.files.had_room();
    let mime = settled_type(sniff(&put.head), kind == AttachmentKind::Audio);
    if !fits(kind, &mime) {
        if let Err(problem) = app.media.files.remove(object).await {
            warn!(error = %problem, "a file that is not wanted could not be removed");
        }
        return Err((FetchFault::Refused, format!("it is of type {mime}")));
    }
    let thumb = small_picture(app, object, &mime, put.size).await;
    Ok(Fetched {
        put,
        name: pulled.name,
        mime,
        thumb,
    })
}

fn fault_of(app: &App, problem: &PutError) -> FetchFault {
    match problem {
        PutError::Full => {
            app.media.files.has_no_room();
            FetchFault::Full
        }
        PutError::TooLarge(_) => FetchFault::Refused,
        PutError::Source(_) | PutError::Place(_) => FetchFault::Passing,
    }
}

/// Makes and stores a small picture of a photo; says its type. A photo without one is shown whole.
pub(crate) async fn small_picture(
    app: &App,
    object: &str,
    mime: &str,
    size: u64,
) -> Option<&'static str> {
    if kind_of(mime) != SendKind::Image || size > thumb::MAX_BYTES {
        return None;
    }
    let photo = match app.media.files.read(object, thumb::MAX_BYTES).await {
        Ok(photo) => photo?,
        Err(problem) => {
            warn!(error = %problem, "a photo could not be read back for its small picture");
            return None;
        }
    };
    let small = app.media.thumbs.of(photo).await?;
    let name = Files::thumb_name(object);
    match app.media.files.put_small(&name, small.bytes).await {
        Ok(()) => Some(small.mime),
        Err(problem) => {
            warn!(error = %problem, "a small picture could not be stored");
            None
        }
    }
}

/// Removes what was written for a row that somebody else has by now, or that nobody wants.
async fn discard(app: &App, id: FileId, object: &str) {
    // Another try may have stored it under the same name.
    let kept = app.db.media(id).await.ok().flatten();
    if kept.is_some_and(|m| m.state != "gone") {
        return;
    }
    if let Err(problem) = app.media.files.remove(object).await {
        warn!(error = %problem, media.id = %id, "a file that nobody wants could not be removed");
    }
}

/// Removes a file from its place, unless another message sends the same one, and forgets it.
async fn remove(app: &App, claimed: &ClaimedMedia, object: Option<&str>) -> store::Result<()> {
    let own = Files::name(claimed.id);
    let object = object.unwrap_or(&own);
    if !app.db.is_shared_object(object, claimed.id).await?
        && let Err(problem) = app.media.files.remove(object).await
    {
        let why = problem.to_string();
        warn!(error = %problem, media.id = %claimed.id, "a file could not be removed; it is tried again");
        let at = app.clock.now().plus(FILES_PAUSE);
        let again = MediaEnd::Again { at, why: &why };
        app.db
            .finish_media(&*app.ids, app.view(), claimed, &again)
            .await?;
        return Ok(());
    }
    end(app, claimed, AttachmentState::Expired, "removed").await
}

/// Pause after the place for files did not answer.
const FILES_PAUSE: i64 = 60 * SECOND;
