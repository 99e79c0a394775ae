//! Lists of chats, who may see them, read marks, assignment, figures.

use domain::account::Platform;
use domain::chat::ChatState;
use domain::ids::{ChatId, UserId};
use domain::time::{DAY, HOUR, SECOND};
use domain::user::{AgentVisibility, Viewer};
use domain::window::{CLOSING, HUMAN_AGENT, STANDARD};
use store::chats::{Assigned, ChatFilter, Stats, WindowFilter, cursor_after};
use store::ingest::View;

use crate::site::{ANNA, BERT, SHOP, Site, echo_of, text_of};

both!(
    each_filter_filters,
    pages_join_without_gaps_at_equal_times,
    people_see_what_is_theirs,
    search_takes_wildcards_literally,
    windows_end_to_the_microsecond,
    labels_are_whole_and_exact,
    marking_read_reads_what_is_stored,
    assignment_follows_the_rules,
    of_two_who_reach_for_a_chat_one_gets_it,
    figures_are_those_of_the_viewer,
    profiles_are_stored_and_told,
    a_customer_is_found_by_id,
    a_chat_without_bubbles_is_not_listed,
);

async fn list(site: &Site, viewer: &Viewer, filter: &ChatFilter) -> Vec<ChatId> {
    let chats = site
        .db
        .chats(viewer, site.view(), filter, None, 200)
        .await
        .unwrap();
    chats.into_iter().map(|c| c.id).collect()
}

async fn each_filter_filters(site: &Site) {
    site.shop().await;
    site.connect(Platform::Facebook, "100").await;
    let (admin, ann) = (site.admin().await, site.agent("ann").await);
    let anna = site
        .hears(ANNA, "m1", "hi", site.now().plus(-3 * SECOND))
        .await;
    let bert = site
        .hears(BERT, "m2", "hi", site.now().plus(-2 * SECOND))
        .await;
    let event = text_of("9", "m3", "hi", site.now().plus(-SECOND));
    let page = site.apply_to(Platform::Facebook, "100", &[event]).await[0]
        .chat
        .unwrap();
    site.db
        .assign(site.view(), &admin, anna, Some(ann.id))
        .await
        .unwrap();
    site.db
        .assign(site.view(), &admin, page, Some(admin.id))
        .await
        .unwrap();
    site.db
        .mark_read(&site.clock, site.view(), bert)
        .await
        .unwrap();
    site.sql(&format!(
        "UPDATE chat SET state = 'snoozed' WHERE id = '{page}'"
    ))
    .await;

    let only = async |filter: ChatFilter| list(site, &admin, &filter).await;
    let none = ChatFilter::default;
    assert_eq!(only(none()).await, [page, bert, anna], "newest first");
    assert_eq!(
        only(ChatFilter {
            platform: Some(Platform::Facebook),
            ..none()
        })
        .await,
        [page]
    );
    assert_eq!(
        only(ChatFilter {
            platform: Some(Platform::Instagram),
            ..none()
        })
        .await,
        [bert, anna]
    );
    assert_eq!(
        only(ChatFilter {
            assigned: Some(true),
            ..none()
        })
        .await,
        [page, anna]
    );
    assert_eq!(
        only(ChatFilter {
            assigned: Some(false),
            ..none()
        })
        .await,
        [bert]
    );
    assert_eq!(
        only(ChatFilter {
            state: Some(ChatState::Open),
            ..none()
        })
        .await,
        [bert, anna]
    );
    assert_eq!(
        only(ChatFilter {
            state: Some(ChatState::Snoozed),
            ..none()
        })
        .await,
        [page]
    );
    assert_eq!(
        only(ChatFilter {
            mine: true,
            ..none()
        })
        .await,
        [page]
    );
    assert_eq!(
        only(ChatFilter {
            unread: true,
            ..none()
        })
        .await,
        [page, anna]
    );
    let both = ChatFilter {
        platform: Some(Platform::Instagram),
        assigned: Some(false),
        unread: true,
        ..none()
    };
    assert!(only(both).await.is_empty());
    let shown = site
        .db
        .chats(&admin, site.view(), &none(), None, 10)
        .await
        .unwrap();
    assert_eq!(
        shown[2].assigned_agent.as_ref().map(|a| a.name.as_str()),
        Some("ann")
    );
    assert_eq!(shown[1].assigned_agent, None);
}

