//! Search and labels, and that every way to read a list gives the same list.

use std::collections::BTreeSet;

use domain::account::Platform;
use domain::chat::ChatState;
use domain::desk::StateWish;
use domain::ids::ChatId;
use domain::inbound::What;
use domain::label::labels;
use domain::time::{DAY, HOUR, SECOND};
use domain::user::{AgentVisibility, Viewer};
use domain::window::WindowFilter;
use store::Db;
use store::chats::{ChatFilter, cursor_after};
use store::desk::ChatWish;

use crate::chats::list;
use crate::site::{ANNA, BERT, Site, event_of, text_of};

both!(
    words_are_found_by_their_beginning,
    what_is_gone_is_not_found,
    words_of_an_older_database_are_made,
    labels_are_found_in_any_case_and_order,
    every_way_to_read_gives_the_same_list,
    common_and_rare_words_give_the_same_pages,
    counting_at_once_counts_once,
    a_walk_goes_on_where_it_was_left,
);

/// Counts what waits, as the server does in the background.
pub(crate) async fn count_all(site: &Site) {
    while site.db.count_words().await.unwrap() || site.db.recount_words().await.unwrap() {}
    assert_eq!(site.db.uncounted_texts(10).await.unwrap(), 0);
}

/// What a search finds, by last message.
async fn found(site: &Site, who: &Viewer, q: &str) -> Vec<String> {
    count_all(site).await;
    let filter = ChatFilter {
        search: Some(q.to_owned()),
        ..ChatFilter::default()
    };
    let chats = site.db.chats(who, site.view(), &filter, None, 50).await;
    let chats = chats.unwrap();
    chats.into_iter().map(|c| c.last_message).collect()
}

/// The words that are kept are those that counting gives.
pub(crate) async fn words_are_true(site: &Site) {
    count_all(site).await;
    let kept = "SELECT chat_id || ' ' || word || ' ' || CAST(texts AS TEXT) FROM chat_word";
    let kept: BTreeSet<String> = site.texts(kept).await.into_iter().collect();
    let texts = "SELECT chat_id || ' ' || text FROM message WHERE presence = 'shown' AND chat_id IS NOT NULL \
        UNION ALL SELECT id || ' ' || customer_id || ' ' || COALESCE(username, '') || ' ' || COALESCE(customer_name, '') FROM chat";
    let mut counted = std::collections::BTreeMap::<String, usize>::new();
    for row in site.texts(texts).await {
        let (chat, text) = row.split_once(' ').unwrap();
        for word in domain::search::words(text) {
            *counted.entry(format!("{chat} {word}")).or_default() += 1;
        }
    }
    let counted: BTreeSet<String> = counted.iter().map(|(w, n)| format!("{w} {n}")).collect();
    assert_eq!(kept, counted);
}

/// They are the same when they are made anew, from everything.
async fn made_anew_they_are_the_same(site: &Site) {
    words_are_true(site).await;
    site.sql("DELETE FROM setting WHERE key IN ('search_rules', 'search_walk')")
        .await;
    site.sql("UPDATE chat_word SET texts = texts + 1").await;
    words_are_true(site).await;
}

