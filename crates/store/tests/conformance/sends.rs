//! What leaves: stored once, taken up by one, ended as Meta said.

use domain::account::AccountStatus;
use domain::ids::{ChatId, MessageId, Mid};
use domain::meta_error::Reason;
use domain::outbox::{DeliveryStatus, ECHO_HOLD, SendFailure, SendState};
use domain::time::{DAY, MINUTE, SECOND};
use domain::user::Viewer;
use domain::wire;
use store::jobs::ClaimedJob;
use store::sends::{IdempotencyKey, Retried, SendResult, Stored};

use crate::site::{ANNA, BERT, LEASE, Site, echo_of};

both!(
    a_post_is_stored_with_its_jobs,
    a_key_counts_once,
    fifty_at_once_have_one_effect,
    who_may_and_when,
    an_accepted_send_is_sent,
    an_echo_before_the_answer_makes_no_second_bubble,
    an_echo_that_was_shown_is_taken_away,
    a_failed_part_fails_those_behind_it,
    retries_follow_the_rules,
    a_retry_outlives_its_job,
    only_the_newest_attempt_starts_and_ends,
    a_lost_answer_is_unknown_and_proved_later,
    a_crash_while_sending_is_seen,
    an_answer_wins_over_looks,
    what_waited_too_long_is_shown,
    a_held_account_is_told,
);

/// A shop, its admin, and a chat in which the customer has just written.
async fn scene(site: &Site) -> (Viewer, ChatId) {
    site.shop().await;
    let scene = (site.admin().await, site.chat(ANNA).await);
    site.clock.advance(SECOND);
    scene
}

async fn start(site: &Site, job: &ClaimedJob) -> Option<SendState> {
    let message = job.subject.parse().unwrap();
    let started = site
        .db
        .start_send(&site.clock, site.view(), job, message)
        .await
        .unwrap();
    started.map(|(row, _)| row.send.unwrap())
}

async fn finish(site: &Site, job: &ClaimedJob, result: SendResult) {
    let message = job.subject.parse().unwrap();
    site.db
        .finish_send(&site.clock, site.view(), job, message, &result)
        .await
        .unwrap();
}

/// Claims the one send that is due, and takes it up.
async fn begin(site: &Site) -> ClaimedJob {
    let mut claimed = site.claim_sends().await;
    assert_eq!(claimed.len(), 1, "{claimed:?}");
    let job = claimed.remove(0);
    assert_eq!(start(site, &job).await, Some(SendState::Queued));
    job
}

fn accepted(mid: &str) -> SendResult {
    SendResult::Accepted(Mid::new(mid))
}

fn refused() -> SendResult {
    SendResult::Failed(SendFailure::new(
        Reason::ContentRefused,
        Some((100, Some(2_534_015))),
    ))
}

/// What the business said, in the order in which the rows were made.
async fn outbound(site: &Site, chat: ChatId) -> Vec<(String, DeliveryStatus)> {
    let mut thread = site.thread(chat).await;
    thread.sort_by_key(|m| m.id);
    let ours = thread
        .into_iter()
        .filter(|m| m.direction == domain::message::Direction::Outbound);
    ours.map(|m| (m.content, m.delivery_status)).collect()
}

fn said(text: &str, status: DeliveryStatus) -> (String, DeliveryStatus) {
    (text.to_owned(), status)
}

fn key(name: &str, body: &str) -> Option<IdempotencyKey> {
    Some(IdempotencyKey {
        route: "POST /api/chats/x/message".to_owned(),
        key: name.to_owned(),
        body_sha256: body.to_owned(),
    })
}

use DeliveryStatus::{Failed, Queued, Read, Sending, Sent, Unknown};

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

