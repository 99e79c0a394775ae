//! The names of kinds, as data: what is understood, what a later version will understand.

/// Whose business a `changes[].field` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Its value is a messaging event (§1.10).
    Messaging,
    /// Its value is a messaging event of a conversation that another app has.
    Standby,
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
pub(super) const EVENTS: [&str; 9] = [
    "message",
    "message_edit",
    "reaction",
    "read",
    "delivery",
    "postback",
    "referral",
    "optin",
    FEEDBACK,
];

/// What an event says that brings no content of a conversation (§1.6, §1.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// Another app gave the conversation to the one that is told so.
    Passed,
    /// Another app took the conversation from the one that is told so.
    Taken,
    /// The app that had the conversation has it no longer, and no other has it.
    Released,
    /// Understood, and shown nowhere: why.
    NotShown(&'static str),
    /// What Meta does about an account that broke its rules.
    Policy,
}

/// A notice's name for the operator, and what it says.
type Named = (&'static str, Notice);

/// Another app has the conversation, or had it.
pub(super) const PASS: &str = "pass_thread_control";
pub(super) const TAKE: &str = "take_thread_control";
pub(super) const REQUEST: &str = "request_thread_control";
pub(super) const RELEASE: &str = "release_thread_control";
pub(super) const EXTEND: &str = "extend_thread_control";
/// Which apps come first on a Page.
pub(super) const ROLES: &str = "app_roles";
/// What a customer thinks of an answer.
pub(super) const FEEDBACK: &str = "response_feedback";
/// A customer's login at the business's own site.
pub(super) const LINKING: &str = "account_linking";
/// What Meta does about an account that broke its rules.
pub(super) const POLICY: &str = "policy_enforcement";
/// The same in old captures.
pub(super) const POLICY_BEFORE: &str = "policy-enforcement";

const LINKED: Notice = Notice::NotShown(
    "the customer linked or unlinked a login at the business's own site, which nothing here uses",
);

/// Keys of a messaging event that name a notice.
const NOTICES: [(&str, Named); 10] = [
    (PASS, (PASS, Notice::Passed)),
    (TAKE, (TAKE, Notice::Taken)),
    (RELEASE, (RELEASE, Notice::Released)),
    (
        REQUEST,
        (
            REQUEST,
            Notice::NotShown(
                "another app asks for the conversation, which stays with whoever has it",
            ),
        ),
    ),
    (
        EXTEND,
        (
            EXTEND,
            Notice::NotShown(
                "an app keeps the conversation for longer, which changes nothing here",
            ),
        ),
    ),
    (
        ROLES,
        (
            ROLES,
            Notice::NotShown(
                "which app comes first on the Page changed; who has a conversation is told for each one",
            ),
        ),
    ),
    (POLICY, (POLICY, Notice::Policy)),
    // Old captures spell it with a hyphen.
    (POLICY_BEFORE, (POLICY, Notice::Policy)),
    (LINKING, (LINKING, LINKED)),
    ("account-linking", (LINKING, LINKED)),
];

/// Meta's own inbox among the apps of a Page (§1.7): never this app.
pub(super) const PAGE_INBOX: &str = "263902037430900";

/// The list of an entry, and the field of a change, that holds events of conversations that another app has.
pub(super) const STANDBY: &str = "standby";

/// Keys of a messaging event that say where and when, not what.
const ENVELOPE: [&str; 6] = ["sender", "recipient", "timestamp", "is_self", "time", "id"];

/// Fields of `changes` whose value is a messaging event; Page and Instagram names side by side (§1.4).
const MESSAGING_FIELDS: [&str; 17] = [
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
    FEEDBACK,
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

/// The field of `changes` that belongs to a later version (§1.4).
const LEADGEN: &str = "leadgen";

/// The last figures of a story.
pub(super) const STORY_INSIGHTS: &str = "story_insights";

/// Mids of the dashboard's samples (§1.10).
const TEST_MIDS: [&str; 2] = ["random_mid", "test_message_id"];

/// Whose business this field is.
pub(super) fn family(field: &str) -> Family {
    if MESSAGING_FIELDS.contains(&field) || notice(field).is_some() {
        Family::Messaging
    } else if field == STANDBY {
        Family::Standby
    } else if PUBLIC_FIELDS.contains(&field) {
        Family::Public
    } else if field == STORY_INSIGHTS {
        Family::Story
    } else if field == LEADGEN {
        Family::Later
    } else {
        Family::Nobodys
    }
}

/// The notice that this key of an event means.
pub(super) fn notice(key: &str) -> Option<Named> {
    NOTICES
        .iter()
        .find(|(spelling, _)| *spelling == key)
        .map(|(_, notice)| *notice)
}

/// Whether this key of an event says only where and when.
pub(super) fn is_envelope(key: &str) -> bool {
    ENVELOPE.contains(&key)
}

/// Whether this mid marks a sample of the dashboard.
pub(super) fn is_test_mid(mid: &str) -> bool {
    TEST_MIDS.contains(&mid)
}
