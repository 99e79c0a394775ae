//! What people do with chats: read marks, assignment, and the figures of the top bar.

use domain::account::Platform;
use domain::ids::{ChatId, UserId};
use domain::time::{DAY, HOUR, SECOND};
use domain::user::{AgentVisibility, Viewer};
use store::chats::{Assigned, ChatFilter, Stats};

use crate::chats::list;
use crate::site::{ANNA, BERT, SHOP, Site, echo_of, text_of};

both!(
    marking_read_reads_what_is_stored,
    assignment_follows_the_rules,
    of_two_who_reach_for_a_chat_one_gets_it,
    figures_are_those_of_the_viewer,
    profiles_are_stored_and_told,
    a_customer_is_found_by_id,
    a_chat_without_bubbles_is_not_listed,
);

async fn marking_read_reads_what_is_stored(site: &Site) {
    site.shop().await;
    let chat = site.chat(ANNA).await;
    site.apply(&[
        text_of(ANNA, "m2", "more", site.now()),
        echo_of(ANNA, "m3", "echo", site.now(), None),
    ])
    .await;
    assert_eq!(
        site.shape(chat).await.unread_count,
        2,
        "an echo is neither unread nor reads"
    );
    let seq = site.head().await;
    let shape = site
        .db
        .mark_read(&site.clock, site.view(), chat)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(shape.unread_count, 0);
    assert_eq!(site.kinds_after(seq).await, ["chat_updated"]);
    let seen = "SELECT COUNT(*) FROM job WHERE kind = 'mark_seen'";
    assert_eq!(site.number(seen).await, 1);

    // Nothing is unread: nothing happens.
    let seq = site.head().await;
    assert_eq!(
        site.db
            .mark_read(&site.clock, site.view(), chat)
            .await
            .unwrap()
            .unwrap()
            .unread_count,
        0
    );
    assert_eq!((site.head().await, site.number(seen).await), (seq, 1));

    // What comes later is unread, whatever its time; what came before stays read when it comes again.
    site.hears(ANNA, "late", "from yesterday", site.now().plus(-DAY))
        .await;
    site.hears(ANNA, "m2", "more", site.now()).await;
    assert_eq!(site.shape(chat).await.unread_count, 1);
    site.hears(ANNA, "newest", "now", site.now().plus(-1)).await;
    site.clock.advance(SECOND);
    site.db
        .mark_read(&site.clock, site.view(), chat)
        .await
        .unwrap();
    assert_eq!(site.shape(chat).await.unread_count, 0);
    site.hears(ANNA, "m5", "and on", site.now()).await;
    site.db
        .mark_read(&site.clock, site.view(), chat)
        .await
        .unwrap();
    assert_eq!(site.number(seen).await, 2, "told once per newest message");

    // An unsent one is not unread; nobody's chat is none.
    site.hears(ANNA, "m6", "oops", site.now()).await;
    let unsend = domain::inbound::What::Unsent {
        mid: domain::ids::Mid::new("m6"),
    };
    site.apply(&[crate::site::event_of(ANNA, site.now(), unsend)])
        .await;
    assert_eq!(site.shape(chat).await.unread_count, 0);
    assert!(
        site.db
            .mark_read(&site.clock, site.view(), ChatId::new(site.uuid()))
            .await
            .unwrap()
            .is_none()
    );
}

