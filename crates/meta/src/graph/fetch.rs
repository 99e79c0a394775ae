//! Reading: who a customer is, and what stands in a thread (§3, §4).

use domain::account::Platform;
use domain::ids::{CustomerId, Mid};
use reqwest::Method;
use serde_json::{Map, Value};

use super::client::{Call, GraphClient};
use super::error::CallError;
use super::{Credentials, ReadBack};
use crate::loose::{self, Object};

/// Meta gives details only of a thread's 20 newest messages (§4).
const NEWEST: usize = 20;
/// One unknown field fails the whole call (§9.5), so each platform is asked for what it documents.
const INSTAGRAM_PROFILE: &str = "name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user";
const MESSENGER_PROFILE: &str = "first_name,last_name,profile_pic";
const INSTAGRAM_MESSAGE: &str =
    "id,created_time,from,to,message,attachments,shares{link,template},story,is_unsupported";
const MESSENGER_MESSAGE: &str = "id,created_time,from,to,message,attachments";

/// Who a customer is, as far as Meta says; every field can be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Full name.
    pub name: Option<String>,
    /// Instagram's user name, without `@`.
    pub username: Option<String>,
    /// The picture; the address expires within days.
    pub picture_url: Option<String>,
    /// Followers on Instagram.
    pub followers: Option<u64>,
    /// Instagram's verified badge.
    pub verified: Option<bool>,
    /// Follows the business on Instagram.
    pub follows_business: Option<bool>,
    /// The business follows them on Instagram.
    pub followed_by_business: Option<bool>,
}

impl GraphClient {
    /// Who this customer is.
    ///
    /// # Errors
    /// [`CallError`]; `Final` where the person has given no consent or has no profile (§3): nothing to retry.
    pub async fn profile(
        &self,
        creds: &Credentials,
        platform: Platform,
        customer: &CustomerId,
    ) -> Result<Profile, CallError> {
        let fields = match platform {
            Platform::Instagram => INSTAGRAM_PROFILE,
            Platform::Facebook => MESSENGER_PROFILE,
        };
        let answer = self
            .get(
                creds,
                "profile",
                &[customer.as_str()],
                &[("fields", fields)],
            )
            .await?;
        Ok(answer.as_object().map(profile_of).unwrap_or_default())
    }

    /// One message by its id: what `num_edit: 0` announces (§1.6).
    ///
    /// # Errors
    /// [`CallError`]; `Final` with `ObjectMissing` if it was unsent or is older than the 20 newest.
    pub async fn message(
        &self,
        creds: &Credentials,
        platform: Platform,
        mid: &Mid,
    ) -> Result<ReadBack, CallError> {
        let answer = self
            .get(
                creds,
                "message",
                &[mid.as_str()],
                &[("fields", message_fields(platform))],
            )
            .await?;
        answer
            .as_object()
            .and_then(ReadBack::from_node)
            .ok_or_else(|| unreadable("the message has no id"))
    }

    /// The newest messages of the thread with this customer, newest first; empty if there is none.
    ///
    /// Two calls, and Meta allows two a second for each account (§9.4).
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn thread(
        &self,
        creds: &Credentials,
        platform: Platform,
        customer: &CustomerId,
    ) -> Result<Vec<ReadBack>, CallError> {
        let query = [
            ("platform", platform_name(platform)),
            ("user_id", customer.as_str()),
        ];
        let found = self
            .get(
                creds,
                "conversations",
                &[&creds.sender_id, "conversations"],
                &query,
            )
            .await?;
        let first = data(found.as_object())
            .and_then(<[Value]>::first)
            .and_then(Value::as_object);
        let Some(conversation) = first.and_then(|c| loose::id_in(c, "id")) else {
            return Ok(Vec::new());
        };
        let fields = format!("messages.limit({NEWEST}){{{}}}", message_fields(platform));
        let answer = self
            .get(creds, "thread", &[&conversation], &[("fields", &fields)])
            .await?;
        let messages = answer
            .as_object()
            .and_then(|a| loose::object(a, "messages"));
        Ok(data(messages)
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_object)
            .filter_map(ReadBack::from_node)
            .take(NEWEST)
            .collect())
    }

    pub(super) async fn get(
        &self,
        creds: &Credentials,
        name: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Value, CallError> {
        self.ask(
            creds,
            Call {
                name,
                method: Method::GET,
                path,
                query,
                body: None,
            },
        )
        .await
    }
}

/// How lists of conversations call a platform.
pub(super) const fn platform_name(platform: Platform) -> &'static str {
    match platform {
        Platform::Instagram => "instagram",
        Platform::Facebook => "messenger",
    }
}

pub(super) const fn message_fields(platform: Platform) -> &'static str {
    match platform {
        Platform::Instagram => INSTAGRAM_MESSAGE,
        Platform::Facebook => MESSENGER_MESSAGE,
    }
}

fn unreadable(why: &str) -> CallError {
    CallError::NoAnswer {
        why: why.to_owned(),
    }
}

pub(super) fn data(list: Option<&Map<String, Value>>) -> Option<&[Value]> {
    loose::field(list?, "data")?.as_array().map(Vec::as_slice)
}

fn profile_of(answer: &Object) -> Profile {
    let text = |key| loose::text_in(answer, key);
    let parts = [text("first_name"), text("last_name")];
    let whole: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    let flag = |key| loose::field(answer, key).map(|_| loose::flag(answer, key));
    Profile {
        name: text("name").or_else(|| (!whole.is_empty()).then(|| whole.join(" "))),
        username: text("username"),
        picture_url: loose::url_in(answer, "profile_pic"),
        followers: loose::field(answer, "follower_count").and_then(Value::as_u64),
        verified: flag("is_verified_user"),
        follows_business: flag("is_user_follow_business"),
        followed_by_business: flag("is_business_follow_user"),
    }
}
