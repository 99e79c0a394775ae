//! What each of Meta's errors asks of us, as data.
//!
//! Matched on code and subcode only: messages are localised, and the HTTP status of one and the same error
//! differs between hosts (platform notes §9.1). The table is §9.2 of those notes.

use serde::{Deserialize, Serialize};

use crate::time::{HOUR, MINUTE};

/// What to do after an error answer to a send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Try again soon, a few times.
    Retry,
    /// Meta throttles: wait at least this many microseconds (its own estimate goes before).
    WaitAtLeast(i64),
    /// It may have been sent: never resend by ourselves.
    Unknown,
    /// It will never work for this message.
    Final(Reason),
    /// The account must be connected again: hold its sends, keep receiving.
    Reconnect,
    /// Meta holds the account back: hold its sends for this many microseconds.
    PauseAccount(i64),
    /// Count it as done (a duplicate that Meta refused).
    Done,
}

/// Why a send is final; each has a stable code, one sentence and a remedy for the person who wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The reply window is shut.
    WindowClosed,
    /// The person cannot be reached (blocked, gone, refuses messages).
    PersonUnavailable,
    /// Meta does not know this person for this account.
    NoSuchPerson,
    /// What it refers to is gone.
    ObjectMissing,
    /// Meta refuses the content.
    ContentRefused,
    /// A permission or an approval is missing.
    PermissionMissing,
    /// The owner of the account has to do something at Meta.
    OwnerActionNeeded,
    /// Another app holds the thread.
    OtherAppInControl,
    /// A private reply is not possible any more.
    PrivateReplyImpossible,
    /// Meta restricts this business.
    BusinessRestricted,
    /// An earlier part of the same post failed.
    EarlierPartFailed,
    /// It waited too long to be sent without asking again.
    HeldTooLong,
    /// The account is not connected.
    AccountDisconnected,
    /// An admin has switched sending off for the account.
    SendingOff,
    /// Our copy of the file is gone.
    FileGone,
    /// Anything else that retrying did not mend.
    Rejected,
    /// Retried as often as is allowed.
    GaveUp,
}

impl Reason {
    /// Each of them.
    pub const ALL: &[Self] = &ALL_REASONS;

    /// As stored and on the wire (`Message.error.code`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WindowClosed => "reply_window_closed",
            Self::PersonUnavailable => "person_unavailable",
            Self::NoSuchPerson => "no_such_person",
            Self::ObjectMissing => "object_missing",
            Self::ContentRefused => "content_refused",
            Self::PermissionMissing => "permission_missing",
            Self::OwnerActionNeeded => "owner_action_needed",
            Self::OtherAppInControl => "other_app_in_control",
            Self::PrivateReplyImpossible => "private_reply_impossible",
            Self::BusinessRestricted => "business_restricted",
            Self::EarlierPartFailed => "earlier_part_failed",
            Self::HeldTooLong => "held_too_long",
            Self::AccountDisconnected => "account_disconnected",
            Self::SendingOff => "account_inactive",
            Self::FileGone => "file_gone",
            Self::Rejected => "rejected_by_meta",
            Self::GaveUp => "gave_up",
        }
    }

    /// What happened, in one sentence.
    #[must_use]
    pub const fn detail(self) -> &'static str {
        match self {
            Self::WindowClosed => "The time in which this customer may be answered has passed.",
            Self::PersonUnavailable => "This person does not receive messages from this account.",
            Self::NoSuchPerson => "Meta does not know this person for this account.",
            Self::ObjectMissing => "What this refers to no longer exists.",
            Self::ContentRefused => "Meta refused the content of this message.",
            Self::PermissionMissing => "The app lacks a permission for this.",
            Self::OwnerActionNeeded => "The owner of the account has to change a setting at Meta.",
            Self::OtherAppInControl => "Another app holds this conversation.",
            Self::PrivateReplyImpossible => "This comment can no longer be answered privately.",
            Self::BusinessRestricted => "Meta restricts what this account may send.",
            Self::EarlierPartFailed => {
                "An earlier part of this post was not sent, so this part was not tried."
            }
            Self::HeldTooLong => {
                "This waited more than 15 minutes, so it was not sent without asking you again."
            }
            Self::AccountDisconnected => "The account is not connected.",
            Self::SendingOff => "Sending is switched off for this account.",
            Self::FileGone => "The file of this message is no longer kept here.",
            Self::Rejected => "Meta refused this message.",
            Self::GaveUp => "Meta could not take this message, and we stopped trying.",
        }
    }

    /// What the person can do now.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::WindowClosed => "It opens again when the customer writes.",
            Self::PersonUnavailable => "Wait until the person writes again.",
            Self::NoSuchPerson => "Check that the chat belongs to this account.",
            Self::ObjectMissing => "Send it again without the reference.",
            Self::ContentRefused => "Change the text or the file and send again.",
            Self::PermissionMissing => "Ask an admin to check the app's permissions.",
            Self::OwnerActionNeeded => "Ask an admin to look at the account's health.",
            Self::OtherAppInControl => {
                "Answer in the other app, or take the conversation over there."
            }
            Self::PrivateReplyImpossible => "Answer in public, or wait until the person writes.",
            Self::BusinessRestricted => {
                "Ask an admin to look at the account's quality page at Meta."
            }
            Self::EarlierPartFailed => "Mend the earlier part, then retry.",
            Self::HeldTooLong => "Read the conversation and retry if it still fits.",
            Self::AccountDisconnected => "Ask an admin to connect it again.",
            Self::SendingOff => "Ask an admin to switch it on, then retry.",
            Self::FileGone => "Attach the file again.",
            Self::Rejected => "Change the message, or retry later.",
            Self::GaveUp => "Retry in a few minutes.",
        }
    }

    /// Whether a retry by hand makes sense without changing anything.
    #[must_use]
    pub const fn retryable(self) -> bool {
        matches!(
            self,
            Self::EarlierPartFailed
                | Self::HeldTooLong
                | Self::GaveUp
                | Self::Rejected
                | Self::AccountDisconnected
                | Self::SendingOff
                | Self::OwnerActionNeeded
                | Self::PermissionMissing
                | Self::OtherAppInControl
                | Self::PersonUnavailable
        )
    }

    /// Reads the stored word; unknown words of a newer version read as `Rejected`.
    #[must_use]
    pub fn parse(code: &str) -> Self {
        ALL_REASONS
            .iter()
            .copied()
            .find(|r| r.code() == code)
            .unwrap_or(Self::Rejected)
    }
}

