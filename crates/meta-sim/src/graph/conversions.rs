//! The Conversions API (platform notes §7): events to a pixel or dataset, and the dataset of an account.

use serde_json::{Map, Value, json};

use crate::graph::error::GraphError;
use crate::graph::{GraphCall, Host, Reply, auth};
use crate::ids;
use crate::types::{Conversion, Pixel, Platform};
use crate::world::World;

/// §7: most events of one call.
const MAX_EVENTS: usize = 1_000;
/// §7: how old an event may be; from shops it may be older.
const DAY_MS: i64 = 24 * 3_600_000;
const REACH_DAYS: i64 = 7;
const SHOP_REACH_DAYS: i64 = 62;
/// §7: a repeat of name and id is recognised for so long.
const DEDUPE_MS: i64 = 48 * 3_600_000;
/// §7: where a conversion may happen.
const SOURCES: [&str; 9] = [
    "email",
    "website",
    "app",
    "phone_call",
    "chat",
    "physical_store",
    "system_generated",
    "business_messaging",
    "other",
];
/// §7 (S:CAPIBM): the names that come of conversations.
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
/// §7: keys whose values are hashed.
const HASHED: [&str; 11] = [
    "em",
    "ph",
    "fn",
    "ln",
    "db",
    "ge",
    "ct",
    "st",
    "zp",
    "country",
    "external_id",
];

/// `POST /{pixel}/events` (§7). One event that is not valid makes Meta refuse them all.
pub(crate) fn events(w: &mut World, call: &GraphCall, pixel: &str) -> Result<Reply, GraphError> {
    if call.params.broken {
        return Err(GraphError::no_token());
    }
    let print = auth::token(w, call)?;
    let pixel = pixel_of(w, call, pixel, &print)?;
    let data = call.params.value("data");
    let list = match data.as_ref().and_then(Value::as_array) {
        Some(list) if !list.is_empty() => list,
        _ => return Err(GraphError::required("data")),
    };
    if list.len() > MAX_EVENTS {
        let text = format!("(#100) Too many events: at most {MAX_EVENTS} may be sent at once.");
        return Err(GraphError::parameter(text));
    }
    let events: Vec<&Map<String, Value>> = list
        .iter()
        .map(|event| {
            event
                .as_object()
                .ok_or_else(|| invalid("Invalid Event", "Each event must be an object."))
        })
        .collect::<Result<_, _>>()?;
    for event in &events {
        check(w, event)?;
    }
    let test_event_code = call.params.text("test_event_code");
    for event in &events {
        keep(w, &pixel, event, test_event_code.clone());
    }
    let received = events.len();
    let mut reply =
        Reply::new(json!({"events_received": received, "messages": [], "fbtrace_id": call.trace}));
    let name = events.first().and_then(|e| text(e, "event_name"));
    reply.summary = match (received, name) {
        (1, Some(name)) => name,
        _ => format!("{received} events"),
    };
    Ok(reply)
}

/// `POST /{ig-user|page}/dataset` (§7): the account's dataset, made at the first question.
pub(crate) fn dataset(w: &mut World, call: &GraphCall, owner: &str) -> Result<Reply, GraphError> {
    let print = auth::token(w, call)?;
    let unsupported = || GraphError::unsupported(&call.method, owner);
    if call.host != Host::Facebook {
        return Err(unsupported());
    }
    let known = w
        .account(owner)
        .or_else(|| w.account_of_page(owner))
        .cloned();
    let account = match known {
        Some(account) => account,
        None => {
            let platform = match auth::is_instagram_id(owner) {
                true => Platform::Instagram,
                false => Platform::Facebook,
            };
            auth::adopt(w, owner, platform).ok_or_else(unsupported)?
        }
    };
    auth::bind(w, &print, &account)?;
    let made = w
        .pixels
        .values()
        .find(|p| p.dataset && p.page_id.as_deref() == Some(&account.page_id))
        .map(|p| p.id.clone());
    let id = made.unwrap_or_else(|| {
        let n = w.next();
        let id = ids::digits(w.instance(), "dataset", n, 16);
        w.pixels.put(
            id.clone(),
            Pixel {
                id: id.clone(),
                page_id: Some(account.page_id.clone()),
                dataset: true,
                adopted: false,
            },
        );
        id
    });
    Ok(Reply::new(json!({"id": id})))
}

