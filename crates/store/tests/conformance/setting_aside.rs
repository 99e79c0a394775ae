//! Chats are put aside and come back, and the team leaves notes on them.

use domain::chat::ChatState;
use domain::desk::StateWish;
use domain::ids::ChatId;
use domain::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};
use domain::user::Viewer;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::desk::{Changed, ChatWish, NoteCursor, Noted};
use store::sends::IdempotencyKey;

use crate::site::{ANNA, BERT, Site, echo_of, text_of};

both!(
    what_was_known_does_not_reopen,
    in_any_order_it_ends_the_same,
    sleepers_wake_once,
    changes_are_told_and_only_to_those_who_may_see,
    notes_are_kept_and_told,
    one_key_is_one_note,
);

pub(crate) async fn put(
    site: &Site,
    who: &Viewer,
    chat: ChatId,
    state: ChatState,
    until: Option<Timestamp>,
) -> Changed {
    let state = StateWish {
        state: Some(state),
        until: Some(until),
    };
    let wish = ChatWish {
        state,
        labels: None,
    };
    site.db
        .change_chat(site.view(), who, chat, &wish)
        .await
        .unwrap()
}

async fn state_of(site: &Site, chat: ChatId) -> (ChatState, Option<Timestamp>) {
    let shape = site.shape(chat).await;
    (shape.state, shape.snoozed_until)
}

async fn what_was_known_does_not_reopen(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let before = site.now();
    let chat = site.hears(ANNA, "m1", "hi", before).await;
    for state in [ChatState::Resolved, ChatState::Snoozed] {
        site.clock.advance(MINUTE);
        put(site, &admin, chat, state, None).await;
        let told = site.now();
        site.clock.advance(MINUTE);
        // The same again, old history that is read back, and what the business says.
        site.hears(ANNA, "m1", "hi", before).await;
        let long_ago = told.plus(-25 * HOUR);
        site.hears(ANNA, &format!("old-{state:?}"), "long ago", long_ago)
            .await;
        site.apply(&[echo_of(
            ANNA,
            &format!("e-{state:?}"),
            "bye",
            site.now(),
            None,
        )])
        .await;
        assert_eq!(state_of(site, chat).await, (state, None));
        assert!(
            site.shape(chat).await.unread_count > 0,
            "the old one waits to be read all the same"
        );
        let seq = site.head().await;
        site.hears(
            ANNA,
            &format!("new-{state:?}"),
            "one more thing",
            site.now(),
        )
        .await;
        assert_eq!(state_of(site, chat).await, (ChatState::Open, None));
        assert!(
            site.kinds_after(seq)
                .await
                .contains(&"chat_updated".to_owned())
        );
        // One that was on its way when it was put aside: nobody could know of it.
        put(site, &admin, chat, state, None).await;
        let (mid, on_its_way) = (format!("late-{state:?}"), site.now().plus(-SECOND));
        site.clock.advance(MINUTE);
        site.hears(ANNA, &mid, "was on its way", on_its_way).await;
        assert_eq!(state_of(site, chat).await.0, ChatState::Open);
        // Put aside once more, what opened it before does not open it again.
        put(site, &admin, chat, state, None).await;
        site.hears(
            ANNA,
            &format!("new-{state:?}"),
            "one more thing",
            site.now(),
        )
        .await;
        assert_eq!(state_of(site, chat).await.0, state);
    }
}

/// A chat was put aside in the middle of a conversation: whatever of it comes afterwards, in any order, in any batches and
/// however often, what nobody knew brings it back, unless it is a day old.
async fn in_any_order_it_ends_the_same(site: &Site) {
    let config = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let telling = (
        prop::collection::vec((-30_i64..30, any::<bool>()), 1..12),
        prop::collection::vec(any::<prop::sample::Index>(), 0..24),
        1_usize..5,
        prop::sample::select(vec![ChatState::Snoozed, ChatState::Resolved]),
    );
    let runtime = tokio::runtime::Handle::current();
    let told = tokio::task::block_in_place(|| {
        TestRunner::new(config).run(&telling, |(said, order, size, state)| {
            let ends = runtime.block_on(both_ends(site, &said, &order, size, state));
            let back = said.iter().any(|(t, ours)| *t >= -24 && !ours);
            let wanted = if back { ChatState::Open } else { state };
            prop_assert_eq!(ends, [wanted; 2]);
            Ok(())
        })
    });
    if let Err(failure) = told {
        panic!("{failure}");
    }
}