async fn an_accepted_send_is_sent(site: &Site) {
    let (admin, chat) = scene(site).await;
    site.says(chat, admin, &["hello"]).await;
    let seq = site.head().await;
    let job = begin(site).await;
    assert_eq!(outbound(site, chat).await, [said("hello", Sending)]);
    assert_eq!(site.kinds_after(seq).await, ["ig_dm", "message_updated"]);
    site.clock.advance(SECOND);
    finish(site, &job, accepted("mid-1")).await;
    let row = site.thread(chat).await.pop().unwrap();
    assert_eq!(
        (row.delivery_status, row.meta_message_id, row.timestamp),
        (Sent, Some(Mid::new("mid-1")), site.now())
    );
    assert_eq!(
        site.number("SELECT COUNT(*) FROM job WHERE state = 'done' AND kind = 'send'")
            .await,
        1
    );
    // Its echo, with Meta's own time, and its receipt.
    let at = site.now().plus(-SECOND / 2);
    site.apply(&[echo_of(ANNA, "mid-1", "hello", at, None)])
        .await;
    let seen = domain::inbound::What::Read(domain::inbound::ReadMark::Mid(Mid::new("mid-1")));
    site.apply(&[crate::site::event_of(ANNA, site.now(), seen)])
        .await;
    let row = site.thread(chat).await.pop().unwrap();
    assert_eq!((row.delivery_status, row.timestamp), (Read, at));
    assert_eq!(outbound(site, chat).await.len(), 1);
    // The answer once more, late: nothing goes back.
    finish(site, &job, accepted("mid-1")).await;
    let row = site.thread(chat).await.pop().unwrap();
    assert_eq!((row.delivery_status, row.timestamp), (Read, at));
}

async fn an_echo_before_the_answer_makes_no_second_bubble(site: &Site) {
    let (admin, chat) = scene(site).await;
    site.says(chat, admin, &["hello"]).await;
    let job = begin(site).await;
    let seq = site.head().await;
    let at = site.now().plus(-1);
    site.apply(&[echo_of(ANNA, "mid-1", "hello", at, None)])
        .await;
    assert!(
        site.kinds_after(seq).await.is_empty(),
        "it waits for the answer"
    );
    assert_eq!(outbound(site, chat).await, [said("hello", Sending)]);
    finish(site, &job, accepted("mid-1")).await;
    assert_eq!(outbound(site, chat).await, [said("hello", Sent)]);
    assert_eq!(site.thread(chat).await[1].timestamp, at, "Meta's own time");
    assert!(
        !site
            .kinds_after(seq)
            .await
            .contains(&"message_removed".to_owned()),
        "it was never shown"
    );
    assert_eq!(site.number("SELECT COUNT(*) FROM message").await, 2);
}

/// The row of the echo was made and shown, because nothing was on its way by what was stored then.
async fn an_echo_that_was_shown_is_taken_away(site: &Site) {
    let (admin, chat) = scene(site).await;
    let echo = site
        .apply(&[echo_of(ANNA, "mid-1", "hello", site.now(), None)])
        .await[0]
        .message
        .unwrap();
    site.says(chat, admin, &["hello"]).await;
    let job = begin(site).await;
    let seq = site.head().await;
    let figures = site.db.stats(&admin).await.unwrap().total_messages;
    finish(site, &job, accepted("mid-1")).await;
    let told = site.kinds_after(seq).await;
    assert_eq!(told, ["message_removed", "ig_dm", "message_updated"]);
    assert!(
        site.db.events_after(seq, 1).await.unwrap()[0]
            .frame
            .contains(&echo.to_string())
    );
    assert_eq!(outbound(site, chat).await, [said("hello", Sent)]);
    assert_eq!(
        site.db.stats(&admin).await.unwrap().total_messages,
        figures - 1
    );
}

