//! The journal of raw deliveries.

use domain::delivery::{DeliveryState, Outcome};
use domain::ids::DeliveryId;
use domain::time::{MINUTE, SECOND};
use store::deliveries::{CLAIM, Finished, NewDelivery};
use store::writer::Writer;
use testkit::webhook::Account;

use crate::site::{ANNA, BERT, NODE, SHOP, Site};

both!(
    bodies_are_kept_byte_for_byte,
    repeats_are_counted_and_stored_once,
    claims_come_in_the_order_of_arrival,
    a_dead_nodes_claims_are_taken_over,
    two_nodes_share_what_is_left_over,
    every_element_has_its_outcome,
    lists_page_and_filter,
    replay_changes_nothing_twice,
    an_element_too_long_for_an_index_is_quarantined,
);

pub(crate) fn delivery(site: &Site, body: impl Into<bytes::Bytes>) -> NewDelivery {
    NewDelivery {
        id: DeliveryId::new(site.uuid()),
        received_at: site.now(),
        body: body.into(),
        signed: true,
    }
}

/// Makes bodies durable through the writer, one after the other.
pub(crate) async fn journal(site: &Site, bodies: &[Vec<u8>]) -> Vec<DeliveryId> {
    let (writer, task) = Writer::start(site.db.clone(), NODE.to_owned(), |_| {});
    let task = tokio::spawn(task);
    let mut ids = Vec::new();
    for body in bodies {
        let new = delivery(site, body.clone());
        ids.push(new.id);
        writer.accept(new).await.unwrap();
    }
    drop(writer);
    task.await.unwrap();
    ids
}

async fn bodies_are_kept_byte_for_byte(site: &Site) {
    let bodies: Vec<Vec<u8>> = vec![
        br#"{"object":"instagram"}"#.to_vec(),
        b"\xff\xfe\x00\x01 not text".to_vec(),
        b"a\0b\0".to_vec(),
        r#"{"text":"\ud83d alone"}"#.as_bytes().to_vec(),
        Vec::new(),
        (0..=255).cycle().take(70_000).collect(),
    ];
    let ids = journal(site, &bodies).await;
    for (id, body) in ids.iter().zip(&bodies) {
        assert_eq!(
            site.db.delivery_body(*id).await.unwrap().as_ref(),
            Some(body)
        );
        let shown = site.db.delivery(*id).await.unwrap().unwrap();
        assert_eq!(
            (shown.size, shown.state.as_str(), shown.repeats),
            (body.len() as i64, "new", 0)
        );
    }
    let claimed = site
        .db
        .claim_deliveries(NODE, site.now(), 10)
        .await
        .unwrap();
    assert_eq!(
        claimed.into_iter().map(|c| c.body).collect::<Vec<_>>(),
        bodies
    );
    assert!(
        site.db
            .delivery_body(DeliveryId::new(site.uuid()))
            .await
            .unwrap()
            .is_none()
    );
}

async fn repeats_are_counted_and_stored_once(site: &Site) {
    let (writer, task) = Writer::start(site.db.clone(), NODE.to_owned(), |_| {});
    // The writer does not run yet: these wait, and become one batch or two.
    let batch = all_at_once(
        &writer,
        vec![
            delivery(site, "same"),
            delivery(site, "same"),
            delivery(site, "other"),
            delivery(site, "same"),
        ],
    );
    let task = tokio::spawn(task);
    for answer in batch.await {
        answer.unwrap();
    }
    writer.accept(delivery(site, "same")).await.unwrap();
    drop(writer);
    task.await.unwrap();
    assert_eq!(site.number("SELECT COUNT(*) FROM delivery").await, 2);
    let mut repeats: Vec<i64> = site
        .db
        .deliveries(None, None, 9)
        .await
        .unwrap()
        .iter()
        .map(|d| d.repeats)
        .collect();
    repeats.sort_unstable();
    assert_eq!(repeats, [0, 3]);
    assert_eq!(site.db.pending_deliveries().await.unwrap(), 2);
}