/// Tells a conversation straight to one customer's chat, and in another order, with repetitions, to another's.
async fn both_ends(
    site: &Site,
    said: &[(i64, bool)],
    order: &[prop::sample::Index],
    size: usize,
    state: ChatState,
) -> [ChatState; 2] {
    site.wipe().await;
    site.shop().await;
    let admin = site.admin().await;
    let put_at = site.now();
    let mut ends = [ChatState::Open; 2];
    for (customer, end) in [ANNA, BERT].into_iter().zip(&mut ends) {
        site.clock.set(put_at);
        let chat = site
            .hears(
                customer,
                &format!("hello-{customer}"),
                "hi",
                put_at.plus(-HOUR),
            )
            .await;
        put(site, &admin, chat, state, None).await;
        let events: Vec<_> = said
            .iter()
            .enumerate()
            .map(|(n, (t, ours))| {
                let (mid, at) = (format!("{customer}-{n}"), put_at.plus(t * HOUR));
                match ours {
                    true => echo_of(customer, &mid, "ours", at, None),
                    false => text_of(customer, &mid, "theirs", at),
                }
            })
            .collect();
        site.clock.advance(31 * HOUR);
        let pool: Vec<_> = match customer {
            ANNA => events,
            _ => order
                .iter()
                .map(|i| i.get(&events).clone())
                .chain(events.iter().rev().cloned())
                .collect(),
        };
        for part in pool.chunks(size) {
            site.apply(part).await;
        }
        *end = state_of(site, chat).await.0;
    }
    ends
}

async fn sleepers_wake_once(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let mut chats = Vec::new();
    for n in 0..3 {
        chats.push(site.chat(&format!("c{n}")).await);
    }
    let until = site.now().plus(HOUR);
    put(site, &admin, chats[0], ChatState::Snoozed, Some(until)).await;
    put(
        site,
        &admin,
        chats[1],
        ChatState::Snoozed,
        Some(until.plus(HOUR)),
    )
    .await;
    put(site, &admin, chats[2], ChatState::Snoozed, None).await;
    site.clock.set(until.plus(-1));
    assert_eq!(site.db.wake_chats(site.view()).await.unwrap(), 0);
    site.clock.set(until);
    let seq = site.head().await;
    // Two nodes look at once.
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (db, view) = (site.db.clone(), site.view());
        tasks.spawn(async move { db.wake_chats(view).await.unwrap() });
    }
    assert_eq!(tasks.join_all().await.into_iter().sum::<usize>(), 1);
    assert_eq!(site.kinds_after(seq).await, ["chat_updated"]);
    assert_eq!(state_of(site, chats[0]).await, (ChatState::Open, None));
    assert_eq!(
        state_of(site, chats[1]).await,
        (ChatState::Snoozed, Some(until.plus(HOUR)))
    );
    site.clock.set(until.plus(400 * DAY));
    assert_eq!(site.db.wake_chats(site.view()).await.unwrap(), 1);
    assert_eq!(
        state_of(site, chats[2]).await.0,
        ChatState::Snoozed,
        "until the customer writes"
    );
}