async fn assignment_follows_the_rules(site: &Site) {
    site.shop().await;
    let (admin, ann, bob) = (
        site.admin().await,
        site.agent("ann").await,
        site.agent("bob").await,
    );
    let open = Viewer {
        visibility: AgentVisibility::Unassigned,
        ..ann
    };
    let chat = site.chat(ANNA).await;
    let assign = async |who: &Viewer, to: Option<UserId>| match site
        .db
        .assign(site.view(), who, chat, to)
        .await
        .unwrap()
    {
        Assigned::Chat(shape) => match shape.assigned_to {
            None => "nobody".to_owned(),
            Some(id) if id == ann.id => "ann".to_owned(),
            Some(_) => "bob".to_owned(),
        },
        Assigned::NoChat => "no chat".to_owned(),
        Assigned::NoAgent => "no agent".to_owned(),
        Assigned::Denied => "denied".to_owned(),
    };
    assert_eq!(
        assign(&ann, Some(ann.id)).await,
        "denied",
        "she cannot see it"
    );
    assert_eq!(assign(&open, Some(bob.id)).await, "denied");
    assert_eq!(assign(&open, Some(ann.id)).await, "ann");
    let seq = site.head().await;
    assert_eq!(assign(&open, Some(ann.id)).await, "ann");
    assert_eq!(site.head().await, seq, "nothing changed, nobody is told");
    assert_eq!(assign(&bob, Some(bob.id)).await, "denied");
    assert_eq!(assign(&ann, Some(bob.id)).await, "denied");
    assert_eq!(assign(&admin, Some(bob.id)).await, "bob");
    let told = site.db.events_after(seq, 10).await.unwrap();
    assert_eq!(told.len(), 1);
    assert!(told[0].is_for(&ann) && told[0].is_for(&bob));
    assert_eq!(assign(&bob, None).await, "nobody");
    assert_eq!(
        assign(&admin, Some(UserId::new(site.uuid()))).await,
        "no agent"
    );
    site.sql(&format!(
        "UPDATE users SET is_active = 0 WHERE id = '{}'",
        bob.id
    ))
    .await;
    assert_eq!(assign(&admin, Some(bob.id)).await, "no agent");
    let missing = site
        .db
        .assign(site.view(), &admin, ChatId::new(site.uuid()), None)
        .await
        .unwrap();
    assert!(matches!(missing, Assigned::NoChat));
    let shape = site.shape(chat).await;
    assert_eq!((shape.assigned_to, shape.assigned_agent), (None, None));
}

async fn of_two_who_reach_for_a_chat_one_gets_it(site: &Site) {
    site.shop().await;
    let mut people = Vec::new();
    for n in 0..6 {
        people.push(Viewer {
            visibility: AgentVisibility::Unassigned,
            ..site.agent(&format!("agent{n}")).await
        });
    }
    let chat = site.chat(ANNA).await;
    let mut tasks = tokio::task::JoinSet::new();
    for who in people {
        let (db, view) = (site.db.clone(), site.view());
        tasks.spawn(async move {
            (
                who.id,
                db.assign(view, &who, chat, Some(who.id)).await.unwrap(),
            )
        });
    }
    let won: Vec<UserId> = tasks
        .join_all()
        .await
        .into_iter()
        .filter(|(_, a)| matches!(a, Assigned::Chat(_)))
        .map(|(id, _)| id)
        .collect();
    assert_eq!(won.len(), 1);
    assert_eq!(site.shape(chat).await.assigned_to, Some(won[0]));
}

async fn figures_are_those_of_the_viewer(site: &Site) {
    site.shop().await;
    site.connect(Platform::Facebook, "100").await;
    let (admin, ann) = (site.admin().await, site.agent("ann").await);
    site.agent("bob").await;
    let open = Viewer {
        visibility: AgentVisibility::Unassigned,
        ..ann
    };
    let zero = Stats {
        total_chats: 0,
        assigned_chats: 0,
        unassigned_chats: 0,
        total_messages: 0,
        active_agents: 2,
        instagram_chats: 0,
        facebook_chats: 0,
    };
    assert_eq!(site.db.stats(&admin).await.unwrap(), zero);
    let chat = site.chat(ANNA).await;
    site.hears(ANNA, "m2", "again", site.now()).await;
    site.hears(ANNA, "m2", "again", site.now()).await;
    site.apply_to(
        Platform::Facebook,
        "100",
        &[text_of("9", "m3", "hi", site.now())],
    )
    .await;
    // A referral alone makes a chat without a bubble: it is not counted.
    let referral = domain::inbound::What::Referral(serde_json::json!({"ref": "x"}));
    site.apply(&[crate::site::event_of(BERT, site.now(), referral)])
        .await;
    site.db
        .assign(site.view(), &admin, chat, Some(ann.id))
        .await
        .unwrap();
    site.says(chat, ann, &["hello", "there"]).await;
    let all = Stats {
        total_chats: 2,
        assigned_chats: 1,
        unassigned_chats: 1,
        total_messages: 5,
        instagram_chats: 1,
        facebook_chats: 1,
        ..zero.clone()
    };
    assert_eq!(site.db.stats(&admin).await.unwrap(), all);
    assert_eq!(site.db.stats(&open).await.unwrap(), all);
    let hers = Stats {
        total_chats: 1,
        assigned_chats: 1,
        total_messages: 4,
        instagram_chats: 1,
        ..zero.clone()
    };
    assert_eq!(site.db.stats(&ann).await.unwrap(), hers);
    site.db.assign(site.view(), &ann, chat, None).await.unwrap();
    assert_eq!(site.db.stats(&ann).await.unwrap(), zero);
    assert_eq!(site.db.stats(&admin).await.unwrap().unassigned_chats, 2);
}