async fn a_failed_part_fails_those_behind_it(site: &Site) {
    let (admin, chat) = scene(site).await;
    let parts = site.says(chat, admin, &["text", "one", "two"]).await;
    let other = site.says(chat, admin, &["another post"]).await;
    finish(site, &begin(site).await, accepted("mid-1")).await;
    finish(site, &begin(site).await, refused()).await;
    assert_eq!(
        outbound(site, chat).await,
        [
            said("text", Sent),
            said("one", Failed),
            said("two", Failed),
            said("another post", Queued)
        ]
    );
    let mut thread = site.thread(chat).await;
    thread.sort_by_key(|m| m.id);
    let errors: Vec<_> = thread
        .into_iter()
        .filter_map(|m| m.error)
        .map(|e| (e.code, e.meta_code))
        .collect();
    assert_eq!(
        errors,
        [
            (Reason::ContentRefused.code().to_owned(), Some(100)),
            (Reason::EarlierPartFailed.code().to_owned(), None)
        ]
    );
    let job = begin(site).await;
    assert_eq!(
        job.subject,
        other[0].id.to_string(),
        "the next post goes on"
    );
    assert!(
        site.db
            .outbox(true, None, 10)
            .await
            .unwrap()
            .iter()
            .any(|j| j.subject == parts[2].id.to_string())
    );
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

async fn a_lost_answer_is_unknown_and_proved_later(site: &Site) {
    let (admin, chat) = scene(site).await;
    site.says(chat, admin, &["hello"]).await;
    site.says(chat, admin, &["hello"]).await;
    let job = begin(site).await;
    finish(site, &job, SendResult::Lost(site.now().plus(5 * SECOND))).await;
    assert_eq!(
        outbound(site, chat).await,
        [said("hello", Unknown), said("hello", Queued)]
    );
    let error = site
        .thread(chat)
        .await
        .into_iter()
        .find_map(|m| m.error)
        .unwrap();
    assert_eq!(
        (error.code.as_str(), error.retryable),
        ("answer_lost", true)
    );
    assert!(site.claim_sends().await.is_empty(), "nothing overtakes it");
    site.clock.advance(5 * SECOND);
    let mut claimed = site.claim_sends().await;
    let job = claimed.remove(0);
    assert!(claimed.is_empty());
    assert_eq!(job.lost_at, Some(site.now().plus(-5 * SECOND)));
    assert_eq!(start(site, &job).await, Some(SendState::Unknown));
    site.db
        .finish_job(
            &job,
            &store::jobs::JobEnd::Waiting {
                at: site.now().plus(25 * SECOND),
            },
            site.now(),
        )
        .await
        .unwrap();
    // The echo proves it, and the second of the same words goes on.
    site.apply(&[echo_of(ANNA, "mid-1", "hello", site.now(), None)])
        .await;
    assert_eq!(
        outbound(site, chat).await,
        [said("hello", Sent), said("hello", Queued)]
    );
    let second = begin(site).await;
    site.apply(&[echo_of(ANNA, "mid-2", "hello", site.now().plus(-1), None)])
        .await;
    finish(site, &second, accepted("mid-2")).await;
    assert_eq!(
        outbound(site, chat).await,
        [said("hello", Sent), said("hello", Sent)]
    );
    assert_eq!(site.db.open_jobs().await.unwrap(), 0);
}

async fn a_crash_while_sending_is_seen(site: &Site) {
    let (admin, chat) = scene(site).await;
    site.says(chat, admin, &["hello"]).await;
    site.says(chat, admin, &["later"]).await;
    begin(site).await;
    assert!(site.claim_sends().await.is_empty());
    assert_eq!(
        site.db.next_job_at().await.unwrap(),
        Some(site.now().plus(LEASE))
    );
    site.clock.advance(LEASE - 1);
    assert!(site.claim_sends().await.is_empty());
    site.clock.advance(1);
    let job = site.claim_sends().await.remove(0);
    assert_eq!(
        start(site, &job).await,
        Some(SendState::Sending),
        "somebody began, and never said how it ended"
    );
    finish(site, &job, SendResult::Lost(site.now())).await;
    assert_eq!(outbound(site, chat).await[0], said("hello", Unknown));
    // A clean stop lets go at once.
    let job = site.claim_sends().await.remove(0);
    site.db
        .release_jobs(crate::site::NODE, site.now())
        .await
        .unwrap();
    assert_eq!(site.claim_sends().await[0].id, job.id);
}

/// The echo of one was taken for that of its twin; then the twin's own answer is read back.
async fn an_answer_wins_over_looks(site: &Site) {
    let (admin, chat) = scene(site).await;
    let one = site.says(chat, admin, &["hello"]).await[0].id;
    let two = site.says(chat, admin, &["hello"]).await[0].id;
    let mut jobs = Vec::new();
    for _ in 0..2 {
        let job = begin(site).await;
        finish(site, &job, SendResult::Lost(site.now())).await;
        let job = site.claim_sends().await.remove(0);
        site.db
            .finish_job(&job, &store::jobs::JobEnd::Done, site.now())
            .await
            .unwrap();
        jobs.push(job);
    }
    site.apply(&[echo_of(ANNA, "mid-2", "hello", site.now(), None)])
        .await;
    assert_eq!(
        site.message(one).await.send,
        Some(SendState::Sent),
        "the oldest that says the same"
    );
    finish(site, &jobs[1], accepted("mid-2")).await;
    assert_eq!(
        (site.message(one).await.send, site.message(one).await.mid),
        (Some(SendState::Unknown), None)
    );
    assert_eq!(
        (site.message(two).await.send, site.message(two).await.mid),
        (Some(SendState::Sent), Some(Mid::new("mid-2")))
    );
    site.apply(&[echo_of(ANNA, "mid-1", "hello", site.now(), None)])
        .await;
    assert_eq!(
        outbound(site, chat).await,
        [said("hello", Sent), said("hello", Sent)]
    );
    // And the reverse: an answer with another mid than the echo that was taken for it.
    finish(site, &jobs[0], accepted("mid-0")).await;
    assert_eq!(site.message(one).await.mid, Some(Mid::new("mid-0")));
    assert_eq!(
        outbound(site, chat).await.len(),
        3,
        "the echo stands for itself"
    );
    site.apply(&[echo_of(ANNA, "mid-1", "hello", site.now(), None)])
        .await;
    assert_eq!(outbound(site, chat).await.len(), 3);
}

async fn what_waited_too_long_is_shown(site: &Site) {
    let (admin, chat) = scene(site).await;
    site.says(chat, admin, &["from here"]).await;
    let job = begin(site).await;
    site.apply(&[echo_of(
        ANNA,
        "e1",
        "from the phone",
        site.now().plus(-1),
        None,
    )])
    .await;
    assert_eq!(outbound(site, chat).await, [said("from here", Sending)]);
    assert_eq!(
        site.db
            .settle_overdue_echoes(&site.clock, site.view())
            .await
            .unwrap(),
        0
    );
    site.clock.advance(ECHO_HOLD);
    let seq = site.head().await;
    assert_eq!(
        site.db
            .settle_overdue_echoes(&site.clock, site.view())
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        site.kinds_after(seq).await,
        ["ig_dm", "new_message"],
        "older than what stands below it"
    );
    assert_eq!(
        outbound(site, chat).await,
        [said("from here", Sending), said("from the phone", Sent)]
    );
    assert_eq!(
        site.db
            .settle_overdue_echoes(&site.clock, site.view())
            .await
            .unwrap(),
        0
    );
    // One that waits is let go as soon as the send in front of it is answered.
    site.apply(&[echo_of(
        ANNA,
        "e2",
        "again from the phone",
        site.now(),
        None,
    )])
    .await;
    finish(site, &job, accepted("mid-1")).await;
    assert_eq!(outbound(site, chat).await.len(), 3);
}

async fn a_held_account_is_told(site: &Site) {
    let (admin, chat) = scene(site).await;
    let other = site.chat(BERT).await;
    site.says(chat, admin, &["one"]).await;
    site.says(other, admin, &["two"]).await;
    let mut jobs = site.claim_sends().await;
    assert_eq!(jobs.len(), 2, "two chats, side by side");
    for job in &jobs {
        start(site, job).await;
    }
    let (first, second) = (jobs.remove(0), jobs.remove(0));
    let seq = site.head().await;
    let until = site.now().plus(MINUTE);
    finish(
        site,
        &first,
        SendResult::AccountHeld {
            status: AccountStatus::Paused,
            reason: "slow down".to_owned(),
            until: Some(until),
        },
    )
    .await;
    assert!(
        site.kinds_after(seq)
            .await
            .contains(&"account_status".to_owned())
    );
    assert_eq!(outbound(site, chat).await, [said("one", Queued)]);
    finish(
        site,
        &second,
        SendResult::PutBack {
            at: site.now(),
            why: "not reached".to_owned(),
        },
    )
    .await;
    assert!(
        site.claim_sends().await.is_empty(),
        "all of the account's jobs wait"
    );
    assert_eq!(site.db.next_job_at().await.unwrap(), Some(until));
    let shop = site.db.accounts(None).await.unwrap().remove(0);
    assert_eq!(
        (shop.status, shop.status_reason.as_deref()),
        (AccountStatus::Paused, Some("slow down"))
    );
    site.clock.set(until);
    let jobs = site.claim_sends().await;
    assert_eq!(jobs.len(), 2);
    start(site, &jobs[0]).await;
    finish(
        site,
        &jobs[0],
        SendResult::AccountHeld {
            status: AccountStatus::Reconnect,
            reason: "dead token".to_owned(),
            until: None,
        },
    )
    .await;
    finish(
        site,
        &jobs[1],
        SendResult::PutBack {
            at: site.now(),
            why: "not reached".to_owned(),
        },
    )
    .await;
    site.clock.advance(DAY);
    assert!(site.claim_sends().await.is_empty());
    assert_eq!(
        site.db.next_job_at().await.unwrap(),
        None,
        "it has no time of its own"
    );
    site.shop().await;
    assert_eq!(
        site.claim_sends().await.len(),
        2,
        "a new token lets them go"
    );
    let waiting: Vec<wire::Message> = site.thread(chat).await;
    assert!(!waiting.is_empty());
}