async fn pages_join_without_gaps_at_equal_times(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    for n in 0..23 {
        // Five share a time.
        site.hears(
            &format!("c{n}"),
            &format!("m{n}"),
            "hi",
            site.now().plus(-SECOND * (n / 5)),
        )
        .await;
    }
    let open = Viewer {
        visibility: AgentVisibility::Unassigned,
        ..site.agent("ann").await
    };
    for n in [3, 8, 11] {
        let chat = site
            .db
            .chat_of_customer(Platform::Instagram, &format!("c{n}"))
            .await
            .unwrap()
            .unwrap();
        site.db
            .assign(site.view(), &admin, chat.id, Some(open.id))
            .await
            .unwrap();
    }
    for viewer in [admin, open] {
        let all = list(site, &viewer, &ChatFilter::default()).await;
        assert_eq!(all.len(), 23);
        for limit in [1, 4, 5, 23] {
            let mut seen = Vec::new();
            let mut after = None;
            loop {
                let page = site
                    .db
                    .chats(
                        &viewer,
                        site.view(),
                        &ChatFilter::default(),
                        after.as_ref(),
                        limit,
                    )
                    .await
                    .unwrap();
                assert!(page.len() as i64 <= limit);
                if page.is_empty() {
                    break;
                }
                after = cursor_after(&page);
                seen.extend(page.iter().map(|c| c.id));
            }
            assert_eq!(seen, all, "in pages of {limit}");
        }
    }
}

async fn people_see_what_is_theirs(site: &Site) {
    site.shop().await;
    let (admin, ann, bob) = (
        site.admin().await,
        site.agent("ann").await,
        site.agent("bob").await,
    );
    let (hers, his) = (site.chat(ANNA).await, site.chat(BERT).await);
    let free = site.chat("3").await;
    site.db
        .assign(site.view(), &admin, hers, Some(ann.id))
        .await
        .unwrap();
    site.db
        .assign(site.view(), &admin, his, Some(bob.id))
        .await
        .unwrap();
    let all = ChatFilter::default();
    assert_eq!(list(site, &admin, &all).await.len(), 3);
    assert_eq!(list(site, &ann, &all).await, [hers]);
    assert_eq!(list(site, &bob, &all).await, [his]);
    let open = Viewer {
        visibility: AgentVisibility::Unassigned,
        ..ann
    };
    let mut seen = list(site, &open, &all).await;
    seen.sort_unstable();
    assert_eq!(seen, [hers, free]);
    // No filter widens the view.
    let search = ChatFilter {
        search: Some("hello".to_owned()),
        ..all.clone()
    };
    assert_eq!(list(site, &ann, &search).await, [hers]);
    assert!(
        list(
            site,
            &ann,
            &ChatFilter {
                assigned: Some(false),
                ..all.clone()
            }
        )
        .await
        .is_empty()
    );
    assert_eq!(
        list(
            site,
            &open,
            &ChatFilter {
                assigned: Some(false),
                ..all.clone()
            }
        )
        .await,
        [free]
    );
    assert_eq!(
        list(site, &open, &ChatFilter { mine: true, ..all }).await,
        [hers]
    );
}

async fn search_takes_wildcards_literally(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let words = [
        "100% sure",
        "a_b",
        "aXb",
        "Bang! bang",
        "Straße",
        "back\\slash",
        "'quote'",
    ];
    for (n, text) in words.iter().enumerate() {
        let at = site.now().plus(-SECOND * n as i64);
        let chat = site
            .hears(&format!("Customer{n}"), &format!("m{n}"), text, at)
            .await;
        site.db
            .store_profile(site.view(), chat, Some(&format!("Name.{n}")), None)
            .await
            .unwrap();
    }
    let found = async |q: &str| {
        let filter = ChatFilter {
            search: Some(q.to_owned()),
            ..ChatFilter::default()
        };
        let chats = site
            .db
            .chats(&admin, site.view(), &filter, None, 50)
            .await
            .unwrap();
        chats
            .into_iter()
            .map(|c| c.last_message)
            .collect::<Vec<_>>()
    };
    assert_eq!(found("100%").await, ["100% sure"]);
    assert_eq!(found("%").await, ["100% sure"]);
    assert_eq!(found("a_b").await, ["a_b"]);
    assert_eq!(found("!").await, ["Bang! bang"]);
    assert_eq!(found("BANG! BANG").await, ["Bang! bang"]);
    assert_eq!(found("Straße").await, ["Straße"]);
    assert_eq!(found("k\\s").await, ["back\\slash"]);
    assert_eq!(found("'").await, ["'quote'"]);
    assert_eq!(found("name.3").await, ["Bang! bang"]);
    assert_eq!(found("CUSTOMER2").await, ["aXb"]);
    assert!(found("a\0b").await.is_empty());
    assert_eq!(found("  ").await.len(), words.len(), "nothing asked for");
    // What was taken back is not found.
    let unsend = domain::inbound::What::Unsent {
        mid: domain::ids::Mid::new("m0"),
    };
    site.apply(&[crate::site::event_of("Customer0", site.now(), unsend)])
        .await;
    assert!(found("100%").await.is_empty());
}

