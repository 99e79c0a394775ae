//! Claims: with a lease, in order, never two of a chat at once.

use std::collections::HashMap;

use domain::time::{DAY, MINUTE, SECOND};
use store::jobs::{JobEnd, JobKind};
use store::sends::SendResult;

use crate::site::{ANNA, BERT, LEASE, NODE, Site};

both!(
    the_next_time_is_when_something_can_be_done,
    a_retry_does_not_overtake,
    two_nodes_never_serve_one_chat,
    the_outbox_lists_and_pages,
    work_is_stored_once,
    finished_work_is_forgotten,
);

async fn the_next_time_is_when_something_can_be_done(site: &Site) {
    assert_eq!(site.db.next_job_at().await.unwrap(), None);
    site.shop().await;
    let admin = site.admin().await;
    let chat = site.chat(ANNA).await;
    assert_eq!(
        site.claim_jobs()
            .await
            .into_iter()
            .map(|j| j.kind)
            .collect::<Vec<_>>(),
        [JobKind::FetchProfile]
    );
    assert_eq!(
        site.db.next_job_at().await.unwrap(),
        Some(site.now().plus(LEASE)),
        "a lease ends"
    );
    site.clock.advance(LEASE);
    assert!(site.claim_sends().await.is_empty());
    assert_eq!(site.db.next_job_at().await.unwrap(), None);

    site.says(chat, admin, &["one", "two"]).await;
    assert_eq!(site.db.next_job_at().await.unwrap(), Some(site.now()));
    let job = site.claim_sends().await.remove(0);
    assert_eq!(
        site.db.next_job_at().await.unwrap(),
        Some(site.now().plus(LEASE)),
        "the second waits for the first"
    );
    let later = site.now().plus(MINUTE);
    site.db
        .finish_job(
            &job,
            &JobEnd::Again {
                at: later,
                why: "busy".to_owned(),
            },
            site.now(),
        )
        .await
        .unwrap();
    assert_eq!(
        site.db.next_job_at().await.unwrap(),
        Some(later),
        "the second still waits for the first"
    );
    assert!(site.claim_sends().await.is_empty());
}

async fn a_retry_does_not_overtake(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let chat = site.chat(ANNA).await;
    let text = |job: &store::jobs::ClaimedJob| job.subject.clone();
    let mut rows = Vec::new();
    for words in ["one", "two", "three"] {
        rows.push(site.says(chat, admin, &[words]).await[0].id);
        site.clock.advance(SECOND);
    }
    // The first fails while the second is under way; tried again, it goes behind those that wait.
    let first = site.claim_sends().await.remove(0);
    site.db
        .start_send(&site.clock, site.view(), &first, rows[0])
        .await
        .unwrap();
    let failure =
        domain::outbox::SendFailure::new(domain::meta_error::Reason::ContentRefused, None);
    site.db
        .finish_send(
            &site.clock,
            site.view(),
            &first,
            rows[0],
            &SendResult::Failed(failure),
        )
        .await
        .unwrap();
    let second = site.claim_sends().await.remove(0);
    assert_eq!(text(&second), rows[1].to_string());
    site.db
        .retry_send(&site.clock, site.view(), &admin, chat, rows[0], false)
        .await
        .unwrap();
    assert!(
        site.claim_sends().await.is_empty(),
        "two of one chat at once"
    );
    // One that waits for its lost answer is looked at again, whatever else there is.
    site.db
        .start_send(&site.clock, site.view(), &second, rows[1])
        .await
        .unwrap();
    site.db
        .finish_send(
            &site.clock,
            site.view(),
            &second,
            rows[1],
            &SendResult::Lost(site.now().plus(SECOND)),
        )
        .await
        .unwrap();
    assert!(site.claim_sends().await.is_empty());
    site.clock.advance(SECOND);
    let mut order = Vec::new();
    while let Some(job) = site.claim_sends().await.pop() {
        order.push(text(&job));
        site.db
            .finish_job(&job, &JobEnd::Done, site.now())
            .await
            .unwrap();
    }
    assert_eq!(
        order,
        [
            rows[1].to_string(),
            rows[2].to_string(),
            rows[0].to_string()
        ]
    );
}

