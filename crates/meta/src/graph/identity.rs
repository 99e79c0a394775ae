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

/// Whom a token speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A Page, with the Instagram account linked to it, if any.
    Page(ManagedPage),
    /// A person of Facebook Login; their Pages have tokens of their own.
    Person,
    /// An Instagram professional account of Instagram Login.
    Instagram {
        /// The id that webhooks carry.
        id: String,
        /// The other id, which the login and Meta's callbacks use (§1.8).
        app_scoped_id: Option<String>,
        /// Its handle.
        username: Option<String>,
        /// `BUSINESS`, `MEDIA_CREATOR`, …
        account_type: Option<String>,
    },
}

/// A Page that somebody manages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagedPage {
    /// The Page's id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The Instagram professional account linked to it, with its handle.
    pub instagram: Option<(String, Option<String>)>,
}

impl ManagedPage {
    fn from_node(node: &loose::Object) -> Option<Self> {
        let linked = loose::object(node, "instagram_business_account");
        Some(Self {
            id: loose::id_in(node, "id")?,
            name: loose::text_in(node, "name"),
            instagram: linked
                .and_then(|l| Some((loose::id_in(l, "id")?, loose::text_in(l, "username")))),
        })
    }
}

/// Pages that are read of one person, in one call: Meta's own limit for a list.
const MAX_PAGES: usize = 100;
const PAGE_FIELDS: &str = "id,name,instagram_business_account{id,username}";

impl GraphClient {
    /// Whom a token speaks for on this host (§8.1, §8.2).
    ///
    /// # Errors
    /// [`CallError`]; `TokenDead` also for a token of the other host.
    pub async fn owner(&self, host: Host, token: &SecretString) -> Result<Owner, CallError> {
        let creds = Credentials {
            host,
            sender_id: "me".to_owned(),
            token: token.clone(),
        };
        match host {
            Host::Instagram => {
                let fields = "user_id,username,name,account_type";
                let answer = self
                    .get(&creds, "me", &["me"], &[("fields", fields)])
                    .await?;
                instagram_owner(&answer).ok_or_else(|| unreadable("/me names no account"))
            }
            Host::Facebook => {
                let asked = self
                    .get(&creds, "me", &["me"], &[("fields", PAGE_FIELDS)])
                    .await;
                match asked {
                    Ok(answer) => answer
                        .as_object()
                        .and_then(ManagedPage::from_node)
                        .map(Owner::Page)
                        .ok_or_else(|| unreadable("/me names no Page")),
                    // §9.5: a person has no such field.
                    Err(CallError::Final { error, .. }) if error.code == 100 => Ok(Owner::Person),
                    Err(problem) => Err(problem),
                }
            }
        }
    }

    /// The Pages of a person, each with its own token (§8.1), at most 100.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn managed_pages(
        &self,
        token: &SecretString,
    ) -> Result<Vec<(ManagedPage, SecretString)>, CallError> {
        let creds = Credentials {
            host: Host::Facebook,
            sender_id: "me".to_owned(),
            token: token.clone(),
        };
        let fields = format!("{PAGE_FIELDS},access_token");
        let limit = MAX_PAGES.to_string();
        let query = [("fields", fields.as_str()), ("limit", limit.as_str())];
        let answer = self
            .get(&creds, "accounts", &["me", "accounts"], &query)
            .await?;
        let list = answer.as_object().and_then(|a| loose::field(a, "data"));
        let list = list
            .and_then(serde_json::Value::as_array)
            .into_iter()
            .flatten();
        Ok(list
            .filter_map(serde_json::Value::as_object)
            .filter_map(|node| {
                let token = loose::text_in(node, "access_token")?;
                Some((ManagedPage::from_node(node)?, SecretString::from(token)))
            })
            .take(MAX_PAGES)
            .collect())
    }

    /// Asks for a node, to learn whether the token may see it.
    ///
    /// # Errors
    /// [`CallError`]; `Final` if it may not, or there is none.
    pub async fn may_see(
        &self,
        creds: &Credentials,
        node: &str,
        fields: &str,
    ) -> Result<(), CallError> {
        self.get(creds, "node", &[node], &[("fields", fields)])
            .await?;
        Ok(())
    }

    /// The handle of an Instagram account; `None` if Meta does not say.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn instagram_username(
        &self,
        creds: &Credentials,
        account: &str,
    ) -> Result<Option<String>, CallError> {
        let answer = self
            .get(creds, "account", &[account], &[("fields", "username")])
            .await?;
        Ok(answer
            .as_object()
            .and_then(|n| loose::text_in(n, "username")))
    }
}

/// Flat, as Meta answers, or in a list, as its documentation prints it.
fn instagram_owner(answer: &serde_json::Value) -> Option<Owner> {
    let node = answer.as_object()?;
    let node = match loose::field(node, "data").and_then(serde_json::Value::as_array) {
        Some(list) => list.first()?.as_object()?,
        None => node,
    };
    let app_scoped_id = loose::id_in(node, "id");
    Some(Owner::Instagram {
        // Never `id` in its place: deliveries do not carry that one (§1.8).
        id: loose::id_in(node, "user_id")?,
        app_scoped_id,
        username: loose::text_in(node, "username"),
        account_type: loose::text_in(node, "account_type"),
    })
}

fn unreadable(why: &str) -> CallError {
    CallError::NoAnswer {
        why: why.to_owned(),
    }
}
