//! That Meta sends what comes in: subscribed, and read back (platform notes §1.4).

use domain::account::Platform;
use domain::permissions::listed;
use domain::subscription;
use domain::token::TokenKind;
use meta::graph::{CallError, Credentials, Host};
use store::accounts::{Account, TokenHost};
use tracing::{info, warn};

use super::Refused;
use crate::app::App;

/// The fields that our app is subscribed to now.
pub(crate) async fn subscribed(app: &App, creds: &Credentials) -> Result<Vec<String>, CallError> {
    // On the Instagram host the app may show by either of its two ids, so the first counts.
    let own = app
        .meta_app
        .as_ref()
        .filter(|_| creds.host == Host::Facebook)
        .map(|a| a.id.as_str());
    app.graph.subscribed_fields(creds, own).await
}

/// Subscribes to what an account needs, keeping what is subscribed for others of its Page, and reads it back.
pub(crate) async fn subscribe(
    app: &App,
    creds: &Credentials,
    platform: Platform,
) -> Result<(), Refused> {
    let failed = |problem: &CallError| {
        let Refused(reason) = Refused::from(problem);
        Refused(format!("The webhooks could not be subscribed. {reason}"))
    };
    let lacks = resubscribe(app, creds, platform).await;
    let lacks = lacks.map_err(|problem| failed(&problem))?;
    if lacks.is_empty() {
        return Ok(());
    }
    Err(Refused(format!(
        "Meta took the subscription, and then did not list {}. Try again in a moment.",
        listed(&lacks)
    )))
}

/// The same for an account that is connected: gives the fields that are missing afterwards.
pub(crate) async fn resubscribe(
    app: &App,
    creds: &Credentials,
    platform: Platform,
) -> Result<Vec<&'static str>, CallError> {
    let kind = kind(creds);
    let before = subscribed(app, creds).await?;
    let wanted = subscription::to_subscribe(platform, kind, &before);
    app.graph.subscribe(creds, &wanted).await?;
    let after = subscribed(app, creds).await?;
    Ok(subscription::missing(platform, kind, &after))
}

const fn kind(creds: &Credentials) -> TokenKind {
    match creds.host {
        Host::Facebook => TokenKind::Facebook,
        Host::Instagram => TokenKind::Instagram,
    }
}

/// Ends the subscription of an account that was disconnected just now, unless something connected still uses its Page.
/// If Meta cannot be told, deliveries go on and are parked.
pub(crate) async fn unsubscribe_unused(
    app: &App,
    account: &Account,
    creds: &Credentials,
) -> store::Result<()> {
    let page = account.facebook_page_id.as_deref();
    if let (TokenHost::Facebook, Some(page)) = (account.host, page)
        && app.db.users_of_page(page).await? > 0
    {
        info!(account.id = %account.id, page.id = page, "the Page's subscription stays: another account uses it");
        return Ok(());
    }
    if let Err(problem) = app.graph.unsubscribe(creds).await {
        warn!(account.id = %account.id, problem = %problem, "a subscription could not be ended; what still comes is parked");
    }
    Ok(())
}
