//! Which Page stands behind an Instagram account (§1.4, §8.1): sends on the Facebook host go through it (§2.1).

use domain::ids::ExternalId;
use secrecy::SecretString;

use super::client::GraphClient;
use super::error::CallError;
use super::{Credentials, Host};
use crate::loose;

/// The Page behind an Instagram account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageBehind {
    /// The Page's id, which is never the account's.
    pub page_id: String,
    /// The account's handle, if Meta says.
    pub username: Option<String>,
}

impl GraphClient {
    /// The Page whose token this is, if it is linked to the Instagram account. `None`: it is linked to another one or
    /// to none.
    ///
    /// # Errors
    /// [`CallError`]; `TokenDead` also for a token of Instagram Login, which this host cannot parse (code 190).
    pub async fn page_behind(
        &self,
        token: &SecretString,
        account: &ExternalId,
    ) -> Result<Option<PageBehind>, CallError> {
        let creds = Credentials {
            host: Host::Facebook,
            sender_id: "me".to_owned(),
            token: token.clone(),
        };
        // The account first: it says whether this token may speak for it at all.
        let node = self
            .get(
                &creds,
                "account",
                &[account.as_str()],
                &[("fields", "id,username")],
            )
            .await?;
        let username = node.as_object().and_then(|n| loose::text_in(n, "username"));
        let fields = [("fields", "id,instagram_business_account{id}")];
        let page = self.get(&creds, "me", &["me"], &fields).await?;
        let page = page.as_object();
        let linked = page
            .and_then(|p| loose::object(p, "instagram_business_account"))
            .and_then(|l| loose::id_in(l, "id"));
        let page_id = page.and_then(|p| loose::id_in(p, "id"));
        Ok(match (page_id, linked) {
            (Some(page_id), Some(linked)) if linked == account.as_str() => {
                Some(PageBehind { page_id, username })
            }
            _ => None,
        })
    }
}