const ALL_REASONS: [Reason; 17] = [
    Reason::WindowClosed,
    Reason::PersonUnavailable,
    Reason::NoSuchPerson,
    Reason::ObjectMissing,
    Reason::ContentRefused,
    Reason::PermissionMissing,
    Reason::OwnerActionNeeded,
    Reason::OtherAppInControl,
    Reason::PrivateReplyImpossible,
    Reason::BusinessRestricted,
    Reason::EarlierPartFailed,
    Reason::HeldTooLong,
    Reason::AccountDisconnected,
    Reason::SendingOff,
    Reason::FileGone,
    Reason::Rejected,
    Reason::GaveUp,
];

/// Least wait after a throttling answer; calling while throttled prolongs it (§9.2).
pub const LEAST_THROTTLE: i64 = MINUTE;
/// Hold after a temporary restriction of the Page or account.
pub const RESTRICTION_PAUSE: i64 = HOUR;
/// Hold after a policy block (code 368): Meta's blocks last hours to days.
pub const POLICY_PAUSE: i64 = 24 * HOUR;

/// How one row of the table is matched.
enum Match {
    /// This code, whatever the subcode.
    Code(i64),
    /// This code with this subcode.
    Both(i64, i64),
    /// This number as code or subcode: Meta's own table prints some without a parent code.
    Either(i64),
    /// Codes from..=to.
    Range(i64, i64),
}

use Decision::{Done, Final, PauseAccount, Reconnect, Retry, Unknown, WaitAtLeast};
use Match::{Both, Code, Either, Range};

