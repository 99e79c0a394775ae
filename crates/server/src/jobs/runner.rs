//! Claims jobs that are due and runs them beside each other, each at most once at a time.

use std::sync::Arc;
use std::time::Duration;

use domain::time::{HOUR, SECOND};
use store::StoreError;
use store::jobs::{ClaimedJob, JobEnd, JobKind};
use store::turns::in_background;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::error;

use super::{conversion, fetch, insights, public, read_back, send, template, watch};
use crate::app::App;

/// Jobs at once. Meta answers a send in about 300 ms, so this makes about 100 sends a second per node, a third of what
/// Meta allows one account.
const AT_ONCE: usize = 32;
/// Of these, for one account: when its calls hang, as many are left for all others. Half of them still makes some 50 sends
/// a second, far more than people write.
const PER_ACCOUNT: i64 = 16;
/// Longest wait without a hint: other nodes' jobs come without one.
const POLL: Duration = Duration::from_secs(1);
/// Beyond the longest Graph call, a job is stored and its slot freed within this time.
const LEASE_MARGIN: i64 = 15 * SECOND;

/// Runs jobs until `soft` is cancelled; those that have begun end on `tracker`.
pub async fn run(app: Arc<App>, tracker: TaskTracker, soft: CancellationToken) {
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    let lease = i64::try_from(app.config.graph_timeout.as_micros()).unwrap_or(i64::MAX / 4) * 2
        + LEASE_MARGIN;
    while !soft.is_cancelled() {
        let hint = app.wake.jobs.notified();
        let free = i64::try_from(slots.available_permits()).unwrap_or(0);
        let claimed = if free == 0 {
            Ok(Vec::new())
        } else {
            app.db
                .claim_jobs(&app.node, app.clock.now(), lease, free, PER_ACCOUNT)
                .await
        };
        match claimed {
            // What was claimed in this very moment is given back with the other leases.
            Ok(_) if soft.is_cancelled() => return,
            Ok(jobs) if !jobs.is_empty() => {
                for job in jobs {
                    // Only as many were claimed as there are slots, and nobody else takes any.
                    let Ok(slot) = Arc::clone(&slots).acquire_owned().await else {
                        return;
                    };
                    let app = Arc::clone(&app);
                    tracker.spawn(async move {
                        match job.kind {
                            // Somebody looks at it.
                            JobKind::Send => perform(&app, &job).await,
                            _ => in_background(perform(&app, &job)).await,
                        }
                        drop(slot);
                        // The next of its chat may go now.
                        app.committed();
                    });
                }
            }
            Ok(_) => wait(&app, hint, &soft, until_due(&app).await).await,
            Err(problem) => {
                error!(error = %problem, "jobs wait: the database did not hand them out");
                wait(&app, std::future::pending(), &soft, POLL).await;
            }
        }
    }
}

async fn wait(
    _: &App,
    hint: impl Future<Output = ()>,
    soft: &CancellationToken,
    at_most: Duration,
) {
    tokio::select! {
        () = hint => {}
        () = tokio::time::sleep(at_most) => {}
        () = soft.cancelled() => {}
    }
}

/// How long until something is due, at most a poll and at least a moment: a job may be due and still wait its turn.
async fn until_due(app: &App) -> Duration {
    let next = app.db.next_job_at().await.ok().flatten();
    let micros = next.map_or(i64::MAX, |at| at.since(app.clock.now()));
    Duration::from_micros(micros.clamp(0, i64::MAX).unsigned_abs())
        .clamp(Duration::from_millis(50), POLL)
}

async fn perform(app: &App, job: &ClaimedJob) {
    let done = match job.kind {
        JobKind::Send => send::run(app, job).await,
        JobKind::FetchProfile => fetch::profile(app, job).await,
        JobKind::FetchMessage => fetch::message(app, job).await,
        JobKind::MarkSeen => fetch::mark_seen(app, job).await,
        JobKind::FetchPost => public::post(app, job).await,
        JobKind::FetchMention => public::mention(app, job).await,
        JobKind::FetchComment => public::comment(app, job).await,
        JobKind::WatchAccount => watch::run(app, job).await,
        JobKind::ReadBack => read_back::run(app, job).await,
        JobKind::Conversion => conversion::run(app, job).await,
        JobKind::SampleAccount => insights::account(app, job).await,
        JobKind::FindStories => insights::stories(app, job).await,
        JobKind::SampleStory => insights::story(app, job).await,
        JobKind::TemplateStatus => template::run(app, job).await,
        JobKind::ErasePerson => watch::erase(app, job).await,
    };
    metrics::counter!("ticklegram_jobs_run_total", "kind" => job.kind.as_str()).increment(1);
    let Err(problem) = done else { return };
    error!(error = %problem, job.id = %job.id, job.kind = job.kind.as_str(), "a job could not be finished in the database; it is looked at again when its lease ends");
    if !problem.is_passing() && job.kind != JobKind::Send {
        give_up(app, job, &problem).await;
    }
}

/// A job that the database will never take is put aside, so that it does not come back for ever. What looks after an
/// account comes back all the same, later: nobody would notice that it has stopped.
async fn give_up(app: &App, job: &ClaimedJob, problem: &StoreError) {
    let why = problem.to_string();
    let end = match job.kind {
        JobKind::WatchAccount | JobKind::ReadBack => JobEnd::Again {
            at: app.clock.now().plus(HOUR),
            why,
        },
        _ => JobEnd::Failed { why },
    };
    if let Err(problem) = app.db.finish_job(job, &end, app.clock.now()).await {
        error!(error = %problem, job.id = %job.id, "a job could not be put aside");
    }
}
