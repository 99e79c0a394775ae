//! One rule each.

use super::*;

#[test]
fn untimed_messages_count_from_their_first_arrival() {
    let untimed = Inbound {
        at: None,
        ..text(ANNA, "m1", "hi", T)
    };
    let mut store = Store::new(Platform::Instagram);
    for secs in [9, 4, 6] {
        store.apply_at(&untimed, T.plus(secs * SECOND));
    }
    assert_eq!(store.row("m1").at, T.plus(4 * SECOND));
    assert_eq!(store.messages.len(), 1);
}

#[test]
fn an_unsend_keeps_nothing_in_either_order() {
    let unsend = event(
        ANNA,
        T.plus(9),
        What::Unsent {
            mid: Mid::new("m1"),
        },
    );
    let edit = event(
        ANNA,
        T.plus(5),
        What::Edited {
            mid: Mid::new("m1"),
            number: 1,
            text: Some("secret 2".into()),
        },
    );
    let react = event(
        ANNA,
        T.plus(6),
        What::Reacted {
            mid: Mid::new("m1"),
            reaction: Some(Reaction {
                name: "love".into(),
                emoji: None,
            }),
        },
    );
    let events = [text(ANNA, "m1", "secret", T), edit, react, unsend];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [0, 3, 1, 2]] {
        let mut store = Store::new(Platform::Instagram);
        for n in order {
            store.apply(&events[n]);
        }
        let row = store.row("m1");
        assert_eq!(
            (row.presence, row.text(), row.unsent_at),
            (Presence::Shown, "", Some(T.plus(9)))
        );
        assert!(
            row.content == Content::default() && row.edit.is_none() && row.reactions.is_empty(),
            "{order:?}: {row:?}"
        );
        assert!(
            !store
                .stored()
                .iter()
                .any(|r| r.contains("secret") || r.contains("love"))
        );
    }
}

#[test]
fn a_receipt_by_mid_covers_what_came_before_it_also_if_it_came_first() {
    use DeliveryStatus::{Read, Sent};
    let echoes: Vec<Inbound> = (0..3)
        .map(|n| {
            echo(
                ANNA,
                &format!("e{n}"),
                &format!("{n}"),
                T.plus(n * SECOND),
                None,
            )
        })
        .collect();
    let read = seen(ANNA, ReadMark::Mid(Mid::new("e1")));
    for early in [true, false] {
        let mut store = Store::new(Platform::Instagram);
        if early {
            store.apply(&read);
            assert!(store.thread().is_empty());
        }
        for e in &echoes {
            store.apply(e);
        }
        if !early {
            store.apply(&read);
        }
        let status: Vec<_> = store.thread().into_iter().map(|(_, s)| s).collect();
        assert_eq!(status, [Read, Read, Sent]);
        assert_eq!(
            store.chats.values().next().unwrap().read_mark,
            Some(T.plus(SECOND))
        );
    }
}

#[test]
fn watermarks_are_maxima() {
    let mut store = Store::new(Platform::Facebook);
    for secs in [5, 9, 3] {
        store.apply(&seen(ANNA, ReadMark::Watermark(T.plus(secs * SECOND))));
        store.apply(&event(
            ANNA,
            T,
            What::Delivered {
                mids: vec![],
                watermark: Some(T.plus(secs * SECOND + 1)),
            },
        ));
    }
    let chat = store.chats.values().next().unwrap();
    assert_eq!(
        (chat.read_mark, chat.delivered_mark),
        (Some(T.plus(9 * SECOND)), Some(T.plus(9 * SECOND + 1)))
    );
    assert_eq!(
        store.apply(&seen(ANNA, ReadMark::Watermark(T))),
        Outcome::Duplicate
    );
}

#[test]
fn an_announcement_shows_that_something_came_and_has_it_fetched() {
    let announced = |named: bool| {
        let e = event(
            ANNA,
            T,
            What::Edited {
                mid: Mid::new("m1"),
                number: 0,
                text: None,
            },
        );
        Inbound {
            customer: e.customer.filter(|_| named),
            ..e
        }
    };
    let fetch = |store: &Store| {
        store
            .follow_ups
            .iter()
            .any(|f| matches!(f, FollowUp::FetchMessage(_, mid) if mid.as_str() == "m1"))
    };
    let mut store = Store::new(Platform::Instagram);
    assert_eq!(store.apply(&announced(true)), Outcome::Applied);
    assert!(fetch(&store));
    assert_eq!(
        store.row("m1").content.message_type(),
        crate::message::MessageType::Unsupported
    );
    store.apply(&text(ANNA, "m1", "hello", T.plus(1)));
    assert_eq!(
        store.thread(),
        [("hello".to_owned(), DeliveryStatus::Received)]
    );

    let mut store = Store::new(Platform::Instagram);
    assert_eq!(store.apply(&announced(false)), Outcome::Applied);
    assert!(fetch(&store) && store.thread().is_empty() && store.chats.is_empty());
    store.apply(&text(ANNA, "m1", "hello", T.plus(1)));
    assert_eq!(store.thread().len(), 1);
    let mut late = Store::new(Platform::Instagram);
    late.apply(&text(ANNA, "m1", "hello", T.plus(1)));
    assert_eq!(late.apply(&announced(false)), Outcome::Duplicate);
    assert!(!fetch(&late));
}

