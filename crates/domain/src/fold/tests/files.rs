//! Which files the fold wants looked after, and which it lets go.

use super::*;
use crate::inbound::{AttachmentKind, InboundAttachment};
use crate::media::{AttachmentState, MediaFact, know};
use crate::time::HOUR;

fn photo(url: &str) -> Inbound {
    let mut event = text(ANNA, "m1", "", T);
    if let What::Message(m) = &mut event.what {
        m.attachments = vec![InboundAttachment {
            kind: AttachmentKind::Image,
            meta_type: "image".into(),
            url: Some(url.into()),
            title: None,
            target_id: None,
        }];
    }
    event
}

fn unsend() -> Inbound {
    let mid = Mid::new("m1");
    event(ANNA, T.plus(9), What::Unsent { mid })
}

/// How many files are wanted, and of how many messages they are dropped.
fn files(store: &mut Store) -> (usize, usize) {
    let all = std::mem::take(&mut store.follow_ups);
    let count = |of: fn(&FollowUp) -> bool| all.iter().filter(|f| of(f)).count();
    (
        count(|f| matches!(f, FollowUp::KeepMedia(_))),
        count(|f| matches!(f, FollowUp::DropMedia(_))),
    )
}

fn is_here(store: &mut Store) {
    let row = store.messages.values_mut().next().unwrap();
    let fact = MediaFact {
        place: 0,
        id: None,
        state: AttachmentState::Failed,
        mime: None,
        size: None,
        name: None,
        preview: false,
    };
    know(&mut row.media, fact);
}

#[test]
fn a_file_is_wanted_once_and_dropped_with_its_message() {
    let mut store = Store::new(Platform::Instagram);
    store.apply(&photo("https://a.fbcdn.net/1"));
    assert_eq!(files(&mut store), (1, 0));
    is_here(&mut store);
    store.apply(&photo("https://a.fbcdn.net/1"));
    assert_eq!(files(&mut store), (0, 0), "said again");
    assert_eq!(store.row("m1").media.len(), 1);
    store.apply(&unsend());
    assert_eq!(files(&mut store), (0, 1));
    assert!(store.row("m1").media.is_empty());
}

#[test]
fn what_was_taken_back_before_it_came_is_not_wanted() {
    let mut store = Store::new(Platform::Instagram);
    store.apply(&unsend());
    store.apply(&photo("https://a.fbcdn.net/1"));
    assert_eq!(files(&mut store).0, 0);
}

#[test]
fn another_content_drops_the_old_files_and_wants_the_new() {
    let mut store = Store::new(Platform::Instagram);
    store.apply(&photo("https://a.fbcdn.net/1"));
    assert_eq!(files(&mut store), (1, 0));
    is_here(&mut store);
    // Of two that disagree at one time the smaller text form wins.
    store.apply(&photo("https://a.fbcdn.net/0"));
    assert_eq!(files(&mut store), (1, 1));
    assert!(store.row("m1").media.is_empty());
}

#[test]
fn a_profile_is_due_when_its_customer_writes() {
    let mut store = Store::new(Platform::Instagram);
    store.apply(&text(ANNA, "m1", "hi", T));
    let mut refreshed = |due: Option<Timestamp>, mid: &str| {
        store.follow_ups.clear();
        for chat in store.chats.values_mut() {
            chat.profile_due = due;
        }
        store.apply_at(&text(ANNA, mid, "again", T), T.plus(HOUR));
        let found = store.follow_ups.iter();
        found
            .filter(|f| matches!(f, FollowUp::RefreshProfile(..)))
            .count()
    };
    assert_eq!(refreshed(None, "m2"), 0, "it is asked for the first time");
    assert_eq!(refreshed(Some(T.plus(2 * HOUR)), "m3"), 0);
    assert_eq!(refreshed(Some(T.plus(HOUR)), "m4"), 1);
    assert_eq!(refreshed(Some(T), "m4"), 0, "said again");
}
