//! Whose token it is (platform notes §8.1, §8.2): an id that somebody pasted becomes the account that webhooks name.

use domain::account::Platform;
use domain::ids::ExternalId;
use domain::permissions;
use domain::token::{TokenKind, TokenLife};
use meta::graph::{CallError, Credentials, Host, ManagedPage, Owner, TokenInfo};
use secrecy::{ExposeSecret as _, SecretString};
use store::accounts::{TokenFacts, TokenHost};
use tracing::warn;

use super::Refused;
use crate::app::App;

/// An account that a token speaks for, as Meta told it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Where.
    pub(crate) platform: Platform,
    /// What webhooks carry as `entry.id`.
    pub(crate) external: ExternalId,
    /// Its handle or name.
    pub(crate) name: Option<String>,
    /// Which host takes the token.
    pub(crate) host: TokenHost,
    /// The id in the path of its calls.
    pub(crate) sender_id: String,
    /// The Page behind it, or itself.
    pub(crate) page_id: Option<String>,
    /// The token to keep: the Page's own, where a person's was given.
    pub(crate) token: SecretString,
    /// What is known of it.
    pub(crate) facts: TokenFacts,
}

/// The hosts on which a token may be valid, by its form (platform notes, product flavours).
fn hosts(token: &SecretString) -> &'static [Host] {
    let text = token.expose_secret();
    if text.starts_with("IG") {
        &[Host::Instagram]
    } else if text.starts_with("EAA") {
        &[Host::Facebook]
    } else {
        &[Host::Facebook, Host::Instagram]
    }
}

/// The Instagram account that `asked` (its id, its Page's, or its app-scoped one) and the token name together.
pub(crate) async fn instagram(
    app: &App,
    asked: &str,
    token: &SecretString,
) -> Result<Found, Refused> {
    let (owner, host) = owner(app, asked, "id,username", token).await?;
    match owner {
        Owner::Instagram { .. } => own_account(owner, token, TokenFacts::default())
            .filter(|found| {
                asked == found.external.as_str()
                    || Some(asked) == found.facts.app_scoped_id.as_deref()
            })
            .ok_or_else(|| other_account("another Instagram account")),
        Owner::Page(page) => behind(app, asked, &page, token).await,
        Owner::Person => {
            let pages = app.graph.managed_pages(token).await;
            let pages = pages.map_err(|e| Refused::from(&e))?;
            let fits = |page: &ManagedPage| {
                page.id == asked || page.instagram.as_ref().is_some_and(|(id, _)| id == asked)
            };
            let page = pages.into_iter().find(|(page, _)| fits(page));
            let (page, token) = page.ok_or_else(|| {
                other_account("a person who manages no Page with that Instagram account")
            })?;
            behind(app, asked, &page, &token).await
        }
    }
    .inspect_err(|Refused(reason)| {
        tracing::info!(
            account.external_id = asked,
            host = host.as_str(),
            reason,
            "an account was not verified"
        );
    })
}

/// The Page that `asked` and the token name together.
pub(crate) async fn page(app: &App, asked: &str, token: &SecretString) -> Result<Found, Refused> {
    let (owner, _) = owner(app, asked, "id,name,category", token).await?;
    let (page, token) = match owner {
        Owner::Page(page) => (page, token.clone()),
        Owner::Person => {
            let pages = app.graph.managed_pages(token).await;
            let pages = pages.map_err(|e| Refused::from(&e))?;
            let page = pages.into_iter().find(|(page, _)| page.id == asked);
            page.ok_or_else(|| other_account("a person who does not manage that Page"))?
        }
        Owner::Instagram { .. } => {
            return Err(other_account(
                "an Instagram account; a Page needs a Page access token",
            ));
        }
    };
    if page.id != asked {
        return Err(other_account(&format!("the Page {}", page.id)));
    }
    found_page(app, &page, token).await
}

/// A Page whose token is at hand, checked.
pub(crate) async fn found_page(
    app: &App,
    page: &ManagedPage,
    token: SecretString,
) -> Result<Found, Refused> {
    let facts = facts(app, Platform::Facebook, &token, &[&page.id]).await?;
    Ok(Found {
        platform: Platform::Facebook,
        external: ExternalId::new(page.id.clone()),
        name: page.name.clone(),
        host: TokenHost::Facebook,
        sender_id: page.id.clone(),
        page_id: Some(page.id.clone()),
        token,
        facts,
    })
}

/// The account of a token of Instagram Login.
pub(crate) fn own_account(owner: Owner, token: &SecretString, facts: TokenFacts) -> Option<Found> {
    let Owner::Instagram {
        id,
        app_scoped_id,
        username,
        ..
    } = owner
    else {
        return None;
    };
    Some(Found {
        platform: Platform::Instagram,
        external: ExternalId::new(id.clone()),
        name: username,
        host: TokenHost::Instagram,
        sender_id: id,
        page_id: None,
        token: token.clone(),
        facts: TokenFacts {
            owner_id: app_scoped_id.clone(),
            app_scoped_id,
            ..facts
        },
    })
}