#[test]
fn a_time_ahead_is_that_of_arrival() {
    let mut store = Store::new(Platform::Instagram);
    store.apply_at(&text(ANNA, "m1", "hi", T.plus(900 * DAY)), T);
    assert_eq!(store.row("m1").at, T);
    assert_eq!(store.chats.values().next().unwrap().window_at, Some(T));
}

#[test]
fn the_customer_reopens_and_the_business_does_not() {
    use crate::chat::ChatState::{Open, Resolved, Snoozed};
    let put = T.plus(10 * SECOND);
    for state in [Resolved, Snoozed] {
        let mut store = Store::new(Platform::Instagram);
        store.apply(&text(ANNA, "m1", "hi", T));
        for chat in store.chats.values_mut() {
            chat.state = state;
            chat.state_at = Some(put);
            chat.snoozed_until = Some(put.plus(DAY));
        }
        let now = |store: &Store| {
            let chat = store.chats.values().next().unwrap();
            (chat.state, chat.snoozed_until.is_some())
        };
        store.apply(&echo(ANNA, "e1", "done", put.plus(SECOND), None));
        store.apply(&text(ANNA, "m1", "hi", T));
        store.apply(&text(ANNA, "m0", "said long before", put.plus(-2 * DAY)));
        let unsent = What::Unsent {
            mid: Mid::new("m1"),
        };
        store.apply(&event(ANNA, put.plus(DAY), unsent));
        assert_eq!(now(&store), (state, true), "nothing new of the customer");
        // Said before and come late: whoever put it aside could not know.
        let at = if state == Resolved {
            put.plus(1)
        } else {
            put.plus(-SECOND)
        };
        store.apply(&text(ANNA, "m2", "one more", at));
        assert_eq!(now(&store), (Open, false));
    }
}

#[test]
fn the_last_sign_says_whether_another_app_has_the_conversation() {
    let mut store = Store::new(Platform::Facebook);
    let told = |holder, at| Inbound {
        holder: Some(holder),
        ..event(ANNA, at, What::HandedOver)
    };
    let held = |store: &Store| store.chats.values().next().unwrap().held_by_another_app();
    let (ours, other) = (Holder::NoOtherApp, Holder::AnotherApp);
    store.apply(&text(ANNA, "m1", "hi", T));
    assert!(!held(&store), "nobody said so");
    for (holder, at, now) in [
        (other, T.plus(SECOND), true),
        (ours, T, true),
        // Of one moment the careful sign counts, whichever comes first.
        (ours, T.plus(SECOND), true),
        (ours, T.plus(2 * SECOND), false),
        (other, T.plus(2 * SECOND), true),
        (ours, T.plus(3 * SECOND), false),
        (other, T.plus(2 * SECOND), false),
    ] {
        store.apply(&told(holder, at));
        assert_eq!(held(&store), now, "{holder:?} {at:?}");
    }
    assert_eq!(store.thread().len(), 1, "a handover is no message");
    // What came while another app has it is shown like everything else.
    let aside = Inbound {
        holder: Some(other),
        ..text(ANNA, "m2", "still there?", T.plus(4 * SECOND))
    };
    assert_eq!(store.apply(&aside), Outcome::Applied);
    assert_eq!(store.apply(&aside), Outcome::Duplicate);
    assert!(held(&store));
    assert_eq!(store.thread().len(), 2);
}

#[test]
fn elements_that_cannot_be_applied_leave_their_neighbours_alone() {
    let mut store = Store::new(Platform::Instagram);
    let stranger = Inbound {
        customer: None,
        ..text(ANNA, "m1", "who?", T)
    };
    let mut items = vec![
        store.item(Meaning::Event(stranger), T),
        store.item(Meaning::Event(text(ANNA, "m2", "me", T)), T),
        store.item(Meaning::Quarantined("no".into()), T),
        store.item(Meaning::Deferred, T),
        store.item(Meaning::Test, T),
        store.item(Meaning::Unknown(None), T),
        store.item(
            Meaning::Unknown(Some(event(ANNA, T, What::Unsupported("x".into())))),
            T,
        ),
    ];
    let mut nobodys = items[1].clone();
    nobodys.element.account = Some((Platform::Facebook, ExternalId::new("shop")));
    let mut nowhere = items[1].clone();
    nowhere.element.account = None;
    items.extend([nobodys, nowhere]);
    use Outcome::{Applied, Deferred, Parked, Quarantined, Test, Unsupported};
    let outcomes: Vec<_> = store
        .apply_items(&items)
        .into_iter()
        .map(|o| o.outcome)
        .collect();
    assert_eq!(
        outcomes,
        [
            Quarantined,
            Applied,
            Quarantined,
            Deferred,
            Test,
            Unsupported,
            Unsupported,
            Parked,
            Quarantined
        ]
    );
    assert_eq!(store.thread().len(), 2);
    store.account.connected = false;
    assert_eq!(store.apply(&text(ANNA, "m3", "hi", T)), Parked);
}
