//! Looks after a connected account, again and again: its token, longer life for it, and that Meta still sends what comes
//! in (platform notes §1.3, §8).

use domain::ids::AccountId;
use domain::subscription;
use domain::time::Timestamp;
use meta::graph::{CallError, Credentials};
use store::Result;
use store::accounts::Account;
use store::jobs::{ClaimedJob, JobEnd};
use tracing::{info, warn};

use crate::app::App;
use crate::connect::{self, WATCH_AGAIN, WATCH_EVERY};
use crate::credentials::{credentials, heed};

/// One look. The job never ends: it comes again.
pub(super) async fn run(app: &App, job: &ClaimedJob) -> Result<()> {
    let account = match job.subject.parse::<AccountId>() {
        Ok(id) => credentials(app, id).await?,
        Err(_) => None,
    };
    let Some((account, creds)) = account else {
        app.db
            .finish_job(job, &JobEnd::Done, app.clock.now())
            .await?;
        return Ok(());
    };
    let wait = match look_after(app, account, creds).await? {
        None => WATCH_EVERY,
        Some(problem) => match problem {
            CallError::Throttled { wait_micros, .. } => wait_micros.max(WATCH_AGAIN),
            CallError::NoAnswer { .. } | CallError::Transient(_) => WATCH_AGAIN,
            // Waits for a new token or the end of the pause anyway, or is a matter of permissions.
            CallError::TokenDead(_) | CallError::Paused { .. } | CallError::Final { .. } => {
                WATCH_EVERY
            }
        },
    };
    let now = app.clock.now();
    let end = JobEnd::Again {
        at: now.plus(wait),
        why: "it is looked after again and again".to_owned(),
    };
    app.db.finish_job(job, &end, now).await?;
    Ok(())
}

/// Refreshes, looks, subscribes again, and writes down what was seen. What stood in the way, if anything.
async fn look_after(app: &App, account: Account, creds: Credentials) -> Result<Option<CallError>> {
    let (account, creds) = match refresh(app, account, creds).await? {
        Ok(renewed) => renewed,
        Err(problem) => return Ok(Some(problem)),
    };
    let seen = connect::inspect(app, &account, &creds).await;
    let now = app.clock.now();
    let mut problem = seen.problem.clone();
    if let Some(fields) = &seen.subscribed
        && !subscription::missing(account.platform, account.host.kind(), fields).is_empty()
    {
        problem = resubscribe(app, &account, &creds).await.or(problem);
    }
    if let Some(problem) = &problem {
        heed(app, &account, problem).await?;
    }
    if let Some(noted) = seen.noted(&account, now) {
        app.db.note_account(&account, &noted, now).await?;
        app.committed();
    }
    Ok(problem)
}

/// After an hour of failing webhooks Meta has unsubscribed it without a word (§1.3).
async fn resubscribe(app: &App, account: &Account, creds: &Credentials) -> Option<CallError> {
    match connect::resubscribe(app, creds, account.platform).await {
        Ok(lacks) => {
            info!(account.id = %account.id, missing = lacks.join(","), "an account's webhooks were subscribed again");
            None
        }
        Err(problem) => {
            warn!(account.id = %account.id, problem = %problem, "an account's webhooks could not be subscribed again");
            Some(problem)
        }
    }
}

/// Another 60 days, where they are due and Meta gives them. A refusal is only told if it ends everything.
async fn refresh(
    app: &App,
    account: Account,
    creds: Credentials,
) -> Result<std::result::Result<(Account, Credentials), CallError>> {
    let now = app.clock.now();
    if !account.life().refresh_is_due(account.host.kind(), now) {
        return Ok(Ok((account, creds)));
    }
    let renewed = match app.graph.refresh(&creds).await {
        Ok(renewed) => renewed,
        Err(problem @ CallError::TokenDead(_)) => {
            heed(app, &account, &problem).await?;
            return Ok(Err(problem));
        }
        Err(problem) => {
            warn!(account.id = %account.id, problem = %problem, "a token could not be refreshed; it is tried again");
            return Ok(Ok((account, creds)));
        }
    };
    let ends: Option<Timestamp> = renewed.lives.map(|lives| now.plus(lives));
    app.db
        .renew_token(&app.sealer, &account, &renewed.token, ends, now)
        .await?;
    info!(account.id = %account.id, "a token was refreshed");
    // As it is now: somebody may have connected it with another one meanwhile.
    Ok(Ok(credentials(app, account.id)
        .await?
        .unwrap_or((account, creds))))
}

/// Erases a person at Meta's word (platform notes §8.7).
pub(super) async fn erase(app: &App, job: &ClaimedJob) -> Result<()> {
    app.db.erase_person(&job.subject, app.clock.now()).await?;
    app.db
        .finish_job(job, &JobEnd::Done, app.clock.now())
        .await?;
    Ok(())
}
