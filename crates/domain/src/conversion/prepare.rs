//! From what a client sends to what Meta gets, with everything checked that Meta would refuse the whole call for (§7).

use serde_json::{Map, Number, Value, json};
use sha2::{Digest as _, Sha256};

use super::{ActionSource, Draft, scoped, user_data};
use crate::account::Platform;
use crate::time::{MINUTE, Timestamp};

/// Longest name. Meta's own have up to 20 characters; it is part of a key.
const MAX_NAME: usize = 100;
/// Longest `event_id`, pixel id and test code. Order numbers and UUIDs are far shorter; they are parts of a key.
const MAX_EVENT_ID: usize = 200;
const MAX_PIXEL: usize = 64;
const MAX_TEST_CODE: usize = 64;
/// Longest address: what browsers and shops keep to.
const MAX_URL: usize = 2_048;
/// Largest custom data, as JSON. An order of a hundred articles has some 10 kB.
const MAX_CUSTOM_BYTES: usize = 32 * 1024;
/// Largest amount: beyond any order, and far within what a float tells apart to the cent.
const MAX_VALUE: f64 = 1e12;
/// How far ahead of ours a client's clock may be.
const CLOCK_SKEW: i64 = 5 * MINUTE;
/// Most processing options. Meta knows one.
const MAX_OPTIONS: usize = 8;

/// The names that Meta takes from a conversation (S:CAPIBM).
const MESSAGING_NAMES: [&str; 14] = [
    "Purchase",
    "LeadSubmitted",
    "InitiateCheckout",
    "AddToCart",
    "ViewContent",
    "OrderCreated",
    "OrderShipped",
    "OrderDelivered",
    "OrderCanceled",
    "OrderReturned",
    "CartAbandoned",
    "QualifiedLead",
    "RatingProvided",
    "ReviewProvided",
];

/// What is wrong with an event, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// As a JSON pointer.
    pub pointer: String,
    /// One sentence.
    pub message: String,
}

impl Problem {
    pub(super) fn new(pointer: &str, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.to_owned(),
            message: message.into(),
        }
    }
}

/// The chat that an event came of.
#[derive(Clone, Copy, Debug)]
pub struct Chat<'a> {
    /// Where it is.
    pub platform: Platform,
    /// Meta's id of the business: the Instagram professional account, or the Page.
    pub account: &'a str,
    /// The customer's scoped id.
    pub customer: &'a str,
}

/// An event that Meta can take, as far as can be told before asking.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// Its name.
    pub name: String,
    /// The client's, or the one that was offered.
    pub event_id: String,
    /// Where it happened.
    pub source: ActionSource,
    /// When.
    pub time: Timestamp,
    /// What it was worth.
    pub value: Option<f64>,
    /// In which currency.
    pub currency: Option<String>,
    /// The test view's code.
    pub test_event_code: Option<String>,
    /// As Meta gets it, with everything hashed that has to be.
    pub event: Value,
    /// Tells a repeat from another event under the same id: SHA-256 of everything that counts, in hex.
    pub fingerprint: String,
}

