//! Telling somebody of a message while no page of ours is open (Web Push): whom, when, and in which words.

use serde::{Deserialize, Serialize};

use crate::ids::{ChatId, UserId};
use crate::time::{MINUTE, Timestamp};

/// A message that is older has come late or is a repetition: nobody is called for it.
pub const NEWS: i64 = 2 * MINUTE;
/// Minutes of a day; quiet hours are told in them.
pub const DAY_MINUTES: u16 = 24 * 60;
/// The longest text of a notice, in characters: more is cut by every system anyway.
pub const MAX_TEXT: usize = 160;

/// What a person wants to be told of on one device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Prefs {
    /// Only chats that are assigned to them.
    pub only_mine: bool,
    /// The words of the message. Without it, only that somebody has written.
    pub show_text: bool,
    /// Nothing is told from this minute of the day on …
    #[schema(maximum = 1439)]
    pub quiet_from: Option<u16>,
    /// … up to this one, which may be on the next day.
    #[schema(maximum = 1439)]
    pub quiet_to: Option<u16>,
    /// The zone whose day that is, by IANA's name; `UTC` if it is empty.
    pub tz: String,
}

impl Prefs {
    /// Whether `minute` of the day lies in the quiet hours.
    #[must_use]
    pub fn is_quiet(&self, minute: u16) -> bool {
        match (self.quiet_from, self.quiet_to) {
            (Some(from), Some(to)) if from < to => (from..to).contains(&minute),
            (Some(from), Some(to)) if from > to => minute >= from || minute < to,
            _ => false,
        }
    }

    /// Whether `me`, who may see the chat, is told of a message that was said at `said`; `minute` is the minute of the day
    /// at their place.
    #[must_use]
    pub fn tells(
        &self,
        me: UserId,
        owner: Option<UserId>,
        said: Timestamp,
        now: Timestamp,
        minute: u16,
    ) -> bool {
        now.since(said) <= NEWS && !self.is_quiet(minute) && (!self.only_mine || owner == Some(me))
    }
}

/// What the browser shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Who has written.
    pub title: String,
    /// What; empty where the words are not to be shown, or where there are none.
    pub body: String,
    /// In which chat, which a click opens. A newer notice of the same chat takes the place of the one before.
    pub chat_id: ChatId,
}

impl Notice {
    /// The notice of a message.
    #[must_use]
    pub fn of(name: &str, text: &str, chat_id: ChatId, prefs: &Prefs) -> Self {
        let shown = if prefs.show_text { text.trim() } else { "" };
        let mut body: String = shown.chars().take(MAX_TEXT).collect();
        if shown.chars().count() > MAX_TEXT {
            body.push('…');
        }
        Self {
            title: name.chars().take(MAX_TEXT).collect(),
            body,
            chat_id,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn user(n: u128) -> UserId {
        UserId::new(Uuid::from_u128(n))
    }

    #[test]
    fn nights_go_over_midnight() {
        let quiet = |from, to| Prefs {
            quiet_from: Some(from),
            quiet_to: Some(to),
            ..Prefs::default()
        };
        let night = quiet(22 * 60, 7 * 60);
        let is = [21, 22, 23, 0, 6, 7].map(|hour| night.is_quiet(hour * 60));
        assert_eq!(is, [false, true, true, true, true, false]);
        assert!(!quiet(60, 60).is_quiet(60));
        assert!(quiet(12 * 60, 13 * 60).is_quiet(12 * 60 + 30));
        assert!(!Prefs::default().is_quiet(0));
    }

    #[test]
    fn only_news_and_only_mine_where_that_was_asked_for() {
        let now = Timestamp::from_micros(100 * MINUTE);
        let said = now.plus(-MINUTE);
        let prefs = Prefs::default();
        assert!(prefs.tells(user(1), Some(user(2)), said, now, 0));
        assert!(!prefs.tells(user(1), None, now.plus(-NEWS - 1), now, 0));
        let mine = Prefs {
            only_mine: true,
            ..Prefs::default()
        };
        assert!(!mine.tells(user(1), Some(user(2)), said, now, 0));
        assert!(!mine.tells(user(1), None, said, now, 0));
        assert!(mine.tells(user(1), Some(user(1)), said, now, 0));
    }

    #[test]
    fn words_are_shown_only_where_they_may_be() {
        let chat = ChatId::new(Uuid::from_u128(9));
        let quiet = Notice::of("Maya", "my address is …", chat, &Prefs::default());
        assert_eq!((quiet.title.as_str(), quiet.body.as_str()), ("Maya", ""));
        let open = Prefs {
            show_text: true,
            ..Prefs::default()
        };
        let long = Notice::of("Maya", &"ä".repeat(500), chat, &open);
        assert_eq!(long.body.chars().count(), MAX_TEXT + 1);
    }
}
