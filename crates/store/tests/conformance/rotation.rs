//! New chats go to the agents in turn: fairly, once, and to nobody who cannot take them.

use std::collections::BTreeMap;

use domain::account::Platform;
use domain::chat::ChatState;
use domain::desk::StateWish;
use domain::ids::{ChatId, UserId};
use domain::inbound::{Inbound, ReadMark, What};
use domain::time::SECOND;
use domain::user::Viewer;
use store::desk::ChatWish;

use crate::convergence::figures_are_true;
use crate::site::{ANNA, BERT, SHOP, Site, echo_of, event_of, text_of};

both!(
    new_chats_go_round,
    who_comes_back_keeps_their_agent,
    nodes_share_one_round,
    nothing_is_given_unless_it_is_asked_for,
);

async fn told(site: &Site, events: &[Inbound]) -> Vec<Option<UserId>> {
    let items: Vec<_> = events
        .iter()
        .map(|e| site.item(Platform::Instagram, SHOP, e))
        .collect();
    let applied = site
        .db
        .apply(&site.clock, site.in_turn(), &items, &[])
        .await
        .unwrap();
    let mut owners = Vec::new();
    for outcome in applied.outcomes {
        let chat = site.db.chat(outcome.chat.unwrap()).await.unwrap().unwrap();
        owners.push(chat.assigned_to);
    }
    owners
}

async fn put(site: &Site, who: &Viewer, chat: ChatId, state: ChatState) {
    let wish = ChatWish {
        state: StateWish {
            state: Some(state),
            until: None,
        },
        labels: None,
    };
    site.db
        .change_chat(site.view(), who, chat, &wish)
        .await
        .unwrap();
}

async fn deactivate(site: &Site, who: &Viewer) {
    site.sql(&format!(
        "UPDATE users SET is_active = 0 WHERE id = '{}'",
        who.id
    ))
    .await;
}

async fn new_chats_go_round(site: &Site) {
    site.shop().await;
    let hello = |n: usize| {
        text_of(
            &format!("c{n}"),
            &format!("m{n}"),
            "hi",
            site.now().plus(n as i64 * SECOND - 60 * SECOND),
        )
    };
    assert_eq!(told(site, &[hello(0)]).await, [None], "there is nobody");
    site.admin().await;
    let people = [
        site.agent("ann").await,
        site.agent("bob").await,
        site.agent("cem").await,
    ];
    let [ann, bob, cem] = people.map(|p| Some(p.id));
    let seq = site.head().await;
    assert_eq!(told(site, &[hello(1)]).await, [ann]);
    // The agent learns of it by the events of the message itself, and nobody else does.
    let events = site.db.events_after(seq, 50).await.unwrap();
    assert!(!events.is_empty());
    assert!(
        events
            .iter()
            .all(|e| e.is_for(&people[0]) && !e.is_for(&people[1]))
    );
    assert_eq!(
        site.kinds_after(seq).await,
        ["ig_dm", "new_message", "chat_updated"]
    );
    // Several at once, in the order in which they wrote; a second message changes nothing, and takes no turn.
    assert_eq!(
        told(site, &[hello(4), hello(2), hello(3), hello(2)]).await,
        [ann, bob, cem, bob]
    );
    assert_eq!(
        told(
            site,
            &[hello(5), text_of("c5", "more", "there?", site.now())]
        )
        .await,
        [bob, bob]
    );
    assert_eq!(
        told(site, &[hello(5), hello(1)]).await,
        [bob, ann],
        "told again"
    );
    // Who has left is passed over, and takes their turn again when they are back.
    deactivate(site, &people[2]).await;
    assert_eq!(
        told(site, &[hello(6), hello(7), hello(8)]).await,
        [ann, bob, ann]
    );
    site.sql("UPDATE users SET is_active = 1").await;
    let dan = Some(site.agent("dan").await.id);
    assert_eq!(
        told(site, &[hello(9), hello(10), hello(11), hello(12)]).await,
        [bob, cem, dan, ann]
    );
    assert_eq!(
        told(site, &[hello(0)]).await,
        [None],
        "nobody was there then; somebody takes it by hand"
    );
    figures_are_true(site).await;
}

