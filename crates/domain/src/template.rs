//! Texts that are sent again and again: their variables, their limits, and what Meta asks of those it is to approve
//! (platform notes §2.7).
//!
//! A variable is written `{name}`; `{{name}}` is the same, so that texts made for other tools work. Everything else in
//! braces is text.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::account::Platform;
use crate::ids::TemplateId;
use crate::limits::{self, INSTAGRAM_TEXT_BYTES, MESSENGER_TEXT_CHARS};
use crate::message::Content;
use crate::window::{ReplyWindow, WindowState};

/// Longest name of a template, in characters: one line of a menu.
pub const NAME_CHARS: usize = 100;
/// Longest category, in characters.
pub const CATEGORY_CHARS: usize = 50;
/// Longest name of a variable, in characters.
pub const VARIABLE_CHARS: usize = 64;
/// Values given at once: more than a text within the platform's limit can hold.
pub const VARIABLES: usize = 200;
/// Meta's limit for the body of a utility template, in characters (§2.7).
pub const UTILITY_BODY_CHARS: usize = 1_024;
/// Fewest characters of text per variable that Meta is offered: it refuses texts that are mostly variables, without
/// printing its measure (§2.7); a short sentence around each passes.
pub const CHARS_PER_VARIABLE: usize = 8;
/// The category of those that Meta approves, as Meta writes it.
pub const UTILITY: &str = "UTILITY";
/// The state of a submission whose answer was lost.
pub const UNKNOWN: &str = "UNKNOWN";
/// Meta's word for those that may be sent.
pub const APPROVED: &str = "APPROVED";
/// Meta's words for those that may still become approved.
const OPEN: [&str; 3] = ["PENDING", "IN_APPEAL", UNKNOWN];
/// The part of a name at Meta that is made of ours; with the submission's mark it stays far below any limit.
const SLUG_CHARS: usize = 40;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// To be filled in.
    Variable(&'a str),
}

/// Cuts a text into what stands and what is filled in.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('{') {
        let start = at + found;
        match variable(&text[start..]) {
            Some((name, length)) => {
                if from < start {
                    pieces.push(Piece::Text(&text[from..start]));
                }
                pieces.push(Piece::Variable(name));
                from = start + length;
                at = from;
            }
            None => at = start + 1,
        }
    }
    if from < text.len() {
        pieces.push(Piece::Text(&text[from..]));
    }
    pieces
}

/// The variable that a text begins with, and how many bytes it takes.
fn variable(text: &str) -> Option<(&str, usize)> {
    for (open, close) in [("{{", "}}"), ("{", "}")] {
        if let Some(rest) = text.strip_prefix(open)
            && let Some(end) = rest.find(close)
            && is_name(rest[..end].trim())
        {
            return Some((rest[..end].trim(), open.len() + end + close.len()));
        }
    }
    None
}

/// Letters, digits and `_`, in any script.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= VARIABLE_CHARS
        && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The variables of a text, each once, in the order of their first use.
#[must_use]
pub fn variables(text: &str) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    pieces(text)
        .into_iter()
        .filter_map(|p| match p {
            Piece::Variable(name) => seen.insert(name).then_some(name),
            Piece::Text(_) => None,
        })
        .collect()
}

/// The text with its variables filled in. Values are taken as they are: braces in them are text.
///
/// # Errors
/// The variables without a value.
pub fn fill(text: &str, values: &BTreeMap<String, String>) -> Result<String, Vec<String>> {
    let has_value = |name: &&str| values.get(*name).is_some_and(|v| !v.trim().is_empty());
    let missing: Vec<String> = variables(text)
        .into_iter()
        .filter(|name| !has_value(name))
        .map(str::to_owned)
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let filled = pieces(text).into_iter().map(|p| match p {
        Piece::Text(text) => text,
        Piece::Variable(name) => values.get(name).map_or("", String::as_str),
    });
    Ok(filled.collect())
}

