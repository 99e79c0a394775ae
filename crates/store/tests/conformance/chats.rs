//! Lists of chats, and who may see them.

use domain::account::Platform;
use domain::chat::ChatState;
use domain::ids::ChatId;
use domain::time::{DAY, SECOND};
use domain::user::{AgentVisibility, Viewer};
use domain::window::{CLOSING, HUMAN_AGENT, STANDARD};
use store::chats::{ChatFilter, WindowFilter, cursor_after};
use store::ingest::View;

use crate::site::{ANNA, BERT, Site, echo_of, text_of};

both!(
    each_filter_filters,
    pages_join_without_gaps_at_equal_times,
    people_see_what_is_theirs,
    windows_end_to_the_microsecond,
);

pub(crate) async fn list(site: &Site, viewer: &Viewer, filter: &ChatFilter) -> Vec<ChatId> {
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
    crate::finding::count_all(site).await;
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

async fn windows_end_to_the_microsecond(site: &Site) {
    use WindowFilter::{Closed, Closing, HumanAgent, Open};
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
            auto_assign: domain::user::AutoAssign::Off,
            history: false,
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
                Open | Closing => "open",
                HumanAgent => "human_agent",
                Closed => "closed",
            };
            assert_eq!(state, wanted);
        }
        found.iter().map(|c| c.id).collect::<Vec<_>>()
    };
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
