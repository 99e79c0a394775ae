//! The frames of the socket that are not rows of the log, and what clients may say.

use axum::extract::ws::Utf8Bytes;
use domain::event::numbered;
use domain::ids::{ChatId, UserId};
use serde::{Deserialize, Serialize};
use store::events::Event;

use super::MAX_FRAME_BYTES;

/// The answer to a client's ping.
pub(super) const PONG: &str = r#"{"type":"pong"}"#;

/// What a client says. What does not fit is ignored, so that newer clients may say more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum FromClient {
    /// Wants a sign of life.
    Ping,
    /// Has everything up to here.
    Ack {
        /// The number of an event.
        seq: i64,
    },
    /// Is writing an answer.
    Typing {
        /// Where; nowhere any more if `null`.
        chat_id: Option<ChatId>,
    },
    /// Is looking.
    Viewing {
        /// At what; at nothing any more if `null`.
        chat_id: Option<ChatId>,
    },
}

/// Reads a client's frame; `None` for anything else.
pub(super) fn parse(text: &str) -> Option<FromClient> {
    serde_json::from_str(text).ok()
}

/// What somebody does in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// No longer there.
    Gone,
    /// Looks at it.
    Viewing,
    /// Writes in it.
    Typing,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ToClient<'a> {
    Ready {
        head: i64,
        log: &'a str,
    },
    Resync {
        seq: i64,
    },
    Presence {
        chat_id: ChatId,
        user_id: UserId,
        state: State,
    },
}

fn frame(frame: &ToClient<'_>) -> Utf8Bytes {
    // Plain structs with text keys cannot fail to serialise.
    serde_json::to_string(frame).unwrap_or_default().into()
}

/// The first frame: where the log stands, and which log it is.
pub(super) fn ready(head: i64, log: &str) -> Utf8Bytes {
    frame(&ToClient::Ready { head, log })
}

/// The client has to read afresh; the stream goes on after `seq`.
pub(super) fn resync(seq: i64) -> Utf8Bytes {
    frame(&ToClient::Resync { seq })
}

/// What somebody does in a chat.
pub(super) fn presence(chat_id: ChatId, user_id: UserId, state: State) -> Utf8Bytes {
    frame(&ToClient::Presence {
        chat_id,
        user_id,
        state,
    })
}

/// An event with its number. One that is too long to be pushed at people becomes the request to read afresh.
pub(super) fn event(event: &Event, queued: bool) -> Utf8Bytes {
    if event.frame.len() > MAX_FRAME_BYTES {
        return resync(event.seq);
    }
    numbered(event.seq, &event.frame, queued).into()
}

#[cfg(test)]
mod tests {
    use domain::event::Audience;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn understands_the_four_and_nothing_else() {
        let chat = ChatId::new(Uuid::from_u128(5));
        assert_eq!(parse(r#"{"type":"ping"}"#), Some(FromClient::Ping));
        assert_eq!(
            parse(r#"{"seq":7,"type":"ack","more":[1]}"#),
            Some(FromClient::Ack { seq: 7 })
        );
        assert_eq!(
            parse(&format!(r#"{{"type":"typing","chat_id":"{chat}"}}"#)),
            Some(FromClient::Typing {
                chat_id: Some(chat)
            })
        );
        assert_eq!(
            parse(r#"{"type":"viewing","chat_id":null}"#),
            Some(FromClient::Viewing { chat_id: None })
        );
        for other in [
            "",
            "{",
            "[]",
            "7",
            "null",
            r#"{"type":7}"#,
            r#"{"type":"ack"}"#,
            r#"{"type":"ack","seq":"7"}"#,
            r#"{"type":"ack","seq":1e30}"#,
            r#"{"type":"typing","chat_id":"x"}"#,
            r#"{"type":"subscribe"}"#,
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
        assert_eq!(parse(&"[".repeat(100_000)), None, "deep nesting");
    }

    #[test]
    fn frames_are_as_in_the_contract() {
        assert_eq!(
            ready(3, "l\"1").as_str(),
            r#"{"type":"ready","head":3,"log":"l\"1"}"#
        );
        assert_eq!(resync(9).as_str(), r#"{"type":"resync","seq":9}"#);
        let (chat, user) = (
            ChatId::new(Uuid::from_u128(1)),
            UserId::new(Uuid::from_u128(2)),
        );
        let shown = presence(chat, user, State::Typing);
        assert_eq!(
            shown.as_str(),
            format!(
                r#"{{"type":"presence","chat_id":"{chat}","user_id":"{user}","state":"typing"}}"#
            )
        );
    }

    #[test]
    fn an_endless_event_becomes_a_resync() {
        let long = Event {
            seq: 4,
            audience: Audience::Everyone,
            frame: format!(r#"{{"type":"{}"}}"#, "x".repeat(MAX_FRAME_BYTES)),
        };
        assert_eq!(event(&long, false), resync(4));
        let short = Event {
            frame: r#"{"type":"x"}"#.to_owned(),
            ..long
        };
        assert_eq!(
            event(&short, true).as_str(),
            r#"{"seq":4,"queued":true,"type":"x"}"#
        );
    }
}