/// What a chat gives to every template; what the sender gives goes before it.
#[must_use]
pub fn of_chat(username: Option<&str>, platform: Platform) -> BTreeMap<String, String> {
    let mut values = BTreeMap::from([("platform".to_owned(), platform.name().to_owned())]);
    if let Some(username) = username {
        values.insert("username".to_owned(), username.to_owned());
    }
    values
}

/// Why a template cannot be kept or handed in as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// No name, or a long one.
    #[error("A template needs a name of at most {NAME_CHARS} characters.")]
    Name,
    /// No category, or a long one.
    #[error("A category has 1 to {CATEGORY_CHARS} characters.")]
    Category,
    /// Nothing to send.
    #[error("A template needs a text.")]
    Empty,
    /// Longer than the platform takes, whatever is filled in.
    #[error("{0}")]
    TooLong(String),
    /// Not Meta's form.
    #[error("A language is written as Meta writes it: en, en_US, pt_BR.")]
    Language,
    /// Longer than Meta approves.
    #[error("Meta approves at most {UTILITY_BODY_CHARS} characters and this has {chars}.")]
    UtilityTooLong {
        /// How many it has.
        chars: usize,
    },
    /// Begins or ends with a variable.
    #[error(
        "Meta takes no template that begins or ends with a variable. Put words before and after it."
    )]
    DanglingVariable,
    /// Mostly variables.
    #[error("Meta takes no template that is mostly variables. Write more words around them.")]
    MostlyVariables,
}

impl TemplateError {
    /// The field it is about, as a JSON pointer.
    #[must_use]
    pub const fn pointer(&self) -> &'static str {
        match self {
            Self::Name => "/name",
            Self::Category => "/category",
            Self::Language => "/language",
            _ => "/content",
        }
    }
}

/// Checks what a person wrote.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(
    platform: Platform,
    name: &str,
    category: &str,
    language: &str,
    content: &str,
) -> Result<(), TemplateError> {
    let fits = |text: &str, most: usize| {
        !text.trim().is_empty() && text.chars().count() <= most && !text.contains(char::is_control)
    };
    if !fits(name, NAME_CHARS) {
        return Err(TemplateError::Name);
    }
    if !fits(category, CATEGORY_CHARS) {
        return Err(TemplateError::Category);
    }
    if !is_language(language) {
        return Err(TemplateError::Language);
    }
    if content.trim().is_empty() {
        return Err(TemplateError::Empty);
    }
    // A variable may become shorter than its name, so only what no value could mend is refused here.
    let standing: String = pieces(content)
        .into_iter()
        .filter_map(|p| match p {
            Piece::Text(text) => Some(text),
            Piece::Variable(_) => None,
        })
        .collect();
    if !standing.trim().is_empty() {
        limits::check(platform, &standing, &[])
            .map_err(|e| TemplateError::TooLong(e.to_string()))?;
    }
    // However long names of variables are, a row of the database stays small.
    let most = MESSENGER_TEXT_CHARS.max(INSTAGRAM_TEXT_BYTES) * 4;
    if content.len() > most {
        let text = format!("A template has at most {most} bytes.");
        return Err(TemplateError::TooLong(text));
    }
    Ok(())
}

/// `en`, `en_US`, `fil`, `zh_Hant_HK`: what Meta's lists of languages hold.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('_');
    let first = parts.next().unwrap_or_default();
    let letters = |part: &str, range: std::ops::RangeInclusive<usize>| {
        range.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
    };
    letters(first, 2..=3) && text.len() <= 12 && parts.all(|p| letters(p, 2..=4))
}

/// A template as Meta gets it: numbered parameters with an example each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utility {
    /// The text with `{{1}}`, `{{2}}`, …
    pub body: String,
    /// Our variable behind each number, in order; one that is used twice has two.
    pub parameters: Vec<String>,
    /// An example of each.
    pub examples: Vec<String>,
}

