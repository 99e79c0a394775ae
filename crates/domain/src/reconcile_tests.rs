use super::*;
use crate::ids::{AccountId, MessageId, Mid};
use crate::message::{Content, Edit, ReactionMark};

const T: Timestamp = Timestamp::from_secs(1_762_785_320);
/// Long after everything.
const ASKED: Timestamp = Timestamp::from_secs(1_762_788_920);

fn love() -> Reaction {
    Reaction {
        name: "love".to_owned(),
        emoji: Some("❤\u{fe0f}".to_owned()),
    }
}

fn shown(text: &str) -> Shown {
    Shown {
        at: Some(T),
        from_business: false,
        text: text.to_owned(),
        reactions: Some(Vec::new()),
    }
}

fn row(text: &str) -> Message {
    let nil = uuid::Uuid::nil();
    let mut row = Message::mark(MessageId::new(nil), AccountId::new(nil), Mid::new("m"));
    let content = Content {
        text: text.to_owned(),
        ..Content::default()
    };
    row.merge_content(Rank::Meta, Direction::Inbound, T, &content);
    row
}

#[test]
fn what_is_the_same_is_left_alone() {
    assert_eq!(differences(Some(&row("hi")), &shown("hi"), ASKED), []);
    // Meta gives no text for what it does not show, and trims what we send.
    assert_eq!(differences(Some(&row("hi")), &shown(""), ASKED), []);
    let mut ours = row("hi ");
    ours.direction = Direction::Outbound;
    let mut echo = shown("hi");
    echo.from_business = true;
    assert_eq!(differences(Some(&ours), &echo, ASKED), []);
    let mut unsent = row("hi");
    unsent.merge_unsent(T);
    assert_eq!(differences(Some(&unsent), &shown("hello"), ASKED), []);
}

#[test]
fn what_never_came_or_came_without_content_is_missing() {
    assert_eq!(
        differences(None, &shown("hi"), ASKED),
        [Difference::Missing]
    );
    let mut mark = row("hi");
    for rank in [Rank::Nothing, Rank::Announced] {
        mark.rank = rank;
        assert_eq!(
            differences(Some(&mark), &shown("hi"), ASKED),
            [Difference::Missing]
        );
    }
    let mut reacted = shown("hi");
    reacted.reactions = Some(vec![(true, love())]);
    assert_eq!(differences(None, &reacted, ASKED).len(), 2);
}

#[test]
fn an_edit_that_was_lost_is_the_one_after_the_last_known() {
    let mut old = row("hi");
    let edited = |number| {
        let text = "hello".to_owned();
        [Difference::Edited { number, text }]
    };
    assert_eq!(differences(Some(&old), &shown("hello"), ASKED), edited(1));
    old.edit = Some(Edit {
        number: 2,
        text: "hey".to_owned(),
        at: T,
    });
    assert_eq!(differences(Some(&old), &shown("hello"), ASKED), edited(3));
    // The edit has only just come: the place that is read may be behind.
    let soon = T.plus(SETTLES - 1);
    assert_eq!(differences(Some(&old), &shown("hello"), soon), []);
}

#[test]
fn reactions_are_compared_side_by_side() {
    let mark = |business, at, reaction| ReactionMark {
        business,
        at,
        reaction,
    };
    let mut stored = row("hi");
    stored.reactions = vec![mark(false, T, Some(love()))];
    let gone = [Difference::Reacted {
        business: false,
        reaction: None,
    }];
    assert_eq!(differences(Some(&stored), &shown("hi"), ASKED), gone);
    assert_eq!(
        differences(Some(&stored), &shown("hi"), T.plus(SETTLES - 1)),
        [],
        "it may not have reached the place that is read"
    );
    let mut not_asked = shown("hi");
    not_asked.reactions = None;
    assert_eq!(differences(Some(&stored), &not_asked, ASKED), []);
    // The name alone, the character alone, with or without its variation.
    for (name, emoji) in [("love", None), ("love", Some("❤")), ("other", Some("❤"))] {
        let mut same = shown("hi");
        let reaction = Reaction {
            name: name.to_owned(),
            emoji: emoji.map(str::to_owned),
        };
        same.reactions = Some(vec![(false, reaction)]);
        assert_eq!(
            differences(Some(&stored), &same, ASKED),
            [],
            "{name} {emoji:?}"
        );
    }
    let mut both = shown("hi");
    let wow = Reaction {
        name: "wow".to_owned(),
        emoji: None,
    };
    both.reactions = Some(vec![(false, wow.clone()), (true, love())]);
    let [
        Difference::Reacted {
            business: false,
            reaction: Some(now),
        },
        Difference::Reacted { business: true, .. },
    ] = &differences(Some(&stored), &both, ASKED)[..]
    else {
        panic!("one change for each side");
    };
    assert_eq!(*now, wow);
    // One that was taken back, and is.
    stored.reactions = vec![mark(false, T, None)];
    assert_eq!(differences(Some(&stored), &shown("hi"), ASKED), []);
}

