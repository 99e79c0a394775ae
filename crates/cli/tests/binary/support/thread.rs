//! One conversation, and what the log of events says about it.

use serde_json::Value;

/// A conversation with one customer.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    /// Our chat.
    pub(crate) chat: String,
    /// Meta's id of the person.
    pub(crate) customer: String,
}

/// A place in the log of events.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) seq: i64,
    pub(crate) log: String,
}

/// Every delivery status that screens were told of one message, in order.
pub(crate) fn statuses(events: &[Value], message: &str) -> Vec<String> {
    let of_it = events
        .iter()
        .filter(|event| event["message"]["id"] == message);
    let mut statuses: Vec<String> = of_it
        .filter_map(|event| event["message"]["delivery_status"].as_str())
        .map(str::to_owned)
        .collect();
    statuses.dedup();
    statuses
}

/// How many bubbles with this text ever appeared in a chat.
pub(crate) fn bubbles(events: &[Value], thread: &Thread, text: &str) -> usize {
    let appears = |event: &&Value| {
        event["type"] == "new_message"
            && event["chat_id"] == thread.chat.as_str()
            && event["message"]["content"] == text
            && event["message"]["direction"] == "outbound"
    };
    events.iter().filter(appears).count()
}
