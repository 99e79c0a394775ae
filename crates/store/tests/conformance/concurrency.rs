//! Several nodes at work on one conversation at the same moment: nothing is lost, and nothing is there twice.

use domain::account::Platform;
use domain::delivery::Outcome;
use domain::ids::Mid;
use domain::inbound::{Inbound, Reaction, ReadMark, What};
use domain::outbox::SendState;
use store::sends::SendResult;
use store::{Db, StoreError};
use testkit::wait;

use crate::convergence::figures_are_true;
use crate::sends::{begin, scene};
use crate::site::{ANNA, SHOP, Site, echo_of, event_of, text_of};

both!(
    batches_at_once_lose_nothing,
    an_echo_and_its_answer_at_once_are_one,
    reading_and_hearing_at_once_count_right,
    who_was_first_is_found_by_whoever_tries_again,
);

/// Applies an event as often as it takes.
async fn apply(db: &Db, site: &Site, event: &Inbound) -> Outcome {
    let item = site.item(Platform::Instagram, SHOP, event);
    loop {
        match db
            .apply(&site.clock, site.view(), std::slice::from_ref(&item), &[])
            .await
        {
            Ok(applied) => return applied.outcomes[0].outcome,
            Err(problem) => assert!(problem.is_passing(), "{problem}"),
        }
    }
}

async fn batches_at_once_lose_nothing(site: &Site) {
    site.shop().await;
    let now = site.now();
    for round in 0..8 {
        // Everything that can be said about a message, and the message, from a customer nobody knows.
        let (customer, mid) = (format!("c{round}"), format!("m{round}"));
        let about = |what| event_of(&customer, now, what);
        let mid_of = || Mid::new(&mid);
        let events = [
            text_of(&customer, &mid, "hello", now),
            text_of(&customer, &mid, "hello", now),
            text_of(&customer, &format!("{mid}-2"), "more", now),
            about(What::Edited {
                mid: mid_of(),
                number: 2,
                text: Some("edited twice".to_owned()),
            }),
            about(What::Edited {
                mid: mid_of(),
                number: 1,
                text: Some("edited once".to_owned()),
            }),
            about(What::Reacted {
                mid: mid_of(),
                reaction: Some(Reaction {
                    name: "love".to_owned(),
                    emoji: None,
                }),
            }),
            echo_of(&customer, &format!("e{round}"), "answer", now, None),
            about(What::Read(ReadMark::Mid(Mid::new(format!("e{round}"))))),
        ];
        let outcomes = futures(events.iter().map(|e| apply(&site.db, site, e))).await;
        // The message once more, and perhaps the edit that another had overtaken.
        let duplicates = outcomes.iter().filter(|o| **o == Outcome::Duplicate);
        assert!((1..=2).contains(&duplicates.count()), "{outcomes:?}");
        let chat = site
            .db
            .chat_of_customer(Platform::Instagram, &customer)
            .await
            .unwrap()
            .unwrap();
        let thread = site.thread(chat.id).await;
        assert_eq!((thread.len(), chat.summary.unread), (3, 2));
        let edited = thread.iter().find(|m| m.content == "edited twice").unwrap();
        assert_eq!(edited.reactions.len(), 1);
        assert!(
            thread
                .iter()
                .any(|m| m.delivery_status == domain::outbox::DeliveryStatus::Read)
        );
    }
    assert_eq!(site.number("SELECT COUNT(*) FROM chat").await, 8);
    figures_are_true(site).await;
}

