//! Jobs that fetch figures without being asked, so that plots have points and no story ends unread. All may be repeated.

use domain::ids::{AccountId, MediaId};
use meta::graph::Credentials;
use store::Result;
use store::accounts::Account;
use store::jobs::ClaimedJob;

use super::fetch::{after_error, done};
use crate::app::App;
use crate::credentials::credentials;
use crate::insights::{Trouble, Wish, current};
use crate::objects::post_of;

/// The day's figures of an account.
pub(super) async fn account(app: &App, job: &ClaimedJob) -> Result<()> {
    match speaker(app, job.account).await? {
        Some((account, creds)) => ask(app, job, &Wish::account(&account, &creds)).await,
        None => done(app, job).await,
    }
}

/// The stories that an account has live now; the store plans their last look.
pub(super) async fn stories(app: &App, job: &ClaimedJob) -> Result<()> {
    let Some((account, creds)) = speaker(app, job.account).await? else {
        return done(app, job).await;
    };
    match app.graph.stories(&creds, account.external.as_str()).await {
        Ok(found) => {
            let posts = found.into_iter().map(|m| post_of(app, &account, m));
            let posts: Vec<_> = posts.collect();
            app.db.save_posts(&posts).await?;
            done(app, job).await
        }
        Err(problem) => after_error(app, job, &account, &problem).await,
    }
}

/// The last figures of a story.
pub(super) async fn story(app: &App, job: &ClaimedJob) -> Result<()> {
    let post = app.db.post(&MediaId::new(job.subject.clone())).await?;
    let over = |end| end <= app.clock.now();
    let Some(post) = post.filter(|p| p.ends_at().is_some_and(|end| !over(end))) else {
        return done(app, job).await;
    };
    let Some((account, creds)) = speaker(app, Some(post.account)).await? else {
        return done(app, job).await;
    };
    match Wish::post(&account, &creds, &post) {
        Some(wish) => {
            let wish = Wish {
                refresh: true,
                ..wish
            };
            ask(app, job, &wish).await
        }
        None => done(app, job).await,
    }
}

async fn speaker(app: &App, account: Option<AccountId>) -> Result<Option<(Account, Credentials)>> {
    match account {
        Some(account) => credentials(app, account).await,
        None => Ok(None),
    }
}

async fn ask(app: &App, job: &ClaimedJob, wish: &Wish<'_>) -> Result<()> {
    match current(app, wish).await {
        Ok(_) => done(app, job).await,
        Err(Trouble::Store(problem)) => Err(problem),
        Err(Trouble::Call(problem)) => after_error(app, job, wish.account, &problem).await,
    }
}