/// First match wins: the specific stand before the general.
const TABLE: &[(Match, Decision)] = &[
    // "Received invalid JSON reply" although the message was delivered (§2.5).
    (Both(1, 1_357_046), Unknown),
    (Either(2_018_278), Final(Reason::WindowClosed)),
    (Either(2_534_022), Final(Reason::WindowClosed)),
    (Either(2_018_065), Final(Reason::WindowClosed)),
    (Either(2_018_108), Final(Reason::PersonUnavailable)),
    (Either(1_893_015), Final(Reason::PersonUnavailable)),
    (Either(1_545_041), Final(Reason::PersonUnavailable)),
    (Code(551), Final(Reason::PersonUnavailable)),
    (Both(613, 2_018_338), Final(Reason::BusinessRestricted)),
    (Either(1_893_063), PauseAccount(RESTRICTION_PAUSE)),
    (Either(1_404_170), PauseAccount(RESTRICTION_PAUSE)),
    (Either(2_534_077), Final(Reason::OwnerActionNeeded)),
    (Either(2_534_041), Final(Reason::OwnerActionNeeded)),
    (Either(2_534_013), Final(Reason::OwnerActionNeeded)),
    (Either(2_018_344), Final(Reason::OwnerActionNeeded)),
    (Either(2_534_048), Final(Reason::PermissionMissing)),
    (Either(2_018_028), Final(Reason::PermissionMissing)),
    (Either(2_018_027), Final(Reason::PermissionMissing)),
    (Either(2_018_021), Final(Reason::PermissionMissing)),
    (Either(2_534_029), PauseAccount(RESTRICTION_PAUSE)),
    (Either(2_018_001), Final(Reason::NoSuchPerson)),
    (Either(2_534_014), Final(Reason::NoSuchPerson)),
    (Either(2_018_008), Final(Reason::ContentRefused)),
    (Either(2_018_047), Final(Reason::ContentRefused)),
    (Either(2_018_109), Final(Reason::ContentRefused)),
    (Either(2_018_294), Final(Reason::ContentRefused)),
    (Either(2_018_074), Final(Reason::ContentRefused)),
    (Either(2_018_014), Final(Reason::ContentRefused)),
    (Either(2_534_015), Final(Reason::ContentRefused)),
    (Either(2_018_320), Final(Reason::ContentRefused)),
    (Either(2_534_068), Final(Reason::ContentRefused)),
    (Either(2_534_025), Final(Reason::PrivateReplyImpossible)),
    (Either(2_534_037), Final(Reason::OtherAppInControl)),
    (Either(2_018_300), Final(Reason::OtherAppInControl)),
    (Either(2_018_321), Final(Reason::OtherAppInControl)),
    (Either(2_018_218), Final(Reason::PersonUnavailable)),
    (Either(2_018_247), Final(Reason::PermissionMissing)),
    (Either(36_103), Final(Reason::BusinessRestricted)),
    (Either(9_000_001), Final(Reason::ObjectMissing)),
    (Both(9, 2_018_352), WaitAtLeast(LEAST_THROTTLE)),
    (Code(4), WaitAtLeast(LEAST_THROTTLE)),
    (Code(17), WaitAtLeast(LEAST_THROTTLE)),
    (Code(32), WaitAtLeast(LEAST_THROTTLE)),
    (Code(341), WaitAtLeast(LEAST_THROTTLE)),
    (Code(613), WaitAtLeast(LEAST_THROTTLE)),
    (Code(80_001), WaitAtLeast(LEAST_THROTTLE)),
    (Code(80_002), WaitAtLeast(LEAST_THROTTLE)),
    (Code(80_006), WaitAtLeast(LEAST_THROTTLE)),
    (Code(190), Reconnect),
    (Code(102), Reconnect),
    (Code(368), PauseAccount(POLICY_PAUSE)),
    (Code(506), Done),
    (Code(803), Final(Reason::ObjectMissing)),
    (Both(100, 33), Final(Reason::ObjectMissing)),
    (Code(2022), Final(Reason::BusinessRestricted)),
    (Code(230), Final(Reason::PersonUnavailable)),
    (Code(3), Final(Reason::PermissionMissing)),
    (Code(10), Final(Reason::PermissionMissing)),
    (Range(200, 299), Final(Reason::PermissionMissing)),
    (Code(2500), Final(Reason::Rejected)),
    (Code(1), Retry),
    (Code(2), Retry),
];

/// What an error answer with this code and subcode asks for. `transient` is Meta's `is_transient`.
///
/// Codes that nobody has described are final unless Meta calls them transient: repeating an unknown refusal
/// would only prolong it.
#[must_use]
pub fn decide(code: i64, subcode: Option<i64>, transient: bool) -> Decision {
    let sub = subcode.unwrap_or(0);
    for (row, decision) in TABLE {
        let hit = match *row {
            Code(c) => c == code,
            Both(c, s) => c == code && s == sub,
            Either(n) => n == code || n == sub,
            Range(from, to) => (from..=to).contains(&code),
        };
        if hit {
            return *decision;
        }
    }
    if transient {
        Retry
    } else {
        Final(Reason::Rejected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subcodes_decide_before_codes() {
        assert_eq!(
            decide(10, Some(2_534_022), false),
            Final(Reason::WindowClosed)
        );
        assert_eq!(decide(10, None, false), Final(Reason::PermissionMissing));
        assert_eq!(decide(1, Some(1_357_046), false), Unknown);
        assert_eq!(decide(1, None, false), Retry);
        assert_eq!(
            decide(613, Some(2_534_040), false),
            WaitAtLeast(LEAST_THROTTLE)
        );
        assert_eq!(
            decide(613, Some(2_018_338), false),
            Final(Reason::BusinessRestricted)
        );
    }

    #[test]
    fn numbers_without_a_parent_code_match_on_either_side() {
        assert_eq!(
            decide(2_018_300, None, false),
            Final(Reason::OtherAppInControl)
        );
        assert_eq!(
            decide(100, Some(2_018_300), false),
            Final(Reason::OtherAppInControl)
        );
        // The text of this one says #551, the code 200 (§2.5).
        assert_eq!(
            decide(200, Some(1_545_041), false),
            Final(Reason::PersonUnavailable)
        );
    }

    #[test]
    fn tokens_never_retry() {
        for sub in [
            None,
            Some(458),
            Some(459),
            Some(460),
            Some(463),
            Some(464),
            Some(467),
            Some(492),
        ] {
            assert_eq!(decide(190, sub, true), Reconnect);
        }
    }

    #[test]
    fn unknown_codes_are_final_unless_transient() {
        assert_eq!(decide(987_654, None, false), Final(Reason::Rejected));
        assert_eq!(decide(987_654, None, true), Retry);
    }

    #[test]
    fn reasons_round_trip() {
        for reason in ALL_REASONS {
            assert_eq!(Reason::parse(reason.code()), reason);
        }
    }
}
