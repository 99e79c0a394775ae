//! Accounts that are connected whatever Meta says: those of mock mode and the environment's.

use domain::account::Platform;
use domain::ids::ExternalId;
use secrecy::{ExposeSecret as _, SecretString};
use store::accounts::{Checked, TokenFacts, TokenHost};
use tracing::warn;

use super::{By, Found, Refused, WATCH_SOON, checked, instagram, page, subscribe};
use crate::app::App;

/// An Instagram account that is connected whatever Meta says now: mock mode takes any id and token, and the
/// environment's account must not keep the server from starting. It is looked at again soon.
pub(crate) async fn instagram_anyway(
    app: &App,
    id: &str,
    token: &SecretString,
    name: Option<&str>,
    by: By,
) -> Checked {
    let verified = async {
        let found = instagram(app, id, token).await?;
        subscribe(app, &found.credentials(), found.platform).await?;
        Ok::<_, Refused>(found)
    };
    match verified.await {
        Ok(found) => checked(app, found, name, by),
        Err(Refused(reason)) => {
            warn!(
                account.external_id = id,
                reason, "an account is connected although Meta did not confirm it"
            );
            let route = route(app, id, token).await;
            let found = Found {
                platform: Platform::Instagram,
                external: ExternalId::new(id),
                name: route.username,
                host: route.host,
                sender_id: route.sender_id,
                page_id: route.page_id,
                token: token.clone(),
                facts: TokenFacts::default(),
            };
            Checked {
                watch_at: app.clock.now().plus(WATCH_SOON),
                ..checked(app, found, name, by)
            }
        }
    }
}

/// The same for a Page of mock mode.
pub(crate) async fn page_anyway(
    app: &App,
    id: &str,
    token: &SecretString,
    name: Option<&str>,
    by: By,
) -> Checked {
    let verified = async {
        let found = page(app, id, token).await?;
        subscribe(app, &found.credentials(), found.platform).await?;
        Ok::<_, Refused>(found)
    };
    match verified.await {
        Ok(found) => checked(app, found, name, by),
        Err(Refused(reason)) => {
            warn!(
                account.external_id = id,
                reason, "a Page is connected although Meta did not confirm it"
            );
            let found = Found {
                platform: Platform::Facebook,
                external: ExternalId::new(id),
                name: None,
                host: TokenHost::Facebook,
                sender_id: id.to_owned(),
                page_id: Some(id.to_owned()),
                token: token.clone(),
                facts: TokenFacts::default(),
            };
            Checked {
                watch_at: app.clock.now().plus(WATCH_SOON),
                ..checked(app, found, name, by)
            }
        }
    }
}

/// How messages are sent for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Route {
    /// Which host takes its token.
    host: TokenHost,
    /// The id in the path of a send.
    sender_id: String,
    /// The Page behind it.
    page_id: Option<String>,
    /// Its handle, if Meta says.
    username: Option<String>,
}

/// Asks Meta how to send for an Instagram account. If Meta cannot be asked now, the token's form decides, and on the
/// Facebook host `me` stands for whatever Page the token belongs to (platform notes §2.1, §8).
async fn route(app: &App, account: &str, token: &SecretString) -> Route {
    // Tokens of Instagram Login begin with IG, those of Pages with EAA (platform notes, product flavours).
    let instagram_login = token.expose_secret().starts_with("IG");
    let own = || Route {
        host: TokenHost::Instagram,
        sender_id: account.to_owned(),
        page_id: None,
        username: None,
    };
    if instagram_login {
        return own();
    }
    match app
        .graph
        .page_behind(token, &ExternalId::new(account))
        .await
    {
        Ok(Some(page)) => Route {
            host: TokenHost::Facebook,
            sender_id: page.page_id.clone(),
            page_id: Some(page.page_id),
            username: page.username,
        },
        Ok(None) => own(),
        Err(problem) => {
            warn!(account.external_id = account, problem = %problem, "the Page behind an account could not be asked for");
            Route {
                host: TokenHost::Facebook,
                sender_id: "me".to_owned(),
                page_id: None,
                username: None,
            }
        }
    }
}

/// The handle of an account that nobody named (contract §2).
pub(super) fn made_up_username(account: &str) -> String {
    format!("ig_user_{}", account.chars().take(8).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_characters_of_the_id() {
        assert_eq!(made_up_username("17841400000000001"), "ig_user_17841400");
        assert_eq!(made_up_username("42"), "ig_user_42");
    }
}