async fn windows_end_to_the_microsecond(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let start = site.now();
    let chat = site.hears(ANNA, "m1", "hi", start).await;
    let echo_only = site.apply(&[echo_of(BERT, "m2", "hi", start, None)]).await[0]
        .chat
        .unwrap();
    let at = async |age: i64, human_agent: bool, window: WindowFilter| {
        let filter = ChatFilter {
            window: Some(window),
            ..ChatFilter::default()
        };
        let view = View {
            now: start.plus(age),
            human_agent,
        };
        let found = site
            .db
            .chats(&admin, view, &filter, None, 10)
            .await
            .unwrap();
        // What the list says of each is what the filter asked for.
        for shape in &found {
            let state = serde_json::to_value(shape.reply_window.state).unwrap();
            let wanted = match window {
                WindowFilter::Open | WindowFilter::Closing => "open",
                WindowFilter::HumanAgent => "human_agent",
                WindowFilter::Closed => "closed",
            };
            assert_eq!(state, wanted);
        }
        found.iter().map(|c| c.id).collect::<Vec<_>>()
    };
    use WindowFilter::{Closed, Closing, HumanAgent, Open};
    assert_eq!(at(0, false, Open).await, [chat]);
    assert!(at(0, false, Closing).await.is_empty());
    assert!(at(STANDARD - CLOSING - 1, true, Closing).await.is_empty());
    assert_eq!(at(STANDARD - CLOSING, true, Closing).await, [chat]);
    assert_eq!(at(STANDARD - 1, true, Open).await, [chat]);
    assert_eq!(at(STANDARD - 1, false, Closing).await, [chat]);
    assert!(at(STANDARD, true, Open).await.is_empty());
    assert!(at(STANDARD, true, Closing).await.is_empty());
    assert!(at(STANDARD - 1, true, HumanAgent).await.is_empty());
    assert_eq!(at(STANDARD, true, HumanAgent).await, [chat]);
    assert!(at(STANDARD, false, HumanAgent).await.is_empty());
    assert_eq!(
        at(STANDARD, true, Closed).await,
        [echo_only],
        "never written is closed"
    );
    let mut closed = at(STANDARD, false, Closed).await;
    closed.sort_unstable();
    assert_eq!(closed, [chat, echo_only]);
    assert_eq!(at(HUMAN_AGENT - 1, true, HumanAgent).await, [chat]);
    assert!(at(HUMAN_AGENT, true, HumanAgent).await.is_empty());
    assert_eq!(at(HUMAN_AGENT, true, Closed).await.len(), 2);
    assert_eq!(at(DAY * 30, true, Closed).await.len(), 2);
}

async fn labels_are_whole_and_exact(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let chat = site.chat(ANNA).await;
    site.sql(&format!(
        r#"UPDATE chat SET labels = '["VIP","a\"b","größe"]' WHERE id = '{chat}'"#
    ))
    .await;
    let with = async |label: &str| {
        !list(
            site,
            &admin,
            &ChatFilter {
                label: Some(label.to_owned()),
                ..ChatFilter::default()
            },
        )
        .await
        .is_empty()
    };
    for there in ["VIP", "a\"b", "größe"] {
        assert!(with(there).await, "{there}");
    }
    for other in ["vip", "VI", "IP", "b", "%", ",", "VIP\",\"a"] {
        assert!(!with(other).await, "{other}");
    }
    assert_eq!(site.shape(chat).await.labels, ["VIP", "a\"b", "größe"]);
}

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
        Assigned::Chat(shape) => format!(
            "{}",
            shape.assigned_to.map_or_else(
                || "nobody".to_owned(),
                |id| if id == ann.id {
                    "ann".to_owned()
                } else {
                    "bob".to_owned()
                }
            )
        ),
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
            Some("https://cdn.example/a.jpg"),
        )
        .await
        .unwrap();
    assert_eq!(site.kinds_after(seq).await, ["chat_updated"]);
    site.db
        .store_profile(site.view(), chat, Some("anna.b"), None)
        .await
        .unwrap();
    assert_eq!(site.head().await, seq + 1, "known already");
    let shape = site.shape(chat).await;
    assert_eq!(
        (shape.username.as_str(), shape.profile_pic_url.as_deref()),
        ("anna.b", Some("https://cdn.example/a.jpg"))
    );
    site.db
        .store_profile(site.view(), ChatId::new(site.uuid()), Some("x"), None)
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