/// The pixel, if the token may see it. An adopting simulator takes one that it never saw as existing.
fn pixel_of(w: &mut World, call: &GraphCall, id: &str, print: &str) -> Result<Pixel, GraphError> {
    let unsupported = || GraphError::unsupported(&call.method, id);
    if call.host != Host::Facebook {
        return Err(unsupported());
    }
    let Some(pixel) = w.pixels.get(id).cloned() else {
        let something_else = w.customers.get(id).is_some()
            || w.messages.get(id).is_some()
            || w.account(id).is_some()
            || w.account_of_page(id).is_some()
            || id == "me";
        if w.fixed.strict || something_else {
            return Err(unsupported());
        }
        let pixel = Pixel {
            id: id.to_owned(),
            page_id: None,
            dataset: false,
            adopted: true,
        };
        w.pixels.put(id, pixel.clone());
        return Ok(pixel);
    };
    // §7: a pixel that the token may not see is answered like one that does not exist.
    let theirs = w.tokens.get(print).filter(|t| !t.user);
    let theirs = theirs.and_then(|t| t.page_id.as_ref());
    match (&pixel.page_id, theirs) {
        (Some(page), Some(other)) if page != other => Err(unsupported()),
        _ => Ok(pixel),
    }
}

fn text(event: &Map<String, Value>, key: &str) -> Option<String> {
    let found = event.get(key).and_then(auth::text_of)?;
    (!found.trim().is_empty()).then_some(found)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => n.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Any other invalid parameter: the readable reason stands in title and text only (§7). Which of Meta's numbers stands for
/// which of them is not published.
fn invalid(title: &str, words: &str) -> GraphError {
    GraphError::invalid_parameter(2_804_007, title, words)
}

/// What Meta refuses (§7).
fn check(w: &World, event: &Map<String, Value>) -> Result<(), GraphError> {
    let Some(name) = text(event, "event_name") else {
        return Err(invalid(
            "Missing Event Name",
            "Each event must have an event_name.",
        ));
    };
    let source = match text(event, "action_source") {
        Some(source) if SOURCES.contains(&source.as_str()) => source,
        Some(_) => {
            return Err(invalid(
                "Invalid Action Source",
                "The action_source of this event is not one that is supported.",
            ));
        }
        // The guide's sample has none; an adopting simulator takes it.
        None if !w.fixed.strict => String::new(),
        None => {
            return Err(invalid(
                "Missing Action Source",
                "Each event must have an action_source.",
            ));
        }
    };
    check_time(w, event, &source)?;
    let nothing = Map::new();
    let user = event.get("user_data").and_then(Value::as_object);
    let user = user.unwrap_or(&nothing);
    if !user
        .iter()
        .any(|(key, v)| key != "client_user_agent" && !v.is_null())
    {
        return Err(GraphError::invalid_parameter(
            2_804_050,
            "You Haven't Added Sufficient Customer Information Parameter Data For This Event",
            "This event doesn't have enough customer information parameters.",
        ));
    }
    if source == "website" {
        if text(event, "event_source_url").is_none() {
            return Err(invalid(
                "Missing Event Source URL",
                "Events of a website must have an event_source_url.",
            ));
        }
        if text(user, "client_user_agent").is_none() {
            return Err(invalid(
                "Missing Client User Agent",
                "Events of a website must have a client_user_agent.",
            ));
        }
    }
    if source == "business_messaging" {
        check_messaging(event, user, &name)?;
    }
    let custom = event.get("custom_data").and_then(Value::as_object);
    let custom = custom.unwrap_or(&nothing);
    if custom.get("value").is_some_and(|v| number(v).is_none()) {
        return Err(invalid(
            "Invalid Value",
            "The value of this event must be a number.",
        ));
    }
    let currency = text(custom, "currency");
    if currency.is_some_and(|c| c.len() != 3 || !c.bytes().all(|b| b.is_ascii_alphabetic())) {
        return Err(invalid(
            "Invalid Currency",
            "The currency of this event must be a valid ISO 4217 code.",
        ));
    }
    Ok(())
}

fn check_time(w: &World, event: &Map<String, Value>, source: &str) -> Result<(), GraphError> {
    let time = event.get("event_time").and_then(number);
    let Some(seconds) = time.filter(|t| t.is_finite() && *t > 0.0) else {
        return Err(invalid(
            "Invalid Event Time",
            "Each event must have an event_time in Unix seconds.",
        ));
    };
    let days = if source == "physical_store" {
        SHOP_REACH_DAYS
    } else {
        REACH_DAYS
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, which is what a bound wants"
    )]
    let age_ms = w
        .meta_now()
        .saturating_sub((seconds as i64).saturating_mul(1_000));
    // The guide's sample is from 2024; an adopting simulator takes it.
    if age_ms > days * DAY_MS && w.fixed.strict {
        return Err(GraphError::invalid_parameter(
            2_804_003,
            "Event Timestamp Too Old",
            "The timestamp for this event is too far in the past. Events need to be sent from your server within 7 days of when they occurred. Enter a timestamp that has occurred within the last 7 days.",
        ));
    }
    Ok(())
}