/// Runs all of them at once.
async fn futures<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut all: Vec<_> = all.map(|f| (Box::pin(f), None)).collect();
    std::future::poll_fn(|context| {
        for (future, answer) in &mut all {
            if answer.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *answer = Some(value);
            }
        }
        if all.iter().all(|(_, answer)| answer.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    all.into_iter().filter_map(|(_, answer)| answer).collect()
}

async fn an_echo_and_its_answer_at_once_are_one(site: &Site) {
    let (admin, chat) = scene(site).await;
    for round in 0..10 {
        site.clock.advance(domain::time::SECOND);
        let row = site.says(chat, admin, &["hello"]).await[0].id;
        let job = begin(site).await;
        let mid = format!("e{round}");
        let (echo, answer) = (
            echo_of(ANNA, &mid, "hello", site.now(), None),
            SendResult::Accepted(Mid::new(&mid)),
        );
        let finish = async {
            while let Err(problem) = site
                .db
                .finish_send(&site.clock, site.view(), &job, row, &answer)
                .await
            {
                assert!(problem.is_passing(), "{problem}");
            }
        };
        tokio::join!(apply(&site.db, site, &echo), finish);
        assert_eq!(
            (site.message(row).await.send, site.message(row).await.mid),
            (Some(SendState::Sent), Some(Mid::new(&mid)))
        );
        assert_eq!(site.thread(chat).await.len(), round + 2);
    }
    figures_are_true(site).await;
}

async fn reading_and_hearing_at_once_count_right(site: &Site) {
    site.shop().await;
    let chat = site.chat(ANNA).await;
    for round in 0..10 {
        let heard = text_of(ANNA, &format!("m{round}"), "hi", site.now());
        tokio::join!(apply(&site.db, site, &heard), async {
            while let Err(problem) = site.db.mark_read(&site.clock, site.view(), chat).await {
                assert!(problem.is_passing(), "{problem}");
            }
        });
        let counted = site
            .number("SELECT COUNT(*) FROM message WHERE unread = 1")
            .await;
        assert_eq!(site.shape(chat).await.unread_count, counted);
        assert!(counted <= 1);
    }
    site.db
        .mark_read(&site.clock, site.view(), chat)
        .await
        .unwrap();
    assert_eq!(site.shape(chat).await.unread_count, 0);
}

/// Somebody who does not take the account's lock (an older node, an operator) is first with a message: the batch that
/// comes second fails in a way that says "again", and the second time it finds the row.
async fn who_was_first_is_found_by_whoever_tries_again(site: &Site) {
    let shop = site.shop().await;
    site.chat(ANNA).await;
    let Db::Postgres(pool) = &site.db else { return };
    let insert = format!(
        "INSERT INTO message (id, account_id, mid, presence, rank, direction, at, ord, content, text, preview, reactions, unread, open, read_here, read_mark, delivered_mark, status) \
         VALUES ('{}', '{}', 'm9', 'mark', 'nothing', 'inbound', 0, 'm9', '{{\"text\":\"\"}}', '', '', '[]', 0, 0, 0, 0, 0, 'received')",
        site.uuid(),
        shop.id
    );
    let mut first = pool.begin().await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(insert))
        .execute(&mut *first)
        .await
        .unwrap();
    let item = site.item(
        Platform::Instagram,
        SHOP,
        &text_of(ANNA, "m9", "hi", site.now()),
    );
    let (db, clock, view, batch) = (
        site.db.clone(),
        site.clock.clone(),
        site.view(),
        vec![item.clone()],
    );
    let second = tokio::spawn(async move { db.apply(&clock, view, &batch, &[]).await });
    let blocked = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    wait::until(
        wait::PATIENCE,
        "the second to wait for the first",
        async || (site.number(blocked).await > 0).then_some(()),
    )
    .await;
    first.commit().await.unwrap();
    let problem: StoreError = second.await.unwrap().unwrap_err();
    assert!(
        problem.is_unique_violation() && problem.is_passing(),
        "{problem}"
    );
    let again = site
        .db
        .apply(&site.clock, site.view(), &[item], &[])
        .await
        .unwrap();
    assert_eq!(again.outcomes[0].outcome, Outcome::Applied);
    assert_eq!(
        site.number("SELECT COUNT(*) FROM message WHERE mid = 'm9'")
            .await,
        1
    );
}