async fn words_are_found_by_their_beginning(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let texts = [
        "100% sure, the blue one",
        "a_b",
        "Bang! bang",
        "Bis zur Straße, bitte",
        "L'ÉCOLE est finie",
        "നമസ്കാരം സുഹൃത്തേ",
        "青いシャツはありますか",
        "'quote' \0 %",
    ];
    for (n, text) in texts.iter().enumerate() {
        let at = site.now().plus(-SECOND * n as i64);
        let chat = site
            .hears(&format!("Customer{n}"), &format!("m{n}"), text, at)
            .await;
        let name = format!("Name.{n}");
        site.db
            .store_profile(
                site.view(),
                chat,
                Some(&name),
                Some(&format!("Zoë {n}")),
                None,
            )
            .await
            .unwrap();
    }
    let one = async |q: &str| {
        let found = found(site, &admin, q).await;
        assert!(found.len() <= 1, "{q}: {found:?}");
        found
            .first()
            .and_then(|f| texts.iter().position(|t| t.replace('\0', "\u{fffd}") == *f))
    };
    for (q, place) in [
        ("100%", 0),
        ("one blue", 0),
        ("BLU", 0),
        ("a_b", 1),
        ("BANG! BANG", 2),
        ("STRASSE", 3),
        ("straß", 3),
        ("école", 4),
        ("E\u{301}cole", 4),
        ("സുഹൃ", 5),
        ("シャツ", 6),
        ("'quote'", 7),
        ("CUSTOMER2", 2),
        ("name.3", 3),
        ("ZOË 4", 4),
        // Of a name and of a message.
        ("zoë bang", 2),
    ] {
        assert_eq!(one(q).await, Some(place), "{q}");
    }
    // A search knows what was stored before it, though nobody has counted it yet.
    site.hears("Later", "late", "Žofia čeká", site.now()).await;
    assert_eq!(site.db.uncounted_texts(10).await.unwrap(), 2);
    let zofia = ChatFilter {
        search: Some("zofia".to_owned()),
        ..ChatFilter::default()
    };
    let late = site.db.chats(&admin, site.view(), &zofia, None, 9).await;
    assert_eq!(late.unwrap()[0].last_message, "Žofia čeká");
    assert_eq!(site.db.uncounted_texts(10).await.unwrap(), 0);
    for q in [
        "%",
        "!!",
        "lue",
        "100 green",
        "a\0x",
        "name.9",
        "\u{10FFFF}",
    ] {
        assert_eq!(one(q).await, None, "{q}");
    }
    assert_eq!(
        found(site, &admin, "  ").await.len(),
        texts.len() + 1,
        "nothing asked for"
    );
    assert_eq!(found(site, &admin, "zoë").await.len(), texts.len());
    // A new name takes the place of the old one.
    let chat = site.chat("Customer0").await;
    site.db
        .store_profile(site.view(), chat, Some("Other"), None, None)
        .await
        .unwrap();
    assert_eq!(
        (
            one("name.0").await,
            found(site, &admin, "other zoë").await.len()
        ),
        (None, 1)
    );
    // Nobody finds what they may not see.
    let ann = site.agent("ann").await;
    assert!(found(site, &ann, "bang").await.is_empty());
    made_anew_they_are_the_same(site).await;
}

async fn what_is_gone_is_not_found(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let chat = site.hears(ANNA, "m1", "secret plan", site.now()).await;
    site.hears(ANNA, "m2", "the plan again", site.now()).await;
    let edit = What::Edited {
        mid: domain::ids::Mid::new("m2"),
        number: 1,
        text: Some("the idea again".to_owned()),
    };
    site.apply(&[event_of(ANNA, site.now(), edit)]).await;
    assert_eq!(found(site, &admin, "plan").await.len(), 1);
    assert_eq!(found(site, &admin, "idea").await.len(), 1);
    let unsend = What::Unsent {
        mid: domain::ids::Mid::new("m1"),
    };
    // Twice, and before its message as well.
    for _ in 0..2 {
        site.apply(&[event_of(ANNA, site.now(), unsend.clone())])
            .await;
    }
    let early = What::Unsent {
        mid: domain::ids::Mid::new("m3"),
    };
    site.apply(&[event_of(ANNA, site.now(), early)]).await;
    site.hears(ANNA, "m3", "hidden words", site.now()).await;
    for q in ["secret", "plan", "hidden"] {
        assert!(found(site, &admin, q).await.is_empty(), "{q}");
    }
    // An answer is found as well, once, though its echo comes.
    let sent = site.says(chat, admin, &["certainly"]).await.remove(0);
    assert_eq!(found(site, &admin, "certainly idea").await.len(), 1);
    let echo = crate::site::echo_of(
        ANNA,
        "e1",
        "certainly",
        site.now(),
        Some(&sent.id.to_string()),
    );
    site.apply(&[echo]).await;
    made_anew_they_are_the_same(site).await;
}

