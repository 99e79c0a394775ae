//! What is done after a transaction: sends, and fetching what a delivery only named.

mod fetch;
mod runner;
mod send;
mod upkeep;

pub use runner::run;
pub use upkeep::run as upkeep;

use domain::ids::AccountId;
use meta::graph::{Credentials, Host};
use store::accounts::{Account, TokenHost};

use crate::app::App;

/// An account and the right to speak for it; `None` if it is not connected.
async fn credentials(
    app: &App,
    account: AccountId,
) -> store::Result<Option<(Account, Credentials)>> {
    let Some(account) = app.db.account(account).await?.filter(|a| a.connected) else {
        return Ok(None);
    };
    let Some(token) = account.token(&app.sealer)? else {
        return Ok(None);
    };
    let host = match account.host {
        TokenHost::Facebook => Host::Facebook,
        TokenHost::Instagram => Host::Instagram,
    };
    let credentials = Credentials {
        host,
        sender_id: account.sender_id.clone(),
        token,
    };
    Ok(Some((account, credentials)))
}