/// Several nodes claim and finish as fast as they can, leases end in between, and sends are tried again by hand: of
/// each chat at most one is held at a time, and within it they go in order.
async fn two_nodes_never_serve_one_chat(site: &Site) {
    const CHATS: usize = 3;
    const EACH: usize = 12;
    site.shop().await;
    let admin = site.admin().await;
    let mut chat_of = HashMap::new();
    let mut total = 0;
    for n in 0..CHATS {
        let chat = site.chat(&format!("c{n}")).await;
        for _ in 0..EACH {
            for row in site.says(chat, admin, &["x"]).await {
                chat_of.insert(row.id.to_string(), chat);
                total += 1;
            }
        }
    }
    site.claim_sends().await;
    site.db.release_jobs(NODE, site.now()).await.unwrap();
    let held = std::sync::Arc::new(std::sync::Mutex::new(
        HashMap::<domain::ids::ChatId, usize>::new(),
    ));
    let done = std::sync::Arc::new(std::sync::Mutex::new(Vec::<String>::new()));
    let chat_of = std::sync::Arc::new(chat_of);
    let mut nodes = tokio::task::JoinSet::new();
    for n in 0..4 {
        let (db, now, held, done, chat_of) = (
            site.db.clone(),
            site.now(),
            held.clone(),
            done.clone(),
            chat_of.clone(),
        );
        nodes.spawn(async move {
            let node = format!("node-{n}");
            loop {
                if done.lock().unwrap().len() >= total {
                    return;
                }
                let claimed = match db.claim_jobs(&node, now, LEASE, 2, 2).await {
                    Ok(claimed) => claimed,
                    Err(problem) => {
                        assert!(problem.is_passing(), "{problem}");
                        continue;
                    }
                };
                for job in &claimed {
                    let chat = chat_of[&job.subject];
                    let before = *held
                        .lock()
                        .unwrap()
                        .entry(chat)
                        .and_modify(|n| *n += 1)
                        .or_insert(1);
                    assert_eq!(before, 1, "two sends of one chat are held");
                }
                tokio::task::yield_now().await;
                for job in &claimed {
                    *held
                        .lock()
                        .unwrap()
                        .get_mut(&chat_of[&job.subject])
                        .unwrap() -= 1;
                    done.lock().unwrap().push(job.subject.clone());
                    assert!(db.finish_job(job, &JobEnd::Done, now).await.unwrap());
                }
            }
        });
    }
    nodes.join_all().await;
    let done = done.lock().unwrap().clone();
    assert_eq!(done.len(), total);
    for n in 0..CHATS {
        let chat = site
            .db
            .chat_of_customer(domain::account::Platform::Instagram, &format!("c{n}"))
            .await
            .unwrap()
            .unwrap()
            .id;
        let order: Vec<&String> = done.iter().filter(|m| chat_of[*m] == chat).collect();
        assert!(
            order.windows(2).all(|w| w[0] < w[1]),
            "in the order in which they were written"
        );
    }
}

async fn the_outbox_lists_and_pages(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    for customer in [ANNA, BERT, "3", "4"] {
        let chat = site.chat(customer).await;
        site.says(chat, admin, &["x"]).await;
    }
    let failed = site.claim_sends().await.remove(0);
    site.db
        .finish_job(
            &failed,
            &JobEnd::Failed {
                why: "no".to_owned(),
            },
            site.now(),
        )
        .await
        .unwrap();
    let page = site.db.outbox(false, None, 2).await.unwrap();
    assert_eq!(page.len(), 2);
    let rest = site.db.outbox(false, Some(page[1].id), 10).await.unwrap();
    assert_eq!(rest.len(), 1);
    assert!(page[0].id > page[1].id && page[1].id > rest[0].id);
    let failures = site.db.outbox(true, None, 10).await.unwrap();
    assert_eq!(
        failures
            .iter()
            .map(|j| (j.id, j.state.as_str(), j.last_error.as_deref()))
            .collect::<Vec<_>>(),
        [(failed.id, "failed", Some("no"))]
    );
    assert_eq!(site.db.open_jobs().await.unwrap(), 3);
}

async fn work_is_stored_once(site: &Site) {
    site.shop().await;
    let announced = |n| {
        let edit = domain::inbound::What::Edited {
            mid: domain::ids::Mid::new("m1"),
            number: 0,
            text: None,
        };
        domain::inbound::Inbound {
            customer: None,
            ..crate::site::event_of(ANNA, site.now().plus(n), edit)
        }
    };
    site.apply(&[announced(-1), announced(-2)]).await;
    site.apply(&[announced(-3)]).await;
    let jobs = site.claim_jobs().await;
    assert_eq!(
        jobs.iter()
            .map(|j| (j.kind, j.subject.as_str()))
            .collect::<Vec<_>>(),
        [(JobKind::FetchMessage, "m1")]
    );
    assert!(jobs[0].account.is_some());
    // Fetched: an ordinary message now, and no more work from a late announcement.
    let chat = site.hears(ANNA, "m1", "here it is", site.now()).await;
    site.apply(&[announced(-4)]).await;
    assert_eq!(
        site.number("SELECT COUNT(*) FROM job WHERE kind = 'fetch_message'")
            .await,
        1
    );
    assert_eq!(site.thread(chat).await.len(), 1);
}

async fn finished_work_is_forgotten(site: &Site) {
    site.shop().await;
    let admin = site.admin().await;
    let chat = site.chat(ANNA).await;
    site.says(chat, admin, &["one", "two"]).await;
    let job = site.claim_sends().await.remove(0);
    site.db
        .finish_job(
            &job,
            &JobEnd::Failed {
                why: "no".to_owned(),
            },
            site.now(),
        )
        .await
        .unwrap();
    site.clock.advance(DAY);
    assert_eq!(
        site.db.prune_jobs(site.now()).await.unwrap(),
        1,
        "the profile; not what failed, not what waits"
    );
    assert_eq!(site.db.prune_jobs(site.now()).await.unwrap(), 0);
    assert_eq!(site.number("SELECT COUNT(*) FROM job").await, 2);
}