async fn changes_are_told_and_only_to_those_who_may_see(site: &Site) {
    site.shop().await;
    let (admin, ann, bob) = (
        site.admin().await,
        site.agent("ann").await,
        site.agent("bob").await,
    );
    let chat = site.chat(ANNA).await;
    site.db
        .assign(site.view(), &admin, chat, Some(ann.id))
        .await
        .unwrap();
    let seq = site.head().await;
    assert!(matches!(
        put(site, &bob, chat, ChatState::Resolved, None).await,
        Changed::Denied
    ));
    assert!(matches!(
        put(
            site,
            &admin,
            ChatId::new(site.uuid()),
            ChatState::Open,
            None
        )
        .await,
        Changed::NoChat
    ));
    let Changed::Chat(shape) = put(site, &ann, chat, ChatState::Resolved, None).await else {
        panic!()
    };
    assert_eq!(shape.state, ChatState::Resolved);
    put(site, &ann, chat, ChatState::Resolved, None).await;
    let events = site.db.events_after(seq, 9).await.unwrap();
    assert_eq!(events.len(), 1, "nothing changed the second time");
    assert!(events[0].is_for(&ann) && events[0].is_for(&admin) && !events[0].is_for(&bob));
}

fn note_of(noted: Noted) -> domain::desk::Note {
    match noted {
        Noted::Note(note) => *note,
        other => panic!("{other:?}"),
    }
}

async fn notes_are_kept_and_told(site: &Site) {
    site.shop().await;
    let (admin, ann, bob) = (
        site.admin().await,
        site.agent("ann").await,
        site.agent("bob").await,
    );
    let chat = site.chat(ANNA).await;
    site.db
        .assign(site.view(), &admin, chat, Some(ann.id))
        .await
        .unwrap();
    let add = async |who: &Viewer, chat: ChatId, text: &str| {
        site.db
            .add_note(&site.clock, site.view(), who, chat, text, None)
            .await
            .unwrap()
    };
    let seq = site.head().await;
    let unread = site.shape(chat).await.unread_count;
    assert!(matches!(add(&bob, chat, "x").await, Noted::Denied));
    assert!(matches!(
        add(&admin, ChatId::new(site.uuid()), "x").await,
        Noted::NoChat
    ));
    let first = note_of(add(&ann, chat, "calls back on Monday \0").await);
    assert_eq!(
        (first.author_id, first.text.as_str()),
        (ann.id, "calls back on Monday \u{fffd}")
    );
    let mut all = vec![first.id];
    for n in 0..4 {
        all.push(note_of(add(&admin, chat, &format!("note {n}")).await).id);
    }
    all.reverse();
    assert_eq!(site.kinds_after(seq).await, ["chat_note"; 5]);
    let events = site.db.events_after(seq, 9).await.unwrap();
    assert!(
        events
            .iter()
            .all(|e| e.is_for(&ann) && e.is_for(&admin) && !e.is_for(&bob))
    );
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = site.db.notes(chat, after.as_ref(), 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(NoteCursor::after(last));
        seen.extend(page.iter().map(|n| n.id));
    }
    assert_eq!(seen, all, "newest first, also those of one moment");
    // Nothing of it is a message.
    assert_eq!(site.thread(chat).await.len(), 1);
    assert_eq!(site.shape(chat).await.unread_count, unread);
    assert!(site.claim_sends().await.is_empty());
}

async fn one_key_is_one_note(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let chat = site.chat(ANNA).await;
    let key = |body: &str| IdempotencyKey {
        route: "POST /notes".to_owned(),
        key: "k".to_owned(),
        body_sha256: body.to_owned(),
    };
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (db, clock, view, key) = (site.db.clone(), site.clock.clone(), site.view(), key("a"));
        tasks.spawn(async move {
            note_of(
                db.add_note(&clock, view, &admin, chat, "once", Some(&key))
                    .await
                    .unwrap(),
            )
            .id
        });
    }
    let ids = tasks.join_all().await;
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(site.db.notes(chat, None, 9).await.unwrap().len(), 1);
    let other = site
        .db
        .add_note(
            &site.clock,
            site.view(),
            &admin,
            chat,
            "twice",
            Some(&key("b")),
        )
        .await
        .unwrap();
    assert!(matches!(other, Noted::KeyMismatch));
}
