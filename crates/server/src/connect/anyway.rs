//! What stands behind an account that is being connected.

use domain::ids::ExternalId;
use secrecy::{ExposeSecret as _, SecretString};
use store::accounts::TokenHost;
use tracing::warn;

use crate::app::App;

/// How messages are sent for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    /// Which host takes its token.
    pub(crate) host: TokenHost,
    /// The id in the path of a send.
    pub(crate) sender_id: String,
    /// The Page behind it.
    pub(crate) page_id: Option<String>,
    /// Its handle, if Meta says.
    pub(crate) username: Option<String>,
}

/// Asks Meta how to send for an Instagram account. If Meta cannot be asked now, the token's form decides, and on the
/// Facebook host `me` stands for whatever Page the token belongs to (platform notes §2.1, §8).
pub(crate) async fn route(app: &App, account: &str, token: &SecretString) -> Route {
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
pub(crate) fn made_up_username(account: &str) -> String {
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
