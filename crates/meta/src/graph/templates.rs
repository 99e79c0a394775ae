//! Utility templates of a Page: handing one in, and what became of it (§2.7).

use domain::template::UTILITY;
use reqwest::Method;
use serde_json::{Value, json};

use super::Credentials;
use super::client::{Call, GraphClient};
use super::error::{CallError, SendError};
use crate::loose::{self, Object};

const FIELDS: &str = "id,name,language,status,category,rejected_reason";
/// Templates of one answer: a search by a name that nothing else has finds one, and parts of names are found too.
const PAGE: &str = "25";
/// Longest word of Meta's for a state or a reason that is kept; its longest known one has 40 characters.
const WORD_CHARS: usize = 100;
/// What Meta says where there is no reason.
const NO_REASON: &str = "NONE";

/// A template to hand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTemplate<'a> {
    /// Its name: small letters, digits and `_`.
    pub name: &'a str,
    /// Its language.
    pub language: &'a str,
    /// Its text with `{{1}}`, `{{2}}`, …
    pub body: &'a str,
    /// An example for each.
    pub examples: &'a [String],
}

/// A template as Meta has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateState {
    /// Meta's id.
    pub id: String,
    /// Meta's word for its state, in capitals.
    pub status: String,
    /// Why not, in Meta's word.
    pub reason: Option<String>,
}

impl GraphClient {
    /// Hands a template in, once: a second one of the same name is refused. `None`: Meta refused it as a duplicate.
    ///
    /// # Errors
    /// [`SendError`]: after `Unknown`, look for its name before trying again.
    pub async fn submit_template(
        &self,
        creds: &Credentials,
        new: &NewTemplate<'_>,
    ) -> Result<Option<TemplateState>, SendError> {
        let mut body = json!({"type": "BODY", "text": new.body});
        if !new.examples.is_empty() {
            body["example"] = json!({"body_text": [new.examples]});
        }
        let body = json!({
            "name": new.name,
            "language": new.language,
            "category": UTILITY,
            "components": [body],
        });
        let call = Call {
            name: "submit_template",
            method: Method::POST,
            path: &[&creds.sender_id, "message_templates"],
            query: &[],
            body: Some(&body),
        };
        let Some(answer) = self.once(creds, call).await? else {
            return Ok(None);
        };
        match answer.as_object().and_then(state_of) {
            Some(state) => Ok(Some(state)),
            None => Err(SendError::Unknown {
                why: "success without a template id".to_owned(),
            }),
        }
    }

    /// The state of a template by its id.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn template(
        &self,
        creds: &Credentials,
        id: &str,
    ) -> Result<TemplateState, CallError> {
        let call = Call {
            name: "template",
            method: Method::GET,
            path: &[id],
            query: &[("fields", FIELDS)],
            body: None,
        };
        let answer = self.ask(creds, call).await?;
        answer
            .as_object()
            .and_then(state_of)
            .ok_or_else(|| CallError::NoAnswer {
                why: "the template has no id".to_owned(),
            })
    }

    /// The state of a template by its name and language; `None` if the Page has none of these.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn template_named(
        &self,
        creds: &Credentials,
        name: &str,
        language: &str,
    ) -> Result<Option<TemplateState>, CallError> {
        let call = Call {
            name: "templates",
            method: Method::GET,
            path: &[&creds.sender_id, "message_templates"],
            query: &[("name", name), ("fields", FIELDS), ("limit", PAGE)],
            body: None,
        };
        let answer = self.ask(creds, call).await?;
        let list = answer.get("data").and_then(Value::as_array);
        let is_it = |node: &&Object| {
            let text = |key: &str| loose::text_in(node, key);
            text("name").as_deref() == Some(name) && text("language").as_deref() == Some(language)
        };
        let mut nodes = list.into_iter().flatten().filter_map(Value::as_object);
        Ok(nodes.find(is_it).and_then(state_of))
    }
}

/// What a node says of itself; one without a state is waiting for it.
fn state_of(node: &Object) -> Option<TemplateState> {
    let word = |key: &str| {
        let word = loose::text_in(node, key)?;
        let word: String = word.trim().chars().take(WORD_CHARS).collect();
        (!word.is_empty()).then_some(word)
    };
    Some(TemplateState {
        id: loose::id_in(node, "id")?,
        status: word("status").map_or_else(|| "PENDING".to_owned(), |s| s.to_ascii_uppercase()),
        reason: word("rejected_reason").filter(|r| r != NO_REASON),
    })
}
