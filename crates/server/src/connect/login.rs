//! Logging in at Meta instead of pasting a token (platform notes §8.1, §8.2): codes become long-lived tokens, and these
//! the accounts that the person may connect.

use domain::account::Platform;
use domain::token::{TokenKind, TokenLife};
use meta::graph::{Host, LoginApp, ManagedPage};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use store::accounts::TokenFacts;
use url::Url;

use super::verify::{essential, found_page, instagram_of_page, own_account};
use super::{Found, Refused};
use crate::app::App;

/// An account that a login may connect. Kept sealed while somebody chooses.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Candidate {
    /// Where.
    pub(crate) platform: Platform,
    /// Meta's id of the account.
    pub(crate) id: String,
    /// Its handle or name.
    pub(crate) name: Option<String>,
    /// Its Page.
    pub(crate) page_id: Option<String>,
    /// The Page's name.
    page_name: Option<String>,
    /// The Page's own token, or that of Instagram Login.
    token: String,
    /// Seconds since 1970 at which the token ends, where Meta said so.
    ends: Option<i64>,
    /// What the person allowed, where Meta said so.
    permissions: Option<Vec<String>>,
}

/// The app for which somebody logs in; `None` while its id or secret is not set.
pub(crate) fn app_of(app: &App, platform: Platform) -> Option<LoginApp> {
    let own = app.meta_app.as_ref();
    let (id, secret) = match platform {
        Platform::Facebook => (own.map(|o| o.id.clone()), own.map(|o| o.secret.clone())),
        Platform::Instagram => (
            app.config
                .instagram_app_id
                .clone()
                .or_else(|| own.map(|o| o.id.clone())),
            app.config
                .instagram_app_secret
                .clone()
                .or_else(|| own.map(|o| o.secret.clone())),
        ),
    };
    Some(LoginApp {
        id: id?,
        secret: secret?,
    })
}

/// Where the person is sent.
pub(crate) fn dialog(
    app: &App,
    platform: Platform,
    login: &LoginApp,
    redirect: &str,
    state: &str,
) -> Url {
    match platform {
        Platform::Facebook => app
            .graph
            .facebook_dialog(&app.login_hosts, login, redirect, state),
        Platform::Instagram => app
            .graph
            .instagram_dialog(&app.login_hosts, login, redirect, state),
    }
}

/// The accounts that the code of a login stands for.
pub(crate) async fn candidates(
    app: &App,
    platform: Platform,
    login: &LoginApp,
    redirect: &str,
    code: &str,
) -> Result<Vec<Candidate>, Refused> {
    match platform {
        Platform::Facebook => of_person(app, login, redirect, code).await,
        Platform::Instagram => own(app, login, redirect, code).await,
    }
}

async fn of_person(
    app: &App,
    login: &LoginApp,
    redirect: &str,
    code: &str,
) -> Result<Vec<Candidate>, Refused> {
    let failed = |problem| Refused::from(&problem);
    let short = app.graph.facebook_code(login, redirect, code).await;
    let short = short.map_err(failed)?;
    // Only a long-lived token gives tokens of Pages without an end (§8.1).
    let long = app.graph.facebook_long(login, &short.token).await;
    let long = long.map_err(failed)?;
    let pages = app.graph.managed_pages(&long.token).await.map_err(failed)?;
    let mut found = Vec::new();
    for (page, token) in pages {
        let candidate = |platform, id: &str, name: Option<&String>| Candidate {
            platform,
            id: id.to_owned(),
            name: name.cloned(),
            page_id: Some(page.id.clone()),
            page_name: page.name.clone(),
            token: token.expose_secret().to_owned(),
            ends: None,
            permissions: None,
        };
        found.push(candidate(Platform::Facebook, &page.id, page.name.as_ref()));
        if let Some((id, username)) = &page.instagram {
            found.push(candidate(Platform::Instagram, id, username.as_ref()));
        }
    }
    Ok(found)
}

async fn own(
    app: &App,
    login: &LoginApp,
    redirect: &str,
    code: &str,
) -> Result<Vec<Candidate>, Refused> {
    let failed = |problem| Refused::from(&problem);
    let hosts = &app.login_hosts;
    let grant = app.graph.instagram_code(hosts, login, redirect, code).await;
    let grant = grant.map_err(failed)?;
    let long = app.graph.instagram_long(login, &grant.token).await;
    let long = long.map_err(failed)?;
    let ends = long.lives.map(|lives| app.clock.now().plus(lives).secs());
    let owner = app.graph.owner(Host::Instagram, &long.token).await;
    let owner = owner.map_err(failed)?;
    let account = own_account(owner, &long.token, TokenFacts::default());
    let account = account.ok_or_else(|| Refused("Meta named no account.".to_owned()))?;
    Ok(vec![Candidate {
        platform: Platform::Instagram,
        id: account.external.into_string(),
        name: account.name,
        page_id: None,
        page_name: None,
        token: long.token.expose_secret().to_owned(),
        ends,
        permissions: grant.permissions,
    }])
}

/// A chosen account, checked as one whose token was pasted.
pub(crate) async fn verified(app: &App, chosen: &Candidate) -> Result<Found, Refused> {
    let token = SecretString::from(chosen.token.clone());
    let Some(page_id) = &chosen.page_id else {
        let owner = app.graph.owner(Host::Instagram, &token).await;
        let owner = owner.map_err(|e| Refused::from(&e))?;
        let facts = TokenFacts {
            life: TokenLife {
                expires_at: chosen.ends.map(domain::time::Timestamp::from_secs),
                ..TokenLife::default()
            },
            scopes: chosen.permissions.clone(),
            ..TokenFacts::default()
        };
        if let Some(scopes) = &facts.scopes {
            // A token without a Page is of Instagram Login.
            essential(Platform::Instagram, TokenKind::Instagram, scopes)?;
        }
        return own_account(owner, &token, facts)
            .ok_or_else(|| Refused("Meta named no account.".to_owned()));
    };
    let linked =
        (chosen.platform == Platform::Instagram).then(|| (chosen.id.clone(), chosen.name.clone()));
    let page = ManagedPage {
        id: page_id.clone(),
        name: chosen.page_name.clone(),
        instagram: linked,
    };
    match chosen.platform {
        Platform::Facebook => found_page(app, &page, token).await,
        Platform::Instagram => instagram_of_page(app, &page, token).await,
    }
}