/// Checks an event, hashes its user data and builds what Meta gets. `fresh` becomes its `event_id` if it has none.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn prepare(
    draft: &Draft,
    chat: Option<Chat<'_>>,
    fresh: &str,
    now: Timestamp,
) -> Result<Prepared, Problem> {
    let name = short("/event_name", "event_name", &draft.event_name, MAX_NAME)?;
    let event_id = match &draft.event_id {
        Some(id) => short("/event_id", "event_id", id, MAX_EVENT_ID)?,
        None => fresh.to_owned(),
    };
    let source = source_of(draft)?;
    check_time(draft.event_time, source, now)?;
    let mut user = user_data::hashed(&draft.user_data.clone().unwrap_or_default())?;
    let mut event = Map::new();
    if source == ActionSource::BusinessMessaging {
        let Some(chat) = &chat else {
            let words = "An event of a conversation needs the chat_id of that conversation.";
            return Err(Problem::new("/chat_id", words));
        };
        if !MESSAGING_NAMES.contains(&name.as_str()) {
            let words = format!(
                "From a conversation Meta takes only these events: {}.",
                MESSAGING_NAMES.join(", ")
            );
            return Err(Problem::new("/event_name", words));
        }
        let (channel, ids) = scoped(chat);
        event.insert("messaging_channel".into(), json!(channel));
        // The chat decides, whatever the client says of it.
        user.extend(ids.map(|(key, id)| (key.to_owned(), Value::String(id))));
    } else {
        // Meta does not know repeats from conversations, and its samples have no id there.
        event.insert("event_id".into(), json!(event_id));
    }
    check_user(&user, source)?;
    if source == ActionSource::Website && draft.event_source_url.is_none() {
        let words = "An event of a website needs its event_source_url.";
        return Err(Problem::new("/event_source_url", words));
    }
    let custom = custom_data(draft)?;
    event.insert("event_name".into(), json!(name));
    event.insert("event_time".into(), json!(draft.event_time.secs()));
    event.insert("action_source".into(), json!(source.as_str()));
    event.insert("user_data".into(), Value::Object(user));
    let value = custom.get("value").and_then(Value::as_f64);
    let currency = custom.get("currency").and_then(Value::as_str);
    let currency = currency.map(str::to_owned);
    if !custom.is_empty() {
        event.insert("custom_data".into(), Value::Object(custom));
    }
    for (key, address) in [
        ("event_source_url", &draft.event_source_url),
        ("referrer_url", &draft.referrer_url),
    ] {
        if let Some(address) = address {
            event.insert(key.into(), json!(url(key, address)?));
        }
    }
    privacy(draft, &mut event)?;
    let test_event_code = draft
        .test_event_code
        .as_deref()
        .map(|code| short("/test_event_code", "test_event_code", code, MAX_TEST_CODE))
        .transpose()?;
    let event = Value::Object(event);
    let counts = json!([event, event_id, test_event_code, draft.chat_id]).to_string();
    Ok(Prepared {
        name,
        event_id,
        source,
        time: draft.event_time,
        value,
        currency,
        test_event_code,
        event,
        fingerprint: hex::encode(Sha256::digest(counts.as_bytes())),
    })
}

/// Whether this can be a pixel or dataset: one plain segment of an address, and not a word of Meta's.
#[must_use]
pub fn is_pixel(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    (1..=MAX_PIXEL).contains(&text.len()) && text.bytes().all(plain) && text != "me"
}

/// A number, or text that holds one.
pub(super) fn number_of(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => match serde_json::from_str(text.trim()).ok()? {
            Value::Number(number) => Some(number),
            _ => None,
        },
        _ => None,
    }
}

/// Trimmed text within its bounds, without control characters.
fn short(pointer: &str, name: &str, text: &str, most: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::new(pointer, format!("{name} is empty.")));
    }
    if text.chars().count() > most {
        let words = format!("{name} has more than {most} characters.");
        return Err(Problem::new(pointer, words));
    }
    if text.contains(char::is_control) {
        let words = format!("{name} holds control characters.");
        return Err(Problem::new(pointer, words));
    }
    Ok(text.to_owned())
}

fn source_of(draft: &Draft) -> Result<ActionSource, Problem> {
    match (&draft.action_source, draft.chat_id, &draft.event_source_url) {
        (Some(word), _, _) => ActionSource::parse(word).ok_or_else(|| {
            let words = "action_source must be one of: email, website, app, phone_call, chat, physical_store, system_generated, business_messaging, other.";
            Problem::new("/action_source", words)
        }),
        (None, Some(_), _) => Ok(ActionSource::BusinessMessaging),
        (None, None, Some(_)) => Ok(ActionSource::Website),
        (None, None, None) => Ok(ActionSource::Other),
    }
}

fn check_time(at: Timestamp, source: ActionSource, now: Timestamp) -> Result<(), Problem> {
    if now.since(at) > source.reach() {
        let words = format!(
            "event_time is more than {} days ago. Meta takes no older events.",
            source.reach() / crate::time::DAY
        );
        return Err(Problem::new("/event_time", words));
    }
    if at.since(now) > CLOCK_SKEW {
        let words = "event_time lies in the future. It counts seconds since 1970.";
        return Err(Problem::new("/event_time", words));
    }
    Ok(())
}

/// At least one key that names somebody (§7); a browser's name alone does not.
fn check_user(user: &Map<String, Value>, source: ActionSource) -> Result<(), Problem> {
    if source == ActionSource::Website && !user.contains_key("client_user_agent") {
        let words = "An event of a website needs the client_user_agent in its user_data.";
        return Err(Problem::new("/user_data/client_user_agent", words));
    }
    if !user.keys().any(|key| key != "client_user_agent") {
        let words = format!(
            "user_data must say who it was, with at least one of: {}.",
            user_data::known_keys()
        );
        return Err(Problem::new("/user_data", words));
    }
    Ok(())
}