async fn profiles_are_stored_and_told(site: &Site) {
    site.shop().await;
    let chat = site.chat(ANNA).await;
    assert_eq!(
        site.shape(chat).await.username,
        ANNA,
        "the id, until the name is known"
    );
    let seq = site.head().await;
    site.db
        .store_profile(
            site.view(),
            chat,
            Some("anna.b"),
            None,
            Some("https://cdn.example/a.jpg"),
        )
        .await
        .unwrap();
    assert_eq!(site.kinds_after(seq).await, ["chat_updated"]);
    site.db
        .store_profile(site.view(), chat, Some("anna.b"), None, None)
        .await
        .unwrap();
    assert_eq!(site.head().await, seq + 1, "known already");
    let shape = site.shape(chat).await;
    assert_eq!(
        (shape.username.as_str(), shape.profile_pic_url),
        ("anna.b", None),
        "a picture is shown once it is copied"
    );
    site.db
        .store_profile(site.view(), ChatId::new(site.uuid()), Some("x"), None, None)
        .await
        .unwrap();
}

async fn a_customer_is_found_by_id(site: &Site) {
    site.shop().await;
    site.connect(Platform::Instagram, "2").await;
    site.connect(Platform::Facebook, "100").await;
    let older = site.hears(ANNA, "m1", "hi", site.now().plus(-HOUR)).await;
    let newer = site
        .apply_to(
            Platform::Instagram,
            "2",
            &[text_of(ANNA, "m2", "hi", site.now())],
        )
        .await[0]
        .chat
        .unwrap();
    let page = site
        .apply_to(
            Platform::Facebook,
            "100",
            &[text_of(ANNA, "m3", "hi", site.now())],
        )
        .await[0]
        .chat
        .unwrap();
    let found = async |platform, id: &str| {
        site.db
            .chat_of_customer(platform, id)
            .await
            .unwrap()
            .map(|c| c.id)
    };
    assert_eq!(found(Platform::Instagram, ANNA).await, Some(newer));
    assert_eq!(found(Platform::Facebook, ANNA).await, Some(page));
    assert_eq!(found(Platform::Instagram, BERT).await, None);
    assert_ne!(older, newer);
    assert!(site.db.has_mid("m1").await.unwrap());
    assert!(!site.db.has_mid("m9").await.unwrap());
    assert_eq!(site.shape(older).await.facebook_page_id.as_str(), SHOP);
}

async fn a_chat_without_bubbles_is_not_listed(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let seen = domain::inbound::What::Read(domain::inbound::ReadMark::Watermark(site.now()));
    let chat = site
        .apply(&[crate::site::event_of(ANNA, site.now(), seen)])
        .await[0]
        .chat
        .unwrap();
    assert!(list(site, &admin, &ChatFilter::default()).await.is_empty());
    assert_eq!(site.head().await, 0, "and nobody is told of it");
    site.hears(ANNA, "m1", "hi", site.now()).await;
    assert_eq!(list(site, &admin, &ChatFilter::default()).await, [chat]);
}
