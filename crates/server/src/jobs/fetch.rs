//! Jobs that ask Meta for what a delivery only named, and that tell it what was read. All may be repeated.

use domain::delivery::Outcome;
use domain::fold::Item;
use domain::ids::{ChatId, DeliveryId, Mid};
use domain::inbound::{Element, Meaning};
use domain::media::profile_due;
use domain::outbox::backoff;
use domain::time::{DAY, MINUTE};
use meta::graph::{CallError, SenderAction};
use rand::RngExt as _;
use store::Result;
use store::accounts::Account;
use store::jobs::{ClaimedJob, JobEnd, JobKind};
use uuid::Uuid;

use crate::app::App;
use crate::credentials::{credentials, heed};

/// A message that was announced without its content is asked for this long: a customer wrote it, and nobody else tells us.
const MESSAGE_PATIENCE: i64 = DAY;
/// Profiles and read marks are worth this long; the next message asks for the profile again.
const OTHER_PATIENCE: i64 = 10 * MINUTE;
/// Pause while an account cannot be asked at all.
const ACCOUNT_PAUSE: i64 = 5 * MINUTE;

/// Fetches the profile of a chat's customer.
pub(super) async fn profile(app: &App, job: &ClaimedJob) -> Result<()> {
    let chat = match job.subject.parse::<ChatId>() {
        Ok(id) => app.db.chat(id).await?,
        Err(_) => None,
    };
    let Some(chat) = chat else {
        return done(app, job).await;
    };
    let Some((account, creds)) = credentials(app, chat.account).await? else {
        return done(app, job).await;
    };
    match app
        .graph
        .profile(&creds, chat.platform, &chat.customer)
        .await
    {
        Ok(profile) => {
            let shown = profile.username.as_deref().or(profile.name.as_deref());
            let picture = profile.picture_url.as_deref();
            app.db
                .store_profile(app.view(), chat.id, shown, profile.name.as_deref(), picture)
                .await?;
            let due = profile_due(app.clock.now(), picture);
            app.db
                .profile_read(&*app.ids, app.clock.now(), chat.id, picture, due)
                .await?;
            app.wake.media.notify_one();
            done(app, job).await
        }
        Err(problem) => {
            if gives_up(app, job, &account, &problem).await? {
                // No consent, no profile, or no answer for too long: asked again when the person writes (§3), not before.
                let now = app.clock.now();
                app.db
                    .profile_read(&*app.ids, now, chat.id, None, now)
                    .await?;
            }
            Ok(())
        }
    }
}

/// Fetches a message that was announced without its content (platform notes §1.6).
pub(super) async fn message(app: &App, job: &ClaimedJob) -> Result<()> {
    let Some(account) = job.account else {
        return done(app, job).await;
    };
    let Some((account, creds)) = credentials(app, account).await? else {
        return after(
            app,
            job,
            "the account is not connected",
            Some(ACCOUNT_PAUSE),
        )
        .await;
    };
    let mid = Mid::new(job.subject.clone());
    match app.graph.message(&creds, account.platform, &mid).await {
        Ok(found) => {
            let event = found.into_inbound(&account.external);
            let element = Element {
                index: 0,
                account: Some((account.platform, account.external.clone())),
                kind: "message".to_owned(),
                meaning: Meaning::Event(event),
            };
            // It came by no delivery of its own: nothing is noted in the journal.
            let item = Item {
                delivery: DeliveryId::new(Uuid::nil()),
                arrived: app.clock.now(),
                element,
            };
            let applied = app.db.apply(&*app.ids, app.view(), &[item], &[]).await?;
            match applied.outcomes.first() {
                Some(o) if matches!(o.outcome, Outcome::Parked | Outcome::Quarantined) => {
                    after(
                        app,
                        job,
                        o.reason.as_deref().unwrap_or("it could not be applied"),
                        None,
                    )
                    .await
                }
                _ => done(app, job).await,
            }
        }
        Err(problem) => after_error(app, job, &account, &problem).await,
    }
}

/// Tells the platform that the customer's messages were read.
pub(super) async fn mark_seen(app: &App, job: &ClaimedJob) -> Result<()> {
    let chat = match job.subject.parse::<ChatId>() {
        Ok(id) => app.db.chat(id).await?,
        Err(_) => None,
    };
    let Some(chat) = chat else {
        return done(app, job).await;
    };
    let Some((account, creds)) = credentials(app, chat.account).await? else {
        return done(app, job).await;
    };
    match app
        .graph
        .sender_action(&creds, &chat.customer, SenderAction::MarkSeen)
        .await
    {
        Ok(()) => done(app, job).await,
        Err(problem) => after_error(app, job, &account, &problem).await,
    }
}

pub(super) async fn done(app: &App, job: &ClaimedJob) -> Result<()> {
    app.db
        .finish_job(job, &JobEnd::Done, app.clock.now())
        .await?;
    Ok(())
}

pub(super) async fn after_error(
    app: &App,
    job: &ClaimedJob,
    account: &Account,
    problem: &CallError,
) -> Result<()> {
    gives_up(app, job, account, problem).await.map(drop)
}

/// Draws what a refused call means for the job and its account; `true` if the job is given up.
async fn gives_up(
    app: &App,
    job: &ClaimedJob,
    account: &Account,
    problem: &CallError,
) -> Result<bool> {
    heed(app, account, problem).await?;
    let wait = backoff(
        u32::try_from(job.attempt).unwrap_or(u32::MAX),
        rand::rng().random_range(0..=1_000),
    );
    let wait = match problem {
        CallError::NoAnswer { .. } | CallError::Transient(_) => Some(wait),
        CallError::Throttled { wait_micros, .. } => Some(*wait_micros),
        CallError::TokenDead(_) => Some(ACCOUNT_PAUSE),
        CallError::Paused { micros, .. } => Some(*micros),
        CallError::Final { .. } => None,
    };
    again(app, job, &problem.to_string(), wait).await
}

/// Tries again after `wait` microseconds, as long as the job is worth it.
pub(super) async fn after(app: &App, job: &ClaimedJob, why: &str, wait: Option<i64>) -> Result<()> {
    again(app, job, why, wait).await.map(drop)
}

/// Tries again after `wait` microseconds, as long as the job is worth it. `true`: it is given up.
async fn again(app: &App, job: &ClaimedJob, why: &str, wait: Option<i64>) -> Result<bool> {
    let now = app.clock.now();
    let patience = match job.kind {
        // Nobody tells us again what was written.
        JobKind::FetchMessage | JobKind::FetchMention | JobKind::FetchComment => MESSAGE_PATIENCE,
        _ => OTHER_PATIENCE,
    };
    let end = match wait {
        Some(wait) if now.since(job.created_at) < patience => JobEnd::Again {
            at: now.plus(wait),
            why: why.to_owned(),
        },
        _ => JobEnd::Failed {
            why: why.to_owned(),
        },
    };
    app.db.finish_job(job, &end, now).await?;
    Ok(matches!(end, JobEnd::Failed { .. }))
}
