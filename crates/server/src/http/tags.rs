//! The groups in which the document lists the routes.

use serde_json::{Value, json};

/// Each group and what it is for, in the order in which they are shown.
pub(super) const TAGS: &[(&str, &str)] = &[
    ("session", "Log in and out, and look after one's own login."),
    ("users", "The people who work here."),
    ("chats", "Chats with customers, and their messages."),
    ("media", "Uploads and files."),
    ("messages", "Send to a customer by their id at Meta."),
    ("accounts", "Instagram accounts and Facebook Pages."),
    ("comments", "Comments on posts, and mentions."),
    ("insights", "Figures of accounts, posts and stories."),
    ("marketing", "Conversions for Meta's Pixel."),
    ("templates", "Texts that are sent again and again."),
    ("webhooks", "What Meta calls."),
    ("operator", "What an operator looks at."),
    (
        "mock",
        "Customers that the simulator plays, in mock mode only.",
    ),
];

/// The groups, as the document has them.
pub(super) fn described() -> Value {
    let tags = TAGS.iter();
    tags.map(|(name, description)| json!({"name": name, "description": description}))
        .collect()
}
