//! How sends end: by Meta's answer, by an echo, by neither.

use domain::account::AccountStatus;
use domain::ids::Mid;
use domain::meta_error::Reason;
use domain::outbox::DeliveryStatus::{Failed, Queued, Read, Sending, Sent, Unknown};
use domain::outbox::{ECHO_HOLD, SendState};
use domain::time::{DAY, MINUTE, SECOND};
use store::sends::SendResult;

use crate::sends::{accepted, begin, finish, outbound, refused, said, scene, start};
use crate::site::{ANNA, BERT, LEASE, Site, echo_of};

both!(
    an_accepted_send_is_sent,
    an_echo_before_the_answer_makes_no_second_bubble,
    an_echo_that_was_shown_is_taken_away,
    a_failed_part_fails_those_behind_it,
    a_lost_answer_is_unknown_and_proved_later,
    a_crash_while_sending_is_seen,
    an_answer_wins_over_looks,
    what_waited_too_long_is_shown,
    a_held_account_is_told,
);

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
        (Sent, Some(Mid::new("mid-1")), job.claimed_at),
        "as old as the try, until the echo tells"
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
}
