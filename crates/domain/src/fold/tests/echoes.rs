//! Which echo belongs to which send.

use super::*;
use crate::outbox::DeliveryStatus::{Read, Sending, Sent, Unknown};

fn said(words: &str, status: DeliveryStatus) -> (String, DeliveryStatus) {
    (words.to_owned(), status)
}

#[test]
fn by_mid() {
    let mut store = Store::new(Platform::Instagram);
    let own = store.send(ANNA, "hello", SendState::Sending, T);
    store.answer(own, "e1", T.plus(SECOND));
    assert_eq!(store.row("e1").at, T.plus(SECOND));
    assert_eq!(
        store.apply(&echo(ANNA, "e1", "hello", T.plus(3), None)),
        Outcome::Applied
    );
    assert_eq!(
        (store.row("e1").at, store.thread()),
        (T.plus(3), vec![said("hello", Sent)])
    );
    assert_eq!(
        store.apply(&echo(ANNA, "e1", "hello", T.plus(3), None)),
        Outcome::Duplicate
    );
    // The answer once more: Meta's own time stays.
    store.answer(own, "e1", T.plus(9 * SECOND));
    assert_eq!(store.row("e1").at, T.plus(3));
}

#[test]
fn by_metadata_whatever_the_state() {
    for state in [
        SendState::Queued,
        SendState::Sending,
        SendState::Unknown,
        SendState::Failed,
    ] {
        let mut store = Store::new(Platform::Facebook);
        let own = store.send(ANNA, "hello", state, T);
        let other = store.send(ANNA, "hello", SendState::Unknown, T.plus(-5));
        store.apply(&echo(ANNA, "e1", "hello", T.plus(3), Some(own)));
        assert_eq!(store.row("e1").id, own, "{state:?}");
        assert_eq!(store.messages[&own].send, Some(SendState::Sent));
        assert_eq!(
            store.messages[&other].send,
            Some(SendState::Unknown),
            "looks do not count on Messenger"
        );
        assert!(store.follow_ups.contains(&FollowUp::CompleteSend(own)));
    }
}

#[test]
fn metadata_that_is_not_ours_is_a_message_of_its_own() {
    let mut store = Store::new(Platform::Facebook);
    let elsewhere = store.send("bert", "hello", SendState::Sending, T);
    let stranger = MessageId::new(Uuid::from_u128(0xdead));
    store.apply(&echo(ANNA, "e1", "hello", T, Some(stranger)));
    store.apply(&echo(ANNA, "e2", "hello", T, Some(elsewhere)));
    assert_eq!(store.messages[&elsewhere].send, Some(SendState::Sending));
    assert_eq!(store.thread().len(), 3);
}

#[test]
fn waits_while_a_send_is_under_way_and_goes_with_its_answer() {
    let mut store = Store::new(Platform::Instagram);
    let own = store.send(ANNA, "hello", SendState::Sending, T);
    store.apply(&echo(ANNA, "e1", "hello", T.plus(3), None));
    assert_eq!(store.thread(), [said("hello", Sending)]);
    store.apply(&echo(ANNA, "e1", "hello", T.plus(3), None));
    assert_eq!(store.thread().len(), 1, "repeated, it still waits");
    // A receipt for it is not lost either.
    store.apply(&seen(ANNA, ReadMark::Mid(Mid::new("e1"))));
    store.answer(own, "e1", T.plus(SECOND));
    assert_eq!(
        (store.thread(), store.messages.len()),
        (vec![said("hello", Read)], 1)
    );
    assert_eq!(store.row("e1").at, T.plus(3));
}

#[test]
fn waits_for_another_customers_send_no_longer_than_needed() {
    let mut store = Store::new(Platform::Instagram);
    store.send("bert", "hello", SendState::Sending, T);
    store.apply(&echo(ANNA, "e1", "hello", T.plus(3), None));
    assert_eq!(store.row("e1").presence, Presence::Shown);
}

#[test]
fn of_somebody_elses_hand_shows_after_the_answer_or_the_wait() {
    let mut store = Store::new(Platform::Instagram);
    let own = store.send(ANNA, "hello", SendState::Sending, T);
    store.apply_at(
        &echo(ANNA, "e1", "from the phone", T.plus(3), None),
        T.plus(4),
    );
    store.settle(T.plus(4 + ECHO_HOLD - 1));
    assert_eq!(store.thread().len(), 1);
    store.settle(T.plus(4 + ECHO_HOLD));
    assert_eq!(
        store.thread(),
        [said("hello", Sending), said("from the phone", Sent)]
    );
    store.apply_at(&echo(ANNA, "e2", "again", T.plus(5), None), T.plus(5));
    store.answer(own, "e9", T.plus(SECOND));
    assert_eq!(store.thread().len(), 3);
}

#[test]
fn proves_a_send_whose_answer_was_lost() {
    for held in [true, false] {
        let mut store = Store::new(Platform::Instagram);
        let own = store.send(ANNA, " hello\n", SendState::Sending, T);
        let proof = echo(ANNA, "e1", "hello", T.plus(3), None);
        if held {
            store.apply(&proof);
        }
        store.lose(own, T.plus(SECOND));
        if !held {
            assert_eq!(store.thread()[0].1, Unknown);
            store.apply(&proof);
        }
        assert_eq!((store.thread().len(), store.row("e1").id), (1, own));
        assert_eq!(store.messages[&own].send, Some(SendState::Sent));
    }
}