async fn who_comes_back_keeps_their_agent(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let (ann, bob) = (site.agent("ann").await, site.agent("bob").await);
    let again = async |customer: &str, mid: &str| {
        site.clock.advance(SECOND);
        told(site, &[text_of(customer, mid, "again", site.now())]).await[0]
    };
    assert_eq!(again(ANNA, "m1").await, Some(ann.id));
    let chat = site.hears(ANNA, "m1", "again", site.now()).await;
    put(site, &ann, chat, ChatState::Resolved).await;
    assert_eq!(again(ANNA, "m2").await, Some(ann.id), "hers, out of turn");
    assert_eq!(again(BERT, "m3").await, Some(bob.id));
    // Snoozed is not done: nobody new is asked for.
    put(site, &ann, chat, ChatState::Snoozed).await;
    site.db
        .assign(site.view(), &admin, chat, None)
        .await
        .unwrap();
    assert_eq!(
        again(ANNA, "m4").await,
        None,
        "it was given back on purpose"
    );
    site.db
        .assign(site.view(), &admin, chat, Some(ann.id))
        .await
        .unwrap();
    put(site, &ann, chat, ChatState::Resolved).await;
    deactivate(site, &ann).await;
    let seq = site.head().await;
    assert_eq!(again(ANNA, "m5").await, Some(bob.id), "she has left");
    let last = site.db.events_after(seq, 50).await.unwrap().pop().unwrap();
    assert!(last.is_for(&bob) && last.is_for(&ann), "both are told");
    // What nobody had goes to whoever is next, an admin's chat stays with them.
    site.db
        .assign(site.view(), &admin, chat, None)
        .await
        .unwrap();
    put(site, &admin, chat, ChatState::Resolved).await;
    assert_eq!(again(ANNA, "m6").await, Some(bob.id));
    site.db
        .assign(site.view(), &admin, chat, Some(admin.id))
        .await
        .unwrap();
    put(site, &admin, chat, ChatState::Resolved).await;
    assert_eq!(again(ANNA, "m7").await, Some(admin.id));
    figures_are_true(site).await;
}

async fn nodes_share_one_round(site: &Site) {
    for n in 0..4 {
        site.connect(Platform::Instagram, &format!("shop{n}")).await;
    }
    for name in ["ann", "bob", "cem"] {
        site.agent(name).await;
    }
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..24_usize {
        let event = text_of(&format!("c{n}"), &format!("m{n}"), "hi", site.now());
        let item = site.item(Platform::Instagram, &format!("shop{}", n % 4), &event);
        let (db, clock, view) = (site.db.clone(), site.clock.clone(), site.in_turn());
        // Each twice, as when one of two nodes took over what the other had begun.
        for _ in 0..2 {
            let (db, clock, item) = (db.clone(), clock.clone(), item.clone());
            tasks.spawn(async move { db.apply(&clock, view, &[item], &[]).await.unwrap() });
        }
    }
    tasks.join_all().await;
    let owners = site
        .texts("SELECT COALESCE(assigned_to, '') FROM chat")
        .await;
    let mut got = BTreeMap::new();
    for owner in owners {
        *got.entry(owner).or_insert(0) += 1;
    }
    assert_eq!(got.into_values().collect::<Vec<i32>>(), [8, 8, 8]);
    figures_are_true(site).await;
}

async fn nothing_is_given_unless_it_is_asked_for(site: &Site) {
    site.shop().await;
    let ann = Some(site.agent("ann").await.id);
    // Off, which is the default.
    let chat = site.chat(ANNA).await;
    assert_eq!(site.shape(chat).await.assigned_to, None);
    assert_eq!(
        told(site, &[text_of(ANNA, "m2", "more", site.now())]).await,
        [None],
        "not new any more"
    );
    // What makes a chat without a word of the customer gives it to nobody; their first word does.
    let seen = What::Read(ReadMark::Watermark(site.now()));
    assert_eq!(
        told(site, &[event_of(BERT, site.now(), seen)]).await,
        [None]
    );
    assert_eq!(
        told(site, &[echo_of(BERT, "e1", "hello", site.now(), None)]).await,
        [None]
    );
    assert_eq!(
        told(site, &[text_of(BERT, "m3", "hi", site.now())]).await,
        [ann]
    );
}
