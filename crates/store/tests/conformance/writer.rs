//! The writer of the journal, up to each of its bounds.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use store::Db;
use store::writer::{MEMORY, Refused, Writer};

use crate::deliveries::delivery;
use crate::site::{NODE, Site};

both!(
    many_are_stored_with_few_commits,
    a_full_queue_refuses,
    memory_is_bounded,
    ends_when_its_last_handle_is_gone,
    refuses_when_it_has_ended,
    nothing_is_promised_that_is_not_durable,
    one_that_cannot_be_stored_costs_no_neighbour,
);

/// How many may wait, as its module says.
const QUEUE: usize = 4_096;

async fn many_are_stored_with_few_commits(site: &Site) {
    let commits = Arc::new(AtomicUsize::new(0));
    let stored = Arc::new(AtomicUsize::new(0));
    let (c, s) = (Arc::clone(&commits), Arc::clone(&stored));
    let (writer, task) = Writer::start(site.db.clone(), NODE.to_owned(), move |n| {
        c.fetch_add(1, Ordering::SeqCst);
        s.fetch_add(n, Ordering::SeqCst);
    });
    let mut offers = tokio::task::JoinSet::new();
    for n in 0..1_000 {
        let (writer, new) = (writer.clone(), delivery(site, format!("body {n}")));
        offers.spawn(async move { writer.accept(new).await });
    }
    // Everything is offered before the writer begins, as in a burst.
    tokio::task::yield_now().await;
    let task = tokio::spawn(task);
    assert!(
        offers
            .join_all()
            .await
            .into_iter()
            .all(|answer| answer.is_ok())
    );
    drop(writer);
    task.await.unwrap();
    assert_eq!(site.number("SELECT COUNT(*) FROM delivery").await, 1_000);
    assert_eq!(stored.load(Ordering::SeqCst), 1_000);
    let commits = commits.load(Ordering::SeqCst);
    assert!((2..500).contains(&commits), "{commits} commits");
}

async fn a_full_queue_refuses(site: &Site) {
    // Never polled: whatever is offered stays in the queue.
    let (writer, task) = Writer::start(site.db.clone(), NODE.to_owned(), |_| {});
    let mut offers = tokio::task::JoinSet::new();
    for n in 0..QUEUE + 10 {
        let (writer, new) = (writer.clone(), delivery(site, format!("body {n}")));
        offers.spawn(async move { writer.accept(new).await });
    }
    for _ in 0..10 {
        assert_eq!(
            offers.join_next().await.unwrap().unwrap(),
            Err(Refused::Full)
        );
    }
    assert_eq!(offers.len(), QUEUE);
    assert_eq!(
        writer.accept(delivery(site, "one more")).await,
        Err(Refused::Full)
    );
    // Those that were let in are stored once it works again.
    let task = tokio::spawn(task);
    assert!(
        offers
            .join_all()
            .await
            .into_iter()
            .all(|answer| answer.is_ok())
    );
    writer.accept(delivery(site, "one more")).await.unwrap();
    drop(writer);
    task.await.unwrap();
    assert_eq!(
        site.number("SELECT COUNT(*) FROM delivery").await,
        QUEUE as i64 + 1
    );
}

async fn memory_is_bounded(site: &Site) {
    let (writer, task) = Writer::start(site.db.clone(), NODE.to_owned(), |_| {});
    let half = bytes::Bytes::from(vec![b'x'; MEMORY / 2]);
    let mut offers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let (writer, new) = (writer.clone(), delivery(site, half.clone()));
        offers.spawn(async move { writer.accept(new).await });
    }
    assert_eq!(
        offers.join_next().await.unwrap().unwrap(),
        Err(Refused::Full),
        "the third is one too many"
    );
    assert_eq!(
        writer.accept(delivery(site, "")).await,
        Err(Refused::Full),
        "an empty body counts too"
    );
    // The two are let go with the writer, and the room is free again.
    drop(task);
    assert_eq!(offers.join_all().await, [Err(Refused::Closed); 2]);
}

async fn ends_when_its_last_handle_is_gone(site: &Site) {
    let (writer, task) = Writer::start(site.db.clone(), NODE.to_owned(), |_| {});
    let new = delivery(site, "the last");
    let offer = tokio::spawn({
        let writer = writer.clone();
        async move { writer.accept(new).await }
    });
    drop(writer);
    task.await;
    offer.await.unwrap().unwrap();
    assert_eq!(site.number("SELECT COUNT(*) FROM delivery").await, 1);
}

async fn refuses_when_it_has_ended(site: &Site) {
    let (writer, task) = Writer::start(site.db.clone(), NODE.to_owned(), |_| {});
    drop(task);
    assert_eq!(
        writer.accept(delivery(site, "late")).await,
        Err(Refused::Closed)
    );
}

async fn nothing_is_promised_that_is_not_durable(site: &Site) {
    let (writer, task) = Writer::start(site.db.clone(), NODE.to_owned(), |n| assert_eq!(n, 1));
    let task = tokio::spawn(task);
    writer.accept(delivery(site, "first")).await.unwrap();
    site.db.close().await;
    assert_eq!(
        writer.accept(delivery(site, "second")).await,
        Err(Refused::NotDurable)
    );
    drop(writer);
    task.await.unwrap();
    let again = Db::open(&site.location).await.unwrap();
    assert_eq!(again.pending_deliveries().await.unwrap(), 1);
    again.close().await;
}

async fn one_that_cannot_be_stored_costs_no_neighbour(site: &Site) {
    // A body that the table refuses, as damage or an operator's rule would.
    match &site.db {
        Db::Sqlite { .. } => {
            site.sql("CREATE TRIGGER picky BEFORE INSERT ON delivery WHEN NEW.body = X'626164' BEGIN SELECT RAISE(ABORT, 'no'); END").await;
        }
        Db::Postgres(_) => {
            site.sql("ALTER TABLE delivery ADD CHECK (body <> 'bad'::bytea)")
                .await;
        }
    }
    let (writer, task) = Writer::start(site.db.clone(), NODE.to_owned(), |_| {});
    let mut offers = tokio::task::JoinSet::new();
    for body in ["good", "bad", "better"] {
        let (writer, new) = (writer.clone(), delivery(site, body));
        offers.spawn(async move { (body, writer.accept(new).await) });
    }
    tokio::task::yield_now().await;
    let task = tokio::spawn(task);
    let mut answers = offers.join_all().await;
    answers.sort_by_key(|(body, _)| *body);
    assert_eq!(
        answers,
        [
            ("bad", Err(Refused::NotDurable)),
            ("better", Ok(())),
            ("good", Ok(()))
        ]
    );
    drop(writer);
    task.await.unwrap();
    assert_eq!(site.number("SELECT COUNT(*) FROM delivery").await, 2);
}