/// The client's custom data with value and currency in it, each of them once.
fn custom_data(draft: &Draft) -> Result<Map<String, Value>, Problem> {
    let mut custom = draft.custom_data.clone().unwrap_or_default();
    custom.retain(|_, value| !value.is_null());
    let inner = custom.remove("value");
    let value = match (&draft.value, inner) {
        (Some(value), None) => Some(("/value", value.clone())),
        (outer, Some(inner)) => {
            let pointer = "/custom_data/value";
            let inner = number_of(&inner)
                .ok_or_else(|| Problem::new(pointer, "value must be a number."))?;
            if outer.as_ref().is_some_and(|v| v.as_f64() != inner.as_f64()) {
                let words = "value and custom_data.value say different things.";
                return Err(Problem::new(pointer, words));
            }
            Some((pointer, inner))
        }
        (None, None) => None,
    };
    let inner = custom.remove("currency");
    let currency = match (&draft.currency, inner) {
        (Some(currency), None) => Some(currency_of("/currency", currency)?),
        (outer, Some(inner)) => {
            let pointer = "/custom_data/currency";
            let inner = currency_of(pointer, inner.as_str().unwrap_or_default())?;
            let other = outer.as_deref().map(|c| c.trim().to_ascii_uppercase());
            if other.is_some_and(|other| other != inner) {
                let words = "currency and custom_data.currency say different things.";
                return Err(Problem::new(pointer, words));
            }
            Some(inner)
        }
        (None, None) => None,
    };
    if let Some((pointer, value)) = value {
        if currency.is_none() {
            let words = "A value needs a currency, such as USD.";
            return Err(Problem::new("/currency", words));
        }
        let amount = value.as_f64().unwrap_or(f64::NAN);
        if !(0.0..=MAX_VALUE).contains(&amount) {
            let words = "value must be a number from 0 to 1,000,000,000,000.";
            return Err(Problem::new(pointer, words));
        }
        custom.insert("value".into(), Value::Number(super::number(amount)));
    }
    if let Some(currency) = currency {
        custom.insert("currency".into(), Value::String(currency));
    }
    if serde_json::to_string(&custom).map_or(usize::MAX, |t| t.len()) > MAX_CUSTOM_BYTES {
        let words = format!("custom_data has more than {MAX_CUSTOM_BYTES} bytes.");
        return Err(Problem::new("/custom_data", words));
    }
    Ok(custom)
}

fn currency_of(pointer: &str, text: &str) -> Result<String, Problem> {
    let code = text.trim().to_ascii_uppercase();
    if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(code);
    }
    let words = "currency must be a code of three letters (ISO 4217), such as USD.";
    Err(Problem::new(pointer, words))
}

fn url(name: &str, text: &str) -> Result<String, Problem> {
    let pointer = format!("/{name}");
    let text = short(&pointer, name, text, MAX_URL)?;
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let web =
        scheme.is_some_and(|s| s.eq_ignore_ascii_case("https") || s.eq_ignore_ascii_case("http"));
    if web && !text.contains(char::is_whitespace) {
        return Ok(text);
    }
    let words = format!("{name} must be an address that begins with https:// or http://.");
    Err(Problem::new(&pointer, words))
}

/// What the person has decided about the use of their data goes with the event.
fn privacy(draft: &Draft, event: &mut Map<String, Value>) -> Result<(), Problem> {
    if let Some(out) = draft.opt_out {
        event.insert("opt_out".into(), json!(out));
    }
    if let Some(options) = &draft.data_processing_options {
        let fits = |o: &String| o.len() <= MAX_TEST_CODE && !o.contains(char::is_control);
        if options.len() > MAX_OPTIONS || !options.iter().all(fits) {
            let words = "data_processing_options must be [\"LDU\"] or [].";
            return Err(Problem::new("/data_processing_options", words));
        }
        event.insert("data_processing_options".into(), json!(options));
    }
    for (key, number) in [
        (
            "data_processing_options_country",
            draft.data_processing_options_country,
        ),
        (
            "data_processing_options_state",
            draft.data_processing_options_state,
        ),
    ] {
        if let Some(number) = number {
            event.insert(key.into(), json!(number));
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "prepare_tests.rs"]
mod tests;
