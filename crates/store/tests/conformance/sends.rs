//! What leaves: stored once, and taken up by one.

use domain::ids::{ChatId, MessageId, Mid};
use domain::meta_error::Reason;
use domain::outbox::DeliveryStatus::{self, Queued, Sending, Sent};
use domain::outbox::{SendFailure, SendState};
use domain::time::{DAY, MINUTE, SECOND};
use domain::user::Viewer;
use store::jobs::ClaimedJob;
use store::sends::{IdempotencyKey, Retried, SendResult, Stored};

use crate::site::{ANNA, BERT, LEASE, Site};

both!(
    a_post_is_stored_with_its_jobs,
    a_key_counts_once,
    fifty_at_once_have_one_effect,
    who_may_and_when,
    retries_follow_the_rules,
    a_retry_outlives_its_job,
    only_the_newest_attempt_starts_and_ends,
);

/// A shop, its admin, and a chat in which the customer has just written.
pub(crate) async fn scene(site: &Site) -> (Viewer, ChatId) {
    site.shop().await;
    let scene = (site.admin().await, site.chat(ANNA).await);
    site.clock.advance(SECOND);
    scene
}

pub(crate) async fn start(site: &Site, job: &ClaimedJob) -> Option<SendState> {
    let message = job.subject.parse().unwrap();
    let started = site
        .db
        .start_send(&site.clock, site.view(), job, message)
        .await
        .unwrap();
    started.map(|(row, _)| row.send.unwrap())
}

pub(crate) async fn finish(site: &Site, job: &ClaimedJob, result: SendResult) {
    let message = job.subject.parse().unwrap();
    site.db
        .finish_send(&site.clock, site.view(), job, message, &result)
        .await
        .unwrap();
}

/// Claims the one send that is due, and takes it up.
pub(crate) async fn begin(site: &Site) -> ClaimedJob {
    let mut claimed = site.claim_sends().await;
    assert_eq!(claimed.len(), 1, "{claimed:?}");
    let job = claimed.remove(0);
    assert_eq!(start(site, &job).await, Some(SendState::Queued));
    job
}

pub(crate) fn accepted(mid: &str) -> SendResult {
    SendResult::Accepted(Mid::new(mid))
}

pub(crate) fn refused() -> SendResult {
    SendResult::Failed(SendFailure::new(
        Reason::ContentRefused,
        Some((100, Some(2_534_015))),
    ))
}

/// What the business said, in the order in which the rows were made.
pub(crate) async fn outbound(site: &Site, chat: ChatId) -> Vec<(String, DeliveryStatus)> {
    let mut thread = site.thread(chat).await;
    thread.sort_by_key(|m| m.id);
    let ours = thread
        .into_iter()
        .filter(|m| m.direction == domain::message::Direction::Outbound);
    ours.map(|m| (m.content, m.delivery_status)).collect()
}

pub(crate) fn said(text: &str, status: DeliveryStatus) -> (String, DeliveryStatus) {
    (text.to_owned(), status)
}

fn key(name: &str, body: &str) -> Option<IdempotencyKey> {
    Some(IdempotencyKey {
        route: "POST /api/chats/x/message".to_owned(),
        key: name.to_owned(),
        body_sha256: body.to_owned(),
    })
}

async fn a_post_is_stored_with_its_jobs(site: &Site) {
    let (admin, chat) = scene(site).await;
    let seq = site.head().await;
    let rows = site.says(chat, admin, &["hello", "a file"]).await;
    assert_eq!(rows.len(), 2);
    assert!(rows[0].group_id.is_some() && rows[0].group_id == rows[1].group_id);
    assert!(rows.iter().all(|m| m.delivery_status == Queued
        && m.sent_by == Some(admin.id)
        && m.timestamp == site.now()));
    assert_eq!(
        site.kinds_after(seq).await,
        [
            "ig_dm",
            "new_message",
            "ig_dm",
            "new_message",
            "chat_updated"
        ]
    );
    let shape = site.shape(chat).await;
    assert_eq!(
        (shape.unread_count, shape.last_message.as_str()),
        (0, "a file"),
        "answering reads"
    );
    assert_eq!(
        outbound(site, chat).await,
        [said("hello", Queued), said("a file", Queued)]
    );
    // One after the other.
    let job = begin(site).await;
    assert_eq!(job.subject, rows[0].id.to_string());
    assert_eq!(job.created_at, site.now());
    assert!(site.claim_sends().await.is_empty());
}