#[test]
fn a_sweep_reads_what_moved_and_the_first_one_everything() {
    let connected = T.plus(-HOUR);
    let first = Sweep::begin(T, None, None, connected);
    assert!(first.whole && !first.is_beyond(Some(Timestamp::EPOCH)));
    assert_eq!(first.floor(), connected);
    assert!(first.is_history(Some(connected.plus(-SECOND))));
    // Meta leaves out the part of the second.
    assert!(!first.is_history(Some(connected.plus(1 - SECOND))));
    assert!(!first.is_history(Some(connected)) && !first.is_history(None));
    let next = Sweep::begin(T.plus(EVERY), Some(T), Some(&first), connected);
    assert!(!next.whole);
    assert!(!next.is_beyond(Some(T.plus(-OVERLAP))));
    assert!(next.is_beyond(Some(T.plus(-OVERLAP - 1))));
    assert!(!next.is_beyond(None), "one without a time is looked at");
    assert_eq!(next.floor(), T.plus(-OVERLAP));
    assert!(next.is_settled(Some(T.plus(EVERY - SETTLES))) && next.is_settled(None));
    assert!(!next.is_settled(Some(T.plus(EVERY - SETTLES + 1))));
    // What had not settled in one sweep is within the next.
    const { assert!(OVERLAP > SETTLES) };
    // A new token changes nothing of what was promised; a new connection does.
    let renewed = Sweep::begin(T.plus(DAY), Some(T), Some(&next), T.plus(DAY));
    assert_eq!(renewed.floor(), T.plus(-OVERLAP));
    let anew = Sweep::begin(T.plus(DAY), Some(T), None, T.plus(DAY));
    assert_eq!(
        (anew.since, anew.floor()),
        (Some(T.plus(-OVERLAP)), T.plus(DAY))
    );
    assert!(anew.is_history(Some(T.plus(HOUR))));
    // Everything once more: what was promised stays so.
    let all = Sweep::begin(T.plus(DAY), None, Some(&next), T.plus(DAY));
    assert!(all.whole && all.floor() == connected);
}

#[test]
fn a_sweep_is_over_when_the_list_and_the_long_conversations_are() {
    let mut sweep = Sweep::begin(T, None, None, T);
    assert!(!sweep.is_over());
    sweep.listed = true;
    assert!(sweep.is_over());
    sweep.deep.push(Deep {
        thread: "t".to_owned(),
        customer: "c".to_owned(),
        since: T,
        cursor: None,
    });
    assert!(!sweep.is_over());
    let text = serde_json::to_string(&sweep).unwrap();
    assert_eq!(serde_json::from_str::<Sweep>(&text).unwrap(), sweep);
}

#[test]
fn whoever_wrote_last_within_a_week_still_waits() {
    let at = |days: i64| Some(T.plus(-days * DAY));
    assert_eq!(waiting(&[], T), 0);
    assert_eq!(
        waiting(
            &[
                (at(1), false),
                (at(2), false),
                (at(3), true),
                (at(4), false)
            ],
            T
        ),
        2
    );
    assert_eq!(waiting(&[(at(1), true), (at(2), false)], T), 0);
    assert_eq!(waiting(&[(at(7), false)], T), 1);
    assert_eq!(waiting(&[(Some(T.plus(-STILL_WAITS - 1)), false)], T), 0);
    assert_eq!(waiting(&[(None, false)], T), 0, "nobody knows when");
}

#[test]
fn messages_of_one_second_keep_their_order() {
    assert_eq!(placed(T, None), T);
    assert_eq!(placed(T, Some(T.plus(-HOUR))), T);
    assert_eq!(placed(T, Some(T.plus(762_000))), T.plus(762_001));
    // Never beyond its own second, whatever stands before it.
    assert_eq!(placed(T, Some(T.plus(HOUR))), T.plus(SECOND - 1));
}
