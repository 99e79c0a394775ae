//! What is removed when it is over, what one account may take, and what an operator asks for once more.

use std::collections::BTreeMap;

use domain::account::Platform;
use domain::time::{DAY, MINUTE, SECOND};
use store::jobs::{JobEnd, JobKind};
use testkit::webhook::Account;

use crate::deliveries::journal;
use crate::site::{ANNA, LEASE, NODE, SHOP, Site, text_of};

both!(
    deliveries_are_removed_when_they_are_over,
    one_account_does_not_take_every_place,
    places_are_counted_by_node,
    failed_work_begins_anew,
);

async fn deliveries_are_removed_when_they_are_over(site: &Site) {
    site.shop().await;
    let shop = Account::instagram(SHOP);
    let stranger = Account::instagram("not connected");
    let start = site.now().millis();
    let comment = br#"{"object":"instagram","entry":[{"id":"17841400000000001","time":1,"changes":[{"field":"a_field_to_come","value":{}}]}]}"#;
    let bodies = [
        shop.deliver(start, &[shop.text(ANNA, start, "m1", "hi")]),
        shop.deliver(start, &[shop.text(ANNA, start, "m2", "hi")]),
        stranger.deliver(start, &[stranger.text(ANNA, start, "m3", "hi")]),
        b"not JSON".to_vec(),
        comment.to_vec(),
    ];
    let ids = journal(site, &bodies).await;
    site.process().await;
    let left = async || {
        let mut left = Vec::new();
        for (n, id) in ids.iter().enumerate() {
            if site.db.delivery(*id).await.unwrap().is_some() {
                left.push(n);
            }
        }
        left
    };
    let prune = async |applied: i64, unapplied: i64| {
        let (applied, unapplied) = (site.now().plus(-applied), site.now().plus(-unapplied));
        site.db.prune_deliveries(applied, unapplied).await.unwrap()
    };
    site.clock.advance(30 * DAY);
    assert_eq!(prune(30 * DAY, 180 * DAY).await, 0, "to the microsecond");
    // One that is to be understood again stays.
    site.db
        .replay_delivery(ids[1], NODE, site.now())
        .await
        .unwrap();
    site.clock.advance(1);
    assert_eq!(
        (prune(30 * DAY, 180 * DAY).await, left().await),
        (1, vec![1, 2, 3, 4])
    );
    site.process().await;
    assert_eq!(prune(30 * DAY, 180 * DAY).await, 0);
    // What has no place yet gets it when its account is connected, and is over then.
    site.connect(Platform::Instagram, "not connected").await;
    site.process().await;
    site.clock.advance(30 * DAY + 1);
    assert_eq!(
        (prune(30 * DAY, 180 * DAY).await, left().await),
        (2, vec![3, 4])
    );
    site.clock.advance(180 * DAY);
    assert_eq!(
        (prune(30 * DAY, 180 * DAY).await, left().await),
        (2, vec![])
    );
    assert_eq!(site.number("SELECT COUNT(*) FROM delivery_item").await, 0);
    // Their messages are there, and told once more they are new deliveries of what is known.
    assert_eq!(site.number("SELECT COUNT(*) FROM message").await, 3);
    journal(site, &bodies[..1]).await;
    let again = site.process().await;
    assert_eq!(again[0].outcome, domain::delivery::Outcome::Duplicate);
}

/// Chats of two accounts with one message each that waits to be sent; all other work is done.
async fn waiting(site: &Site, first: usize, second: usize) {
    let admin = site.admin().await;
    for (shop, many) in [("a", first), ("b", second)] {
        site.connect(Platform::Instagram, shop).await;
        for n in 0..many {
            let event = text_of(&format!("c{n}"), &format!("m{n}"), "hi", site.now());
            let chat = site.apply_to(Platform::Instagram, shop, &[event]).await[0].chat;
            site.says(chat.unwrap(), admin, &["x"]).await;
        }
        site.clock.advance(SECOND);
    }
    loop {
        let jobs = site
            .db
            .claim_jobs(NODE, site.now(), LEASE, 100, 100)
            .await
            .unwrap();
        let (sends, others): (Vec<_>, Vec<_>) =
            jobs.into_iter().partition(|j| j.kind == JobKind::Send);
        for job in others {
            site.db
                .finish_job(&job, &JobEnd::Done, site.now())
                .await
                .unwrap();
        }
        let done = sends.is_empty();
        for job in sends {
            let again = JobEnd::Again {
                at: site.now().plus(MINUTE),
                why: "later".to_owned(),
            };
            site.db.finish_job(&job, &again, site.now()).await.unwrap();
        }
        if done {
            break;
        }
    }
    // All due, those of the first account before those of the second.
    site.clock.advance(MINUTE);
}

