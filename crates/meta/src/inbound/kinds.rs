//! The names of kinds, as data: what is understood, what a later version will understand.

/// Whose business a `changes[].field` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Its value is a messaging event (§1.10).
    Messaging,
    /// A comment, a mention, or what happened on a Page's timeline (§1.9).
    Public,
    /// A story's last figures (§1.9).
    Story,
    /// Known, and applied by a later version.
    Later,
    /// Nobody has described it.
    Nobodys,
}

/// Keys of a messaging event that name an understood kind, in the order in which they are looked for.
pub(super) const EVENTS: [&str; 8] = [
    "message",
    "message_edit",
    "reaction",
    "read",
    "delivery",
    "postback",
    "referral",
    "optin",
];

/// Keys of a messaging event that belong to a later version (§1.6, §1.7), beside their name for the operator.
const LATER_EVENTS: [(&str, &str); 11] = [
    ("pass_thread_control", "pass_thread_control"),
    ("take_thread_control", "take_thread_control"),
    ("request_thread_control", "request_thread_control"),
    ("release_thread_control", "release_thread_control"),
    ("extend_thread_control", "extend_thread_control"),
    ("app_roles", "app_roles"),
    ("policy_enforcement", "policy_enforcement"),
    // Old captures spell it with a hyphen.
    ("policy-enforcement", "policy_enforcement"),
    ("response_feedback", "response_feedback"),
    ("account_linking", "account_linking"),
    ("account-linking", "account_linking"),
];

/// Keys of a messaging event that say where and when, not what.
const ENVELOPE: [&str; 6] = ["sender", "recipient", "timestamp", "is_self", "time", "id"];

/// Fields of `changes` whose value is a messaging event; Page and Instagram names side by side (§1.4).
const MESSAGING_FIELDS: [&str; 16] = [
    "messages",
    "message_echoes",
    "message_edit",
    "message_edits",
    "message_reactions",
    "message_reads",
    "message_deliveries",
    "messaging_seen",
    "messaging_postbacks",
    "messaging_referral",
    "messaging_referrals",
    "messaging_optins",
    "messaging_handover",
    "messaging_handovers",
    "messaging_policy_enforcement",
    "messaging_account_linking",
];

/// Comments of an Instagram account's posts.
pub(super) const COMMENTS: &str = "comments";
/// Comments of its broadcasts.
pub(super) const LIVE_COMMENTS: &str = "live_comments";
/// Who mentions an Instagram account.
pub(super) const MENTIONS: &str = "mentions";
/// Who mentions a Page.
pub(super) const MENTION: &str = "mention";
/// What happens on a Page's timeline.
pub(super) const FEED: &str = "feed";

/// Fields of `changes` that everybody can see (§1.4, §1.9).
const PUBLIC_FIELDS: [&str; 5] = [COMMENTS, LIVE_COMMENTS, MENTIONS, MENTION, FEED];

/// Fields of `changes` that belong to a later version (§1.4, §1.9).
const LATER_FIELDS: [&str; 3] = ["response_feedback", "leadgen", "standby"];

/// The last figures of a story.
pub(super) const STORY_INSIGHTS: &str = "story_insights";

/// Mids of the dashboard's samples (§1.10).
const TEST_MIDS: [&str; 2] = ["random_mid", "test_message_id"];

/// Whose business this field is.
pub(super) fn family(field: &str) -> Family {
    if MESSAGING_FIELDS.contains(&field) {
        Family::Messaging
    } else if PUBLIC_FIELDS.contains(&field) {
        Family::Public
    } else if field == STORY_INSIGHTS {
        Family::Story
    } else if LATER_FIELDS.contains(&field) || later_event(field).is_some() {
        Family::Later
    } else {
        Family::Nobodys
    }
}

/// The name of the later version's kind that this key of an event means.
pub(super) fn later_event(key: &str) -> Option<&'static str> {
    LATER_EVENTS
        .iter()
        .find(|(spelling, _)| *spelling == key)
        .map(|(_, name)| *name)
}

/// Whether this key of an event says only where and when.
pub(super) fn is_envelope(key: &str) -> bool {
    ENVELOPE.contains(&key)
}

/// Whether this mid marks a sample of the dashboard.
pub(super) fn is_test_mid(mid: &str) -> bool {
    TEST_MIDS.contains(&mid)
}
