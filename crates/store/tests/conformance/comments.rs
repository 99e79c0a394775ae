//! Comments and mentions: from the parser through the fold to rows, events and lists, on both databases.

use domain::account::Platform;
use domain::comment::{Facts, MentionKey};
use domain::delivery::Outcome;
use domain::fold::Item;
use domain::ids::{CommentId, DeliveryId};
use domain::time::{DAY, SECOND};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use store::comment_list::CommentFilter;
use store::deliveries::Claimed;
use testkit::webhook::to_wire;

use crate::deliveries::journal;
use crate::site::{NODE, SHOP, START, Site, understand};

both!(
    a_comment_becomes_a_row_and_an_event,
    lists_show_what_is_asked_for,
    what_was_put_off_is_applied,
    accounts_that_are_not_connected_park_their_comments,
    others_read_comments_by_plain_sql,
);

const PAGE: &str = "100000000000001";

fn change(object: &str, account: &str, at: i64, field: &str, value: &Value) -> Value {
    json!({"object": object, "entry": [{"id": account, "time": at, "changes": [{"field": field, "value": value}]}]})
}

/// A comment under a post of the shop, `secs` after the beginning.
fn comment(id: &str, text: &str, secs: i64, more: &Value) -> Value {
    let mut value = json!({"id": id, "text": text, "from": {"id": "anna", "username": "anna.k"}, "media": {"id": "m1"}});
    for (key, more) in more.as_object().unwrap() {
        value[key] = more.clone();
    }
    change("instagram", SHOP, START.secs() + secs, "comments", &value)
}

fn feed(verb: &str, secs: i64, more: &Value) -> Value {
    let mut value = json!({"item": "comment", "verb": verb, "comment_id": "1_2", "post_id": "p_1", "parent_id": "p_1", "from": {"id": "300", "name": "Anna"}});
    for (key, more) in more.as_object().unwrap() {
        value[key] = more.clone();
    }
    change("page", PAGE, START.secs() + secs, "feed", &value)
}

/// What these deliveries say, as they arrive now.
fn items(site: &Site, bodies: &[Value]) -> Vec<Item> {
    let understood = |body: &Value| {
        let claimed = Claimed {
            id: DeliveryId::new(site.uuid()),
            received_at: site.now(),
            body: to_wire(body),
        };
        understand(std::slice::from_ref(&claimed)).0
    };
    bodies.iter().flat_map(understood).collect()
}

/// Applies deliveries in one batch; gives the outcome of each element.
async fn tell(site: &Site, bodies: &[Value]) -> Vec<Outcome> {
    let items = items(site, bodies);
    let applied = site.db.apply(&site.clock, site.view(), &items, &[]).await;
    applied
        .unwrap()
        .outcomes
        .iter()
        .map(|o| o.outcome)
        .collect()
}

async fn events(site: &Site) -> Vec<Value> {
    let found = site.db.events_after(0, 1_000).await.unwrap();
    found
        .iter()
        .map(|e| serde_json::from_str(&e.frame).unwrap())
        .collect()
}

fn everything(platform: Platform) -> CommentFilter {
    CommentFilter {
        platform,
        media: None,
        hidden: None,
        unanswered: false,
        search: None,
        deleted: false,
        account: None,
    }
}

async fn listed(site: &Site, filter: &CommentFilter) -> Vec<String> {
    let page = site
        .db
        .comment_page(filter, None, 100, site.now())
        .await
        .unwrap();
    page.comments.into_iter().map(|c| c.id).collect()
}