async fn claim(site: &Site, node: &str, limit: i64) -> BTreeMap<String, usize> {
    let jobs = site
        .db
        .claim_jobs(node, site.now(), LEASE, limit, 4)
        .await
        .unwrap();
    let mut by_account = BTreeMap::new();
    for job in jobs {
        let account = job.account.unwrap().to_string();
        let name = site
            .texts(&format!(
                "SELECT external_id FROM account WHERE id = '{account}'"
            ))
            .await
            .remove(0);
        *by_account.entry(name).or_insert(0) += 1;
    }
    by_account
}

fn of(pairs: &[(&str, usize)]) -> BTreeMap<String, usize> {
    pairs
        .iter()
        .map(|(name, n)| ((*name).to_owned(), *n))
        .collect()
}

async fn one_account_does_not_take_every_place(site: &Site) {
    waiting(site, 12, 3).await;
    assert_eq!(claim(site, NODE, 8).await, of(&[("a", 4), ("b", 3)]));
    assert_eq!(
        claim(site, NODE, 8).await,
        of(&[]),
        "it has its share, and its calls hang"
    );
    // A place that comes free is taken by the next.
    let running = "SELECT id FROM job WHERE state = 'running' AND account_id = (SELECT id FROM account WHERE external_id = 'a') ORDER BY id";
    let ended = site.texts(running).await.remove(0);
    site.sql(&format!(
        "UPDATE job SET state = 'done' WHERE id = '{ended}'"
    ))
    .await;
    assert_eq!(claim(site, NODE, 8).await, of(&[("a", 1)]));
    // What was left behind is taken up whosever it is.
    site.clock.advance(LEASE);
    assert_eq!(claim(site, NODE, 3).await.into_values().sum::<usize>(), 3);
}

async fn places_are_counted_by_node(site: &Site) {
    waiting(site, 12, 0).await;
    assert_eq!(
        claim(site, "one", 3).await,
        of(&[("a", 3)]),
        "no more than is asked for"
    );
    assert_eq!(claim(site, "one", 8).await, of(&[("a", 1)]));
    assert_eq!(claim(site, "two", 8).await, of(&[("a", 4)]));
    assert_eq!(claim(site, "one", 8).await, of(&[]));
}

async fn failed_work_begins_anew(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let chat = site.chat(ANNA).await;
    site.says(chat, admin, &["x"]).await;
    let jobs = site.claim_jobs().await;
    assert_eq!(jobs.len(), 2);
    for job in &jobs {
        assert!(
            !site.db.retry_job(job.id, site.now()).await.unwrap(),
            "it is under way"
        );
        let end = JobEnd::Failed {
            why: "no".to_owned(),
        };
        site.db.finish_job(job, &end, site.now()).await.unwrap();
    }
    site.clock.advance(DAY);
    for job in &jobs {
        let shown = site.db.job(job.id).await.unwrap().unwrap();
        assert_eq!(
            (shown.state.as_str(), shown.last_error.as_deref()),
            ("failed", Some("no"))
        );
        let retried = site.db.retry_job(job.id, site.now()).await.unwrap();
        assert_eq!(
            retried,
            job.kind != JobKind::Send,
            "a message has rules of its own"
        );
    }
    let again = site.claim_jobs().await;
    assert_eq!(again.len(), 1);
    assert_eq!(
        (again[0].created_at, again[0].attempt),
        (site.now(), 2),
        "its patience begins anew"
    );
    assert!(
        site.db
            .job(domain::ids::JobId::new(site.uuid()))
            .await
            .unwrap()
            .is_none()
    );
}