async fn words_of_an_older_database_are_made(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    site.hears(ANNA, "m1", "long ago", site.now()).await;
    site.hears(BERT, "m2", "long ago too", site.now()).await;
    // As one that knows nothing of words, which also has rows that are not shown.
    site.sql(
        "DELETE FROM chat_word; DELETE FROM text_change; INSERT INTO setting (key, value) VALUES ('search_rules', '1'); \
        UPDATE message SET presence = 'held', held_until = 9223372036854775807 WHERE mid = 'm2'",
    )
    .await;
    assert_eq!(found(site, &admin, "AGO").await, ["long ago"]);
    assert_eq!(found(site, &admin, BERT).await.len(), 1, "by their ids");
}

async fn label(site: &Site, who: &Viewer, chat: ChatId, names: &[&str]) {
    let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
    let wish = ChatWish {
        labels: Some(labels(&names).unwrap()),
        ..ChatWish::default()
    };
    site.db
        .change_chat(site.view(), who, chat, &wish)
        .await
        .unwrap();
}

async fn labels_are_found_in_any_case_and_order(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let anna = site.hears(ANNA, "m1", "hi", site.now().plus(-SECOND)).await;
    let bert = site.hears(BERT, "m2", "hi", site.now()).await;
    label(site, &admin, anna, &["VIP", "a\"b", "Größe", "50%"]).await;
    label(site, &admin, bert, &["vip", "berlin"]).await;
    let with = async |label: &str| {
        let filter = ChatFilter {
            label: Some(label.to_owned()),
            ..ChatFilter::default()
        };
        list(site, &admin, &filter).await
    };
    for there in ["a\"b", "GRÖSSE", "größe", " 50% "] {
        assert_eq!(with(there).await, [anna], "{there}");
    }
    assert_eq!(with("vip").await, [bert, anna]);
    for other in ["VI", "IP", "b", "%", ",", "VIP\",\"a", "x\0"] {
        assert!(with(other).await.is_empty(), "{other}");
    }
    assert_eq!(
        site.shape(anna).await.labels,
        ["50%", "a\"b", "Größe", "VIP"]
    );
    // They stand in the order of the list, also after somebody wrote again.
    site.clock.advance(SECOND);
    site.hears(ANNA, "m3", "again", site.now()).await;
    assert_eq!(with("VIP").await, [anna, bert]);
    let all = site.db.labels(None, 50).await.unwrap();
    assert_eq!(all[..4], ["50%", "a\"b", "berlin", "Größe"]);
    assert!(all.len() == 5 && all[4].eq_ignore_ascii_case("vip"));
    assert_eq!(site.db.labels(Some("BERLIN"), 1).await.unwrap(), ["Größe"]);
    label(site, &admin, anna, &[]).await;
    assert_eq!(with("vip").await, [bert]);
    assert_eq!(site.db.labels(None, 50).await.unwrap(), ["berlin", "vip"]);
}

/// What a list must hold, computed from the shapes of all chats.
fn wanted(
    filter: &ChatFilter,
    who: &Viewer,
    all: &[domain::wire::Chat],
    site: &Site,
) -> Vec<ChatId> {
    let kept = all.iter().filter(|c| {
        let (from, to) = filter
            .window
            .map_or((i64::MIN, i64::MAX), |w| w.range(site.now(), true));
        // Every chat here was opened by its newest message.
        let opened = c
            .last_incoming_at
            .map_or(-1, domain::time::Timestamp::micros);
        who.may_see(c.assigned_to)
            && filter.platform.is_none_or(|p| p == c.platform)
            && filter.assigned.is_none_or(|a| a == c.assigned_to.is_some())
            && filter.state.is_none_or(|s| s == c.state)
            && (!filter.mine || c.assigned_to == Some(who.id))
            && (!filter.unread || c.unread_count > 0)
            && (from..to).contains(&opened)
            && filter.label.as_ref().is_none_or(|l| c.labels.contains(l))
            && filter
                .search
                .as_ref()
                .is_none_or(|q| domain::search::finds(q, &c.last_message))
    });
    kept.map(|c| c.id).collect()
}