#[test]
fn two_of_equal_text_take_one_each_the_oldest_first() {
    let mut store = Store::new(Platform::Instagram);
    let one = store.send(ANNA, "hello", SendState::Unknown, T);
    let two = store.send(ANNA, "hello", SendState::Unknown, T.plus(SECOND));
    store.apply(&echo(ANNA, "e1", "hello", T.plus(2 * SECOND), None));
    assert_eq!(store.messages[&one].mid, Some(Mid::new("e1")));
    store.apply(&echo(ANNA, "e1", "hello", T.plus(2 * SECOND), None));
    assert_eq!(
        store.messages[&two].send,
        Some(SendState::Unknown),
        "one to one"
    );
    store.apply(&echo(ANNA, "e2", "hello", T.plus(3 * SECOND), None));
    assert_eq!(store.messages[&two].mid, Some(Mid::new("e2")));
    store.apply(&echo(ANNA, "e3", "hello", T.plus(4 * SECOND), None));
    assert_eq!(store.thread().len(), 3, "the third is somebody else's");
}

#[test]
fn an_older_echo_or_other_words_prove_nothing() {
    let mut store = Store::new(Platform::Instagram);
    let own = store.send(ANNA, "hello", SendState::Unknown, T.plus(DAY / 2));
    store.apply(&echo(ANNA, "e1", "hello", T, None));
    store.apply(&echo(ANNA, "e2", "hullo", T.plus(DAY / 2), None));
    assert_eq!(store.messages[&own].send, Some(SendState::Unknown));
    assert_eq!(store.thread().len(), 3);
}

#[test]
fn the_answer_overrides_a_twin_matched_by_its_looks() {
    let mut store = Store::new(Platform::Instagram);
    let one = store.send(ANNA, "hello", SendState::Unknown, T);
    let two = store.send(ANNA, "hello", SendState::Unknown, T.plus(SECOND));
    store.apply(&echo(ANNA, "e2", "hello", T.plus(2 * SECOND), None));
    assert_eq!(store.row("e2").id, one);
    store.answer(two, "e2", T.plus(3 * SECOND));
    assert_eq!(
        (store.row("e2").id, store.messages[&one].send),
        (two, Some(SendState::Unknown))
    );
    store.apply(&echo(ANNA, "e1", "hello", T.plus(2 * SECOND), None));
    assert_eq!(store.row("e1").id, one);
    assert_eq!(store.thread(), [said("hello", Sent), said("hello", Sent)]);
}

#[test]
fn an_echo_taken_by_mistake_stands_for_itself_again() {
    let mut store = Store::new(Platform::Instagram);
    let own = store.send(ANNA, "hello", SendState::Unknown, T);
    store.apply(&echo(ANNA, "phone", "hello", T.plus(SECOND), None));
    assert_eq!(store.row("phone").id, own);
    store.answer(own, "e1", T.plus(2 * SECOND));
    assert_eq!(store.row("e1").id, own);
    assert_eq!(
        (store.row("phone").presence, store.row("phone").rank),
        (Presence::Shown, Rank::Meta)
    );
    assert_eq!(
        store.apply(&echo(ANNA, "phone", "hello", T.plus(SECOND), None)),
        Outcome::Duplicate
    );
    assert_eq!(store.thread().len(), 2);
}

#[test]
fn a_shown_echo_gives_way_to_the_answer() {
    let mut store = Store::new(Platform::Instagram);
    store.apply(&echo(ANNA, "e1", "hello", T, None));
    let own = store.send(ANNA, "hello", SendState::Sending, T);
    store.apply(&event(
        ANNA,
        T.plus(4),
        What::Reacted {
            mid: Mid::new("e1"),
            reaction: Some(Reaction {
                name: "love".into(),
                emoji: None,
            }),
        },
    ));
    store.answer(own, "e1", T.plus(SECOND));
    assert_eq!(store.thread(), [said("hello", Sent)]);
    assert_eq!(
        store.messages[&own].reactions.len(),
        1,
        "with what was said about it"
    );
}

#[test]
fn files_match_by_their_kind() {
    let image = InboundAttachment {
        kind: AttachmentKind::Image,
        meta_type: "image".into(),
        url: Some("https://cdn.example/1".into()),
        title: None,
        target_id: None,
    };
    let message = NewMessage {
        mid: Some(Mid::new("e1")),
        echo: true,
        attachments: vec![image.clone()],
        ..NewMessage::default()
    };
    let proof = Inbound {
        from_business: true,
        ..event(ANNA, T, What::Message(Box::new(message)))
    };
    let mut store = Store::new(Platform::Instagram);
    let words = store.send(ANNA, "", SendState::Unknown, T.plus(-SECOND));
    let own = store.send(ANNA, "", SendState::Unknown, T);
    let ours = InboundAttachment {
        url: Some("https://ours.example/1".into()),
        ..image
    };
    store.messages.get_mut(&own).unwrap().content.attachments = vec![ours];
    store.apply(&proof);
    assert_eq!(store.row("e1").id, own);
    assert_eq!(store.messages[&words].send, Some(SendState::Unknown));
}
