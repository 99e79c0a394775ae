//! Jobs that ask Meta for what a delivery only named, and that tell it what was read. All may be repeated.

use domain::ids::{ChatId, DeliveryId, Mid};
use domain::inbound::{Element, Meaning};
use domain::fold::Item;
use domain::outbox::backoff;
use meta::graph::{CallError, SenderAction};
use rand::RngExt as _;
use store::Result;
use store::jobs::{ClaimedJob, JobEnd};
use uuid::Uuid;

use super::credentials;
use crate::app::App;

/// Tries of a call that may be repeated; the last is about two minutes after the first.
const TRIES: i64 = 7;

/// Fetches the profile of a chat's customer.
pub(super) async fn profile(app: &App, job: &ClaimedJob) -> Result<()> {
    let chat = match job.subject.parse::<ChatId>() {
        Ok(id) => app.db.chat(id).await?,
        Err(_) => None,
    };
    let Some(chat) = chat else { return done(app, job).await };
    let Some((_, creds)) = credentials(app, chat.account).await? else { return done(app, job).await };
    match app.graph.profile(&creds, chat.platform, &chat.customer).await {
        Ok(profile) => {
            let name = profile.username.or(profile.name);
            app.db.store_profile(app.view(), chat.id, name.as_deref(), profile.picture_url.as_deref()).await?;
            done(app, job).await
        }
        Err(problem) => after(app, job, &problem).await,
    }
}

/// Fetches a message that was announced without its content (platform notes §1.6).
pub(super) async fn message(app: &App, job: &ClaimedJob) -> Result<()> {
    let Some(account) = job.account else { return done(app, job).await };
    let Some((account, creds)) = credentials(app, account).await? else { return done(app, job).await };
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
            let item = Item { delivery: DeliveryId::new(Uuid::nil()), arrived: app.clock.now(), element };
            app.db.apply(&*app.ids, app.view(), &[item], &[]).await?;
            done(app, job).await
        }
        Err(problem) => after(app, job, &problem).await,
    }
}

/// Tells the platform that the customer's messages were read.
pub(super) async fn mark_seen(app: &App, job: &ClaimedJob) -> Result<()> {
    let chat = match job.subject.parse::<ChatId>() {
        Ok(id) => app.db.chat(id).await?,
        Err(_) => None,
    };
    let Some(chat) = chat else { return done(app, job).await };
    let Some((_, creds)) = credentials(app, chat.account).await? else { return done(app, job).await };
    match app.graph.sender_action(&creds, &chat.customer, SenderAction::MarkSeen).await {
        Ok(()) => done(app, job).await,
        Err(problem) => after(app, job, &problem).await,
    }
}

async fn done(app: &App, job: &ClaimedJob) -> Result<()> {
    app.db.finish_job(job, &JobEnd::Done, app.clock.now()).await?;
    Ok(())
}

async fn after(app: &App, job: &ClaimedJob, problem: &CallError) -> Result<()> {
    let now = app.clock.now();
    let again = |wait: i64| JobEnd::Again { at: now.plus(wait), why: problem.to_string() };
    let wait = backoff(u32::try_from(job.attempt).unwrap_or(u32::MAX), rand::rng().random_range(0..=1_000));
    let end = match problem {
        CallError::Throttled { wait_micros, .. } if job.attempt < TRIES => again(*wait_micros),
        CallError::NoAnswer { .. } | CallError::Transient(_) if job.attempt < TRIES => again(wait),
        _ => JobEnd::Failed { why: problem.to_string() },
    };
    app.db.finish_job(job, &end, now).await?;
    Ok(())
}
