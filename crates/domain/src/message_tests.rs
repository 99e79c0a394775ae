//! Merges commute and repeat without effect, whatever is merged; the rest of a row follows from its facts.

use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn row() -> Message {
    Message::mark(
        MessageId::new(Uuid::from_u128(1)),
        AccountId::new(Uuid::from_u128(2)),
        Mid::new("m"),
    )
}

fn at(secs: i64) -> Timestamp {
    Timestamp::from_secs(secs)
}

fn text(text: &str) -> Content {
    Content {
        text: text.to_owned(),
        ..Content::default()
    }
}

fn with(kinds: &[AttachmentKind]) -> Content {
    let attachment = |kind: &AttachmentKind| InboundAttachment {
        kind: *kind,
        meta_type: "x".to_owned(),
        url: None,
        title: None,
        target_id: None,
    };
    Content {
        attachments: kinds.iter().map(attachment).collect(),
        ..Content::default()
    }
}

#[derive(Clone, Debug)]
enum Fact {
    Content(Rank, Direction, i64, String),
    Edit(u32, String, i64),
    Unsent(i64),
    Reaction(bool, i64, Option<String>),
    Receipts(bool, bool),
}

impl Fact {
    fn merge_into(&self, row: &mut Message) {
        match self {
            Self::Content(rank, direction, t, words) => {
                row.merge_content(*rank, *direction, at(*t), &text(words));
            }
            Self::Edit(number, words, t) => row.merge_edit(*number, words, at(*t)),
            Self::Unsent(t) => row.merge_unsent(at(*t)),
            Self::Reaction(business, t, name) => row.merge_reaction(ReactionMark {
                business: *business,
                at: at(*t),
                reaction: name.clone().map(|name| Reaction { name, emoji: None }),
            }),
            Self::Receipts(read, delivered) => {
                let mut twin = self::row();
                twin.read_mark = *read;
                twin.delivered_mark = *delivered;
                row.absorb(&twin);
            }
        }
    }
}

/// Few values, so that facts meet.
fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let words = || prop::sample::select(vec!["", "a", "b", "ab"]).prop_map(str::to_owned);
    let rank = prop::sample::select(vec![Rank::Announced, Rank::Meta, Rank::Ours]);
    let fact = prop_oneof![
        // Both sides never claim one mid: a direction goes with its rank.
        (rank, 0_i64..3, words()).prop_map(|(rank, t, w)| {
            let direction = if rank == Rank::Ours {
                Direction::Outbound
            } else {
                Direction::Inbound
            };
            Fact::Content(rank, direction, t, w)
        }),
        (1_u32..4, words(), 0_i64..3).prop_map(|(n, w, t)| Fact::Edit(n, w, t)),
        (0_i64..3).prop_map(Fact::Unsent),
        (any::<bool>(), 0_i64..3, prop::option::of(words()))
            .prop_map(|(b, t, r)| Fact::Reaction(b, t, r)),
        (any::<bool>(), any::<bool>()).prop_map(|(r, d)| Fact::Receipts(r, d)),
    ];
    prop::collection::vec(fact, 0..12)
}

fn merged<'f>(facts: impl IntoIterator<Item = &'f Fact>) -> Message {
    let mut row = row();
    for fact in facts {
        fact.merge_into(&mut row);
    }
    row
}

proptest! {
    #[test]
    fn merges_commute(facts in facts(), seed in any::<prop::sample::Index>()) {
        let once = merged(&facts);
        prop_assert_eq!(&merged(facts.iter().rev()), &once);
        if !facts.is_empty() {
            let cut = seed.index(facts.len());
            let (left, right) = facts.split_at(cut);
            prop_assert_eq!(&merged(right.iter().chain(left)), &once);
        }
    }

    #[test]
    fn merges_repeat_without_effect(facts in facts()) {
        let once = merged(&facts);
        prop_assert_eq!(&merged(facts.iter().chain(&facts)), &once);
        prop_assert_eq!(&merged(facts.iter().flat_map(|f| [f, f])), &once);
    }

    /// Taking over from another row is the same as having been told.
    #[test]
    fn absorbing_is_merging(facts in facts(), more in facts()) {
        let told = |f: &&Fact| !matches!(f, Fact::Content(..));
        let mut row = merged(&facts);
        row.absorb(&merged(more.iter().filter(told)));
        let known: Vec<&Fact> = facts.iter().chain(more.iter().filter(told)).collect();
        prop_assert_eq!(row, merged(known.into_iter()));
    }
}

#[test]
fn the_better_source_of_a_content_wins_whatever_its_time() {
    let mut row = row();
    row.merge_content(Rank::Announced, Direction::Inbound, at(1), &text("…"));
    row.merge_content(Rank::Meta, Direction::Inbound, at(5), &text("hello"));
    row.merge_content(Rank::Announced, Direction::Inbound, at(0), &text("…"));
    assert_eq!((row.text(), row.at, row.rank), ("hello", at(5), Rank::Meta));
}

#[test]
fn without_a_time_of_its_own_the_first_arrival_counts() {
    let mut row = row();
    for arrived in [7, 3, 5] {
        row.merge_content(Rank::Meta, Direction::Inbound, at(arrived), &text("hello"));
    }
    assert_eq!(row.at, at(3));
}

