//! The conversations of an account, read back page by page (§4).

use domain::account::Platform;
use domain::ids::{ExternalId, Mid};
use domain::reconcile::READABLE;
use domain::time::Timestamp;
use serde_json::Value;

use super::client::GraphClient;
use super::error::CallError;
use super::fetch::{data, message_fields, platform_name};
use super::{Credentials, ReadBack};
use crate::loose::{self, Object};

/// Conversations in one answer: twenty messages with their files are up to 100 kB each.
const CONVERSATIONS: usize = 5;
/// Ids in one answer; they are short.
const IDS: usize = 100;
/// Reactions are documented for Instagram's messages; an unknown field fails the whole call (§9.5).
const REACTIONS: &str = ",reactions";

/// One page of something that goes on behind `after`.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// What it holds, newest first.
    pub items: Vec<T>,
    /// Where the next one begins; `None` on the last.
    pub after: Option<String>,
}

/// A conversation with its newest messages.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// Meta's id of it.
    pub id: String,
    /// When it last moved.
    pub updated_at: Option<Timestamp>,
    /// The other side, as far as the answer names it.
    pub customer: Option<String>,
    /// At most the [`READABLE`] newest messages, newest first.
    pub messages: Vec<ReadBack>,
}

impl GraphClient {
    /// A page of conversations, those that moved last first. `account` is the business's own id, to tell the two sides
    /// apart.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn conversations(
        &self,
        creds: &Credentials,
        platform: Platform,
        account: &ExternalId,
        after: Option<&str>,
    ) -> Result<Page<Conversation>, CallError> {
        let reactions = match platform {
            Platform::Instagram => REACTIONS,
            Platform::Facebook => "",
        };
        let fields = format!(
            "id,updated_time,participants,messages.limit({READABLE}){{{}{reactions}}}",
            message_fields(platform)
        );
        let limit = CONVERSATIONS.to_string();
        let mut query = vec![
            ("platform", platform_name(platform)),
            ("fields", fields.as_str()),
            ("limit", limit.as_str()),
        ];
        query.extend(after.map(|after| ("after", after)));
        let path = [creds.sender_id.as_str(), "conversations"];
        let answer = self.get(creds, "conversations", &path, &query).await?;
        let own = [account.as_str(), creds.sender_id.as_str()];
        Ok(conversations_in(&answer, &own))
    }

    /// A page of the ids of a conversation's messages: all of them, also of those whose content Meta no longer gives.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn message_ids(
        &self,
        creds: &Credentials,
        conversation: &str,
        after: Option<&str>,
    ) -> Result<Page<(Mid, Option<Timestamp>)>, CallError> {
        let limit = IDS.to_string();
        let mut query = vec![("fields", "id,created_time"), ("limit", limit.as_str())];
        query.extend(after.map(|after| ("after", after)));
        let path = [conversation, "messages"];
        let answer = self.get(creds, "message_ids", &path, &query).await?;
        Ok(ids_in(&answer))
    }
}

/// The conversations of an answer, whatever it is; `own` are the business's own ids.
#[must_use]
pub fn conversations_in(answer: &Value, own: &[&str]) -> Page<Conversation> {
    page(answer, |node| conversation(node, own))
}

/// The ids and times of an answer, whatever it is.
#[must_use]
pub fn ids_in(answer: &Value) -> Page<(Mid, Option<Timestamp>)> {
    page(answer, |node| {
        let at = loose::time_in(node, "created_time");
        Some((Mid::new(loose::id_in(node, "id")?), at))
    })
}

/// A list's elements, and its cursor while there is more: `next` stands only then (§9.5), and its address holds the token,
/// so it is never followed.
fn page<T>(answer: &Value, read: impl Fn(&Object) -> Option<T>) -> Page<T> {
    let list = answer.as_object();
    let items = data(list).unwrap_or_default();
    let items: Vec<T> = items
        .iter()
        .filter_map(Value::as_object)
        .filter_map(read)
        .collect();
    let paging = list.and_then(|list| loose::object(list, "paging"));
    let after = paging.filter(|p| loose::text_in(p, "next").is_some());
    let after = after
        .and_then(|p| loose::object(p, "cursors"))
        .and_then(|cursors| loose::text_in(cursors, "after"))
        // A page without elements that points to a next one would be turned for ever.
        .filter(|_| !items.is_empty());
    Page { items, after }
}

fn conversation(node: &Object, own: &[&str]) -> Option<Conversation> {
    let people = data(loose::object(node, "participants")).unwrap_or_default();
    let is_own = |person: &Object| {
        ["id", "user_id"]
            .iter()
            .filter_map(|key| loose::id_in(person, key))
            .any(|id| own.contains(&id.as_str()))
    };
    let customer = people
        .iter()
        .filter_map(Value::as_object)
        .find(|person| !is_own(person))
        .and_then(|person| loose::id_in(person, "id"));
    let messages = data(loose::object(node, "messages")).unwrap_or_default();
    Some(Conversation {
        id: loose::id_in(node, "id")?,
        updated_at: loose::time_in(node, "updated_time"),
        customer,
        messages: messages
            .iter()
            .filter_map(Value::as_object)
            .filter_map(ReadBack::from_node)
            .take(READABLE)
            .collect(),
    })
}