async fn every_way_to_read_gives_the_same_list(site: &Site) {
    site.shop().await;
    site.connect(Platform::Facebook, "100").await;
    let (admin, ann) = (site.admin().await, site.agent("ann").await);
    let open = Viewer {
        visibility: AgentVisibility::Unassigned,
        ..ann
    };
    for n in 0..24_usize {
        let words = format!("{} item{}", ["red", "green", "reddish"][n % 3], n % 5);
        let at = site.now().plus(-(n as i64) * 9 * HOUR);
        let event = text_of(&format!("c{n}"), &format!("m{n}"), &words, at);
        let chat = match n % 2 {
            0 => site.apply(&[event]).await,
            _ => site.apply_to(Platform::Facebook, "100", &[event]).await,
        };
        let chat = chat[0].chat.unwrap();
        if n % 4 == 1 {
            site.db
                .mark_read(&site.clock, site.view(), chat)
                .await
                .unwrap();
        }
        if n % 3 > 0 {
            let to = [admin.id, ann.id][n % 3 - 1];
            site.db
                .assign(site.view(), &admin, chat, Some(to))
                .await
                .unwrap();
        }
        let state = [ChatState::Open, ChatState::Snoozed, ChatState::Resolved][n / 2 % 3];
        let wish = ChatWish {
            state: StateWish {
                state: Some(state),
                until: None,
            },
            labels: (n % 5 < 2).then(|| labels(&["vip".to_owned()]).unwrap()),
        };
        site.db
            .change_chat(site.view(), &admin, chat, &wish)
            .await
            .unwrap();
    }
    let view = store::ingest::View {
        human_agent: true,
        ..site.view()
    };
    let none = ChatFilter::default;
    let all = site
        .db
        .chats(&admin, view, &none(), None, 200)
        .await
        .unwrap();
    assert_eq!(all.len(), 24);
    count_all(site).await;
    let base = [
        none(),
        ChatFilter {
            unread: true,
            ..none()
        },
        ChatFilter {
            label: Some("vip".to_owned()),
            ..none()
        },
        ChatFilter {
            search: Some("red".to_owned()),
            ..none()
        },
        ChatFilter {
            search: Some("item2 green".to_owned()),
            ..none()
        },
        ChatFilter {
            mine: true,
            ..none()
        },
        ChatFilter {
            platform: Some(Platform::Facebook),
            ..none()
        },
    ];
    let states = [
        None,
        Some(ChatState::Open),
        Some(ChatState::Snoozed),
        Some(ChatState::Resolved),
    ];
    let windows = [
        None,
        Some(WindowFilter::Open),
        Some(WindowFilter::Closing),
        Some(WindowFilter::HumanAgent),
        Some(WindowFilter::Closed),
    ];
    let mut seen = 0;
    for who in [&admin, &ann, &open] {
        for filter in &base {
            for (state, window) in states
                .iter()
                .flat_map(|s| windows.iter().map(move |w| (*s, *w)))
            {
                for assigned in [None, Some(true), Some(false)] {
                    let filter = ChatFilter {
                        state,
                        window,
                        assigned,
                        ..filter.clone()
                    };
                    let found = site.db.chats(who, view, &filter, None, 200).await.unwrap();
                    let found: Vec<ChatId> = found.iter().map(|c| c.id).collect();
                    assert_eq!(
                        found,
                        wanted(&filter, who, &all, site),
                        "{who:?} {filter:?}"
                    );
                    seen += found.len();
                }
            }
        }
    }
    assert!(seen > 500, "{seen}");
}