/// Offers all of them at once, and waits for the answers.
async fn all_at_once(
    writer: &Writer,
    deliveries: Vec<NewDelivery>,
) -> Vec<Result<(), store::writer::Refused>> {
    let mut tasks = tokio::task::JoinSet::new();
    for (n, delivery) in deliveries.into_iter().enumerate() {
        let writer = writer.clone();
        tasks.spawn(async move { (n, writer.accept(delivery).await) });
    }
    let mut answers = tasks.join_all().await;
    answers.sort_by_key(|(n, _)| *n);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

async fn claims_come_in_the_order_of_arrival(site: &Site) {
    let bodies: Vec<Vec<u8>> = (0..10).map(|n| format!("body {n}").into_bytes()).collect();
    let ids = journal(site, &bodies).await;
    assert_eq!(
        site.db.oldest_pending_delivery().await.unwrap(),
        Some(site.now())
    );
    let claim = async |n| {
        site.db
            .claim_deliveries(NODE, site.now(), n)
            .await
            .unwrap()
            .into_iter()
            .map(|c| c.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(claim(4).await, ids[..4]);
    assert_eq!(claim(4).await, ids[..4], "its own, until they are finished");
    let done: Vec<_> = ids[..4]
        .iter()
        .map(|id| Finished {
            id: *id,
            state: DeliveryState::Done,
            reason: None,
        })
        .collect();
    site.db
        .apply(&site.clock, site.view(), &[], &done)
        .await
        .unwrap();
    assert_eq!(claim(100).await, ids[4..]);
    assert_eq!(site.db.pending_deliveries().await.unwrap(), 6);
}

async fn a_dead_nodes_claims_are_taken_over(site: &Site) {
    let ids = journal(site, &[b"1".to_vec(), b"2".to_vec()]).await;
    let claim = async |node: &str, at| site.db.claim_deliveries(node, at, 10).await.unwrap().len();
    let arrived = site.now();
    assert_eq!(
        claim("node-2", arrived.plus(CLAIM - 1)).await,
        0,
        "whoever took them in has them"
    );
    assert_eq!(
        claim("node-2", arrived.plus(CLAIM)).await,
        2,
        "and loses them when its time is over"
    );
    assert_eq!(
        claim("node-3", arrived.plus(CLAIM + SECOND)).await,
        0,
        "they are node 2's now"
    );
    assert_eq!(claim(NODE, arrived.plus(CLAIM + SECOND)).await, 0);
    let body = site.db.delivery(ids[0]).await.unwrap().unwrap();
    assert_eq!(body.received_at, arrived);
    // A takeover within the five seconds that are promised.
    const { assert!(CLAIM < 5 * SECOND) };
}

async fn two_nodes_share_what_is_left_over(site: &Site) {
    let bodies: Vec<Vec<u8>> = (0..200).map(|n| format!("body {n}").into_bytes()).collect();
    journal(site, &bodies).await;
    let later = site.now().plus(MINUTE);
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..8 {
        let db = site.db.clone();
        tasks.spawn(async move {
            let node = format!("other-{n}");
            loop {
                match db.claim_deliveries(&node, later, 50).await {
                    Ok(claimed) => return claimed.into_iter().map(|c| c.id).collect::<Vec<_>>(),
                    Err(problem) => assert!(problem.is_passing(), "{problem}"),
                }
            }
        });
    }
    let mut taken: Vec<DeliveryId> = tasks.join_all().await.concat();
    let all = taken.len();
    taken.sort_unstable();
    taken.dedup();
    assert_eq!(taken.len(), all, "none is held twice");
}

async fn every_element_has_its_outcome(site: &Site) {
    site.shop().await;
    let shop = Account::instagram(SHOP);
    let page = Account::page("100");
    let at = site.now().millis();
    let odd = serde_json::json!({"sender": {"id": ANNA}, "recipient": {"id": SHOP}, "timestamp": at, "message_edit": {"mid": "m9"}});
    let fresh = serde_json::json!({"sender": {"id": ANNA}, "recipient": {"id": SHOP}, "timestamp": at, "hologram": {"x": 1}});
    let bodies = [
        shop.deliver(at, &[shop.text(ANNA, at, "m1", "hi"), odd, fresh, shop.text(ANNA, at, "m1", "hi")]),
        page.deliver(at, &[page.text(BERT, at, "m2", "hi")]),
        Account::instagram("0").deliver(at, &[shop.text(ANNA, at, "m3", "hi")]),
        br#"{"object":"instagram","entry":[{"id":"17841400000000001","time":1,"changes":[{"field":"leadgen","value":{}}]}]}"#.to_vec(),
        b"[1]".to_vec(),
    ];
    let ids = journal(site, &bodies).await;
    site.process().await;
    let outcomes = async |n: usize| {
        let found = site.db.delivery(ids[n]).await.unwrap().unwrap();
        assert_eq!(
            found.items.iter().map(|i| i.index).collect::<Vec<_>>(),
            (0..found.items.len() as i64).collect::<Vec<_>>()
        );
        let words: Vec<_> = found.items.iter().map(|i| i.outcome.clone()).collect();
        (found.state.clone(), words, found)
    };
    let (state, words, found) = outcomes(0).await;
    assert_eq!(
        (state.as_str(), words),
        (
            "done",
            ["applied", "quarantined", "unsupported", "duplicate"]
                .map(str::to_owned)
                .to_vec()
        )
    );
    assert_eq!(found.applied_at, Some(site.now()));
    assert!(found.items[0].chat_id.is_some() && found.items[0].message_id.is_some());
    assert!(found.items[1].reason.is_some());
    assert_eq!(found.items[2].kind, "hologram");
    assert_eq!(outcomes(1).await.1, ["parked"]);
    assert_eq!(outcomes(2).await.1, ["test"]);
    assert_eq!(outcomes(3).await.1, ["deferred"]);
    let (state, words, found) = outcomes(4).await;
    assert_eq!((state.as_str(), words.len()), ("quarantined", 0));
    assert!(found.reason.is_some());
    assert_eq!(site.db.pending_deliveries().await.unwrap(), 0);
    let seen = site
        .db
        .account_of(
            domain::account::Platform::Instagram,
            &domain::ids::ExternalId::new(SHOP),
        )
        .await
        .unwrap()
        .unwrap();
    assert_eq!(seen.last_webhook_at, Some(site.now()));
}

async fn lists_page_and_filter(site: &Site) {
    site.shop().await;
    let shop = Account::instagram(SHOP);
    let at = site.now().millis();
    let body = |n: i64| match n % 3 {
        0 => shop.deliver(at, &[shop.text(ANNA, at + n, &format!("m{n}"), "hi")]),
        1 => format!("not json {n}").into_bytes(),
        _ => Account::page("100").deliver(at + n, &[shop.text(ANNA, at, "m", "hi")]),
    };
    let mut ids = journal(site, &(0..9).map(body).collect::<Vec<_>>()).await;
    site.process().await;
    ids.reverse();
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = site.db.deliveries(before, None, 4).await.unwrap();
        assert!(page.len() <= 4);
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        seen.extend(page.into_iter().map(|d| d.id));
    }
    assert_eq!(seen, ids);
    let applied = site
        .db
        .deliveries(None, Some(Outcome::Applied), 2)
        .await
        .unwrap();
    assert_eq!(
        applied.iter().map(|d| d.id).collect::<Vec<_>>(),
        [ids[2], ids[5]]
    );
    let rest = site
        .db
        .deliveries(Some(ids[5]), Some(Outcome::Applied), 2)
        .await
        .unwrap();
    assert_eq!(rest.iter().map(|d| d.id).collect::<Vec<_>>(), [ids[8]]);
    assert_eq!(
        site.db
            .deliveries(None, Some(Outcome::Parked), 9)
            .await
            .unwrap()
            .len(),
        3
    );
    assert!(
        site.db
            .deliveries(None, Some(Outcome::Test), 9)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn replay_changes_nothing_twice(site: &Site) {
    site.shop().await;
    let shop = Account::instagram(SHOP);
    let at = site.now().millis();
    let ids = journal(
        site,
        &[shop.deliver(
            at,
            &[
                shop.text(ANNA, at, "m1", "hi"),
                shop.react(ANNA, at + 1, "m1"),
            ],
        )],
    )
    .await;
    site.process().await;
    let (seq, jobs) = (
        site.head().await,
        site.number("SELECT COUNT(*) FROM job").await,
    );
    let thread = site
        .db
        .chat_of_customer(domain::account::Platform::Instagram, ANNA)
        .await
        .unwrap()
        .unwrap();
    let before = site.thread(thread.id).await;

    assert!(
        site.db
            .replay_delivery(ids[0], NODE, site.now())
            .await
            .unwrap()
    );
    assert!(
        !site
            .db
            .replay_delivery(DeliveryId::new(site.uuid()), NODE, site.now())
            .await
            .unwrap()
    );
    let outcomes: Vec<_> = site
        .process()
        .await
        .into_iter()
        .map(|o| o.outcome)
        .collect();
    assert_eq!(outcomes, [Outcome::Duplicate; 2]);
    assert_eq!(
        (
            site.head().await,
            site.number("SELECT COUNT(*) FROM job").await
        ),
        (seq, jobs)
    );
    assert_eq!(site.thread(thread.id).await, before);
    let shown = site.db.delivery(ids[0]).await.unwrap().unwrap();
    assert!(
        shown.items.iter().all(|i| i.outcome == "applied"),
        "what was applied once stays applied: {shown:?}"
    );
}

async fn an_element_too_long_for_an_index_is_quarantined(site: &Site) {
    site.shop().await;
    let shop = Account::instagram(SHOP);
    let at = site.now().millis();
    let (long, longer) = ("x".repeat(500), "y".repeat(3_000));
    let body = shop.deliver(
        at,
        &[
            shop.text(ANNA, at, &long, "kept"),
            shop.text(&longer, at, "m2", "not kept"),
            shop.text(ANNA, at, "m3", "kept too"),
        ],
    );
    journal(site, &[body]).await;
    let outcomes: Vec<_> = site
        .process()
        .await
        .into_iter()
        .map(|o| o.outcome)
        .collect();
    assert_eq!(
        outcomes,
        [Outcome::Applied, Outcome::Quarantined, Outcome::Applied]
    );
    // The store holds the line by itself, whatever the parser lets through.
    let own = site
        .apply(&[crate::site::text_of(ANNA, &longer, "x", site.now())])
        .await;
    assert_eq!(own[0].outcome, Outcome::Quarantined);
}
