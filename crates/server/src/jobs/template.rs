//! Asks Meta what became of a template that was handed in (platform notes §2.7): mostly seconds, at times days.

use domain::ids::TemplateId;
use domain::template;
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use meta::graph::CallError;
use store::Result;
use store::jobs::{ClaimedJob, JobEnd};
use tracing::info;

use crate::app::App;
use crate::credentials::{credentials, heed};
use crate::http::approval::verdict;

/// First pause between two looks; it doubles.
const FIRST_PAUSE: i64 = 15 * SECOND;
/// Longest pause: reviews that take days need no closer look.
const LONGEST_PAUSE: i64 = HOUR;
/// After this long without an answer of Meta's the state is left as it is; `meta-status` asks again.
const PATIENCE: i64 = 14 * DAY;
/// A submission whose answer was lost is looked for this long: Meta shows a new template within moments.
const LOST_FOR: i64 = 5 * MINUTE;

/// Looks once, and again later while the last word is not spoken.
pub(super) async fn run(app: &App, job: &ClaimedJob) -> Result<()> {
    let end = look(app, job).await?;
    app.db.finish_job(job, &end, app.clock.now()).await?;
    Ok(())
}

async fn look(app: &App, job: &ClaimedJob) -> Result<JobEnd> {
    let row = match job.subject.parse::<TemplateId>() {
        Ok(id) => app.db.template(id).await?,
        Err(_) => None,
    };
    let Some(row) = row else {
        return Ok(JobEnd::Done);
    };
    let Some(submission) = row.submission.clone() else {
        return Ok(JobEnd::Done);
    };
    if !template::is_open(&submission.status) {
        return Ok(JobEnd::Done);
    }
    let Some((account, creds)) = credentials(app, submission.account).await? else {
        return Ok(later(app, job, "the Page is not connected", None));
    };
    let told = match &submission.meta_id {
        Some(meta_id) => app.graph.template(&creds, meta_id).await.map(Some),
        None => {
            let name = &submission.name;
            app.graph.template_named(&creds, name, &row.language).await
        }
    };
    let now = app.clock.now();
    match told {
        Ok(Some(state)) => {
            let verdict = verdict(state);
            app.db
                .judge_submission(row.id, submission.id, &verdict, now)
                .await?;
            if template::is_open(&verdict.status) {
                return Ok(later(app, job, "Meta has not decided", None));
            }
            info!(template.id = %row.id, status = verdict.status, "Meta decided about a template");
            Ok(JobEnd::Done)
        }
        Ok(None) if now.since(job.created_at) >= LOST_FOR => {
            app.db.forget_submission(row.id, submission.id, now).await?;
            info!(template.id = %row.id, "Meta never got a template that was handed in");
            Ok(JobEnd::Done)
        }
        Ok(None) => Ok(later(app, job, "Meta does not show it", None)),
        Err(problem) => {
            heed(app, &account, &problem).await?;
            let wait = match &problem {
                CallError::Throttled { wait_micros, .. } => Some(*wait_micros),
                CallError::Paused { micros, .. } => Some(*micros),
                CallError::Final { .. } => {
                    return Ok(JobEnd::Failed {
                        why: problem.to_string(),
                    });
                }
                CallError::NoAnswer { .. } | CallError::Transient(_) | CallError::TokenDead(_) => {
                    None
                }
            };
            Ok(later(app, job, &problem.to_string(), wait))
        }
    }
}

fn later(app: &App, job: &ClaimedJob, why: &str, wait: Option<i64>) -> JobEnd {
    let now = app.clock.now();
    let why = why.to_owned();
    if now.since(job.created_at) >= PATIENCE {
        return JobEnd::Failed { why };
    }
    let doublings = u32::try_from(job.attempt.saturating_sub(1).clamp(0, 12)).unwrap_or(0);
    let pause = (FIRST_PAUSE << doublings).min(LONGEST_PAUSE);
    JobEnd::Again {
        at: now.plus(wait.unwrap_or(pause)),
        why,
    }
}