/// Brings a text into Meta's form.
///
/// # Errors
/// What Meta would refuse for certain.
pub fn utility(
    content: &str,
    examples: &BTreeMap<String, String>,
) -> Result<Utility, TemplateError> {
    let content = content.trim();
    let pieces = pieces(content);
    let mut out = Utility {
        body: String::new(),
        parameters: Vec::new(),
        examples: Vec::new(),
    };
    for piece in &pieces {
        match piece {
            Piece::Text(text) => out.body.push_str(text),
            Piece::Variable(name) => {
                out.parameters.push((*name).to_owned());
                out.examples.push(example(name, examples));
                let number = out.parameters.len();
                out.body.push_str(&format!("{{{{{number}}}}}"));
            }
        }
    }
    let dangling = |p: Option<&Piece<'_>>| matches!(p, Some(Piece::Variable(_)));
    if dangling(pieces.first()) || dangling(pieces.last()) {
        return Err(TemplateError::DanglingVariable);
    }
    let chars = out.body.chars().count();
    if chars > UTILITY_BODY_CHARS {
        return Err(TemplateError::UtilityTooLong { chars });
    }
    let words: usize = pieces
        .iter()
        .map(|p| match p {
            Piece::Text(text) => text.chars().count(),
            Piece::Variable(_) => 0,
        })
        .sum();
    if words < out.parameters.len() * CHARS_PER_VARIABLE {
        return Err(TemplateError::MostlyVariables);
    }
    Ok(out)
}

/// What stands for a variable where nobody gave an example: its name in words.
fn example(name: &str, given: &BTreeMap<String, String>) -> String {
    if let Some(given) = given.get(name).filter(|v| !v.trim().is_empty()) {
        return given.clone();
    }
    match name {
        "platform" => Platform::Facebook.name().to_owned(),
        "username" => "Maria".to_owned(),
        other if other.chars().all(|c| c.is_ascii_digit()) => format!("value {other}"),
        other => other.replace('_', " "),
    }
}

/// The name under which a submission goes to Meta: ours in its letters, and a mark of the submission, because a name can
/// be used once (§2.7).
#[must_use]
pub fn meta_name(name: &str, submission: uuid::Uuid) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('_') && !slug.is_empty() {
            slug.push('_');
        }
        if slug.len() >= SLUG_CHARS {
            break;
        }
    }
    let slug = slug.trim_end_matches('_');
    let slug = if slug.is_empty() { "template" } else { slug };
    // The end of a UUID v7 is random; its beginning is the time.
    let mark = submission.simple().to_string();
    format!("{slug}_{}", &mark[mark.len() - 12..])
}

/// Whether Meta may still change its mind about a submission in this state.
#[must_use]
pub fn is_open(status: &str) -> bool {
    OPEN.contains(&status)
}

/// How a message of a template may leave outside the window: under the name that Meta approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// Its name at Meta.
    pub name: String,
    /// Its language at Meta.
    pub language: String,
    /// The values, in Meta's order.
    pub parameters: Vec<String>,
}

/// That a message was made from a template: a program's words, so never tagged as a person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateUse {
    /// Which.
    pub template: TemplateId,
    /// If Meta approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Approved>,
}

/// As what a message may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// As an ordinary answer.
    Response,
    /// Tagged as a person's.
    HumanAgent,
    /// As an approved utility template.
    Utility,
}

/// As what a message may leave while the window stands so; `None`: it may not.
///
/// | window | a person's words | a template | an approved template |
/// |---|---|---|---|
/// | open | answer | answer | answer |
/// | human_agent | tagged | no: no person wrote it (§2.3) | utility |
/// | closed | no | no | utility |
/// | unknown | answer, Meta decides | answer, Meta decides | utility |
#[must_use]
pub fn pass(window: &ReplyWindow, content: &Content) -> Option<Pass> {
    let used = content.template.as_ref();
    let approved = used.is_some_and(|t| t.approved.is_some());
    match (window.state, used.is_some(), approved) {
        (WindowState::Open, ..) | (WindowState::Unknown, _, false) => Some(Pass::Response),
        (_, _, true) => Some(Pass::Utility),
        (WindowState::HumanAgent, false, false) => Some(Pass::HumanAgent),
        _ => None,
    }
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