#[test]
fn an_unsend_hides_text_and_edits() {
    let mut row = row();
    row.merge_content(Rank::Meta, Direction::Inbound, at(1), &text("one"));
    row.merge_edit(1, "two", at(2));
    assert_eq!((row.text(), row.preview().as_str()), ("two", "two"));
    row.merge_unsent(at(9));
    row.merge_unsent(at(4));
    assert_eq!((row.text(), row.unsent_at), ("", Some(at(4))));
}

#[test]
fn unread_is_what_a_customer_said_and_nobody_saw() {
    let mut row = row();
    row.merge_content(Rank::Meta, Direction::Inbound, at(1), &text("one"));
    assert!(!row.is_unread(), "a mark is not shown");
    row.presence = Presence::Shown;
    assert!(row.is_unread());
    for change in [
        (|m: &mut Message| m.read_here = true) as fn(&mut Message),
        |m| m.merge_unsent(at(2)),
        |m| m.direction = Direction::Outbound,
        |m| m.presence = Presence::Held,
    ] {
        let mut other = row.clone();
        change(&mut other);
        assert!(!other.is_unread());
    }
}

#[test]
fn the_status_follows_from_the_facts() {
    use DeliveryStatus::{Delivered, Failed, Queued, Read, Received, Sending, Sent, Unknown};
    let status =
        |direction, send, marks: (bool, bool), delivered: Option<i64>, read: Option<i64>| {
            let mut row = row();
            row.at = at(10);
            row.direction = direction;
            row.send = send;
            (row.read_mark, row.delivered_mark) = marks;
            row.derive_status(delivered.map(at), read.map(at));
            row.status
        };
    let out =
        |send, marks, delivered, read| status(Direction::Outbound, send, marks, delivered, read);
    assert_eq!(
        status(Direction::Inbound, None, (true, true), Some(99), Some(99)),
        Received
    );
    for (send, shown) in [
        (SendState::Queued, Queued),
        (SendState::Sending, Sending),
        (SendState::Failed, Failed),
        (SendState::Unknown, Unknown),
    ] {
        assert_eq!(
            out(Some(send), (true, true), Some(99), Some(99)),
            shown,
            "no receipt is its own"
        );
    }
    for send in [None, Some(SendState::Sent)] {
        assert_eq!(out(send, (false, false), None, None), Sent);
        assert_eq!(out(send, (false, false), Some(9), Some(9)), Sent);
        assert_eq!(out(send, (false, false), Some(10), Some(9)), Delivered);
        assert_eq!(out(send, (false, true), None, None), Delivered);
        assert_eq!(out(send, (false, false), Some(10), Some(10)), Read);
        assert_eq!(out(send, (true, false), None, None), Read);
    }
}

#[test]
fn the_kind_is_the_first_that_applies() {
    use AttachmentKind::{
        Audio, Ephemeral, File, Image, Share, StoryMention, Template, Unknown, Video,
    };
    for (kinds, kind) in [
        (vec![], MessageType::Text),
        (vec![Image, StoryMention], MessageType::StoryMention),
        (vec![Image, Ephemeral], MessageType::Unsupported),
        (vec![Unknown], MessageType::Unsupported),
        (vec![Unknown, Video], MessageType::Video),
        (vec![Image, Share], MessageType::Share),
        (vec![Audio, Image], MessageType::Audio),
        (vec![File], MessageType::File),
        (vec![Template], MessageType::File),
    ] {
        assert_eq!(with(&kinds).message_type(), kind, "{kinds:?}");
    }
    let story = Content {
        story: Some(StoryRef::default()),
        ..with(&[Image])
    };
    assert_eq!(story.message_type(), MessageType::StoryReply);
    let mention = Content {
        story: Some(StoryRef::default()),
        ..with(&[StoryMention])
    };
    assert_eq!(mention.message_type(), MessageType::StoryMention);
    assert_eq!(
        Content {
            postback: true,
            ..text("Buy")
        }
        .message_type(),
        MessageType::Postback
    );
    assert_eq!(
        Content {
            unsupported: true,
            ..text("x")
        }
        .message_type(),
        MessageType::Unsupported
    );
    assert_eq!(
        Content {
            text: "look".to_owned(),
            ..with(&[Unknown])
        }
        .message_type(),
        MessageType::Text
    );
}

#[test]
fn previews_are_short_and_never_cut_a_character() {
    assert_eq!(with(&[AttachmentKind::Audio]).preview(""), "Voice message");
    assert_eq!(text("").preview(""), "");
    let long = "ß".repeat(PREVIEW_CHARS + 5);
    assert_eq!(text("").preview(&long).chars().count(), PREVIEW_CHARS);
}

#[test]
fn contents_survive_storage() {
    let content = Content {
        text: "a\u{1}\"\\ß".to_owned(),
        reply_mid: Some(Mid::new("m2")),
        story: Some(StoryRef {
            id: Some("1".to_owned()),
            url: None,
            link_sticker_url: None,
        }),
        payload: Some("P".to_owned()),
        context: Some(serde_json::json!({"ref": "x", "n": 1})),
        postback: true,
        unsupported: true,
        app_id: Some("7".to_owned()),
        ..with(&[AttachmentKind::Image])
    };
    let stored = serde_json::to_string(&content).unwrap();
    assert_eq!(serde_json::from_str::<Content>(&stored).unwrap(), content);
    assert_eq!(
        serde_json::from_str::<Content>(r#"{"text":"old"}"#).unwrap(),
        text("old")
    );
}