/// The Instagram account behind a Page whose token is at hand.
async fn behind(
    app: &App,
    asked: &str,
    page: &ManagedPage,
    token: &SecretString,
) -> Result<Found, Refused> {
    let Some((id, _)) = &page.instagram else {
        let name = page.name.as_deref().unwrap_or(&page.id);
        return Err(Refused(format!(
            "The Page {name} has no Instagram professional account. Link one to it at Meta, then connect again."
        )));
    };
    if asked != id && asked != page.id {
        return Err(other_account(&format!("the Instagram account {id}")));
    }
    instagram_of_page(app, page, token.clone()).await
}

/// The Instagram account of a Page, checked.
pub(crate) async fn instagram_of_page(
    app: &App,
    page: &ManagedPage,
    token: SecretString,
) -> Result<Found, Refused> {
    let Some((id, username)) = &page.instagram else {
        return Err(Refused(
            "The Page has no Instagram professional account.".to_owned(),
        ));
    };
    let facts = facts(app, Platform::Instagram, &token, &[&page.id, id]).await?;
    let mut found = Found {
        platform: Platform::Instagram,
        external: ExternalId::new(id.clone()),
        name: username.clone(),
        host: TokenHost::Facebook,
        sender_id: page.id.clone(),
        page_id: Some(page.id.clone()),
        token,
        facts,
    };
    if found.name.is_none() {
        // Only a name: an account without one still works.
        match app.graph.instagram_username(&found.credentials(), id).await {
            Ok(name) => found.name = name,
            Err(problem) => {
                warn!(account.external_id = id, problem = %problem, "an account's handle could not be asked for");
            }
        }
    }
    Ok(found)
}

fn other_account(whose: &str) -> Refused {
    Refused(format!(
        "The access token belongs to {whose}. Use the id and the token of the same account."
    ))
}

/// Whom the token speaks for, on the host that takes it. The account that was named is asked for first: it says whether
/// the token may speak for it at all.
async fn owner(
    app: &App,
    asked: &str,
    fields: &str,
    token: &SecretString,
) -> Result<(Owner, Host), Refused> {
    let mut dead = None;
    for host in hosts(token) {
        let creds = Credentials {
            host: *host,
            sender_id: asked.to_owned(),
            token: token.clone(),
        };
        match app.graph.may_see(&creds, asked, fields).await {
            Err(problem @ CallError::TokenDead(_)) => {
                dead.get_or_insert(problem);
                continue;
            }
            // An app-scoped id is no node that can be read; whose token it is tells.
            Ok(()) | Err(CallError::Final { .. }) => {}
            Err(problem) => return Err(Refused::from(&problem)),
        }
        match app.graph.owner(*host, token).await {
            Ok(owner) => return Ok((owner, *host)),
            Err(problem @ CallError::TokenDead(_)) => {
                dead.get_or_insert(problem);
            }
            Err(problem) => return Err(Refused::from(&problem)),
        }
    }
    Err(dead.map_or_else(
        || Refused("Meta does not accept the access token.".to_owned()),
        |problem| Refused::from(&problem),
    ))
}

/// What `debug_token` says of a Page token; without an app secret, or where Meta does not answer for this app, nothing.
async fn facts(
    app: &App,
    platform: Platform,
    token: &SecretString,
    assets: &[&str],
) -> Result<TokenFacts, Refused> {
    let Some(info) = debug(app, token).await else {
        return Ok(TokenFacts::default());
    };
    if !info.is_valid {
        let words = info
            .problem
            .as_deref()
            .map_or("no reason given", super::said);
        return Err(Refused(format!(
            "Meta does not accept the access token ({words})."
        )));
    }
    let scopes = info.scopes_for(assets);
    essential(platform, TokenKind::Facebook, &scopes)?;
    Ok(TokenFacts {
        life: life(&info),
        scopes: Some(scopes),
        app_scoped_id: None,
        owner_id: info.user_id,
    })
}

/// Refuses a token without which nothing would come in or go out.
pub(super) fn essential(
    platform: Platform,
    kind: TokenKind,
    granted: &[String],
) -> Result<(), Refused> {
    let lacks = permissions::missing(platform, kind, granted);
    let names: Vec<&str> = lacks
        .iter()
        .filter(|p| p.essential)
        .map(|p| p.name)
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(Refused(format!(
        "The access token lacks the permission {}. Make one that has it, and connect again.",
        permissions::listed(&names)
    )))
}

/// What Meta knows of a token, if it can be asked.
pub(super) async fn debug(app: &App, token: &SecretString) -> Option<TokenInfo> {
    let own = app.meta_app.as_ref()?;
    match app.graph.debug_token(&own.id, &own.secret, token).await {
        Ok(info) => Some(info),
        Err(problem) => {
            warn!(problem = %problem, "a token could not be looked at; check FACEBOOK_APP_ID and FACEBOOK_APP_SECRET");
            None
        }
    }
}

/// The times of a token as Meta tells them.
pub(super) const fn life(info: &TokenInfo) -> TokenLife {
    TokenLife {
        since: info.issued_at,
        expires_at: info.expires_at,
        data_access_expires_at: info.data_access_expires_at,
    }
}