async fn a_comment_becomes_a_row_and_an_event(site: &Site) {
    let shop = site.shop().await;
    site.connect(Platform::Facebook, PAGE).await;
    site.clock.advance(60 * SECOND);
    let first = comment("c1", "How much, @shop_17841400000000001?", 1, &json!({}));
    let outcomes = tell(
        site,
        &[
            first.clone(),
            first,
            change(
                "instagram",
                SHOP,
                START.secs() + 2,
                "mentions",
                &json!({"media_id": "m9", "comment_id": "c9"}),
            ),
            feed(
                "add",
                3,
                &json!({"message": "Hi", "created_time": START.secs() + 3}),
            ),
            feed("edited", 4, &json!({"message": "Hello"})),
            feed(
                "hide",
                5,
                &json!({"message": "Hello", "from": {"id": PAGE, "name": "Page"}}),
            ),
            feed("remove", 6, &json!({"from": {"id": PAGE, "name": "Page"}})),
        ],
    )
    .await;
    use Outcome::{Applied, Duplicate};
    assert_eq!(
        outcomes,
        [
            Applied, Duplicate, Applied, Applied, Applied, Applied, Applied
        ]
    );

    let told = events(site).await;
    let short: Vec<_> = told
        .iter()
        .map(|e| format!("{} {} {}", e["type"], e["action"], e["comment_id"]).replace('"', ""))
        .collect();
    // One batch, one event for each row that changed.
    assert_eq!(
        short,
        [
            "ig_comment created c1",
            "fb_comment deleted 1_2",
            "ig_comment mentioned c9"
        ]
    );
    assert_eq!(
        told[0],
        json!({"type": "ig_comment", "action": "created", "media_id": "m1", "comment_id": "c1", "text": "How much, @shop_17841400000000001?",
            "author_id": "anna", "author_username": "anna.k", "parent_id": null, "hidden": false, "timestamp": START.secs() + 1, "mentioned_user_id": SHOP,
            "account_id": shop.id, "source": "webhook"})
    );
    assert_eq!(told[2]["media"]["media_id"], "m9");

    let page = site
        .db
        .comment(&CommentId::new("1_2"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(page.facts.text(), "Hello", "a removal keeps the words");
    assert!(page.facts.hidden() && page.facts.removed.is_some());
    let key = MentionKey::of(None, Some(&CommentId::new("c9")));
    assert!(site.db.mention(shop.id, &key).await.unwrap().is_some());
    let jobs = site
        .texts("SELECT kind || ' ' || subject FROM job ORDER BY kind, subject")
        .await;
    assert_eq!(
        jobs,
        [
            "fetch_mention comment:c9",
            "fetch_post m1",
            "fetch_post p_1"
        ]
    );
}

async fn lists_show_what_is_asked_for(site: &Site) {
    let shop = site.shop().await;
    site.clock.advance(60 * SECOND);
    let own = json!({"from": {"id": SHOP, "username": "shop"}, "parent_id": "c1"});
    tell(
        site,
        &[
            comment("c1", "How much?", 1, &json!({})),
            comment(
                "c2",
                "50%_off",
                2,
                &json!({"media": {"id": "m2"}, "from": {"id": "bert", "username": "Bert"}}),
            ),
            comment("c3", "rude", 3, &json!({})),
            comment("r1", "9 Euro", 4, &own),
            comment("r2", "thanks", 5, &json!({"parent_id": "r1"})),
            comment(
                "lost",
                "an answer to something we never saw",
                6,
                &json!({"parent_id": "unknown"}),
            ),
        ],
    )
    .await;
    let c3 = CommentId::new("c3");
    let hide = Facts::veiled_here(true, site.now());
    site.db
        .learn_comment(&site.clock, site.view(), &shop, &c3, hide, None)
        .await
        .unwrap();
    let all = everything(Platform::Instagram);
    let with = |change: &dyn Fn(&mut CommentFilter)| {
        let mut filter = all.clone();
        change(&mut filter);
        filter
    };
    let cases: [(CommentFilter, &[&str]); 11] = [
        (all.clone(), &["lost", "c3", "c2", "c1"]),
        (with(&|f| f.media = Some("m2".into())), &["c2"]),
        (with(&|f| f.hidden = Some(true)), &["c3"]),
        (with(&|f| f.hidden = Some(false)), &["lost", "c2", "c1"]),
        (with(&|f| f.unanswered = true), &["lost", "c3", "c2"]),
        (with(&|f| f.search = Some(" MUCH".into())), &["c1"]),
        (with(&|f| f.search = Some("bert".into())), &["c2"]),
        (with(&|f| f.search = Some("%_".into())), &["c2"]),
        (with(&|f| f.search = Some("nothing".into())), &[]),
        (
            with(&|f| f.account = Some(shop.id)),
            &["lost", "c3", "c2", "c1"],
        ),
        (everything(Platform::Facebook), &[]),
    ];
    for (filter, expected) in cases {
        assert_eq!(listed(site, &filter).await, expected, "{filter:?}");
    }
    let page = site
        .db
        .comment_page(&all, None, 100, site.now())
        .await
        .unwrap();
    let first = page.comments.last().unwrap();
    let answers: Vec<_> = first
        .replies
        .iter()
        .map(|r| (r.id.as_str(), r.own))
        .collect();
    assert_eq!(
        answers,
        [("r1", true), ("r2", false)],
        "answers to answers stand below the comment"
    );
    assert!(first.can_reply_privately);
    assert_eq!(page.stale.len(), 2, "no post was fetched yet");

    // By pages of one, each once.
    let mut cursor = None;
    let mut seen = Vec::new();
    loop {
        let page = site
            .db
            .comment_page(&all, cursor.as_ref(), 1, site.now())
            .await
            .unwrap();
        seen.extend(page.comments.into_iter().map(|c| c.id));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["lost", "c3", "c2", "c1"]);

    // A removed comment is kept and shown on request; its answers stand for themselves then.
    let c1 = CommentId::new("c1");
    let gone = Facts::removed_here(site.now());
    site.db
        .learn_comment(&site.clock, site.view(), &shop, &c1, gone, None)
        .await
        .unwrap();
    assert_eq!(listed(site, &all).await, ["lost", "r1", "c3", "c2"]);
    assert_eq!(
        listed(site, &with(&|f| f.deleted = true)).await,
        ["lost", "c3", "c2", "c1"]
    );
    site.clock.advance(8 * DAY);
    let page = site
        .db
        .comment_page(&all, None, 100, site.now())
        .await
        .unwrap();
    assert!(page.comments.iter().all(|c| !c.can_reply_privately));

    let mine = site
        .db
        .comments_of_author(shop.id, "anna", None, 10)
        .await
        .unwrap();
    let mine: Vec<_> = mine.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(mine, ["lost", "r2", "c3", "c1"]);
    site.db
        .refresh_posts(&site.clock, &page.stale, site.now())
        .await
        .unwrap();
    site.db
        .refresh_posts(&site.clock, &page.stale, site.now())
        .await
        .unwrap();
    let daily = site
        .number(
            "SELECT COUNT(*) FROM job WHERE kind = 'fetch_post' AND dedupe LIKE '%:86400000000:%'",
        )
        .await;
    assert_eq!(daily, 2, "once a day");
}

async fn what_was_put_off_is_applied(site: &Site) {
    site.shop().await;
    site.connect(Platform::Facebook, PAGE).await;
    site.clock.advance(60 * SECOND);
    let bodies = [
        comment("c1", "How much?", 1, &json!({})),
        feed("add", 2, &json!({"message": "Hi"})),
        change(
            "instagram",
            SHOP,
            START.secs(),
            "messages",
            &json!({"sender": {"id": "anna"}, "recipient": {"id": SHOP}, "timestamp": START.millis(), "message": {"mid": "m1", "text": "hi"}}),
        ),
        change("page", PAGE, START.secs(), "leadgen", &json!({})),
    ];
    let bodies: Vec<_> = bodies.iter().map(to_wire).collect();
    journal(site, &bodies).await;
    let claimed = site
        .db
        .claim_deliveries(NODE, site.now(), 10)
        .await
        .unwrap();
    // As a version did that knew neither comments nor a Page's timeline.
    let (mut items, finished) = understand(&claimed);
    for item in &mut items {
        if meta::inbound::ONCE_DEFERRED.contains(&item.element.kind.as_str()) {
            item.element.meaning = domain::inbound::Meaning::Deferred;
        }
    }
    site.db
        .apply(&site.clock, site.view(), &items, &finished)
        .await
        .unwrap();
    let deferred = "SELECT COUNT(*) FROM delivery_item WHERE outcome = 'deferred'";
    assert_eq!(site.number(deferred).await, 3);
    let kinds = meta::inbound::ONCE_DEFERRED;
    assert_eq!(
        site.db
            .replay_deferred(kinds, NODE, site.now())
            .await
            .unwrap(),
        2
    );
    let again = site
        .db
        .claim_deliveries(NODE, site.now(), 10)
        .await
        .unwrap();
    assert_eq!(again.len(), 2, "what was applied is left alone");
    let (items, finished) = understand(&again);
    site.db
        .apply(&site.clock, site.view(), &items, &finished)
        .await
        .unwrap();
    assert_eq!(
        site.number(deferred).await,
        1,
        "the kinds that nobody applies wait on"
    );
    assert_eq!(listed(site, &everything(Platform::Instagram)).await, ["c1"]);
    assert_eq!(listed(site, &everything(Platform::Facebook)).await, ["1_2"]);
    assert_eq!(
        site.db
            .replay_deferred(kinds, NODE, site.now())
            .await
            .unwrap(),
        0
    );
}

async fn accounts_that_are_not_connected_park_their_comments(site: &Site) {
    site.clock.advance(60 * SECOND);
    let outcomes = tell(site, &[comment("c1", "How much?", 1, &json!({}))]).await;
    assert_eq!(outcomes, [Outcome::Parked]);
    assert_eq!(site.number("SELECT COUNT(*) FROM comment").await, 0);
}

async fn others_read_comments_by_plain_sql(site: &Site) {
    let shop = site.shop().await;
    site.connect(Platform::Facebook, PAGE).await;
    site.clock.advance(60 * SECOND);
    tell(
        site,
        &[
            comment("c1", "Hällo 'there'", 1, &json!({})),
            feed("add", 2, &json!({"message": "not on Instagram"})),
        ],
    )
    .await;
    let hide = Facts::veiled_here(true, START.plus(9 * SECOND));
    site.db
        .learn_comment(
            &site.clock,
            site.view(),
            &shop,
            &CommentId::new("c1"),
            hide,
            None,
        )
        .await
        .unwrap();
    let gone = Facts::removed_here(START);
    site.db
        .learn_comment(
            &site.clock,
            site.view(),
            &shop,
            &CommentId::new("mark"),
            gone,
            None,
        )
        .await
        .unwrap();
    let rows = site.texts("SELECT id || ' ' || media_id || ' ' || author_id || ' ' || text || ' ' || CAST(hidden AS TEXT) || ' ' || action || ' ' || COALESCE(mentioned_user_id, '-') || ' ' || attachments_json \
        || ' ' || CAST(ts AS TEXT) || ' ' || CAST(created_at AS TEXT) || ' ' || CAST(updated_at AS TEXT) FROM instagram_comments").await;
    let at = START.plus(SECOND);
    assert_eq!(
        rows,
        [format!(
            "c1 m1 anna Hällo 'there' 1 updated - [] {} {} {}",
            at.secs(),
            at.micros(),
            START.plus(9 * SECOND).micros()
        )]
    );
}

/// Cases per database: what fits into a few seconds each.
const SQLITE_CASES: u32 = 30;
const POSTGRES_CASES: u32 = 12;

mod sqlite_order {
    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn comments_converge() {
        let site = crate::site::Site::sqlite().await;
        tokio::task::block_in_place(|| super::converge(&site, super::SQLITE_CASES));
    }
}

mod postgres_order {
    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn comments_converge() {
        let Some(site) = crate::site::Site::postgres("comments::postgres::comments_converge").await
        else {
            return;
        };
        tokio::task::block_in_place(|| super::converge(&site, super::POSTGRES_CASES));
    }
}

/// Everything that may be told of two comments and a mention.
fn story() -> Vec<Value> {
    vec![
        comment("c1", "How much?", 1, &json!({})),
        comment(
            "c1",
            "How much?",
            2,
            &json!({"media": {"id": "ad", "original_media_id": "m1"}}),
        ),
        comment("c1", "How much?", 1, &json!({"from": null})),
        comment(
            "r1",
            "9 Euro",
            4,
            &json!({"from": {"id": SHOP, "username": "shop"}, "parent_id": "c1"}),
        ),
        change(
            "instagram",
            SHOP,
            START.secs() + 5,
            "mentions",
            &json!({"media_id": "m9", "comment_id": "c9"}),
        ),
        change(
            "instagram",
            SHOP,
            START.secs() + 6,
            "mentions",
            &json!({"media_id": "m9"}),
        ),
        feed(
            "add",
            3,
            &json!({"message": "Hi", "created_time": START.secs() + 3}),
        ),
        feed("edited", 4, &json!({"message": "Hello"})),
        feed("edited", 5, &json!({"message": "Hello there"})),
        feed(
            "hide",
            6,
            &json!({"message": "Hello there", "from": {"id": PAGE, "name": "Page"}}),
        ),
        feed("unhide", 7, &json!({"from": {"id": PAGE, "name": "Page"}})),
        feed("remove", 8, &json!({"from": {"id": PAGE, "name": "Page"}})),
    ]
}

async fn rows(site: &Site) -> Vec<String> {
    let mut rows = site.texts("SELECT id || ' ' || facts || ' ' || text || ' ' || action || ' ' || CAST(at AS TEXT) || ' ' || CAST(updated_at AS TEXT) FROM comment ORDER BY id").await;
    rows.extend(
        site.texts("SELECT key || ' ' || facts FROM mention ORDER BY key")
            .await,
    );
    rows
}

fn converge(site: &Site, cases: u32) {
    let handle = tokio::runtime::Handle::current();
    let told = |bodies: &[Value], size: usize| {
        handle.block_on(async {
            site.wipe().await;
            site.shop().await;
            site.connect(Platform::Facebook, PAGE).await;
            for batch in bodies.chunks(size) {
                tell(site, batch).await;
            }
            rows(site).await
        })
    };
    site.clock.advance(60 * SECOND);
    let expected = told(&story(), 100);
    assert_eq!(expected.len(), 5, "{expected:#?}");
    let strategy = (
        Just(story()).prop_shuffle(),
        prop::collection::vec(any::<Index>(), 0..6),
        1_usize..5,
    );
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&strategy, |(mut bodies, again, size)| {
            for index in again {
                let repeated = bodies[index.index(bodies.len())].clone();
                bodies.push(repeated);
            }
            let found = told(&bodies, size);
            if found == expected {
                Ok(())
            } else {
                Err(TestCaseError::fail(format!(
                    "{found:#?}\nnot\n{expected:#?}"
                )))
            }
        })
        .unwrap();
}