async fn a_key_counts_once(site: &Site) {
    let (admin, chat) = scene(site).await;
    let bob = site.agent("bob").await;
    let first = match site
        .store_send(chat, admin, &["once", "file"], key("k", "body"))
        .await
    {
        Stored::Messages(rows) => rows,
        other => panic!("{other:?}"),
    };
    let job = begin(site).await;
    finish(site, &job, accepted("mid-1")).await;
    site.clock.advance(2 * DAY);
    // Also when the window has closed: nothing is sent, the rows are told as they stand.
    let again = match site
        .store_send(chat, admin, &["once", "file"], key("k", "body"))
        .await
    {
        Stored::Messages(rows) => rows,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        again.iter().map(|m| m.id).collect::<Vec<_>>(),
        first.iter().map(|m| m.id).collect::<Vec<_>>()
    );
    assert_eq!(again[0].delivery_status, Sent);
    assert!(matches!(
        site.store_send(chat, admin, &["twice"], key("k", "other"))
            .await,
        Stored::KeyMismatch
    ));
    assert_eq!(site.thread(chat).await.len(), 3);
    // Somebody else's key is another one, and one that was refused can be used again.
    site.hears(ANNA, "m9", "still there?", site.now()).await;
    assert!(matches!(
        site.store_send(chat, bob, &["x"], key("k", "body")).await,
        Stored::Denied
    ));
    site.db
        .assign(site.view(), &admin, chat, Some(bob.id))
        .await
        .unwrap();
    assert!(matches!(
        site.store_send(chat, bob, &["x"], key("k", "body")).await,
        Stored::Messages(_)
    ));
    assert_eq!(site.db.prune_keys(site.now().plus(-DAY)).await.unwrap(), 1);
    assert!(matches!(
        site.store_send(chat, admin, &["new"], key("k", "other"))
            .await,
        Stored::Messages(_)
    ));
}

async fn fifty_at_once_have_one_effect(site: &Site) {
    let (admin, chat) = scene(site).await;
    let content = domain::message::Content {
        text: "once".to_owned(),
        ..Default::default()
    };
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (db, clock, view) = (site.db.clone(), site.clock.clone(), site.view());
        let send = store::sends::NewSend {
            chat,
            author: admin,
            parts: vec![content.clone()],
            key: key("k\0ey", "body"),
        };
        tasks.spawn(async move { db.store_send(&clock, view, &send).await.unwrap() });
    }
    let mut ids: Vec<MessageId> = Vec::new();
    for answer in tasks.join_all().await {
        match answer {
            Stored::Messages(rows) => ids.push(rows[0].id),
            other => panic!("{other:?}"),
        }
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(outbound(site, chat).await.len(), 1);
    assert_eq!(
        site.number("SELECT COUNT(*) FROM job WHERE kind = 'send'")
            .await,
        1
    );
}

async fn who_may_and_when(site: &Site) {
    let (admin, chat) = scene(site).await;
    let ann = site.agent("ann").await;
    assert!(matches!(
        site.store_send(chat, ann, &["x"], None).await,
        Stored::Denied
    ));
    assert!(matches!(
        site.store_send(ChatId::new(site.uuid()), admin, &["x"], None)
            .await,
        Stored::NoChat
    ));
    site.clock.advance(DAY - SECOND - 1);
    assert!(matches!(
        site.store_send(chat, admin, &["in time"], None).await,
        Stored::Messages(_)
    ));
    site.clock.advance(1);
    let (seq, unread) = (site.head().await, site.shape(chat).await.unread_count);
    match site
        .store_send(chat, admin, &["too late"], key("k", "b"))
        .await
    {
        Stored::WindowClosed(window) => assert_eq!(window.closes_at, None),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        (site.head().await, site.shape(chat).await.unread_count),
        (seq, unread)
    );
    assert_eq!(site.number("SELECT COUNT(*) FROM idempotency").await, 0);
    assert_eq!(outbound(site, chat).await.len(), 1);
}

fn retried(result: Retried) -> String {
    match result {
        Retried::Message(m) => format!("{:?}", m.delivery_status),
        Retried::NoMessage => "no message".to_owned(),
        Retried::Denied => "denied".to_owned(),
        Retried::NotAllowed(status) => format!("not while {status:?}"),
        Retried::WindowClosed(_) => "closed".to_owned(),
    }
}