/// S:CAPIBM: names and ids of events that come of conversations.
fn check_messaging(
    event: &Map<String, Value>,
    user: &Map<String, Value>,
    name: &str,
) -> Result<(), GraphError> {
    let has = |key: &str| text(user, key).is_some();
    let known = match text(event, "messaging_channel").as_deref() {
        Some("instagram") => {
            (has("instagram_business_account_id") || has("ig_account_id")) && has("ig_sid")
        }
        Some("messenger") => has("page_id") && has("page_scoped_user_id"),
        Some("whatsapp") => has("whatsapp_business_account_id") && has("ctwa_clid"),
        _ => {
            return Err(invalid(
                "Invalid Messaging Channel",
                "The messaging_channel must be messenger, instagram or whatsapp.",
            ));
        }
    };
    if !known {
        return Err(invalid(
            "Missing Messaging Identifiers",
            "The user_data must have the business's and the person's id of this channel.",
        ));
    }
    if !MESSAGING_NAMES.contains(&name) {
        return Err(GraphError::invalid_parameter(
            2_804_066,
            "Messaging Event Invalid Event Type",
            "The event name is not supported for business messaging events.",
        ));
    }
    Ok(())
}

/// Keeps an event, and whether it repeats another (§7: same name, id and pixel within 48 h; never from conversations).
fn keep(w: &mut World, pixel: &Pixel, event: &Map<String, Value>, test_event_code: Option<String>) {
    let now = w.meta_now();
    let name = text(event, "event_name").unwrap_or_default();
    let source = text(event, "action_source");
    let event_id = text(event, "event_id");
    let dedupes = source.as_deref() != Some("business_messaging");
    let key = event_id
        .clone()
        .filter(|_| dedupes)
        .map(|id| (pixel.id.clone(), name.clone(), id));
    let first = key.as_ref().and_then(|k| w.conversion_ids.get(k));
    let repeats = first.is_some_and(|at| now - at <= DEDUPE_MS);
    if let Some(key) = key.filter(|_| !repeats) {
        w.conversion_ids.insert(key, now);
    }
    let seq = w.next();
    let id = format!("e{seq:010}");
    let user = event.get("user_data").and_then(Value::as_object);
    let in_the_clear = user
        .into_iter()
        .flatten()
        .filter(|(key, value)| HASHED.contains(&key.as_str()) && !is_hashed(value))
        .map(|(key, _)| key.clone())
        .collect();
    w.conversions.put(
        id.clone(),
        Conversion {
            id,
            seq,
            at: w.now,
            received_at: now,
            pixel_id: pixel.id.clone(),
            event_name: name,
            event_id,
            action_source: source,
            test_event_code,
            duplicate: repeats,
            in_the_clear,
            event: Value::Object(event.clone()),
        },
    );
}

/// A SHA-256 in hex, or a list of them.
fn is_hashed(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()),
        Value::Array(list) => list.iter().all(is_hashed),
        _ => false,
    }
}
