//! What has to be looked at from time to time.

use std::sync::Arc;
use std::time::Duration;

use domain::time::{DAY, HOUR, MINUTE};
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use crate::app::App;

/// Echoes whose wait is over, accounts whose pause is over and chats that wake are looked for this often.
const SOON: Duration = Duration::from_secs(1);
/// Texts no search knows yet are counted to this many for the metric.
const MANY_TEXTS: i64 = 100_000;
/// Old rows are looked for this often.
const SELDOM: u32 = 600;
/// The event log reaches back this far: an agent back from two weeks' leave catches up without reading afresh.
const KEEP_EVENTS: i64 = 30 * DAY;
/// Finished jobs are kept this long, to answer "was it sent, and when".
const KEEP_JOBS: i64 = 7 * DAY;
/// Calls that write comments are kept this long: beyond every key, and beyond the time in which a private reply is possible.
const KEEP_CALLS: i64 = 14 * DAY;
/// Deliveries of which everything was applied are kept this long: a mistake in the understanding that is found within a
/// month can be mended by playing them again. Meta repeats a delivery for some hours only.
const KEEP_APPLIED: i64 = 30 * DAY;
/// All others are kept this long, for an account that is connected again or a version that understands them.
const KEEP_UNAPPLIED: i64 = 180 * DAY;
/// Idempotency keys are kept this long (contract §1).
const KEEP_KEYS: i64 = 24 * HOUR;
/// The figures of a newly connected account are fetched so soon.
const FIRST_FIGURES: i64 = 10 * MINUTE;
/// Answers about a range of days that nobody asks for again are kept this long; Meta has them for 90 days.
const KEEP_RANGES: i64 = 30 * DAY;
/// Points of plots are kept as long as Meta keeps those of media.
const KEEP_POINTS: i64 = 730 * DAY;

/// Runs until `soft` is cancelled.
pub(super) async fn run(app: Arc<App>, soft: CancellationToken) {
    let mut round = 0_u32;
    while !soft.is_cancelled() {
        if let Err(problem) = often(&app).await {
            error!(error = %problem, "upkeep was put off: the database did not answer");
        }
        if round.is_multiple_of(SELDOM)
            && let Err(problem) = seldom(&app).await
        {
            error!(error = %problem, "old rows were not removed: the database did not answer");
        }
        round = round.wrapping_add(1);
        tokio::select! {
            () = tokio::time::sleep(SOON) => {}
            () = soft.cancelled() => {}
        }
    }
}

async fn often(app: &App) -> store::Result<()> {
    let now = app.clock.now();
    if app.db.release_insight_plans(&*app.ids, now).await? > 0 {
        app.committed();
    }
    let settled = app.db.settle_overdue_echoes(&*app.ids, app.view()).await?;
    let resumed = app.db.resume_accounts(app.clock.now()).await?;
    let woken = app.db.wake_chats(app.view()).await?;
    if settled > 0 || resumed > 0 || woken > 0 {
        app.committed();
    }
    let waiting = app.db.pending_deliveries().await?;
    let oldest = app.db.oldest_pending_delivery().await?;
    let lag = oldest.map_or(0, |at| app.clock.now().since(at).max(0));
    metrics::gauge!("ticklegram_deliveries_waiting")
        .set(f64::from(i32::try_from(waiting).unwrap_or(i32::MAX)));
    metrics::gauge!("ticklegram_delivery_lag_seconds")
        .set(Duration::from_micros(lag.unsigned_abs()).as_secs_f64());
    let jobs = app.db.open_jobs().await?;
    metrics::gauge!("ticklegram_jobs_open").set(f64::from(i32::try_from(jobs).unwrap_or(i32::MAX)));
    let files = app.db.waiting_media().await?;
    metrics::gauge!("ticklegram_media_waiting")
        .set(f64::from(i32::try_from(files).unwrap_or(i32::MAX)));
    let texts = app.db.uncounted_texts(MANY_TEXTS).await?;
    metrics::gauge!("ticklegram_texts_waiting")
        .set(f64::from(i32::try_from(texts).unwrap_or(i32::MAX)));
    metrics::gauge!("ticklegram_sockets").set(f64::from(
        i32::try_from(app.realtime.sockets()).unwrap_or(i32::MAX),
    ));
    Ok(())
}

async fn seldom(app: &App) -> store::Result<()> {
    let now = app.clock.now();
    let sessions = app.db.prune_sessions(now).await?;
    let events = app.db.prune_events(now.plus(-KEEP_EVENTS)).await?;
    let jobs = app.db.prune_jobs(now.plus(-KEEP_JOBS)).await?;
    app.db.prune_logins(now).await?;
    let keys = app.db.prune_keys(now.plus(-KEEP_KEYS)).await?;
    app.db.prune_calls(now.plus(-KEEP_CALLS)).await?;
    crate::http::comments::bury_calls(app).await?;
    let deliveries = app
        .db
        .prune_deliveries(now.plus(-KEEP_APPLIED), now.plus(-KEEP_UNAPPLIED))
        .await?;
    // Not at once: a server that is started again and again would ask Meta each time.
    app.db
        .ensure_insight_plans(now.plus(FIRST_FIGURES), now)
        .await?;
    let figures = app
        .db
        .prune_insights(now.plus(-KEEP_RANGES), now.plus(-KEEP_POINTS))
        .await?;
    let uploads = app
        .db
        .prune_uploads(now.plus(-crate::http::uploads::KEEP), now)
        .await?;
    if sessions + events + jobs + keys + deliveries + figures + uploads > 0 {
        info!(
            sessions,
            events, jobs, keys, deliveries, figures, uploads, "old rows were removed"
        );
    }
    Ok(())
}