async fn retries_follow_the_rules(site: &Site) {
    let (admin, chat) = scene(site).await;
    let other = site.chat(BERT).await;
    let ann = site.agent("ann").await;
    let row = site.says(chat, admin, &["hello"]).await[0].id;
    let retry = async |who: Viewer, chat, row, sure| {
        retried(
            site.db
                .retry_send(&site.clock, site.view(), &who, chat, row, sure)
                .await
                .unwrap(),
        )
    };
    assert_eq!(retry(admin, chat, row, true).await, "not while Queued");
    let job = begin(site).await;
    assert_eq!(retry(admin, chat, row, true).await, "not while Sending");
    finish(site, &job, refused()).await;
    assert_eq!(retry(admin, other, row, true).await, "no message");
    assert_eq!(
        retry(admin, chat, MessageId::new(site.uuid()), true).await,
        "no message"
    );
    assert_eq!(retry(ann, chat, row, true).await, "denied");
    assert!(site.claim_sends().await.is_empty());
    site.clock.advance(MINUTE);
    let seq = site.head().await;
    assert_eq!(retry(admin, chat, row, false).await, "Queued");
    assert_eq!(
        site.kinds_after(seq).await,
        ["ig_dm", "message_updated", "chat_updated"]
    );
    let shown = site.thread(chat).await.pop().unwrap();
    assert_eq!((shown.error, shown.timestamp), (None, site.now()));
    let job = begin(site).await;
    assert_eq!((job.attempt, job.created_at), (2, site.now()));
    finish(site, &job, SendResult::Lost(site.now().plus(5 * SECOND))).await;
    assert_eq!(retry(admin, chat, row, false).await, "not while Unknown");
    site.clock.advance(2 * DAY);
    assert_eq!(retry(admin, chat, row, true).await, "closed");
    site.hears(ANNA, "m9", "hello?", site.now()).await;
    assert_eq!(retry(admin, chat, row, true).await, "Queued");
    let job = begin(site).await;
    assert_eq!(job.lost_at, None, "a new try has lost nothing yet");
    finish(site, &job, accepted("mid-1")).await;
    assert_eq!(retry(admin, chat, row, true).await, "not while Sent");
}

/// An unknown send whose job was ended and forgotten can be tried again all the same.
async fn a_retry_outlives_its_job(site: &Site) {
    let (admin, chat) = scene(site).await;
    let row = site.says(chat, admin, &["hello"]).await[0].id;
    let job = begin(site).await;
    finish(site, &job, SendResult::Lost(site.now().plus(SECOND))).await;
    site.clock.advance(SECOND);
    let job = site.claim_sends().await.remove(0);
    site.db
        .finish_job(&job, &store::jobs::JobEnd::Done, site.now())
        .await
        .unwrap();
    site.clock.advance(SECOND);
    assert!(site.db.prune_jobs(site.now()).await.unwrap() > 0);
    assert_eq!(
        site.number("SELECT COUNT(*) FROM job WHERE kind = 'send'")
            .await,
        0
    );
    let again = site
        .db
        .retry_send(&site.clock, site.view(), &admin, chat, row, true)
        .await
        .unwrap();
    assert_eq!(retried(again), "Queued");
    finish(site, &begin(site).await, accepted("mid-1")).await;
    assert_eq!(outbound(site, chat).await, [said("hello", Sent)]);
}

async fn only_the_newest_attempt_starts_and_ends(site: &Site) {
    let (admin, chat) = scene(site).await;
    site.says(chat, admin, &["hello"]).await;
    let stale = site.claim_sends().await.remove(0);
    site.clock.advance(LEASE);
    let newest = site.claim_sends().await.remove(0);
    assert_eq!((stale.attempt, newest.attempt), (1, 2));
    assert_eq!(
        start(site, &stale).await,
        None,
        "nothing may leave by the old one"
    );
    assert_eq!(outbound(site, chat).await, [said("hello", Queued)]);
    assert_eq!(start(site, &newest).await, Some(SendState::Queued));
    // The old one's word counts for nothing...
    finish(site, &stale, refused()).await;
    assert_eq!(outbound(site, chat).await, [said("hello", Sending)]);
    finish(
        site,
        &newest,
        SendResult::PutBack {
            at: site.now().plus(SECOND),
            why: "not reached".to_owned(),
        },
    )
    .await;
    assert_eq!(outbound(site, chat).await, [said("hello", Queued)]);
    assert_eq!(start(site, &newest).await, None, "it was put back");
    assert!(
        !site
            .db
            .finish_job(&newest, &store::jobs::JobEnd::Done, site.now())
            .await
            .unwrap()
    );
    // ... but what Meta's answer proves stays proved.
    finish(site, &stale, accepted("mid-1")).await;
    assert_eq!(outbound(site, chat).await, [said("hello", Sent)]);
    site.clock.advance(SECOND);
    let job = site.claim_sends().await;
    if let Some(job) = job.first() {
        assert_eq!(
            start(site, job).await,
            Some(SendState::Sent),
            "and nothing is sent again"
        );
    }
}