async fn common_and_rare_words_give_the_same_pages(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    // More chats than are read at once for a word, made as an operator would: the deliveries of these take long.
    let account = site.texts("SELECT id FROM account").await.remove(0);
    let first = site.chat("c0").await;
    let many = 2_100;
    let mut chats = Vec::new();
    let mut words = Vec::new();
    for n in 1..=many {
        let at = site.now().plus(-DAY - SECOND * n).micros();
        let id = site.uuid();
        chats.push(format!("('{id}', '{account}', 'x', 'INSTAGRAM', 'c{n}', 'open', '[]', {at}, {at}, '', {at}, 0, 1)"));
        words.push(format!("('{id}', 'common', 1)"));
        if n % 50 == 0 {
            words.push(format!("('{id}', 'rare', 1)"));
        }
    }
    let (chats, words) = (chats.join(","), words.join(","));
    site.sql(&format!("INSERT INTO chat (id, account_id, external_id, platform, customer_id, state, labels, first_at, last_at, last_message, last_incoming_at, unread, messages) VALUES {chats}; \
        INSERT INTO chat_word (chat_id, word, texts) VALUES {words}")).await;
    let pages = async |q: &str| {
        let filter = ChatFilter {
            search: Some(q.to_owned()),
            ..ChatFilter::default()
        };
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = site
                .db
                .chats(&admin, site.view(), &filter, after.as_ref(), 200)
                .await
                .unwrap();
            seen.extend(page.iter().map(|c| c.id));
            after = cursor_after(&page);
            if after.is_none() {
                return seen;
            }
        }
    };
    let common = pages("COMM").await;
    assert_eq!(common.len(), many as usize);
    assert!(!common.contains(&first));
    let rare = pages("rare").await;
    assert_eq!(
        rare,
        common
            .iter()
            .skip(49)
            .step_by(50)
            .copied()
            .collect::<Vec<_>>()
    );
    assert_eq!(pages("rare common").await, rare);
    assert_eq!(pages("common missing").await, []);
}

/// Two nodes count at once, texts change meanwhile, and another version's rules come: nothing is counted twice.
async fn counting_at_once_counts_once(site: &Site) {
    site.shop().await;
    for n in 0..40 {
        let words = format!("same words again number{n}");
        site.hears(&format!("c{}", n % 7), &format!("m{n}"), &words, site.now())
            .await;
    }
    let other = Db::open(&site.location).await.unwrap();
    let counting = async |db: &Db| {
        while db.count_words().await.unwrap() || db.recount_words().await.unwrap() {}
    };
    let hearing = async {
        for n in 40..60 {
            site.hears(
                &format!("c{}", n % 7),
                &format!("m{n}"),
                "same again",
                site.now(),
            )
            .await;
        }
    };
    tokio::join!(counting(&site.db), counting(&other), hearing);
    other.close().await;
    words_are_true(site).await;
}

async fn a_walk_goes_on_where_it_was_left(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    for n in 0..45 {
        site.hears(
            &format!("c{n}"),
            &format!("m{n}"),
            "an old word",
            site.now(),
        )
        .await;
    }
    count_all(site).await;
    site.sql("DELETE FROM chat_word; UPDATE setting SET value = '1' WHERE key = 'search_rules'; DELETE FROM setting WHERE key = 'search_walk'")
        .await;
    assert!(site.db.recount_words().await.unwrap());
    let filter = ChatFilter {
        search: Some("old".to_owned()),
        ..ChatFilter::default()
    };
    let first = site.db.chats(&admin, site.view(), &filter, None, 50).await;
    assert_eq!(
        first.unwrap().len(),
        20,
        "the first chats are found already"
    );
    // A message that comes in the middle is counted once, in a chat that is done and in one that is not.
    for n in [0, 44] {
        site.hears(&format!("c{n}"), &format!("n{n}"), "a new word", site.now())
            .await;
    }
    assert_eq!(found(site, &admin, "old").await.len(), 45);
    assert_eq!(found(site, &admin, "new").await.len(), 2);
    words_are_true(site).await;
}
