//! The same work on both databases ends in the same chats, threads, events and jobs.

use domain::account::{AccountStatus, Platform};
use domain::chat::ChatState;
use domain::ids::{ChatId, MessageId, Mid};
use domain::inbound::{Inbound, Reaction, ReadMark, What};
use domain::meta_error::Reason;
use domain::outbox::SendFailure;
use domain::time::{HOUR, MINUTE, SECOND};
use domain::user::Viewer;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::chats::ChatFilter;
use store::desk::ChatWish;
use store::jobs::{ClaimedJob, JobEnd, JobKind};
use store::sends::SendResult;

use crate::convergence::figures_are_true;
use crate::finding::words_are_true;
use crate::setting_aside::put;
use crate::site::{LEASE, SHOP, Site, echo_of, event_of, text_of};

/// Cases: what fits into a few seconds.
const CASES: u32 = 30;

/// Something that somebody does. Numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Hear(usize, usize, i64),
    Echo(usize, usize, i64),
    Edit(usize, u32),
    Unsend(usize),
    React(usize, bool),
    Seen(usize),
    Delivered(usize),
    Say(usize, usize),
    Work(usize, usize),
    Retry(usize),
    MarkRead(usize),
    Assign(usize, usize),
    Profile(usize),
    Aside(usize, usize),
    Label(usize, usize),
    Note(usize),
    Settle,
    Reconnect,
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wait = prop::sample::select(vec![1, SECOND, 10 * SECOND, MINUTE, 2 * MINUTE, 5 * HOUR]);
    let step = prop_oneof![
        4 => (0_usize..4, 0_usize..8, 0_i64..20).prop_map(|(c, m, t)| Step::Hear(c, m, t)),
        2 => (0_usize..4, 0_usize..8, 0_i64..20).prop_map(|(c, m, t)| Step::Echo(c, m, t)),
        1 => (0_usize..8, 1_u32..3).prop_map(|(m, n)| Step::Edit(m, n)),
        1 => (0_usize..8).prop_map(Step::Unsend),
        1 => (0_usize..8, any::<bool>()).prop_map(|(m, on)| Step::React(m, on)),
        2 => (0_usize..8).prop_map(Step::Seen),
        1 => (0_usize..8).prop_map(Step::Delivered),
        4 => (0_usize..4, 1_usize..4).prop_map(|(c, n)| Step::Say(c, n)),
        6 => (0_usize..8, 0_usize..8).prop_map(|(r, m)| Step::Work(r, m)),
        1 => (0_usize..6).prop_map(Step::Retry),
        1 => (0_usize..4).prop_map(Step::MarkRead),
        1 => (0_usize..4, 0_usize..3).prop_map(|(c, u)| Step::Assign(c, u)),
        1 => (0_usize..4).prop_map(Step::Profile),
        2 => (0_usize..4, 0_usize..4).prop_map(|(c, s)| Step::Aside(c, s)),
        1 => (0_usize..4, 0_usize..3).prop_map(|(c, n)| Step::Label(c, n)),
        1 => (0_usize..4).prop_map(Step::Note),
        1 => Just(Step::Settle),
        1 => Just(Step::Reconnect),
        2 => wait.prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..60)
}

/// A database and who works with it.
struct World<'s> {
    site: &'s Site,
    people: [Viewer; 2],
    chats: Vec<ChatId>,
    sends: Vec<(ChatId, MessageId)>,
}

impl<'s> World<'s> {
    async fn new(site: &'s Site) -> Self {
        site.shop().await;
        let people = [site.admin().await, site.agent("ann").await];
        let mut chats = Vec::new();
        for n in 0..4 {
            chats.push(site.chat(&format!("c{n}")).await);
        }
        Self {
            site,
            people,
            chats,
            sends: Vec::new(),
        }
    }

    async fn hear(&self, event: Inbound) {
        self.site.apply(&[event]).await;
    }

    async fn step(&mut self, step: &Step) {
        let site = self.site;
        let customer = |c: usize| format!("c{c}");
        let mid = |c: usize, m: usize| format!("m{c}-{m}");
        let ago = |t: i64| site.now().plus(-t * MINUTE);
        // Echoes and answers share their mids: Meta's word on which send it was.
        let echo = |m: usize| format!("e{m}");
        match *step {
            Step::Hear(c, m, t) => {
                self.hear(text_of(
                    &customer(c),
                    &mid(c, m),
                    &format!("text {m}"),
                    ago(t),
                ))
                .await;
            }
            Step::Echo(c, m, t) => {
                self.hear(echo_of(&customer(c), &echo(m * 4 + c), "x", ago(t), None))
                    .await;
            }
            Step::Edit(m, n) => {
                let what = What::Edited {
                    mid: Mid::new(mid(0, m)),
                    number: n,
                    text: Some(format!("edit {n}")),
                };
                self.hear(event_of(&customer(0), site.now(), what)).await;
            }
            Step::Unsend(m) => {
                self.hear(event_of(
                    &customer(0),
                    site.now(),
                    What::Unsent {
                        mid: Mid::new(mid(0, m)),
                    },
                ))
                .await;
            }
            Step::React(m, on) => {
                let reaction = on.then(|| Reaction {
                    name: "love".to_owned(),
                    emoji: None,
                });
                self.hear(event_of(
                    &customer(0),
                    site.now(),
                    What::Reacted {
                        mid: Mid::new(mid(0, m)),
                        reaction,
                    },
                ))
                .await;
            }
            Step::Seen(m) => {
                self.hear(event_of(
                    &customer(m % 4),
                    site.now(),
                    What::Read(ReadMark::Mid(Mid::new(echo(m)))),
                ))
                .await;
            }
            Step::Delivered(m) => {
                let what = What::Delivered {
                    mids: vec![Mid::new(echo(m))],
                    watermark: Some(ago(m as i64)),
                };
                self.hear(event_of(&customer(m % 4), site.now(), what))
                    .await;
            }
            Step::Say(c, parts) => {
                let texts = vec!["x"; parts];
                let chat = self.chats[c];
                if let store::sends::Stored::Messages(rows) =
                    site.store_send(chat, self.people[0], &texts, None).await
                {
                    self.sends.extend(rows.iter().map(|m| (chat, m.id)));
                }
            }
            Step::Work(result, m) => {
                for job in site.claim_jobs().await {
                    self.work(&job, result, m).await;
                }
            }
            Step::Retry(n) => {
                if let Some((chat, message)) = self.sends.get(n).copied() {
                    site.db
                        .retry_send(
                            &site.clock,
                            site.view(),
                            &self.people[0],
                            chat,
                            message,
                            true,
                        )
                        .await
                        .unwrap();
                }
            }
            Step::MarkRead(c) => drop(
                site.db
                    .mark_read(&site.clock, site.view(), self.chats[c])
                    .await
                    .unwrap(),
            ),
            Step::Assign(c, who) => {
                let to = self.people.get(who).map(|p| p.id);
                site.db
                    .assign(site.view(), &self.people[0], self.chats[c], to)
                    .await
                    .unwrap();
            }
            Step::Profile(c) => site
                .db
                .store_profile(site.view(), self.chats[c], Some("Näme"), None, None)
                .await
                .unwrap(),
            Step::Aside(c, state) => {
                let (state, until) = [
                    (ChatState::Open, None),
                    (ChatState::Snoozed, None),
                    (ChatState::Snoozed, Some(site.now().plus(MINUTE))),
                    (ChatState::Resolved, None),
                ][state];
                put(site, &self.people[0], self.chats[c], state, until).await;
            }
            Step::Label(c, n) => {
                let names = ["Größe", "vip", "VIP"].map(str::to_owned);
                let wish = ChatWish {
                    labels: Some(domain::label::labels(&names[..=n]).unwrap()),
                    ..ChatWish::default()
                };
                let changed = site
                    .db
                    .change_chat(site.view(), &self.people[0], self.chats[c], &wish)
                    .await;
                changed.unwrap();
            }
            Step::Note(c) => {
                let (who, chat) = (&self.people[0], self.chats[c]);
                let noted = site
                    .db
                    .add_note(&site.clock, site.view(), who, chat, "note", None)
                    .await;
                noted.unwrap();
            }
            Step::Settle => {
                site.db.wake_chats(site.view()).await.unwrap();
                site.db
                    .settle_overdue_echoes(&site.clock, site.view())
                    .await
                    .unwrap();
                site.db.resume_accounts(site.now()).await.unwrap();
            }
            Step::Reconnect => drop(site.connect(Platform::Instagram, SHOP).await),
            Step::Wait(micros) => site.clock.advance(micros),
        }
    }

    async fn work(&self, job: &ClaimedJob, result: usize, m: usize) {
        let site = self.site;
        if job.kind != JobKind::Send {
            site.db
                .finish_job(job, &JobEnd::Done, site.now())
                .await
                .unwrap();
            return;
        }
        let message: MessageId = job.subject.parse().unwrap();
        let Some((row, _)) = site
            .db
            .start_send(&site.clock, site.view(), job, message)
            .await
            .unwrap()
        else {
            return;
        };
        let chat = self
            .chats
            .iter()
            .position(|c| row.chat == Some(*c))
            .unwrap();
        let later = site.now().plus(LEASE);
        let result = match result {
            0..=2 => SendResult::Accepted(Mid::new(format!("e{}", m * 4 + chat))),
            3 => SendResult::PutBack {
                at: later,
                why: "not reached".to_owned(),
            },
            4 => SendResult::Failed(SendFailure::new(Reason::ContentRefused, None)),
            5 => SendResult::Lost(later),
            6 => SendResult::AccountHeld {
                status: AccountStatus::Paused,
                reason: "slow".to_owned(),
                until: Some(later),
            },
            // A crash: nobody says how it ended.
            _ => return,
        };
        site.db
            .finish_send(&site.clock, site.view(), job, message, &result)
            .await
            .unwrap();
    }

    /// Everything a person could see, and what is about to happen.
    async fn seen(&self) -> Vec<String> {
        let site = self.site;
        let mut all = Vec::new();
        for viewer in &self.people {
            let chats = site
                .db
                .chats(viewer, site.view(), &ChatFilter::default(), None, 50)
                .await
                .unwrap();
            all.extend(chats.iter().map(|c| serde_json::to_string(c).unwrap()));
            all.push(serde_json::to_string(&site.db.stats(viewer).await.unwrap()).unwrap());
            let events = site.db.events_after_for(viewer, 0, 5_000).await.unwrap();
            all.extend(events.iter().map(|e| format!("{} {}", e.seq, e.frame)));
        }
        for chat in &self.chats {
            let row = site.db.chat(*chat).await.unwrap().unwrap();
            let timeline = site.db.timeline(&row, None, 200).await.unwrap();
            let entries = timeline.entries.iter();
            all.extend(entries.map(|e| serde_json::to_string(e).unwrap()));
            all.extend(
                site.thread(*chat)
                    .await
                    .iter()
                    .map(|m| serde_json::to_string(m).unwrap()),
            );
        }
        let jobs = site.db.outbox(false, None, 200).await.unwrap();
        all.extend(jobs.iter().map(|j| serde_json::to_string(j).unwrap()));
        all.push(format!("{:?}", site.db.next_job_at().await.unwrap()));
        all
    }

    /// What must hold after every sequence.
    async fn is_sound(&self) {
        let site = self.site;
        figures_are_true(site).await;
        let log: Vec<i64> = site
            .db
            .events_after(0, 5_000)
            .await
            .unwrap()
            .iter()
            .map(|e| e.seq)
            .collect();
        assert_eq!(log, (1..=site.head().await).collect::<Vec<_>>());
        let twice = "SELECT COUNT(*) FROM (SELECT order_key FROM job WHERE state IN ('running', 'waiting') AND order_key IS NOT NULL GROUP BY order_key HAVING COUNT(*) > 1) AS twice";
        assert_eq!(
            site.number(twice).await,
            0,
            "two sends of one chat are open"
        );
        let stuck = "SELECT COUNT(*) FROM message m WHERE m.send IN ('queued', 'sending') AND NOT EXISTS \
            (SELECT 1 FROM job j WHERE j.kind = 'send' AND j.subject = m.id AND j.state IN ('ready', 'running', 'waiting'))";
        assert_eq!(
            site.number(stuck).await,
            0,
            "a send waits, and nothing will send it"
        );
        let moved = "SELECT COUNT(*) FROM chat_label l JOIN chat c ON c.id = l.chat_id WHERE l.last_at <> c.last_at";
        assert_eq!(site.number(moved).await, 0, "a label is out of place");
        words_are_true(site).await;
        let unread = "SELECT COUNT(*) FROM chat c WHERE c.unread <> (SELECT COUNT(*) FROM message m WHERE m.chat_id = c.id AND m.presence = 'shown' \
            AND m.direction = 'inbound' AND m.unsent_at IS NULL AND m.read_here = 0)";
        assert_eq!(site.number(unread).await, 0, "unread is not what it means");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn both_databases_do_the_same() {
    let left = Site::sqlite().await;
    let Some(right) = Site::postgres("random::both_databases_do_the_same").await else {
        return;
    };
    let runtime = tokio::runtime::Handle::current();
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        max_shrink_iters: 80,
        ..Config::default()
    };
    tokio::task::block_in_place(|| {
        let result = TestRunner::new(config).run(&steps(), |steps| {
            runtime.block_on(async {
                left.wipe().await;
                right.wipe().await;
                let (mut one, mut two) = (World::new(&left).await, World::new(&right).await);
                for step in &steps {
                    one.step(step).await;
                    two.step(step).await;
                }
                let (one_sees, two_sees) = (one.seen().await, two.seen().await);
                let differ: Vec<_> = one_sees
                    .iter()
                    .zip(&two_sees)
                    .filter(|(l, r)| l != r)
                    .take(3)
                    .collect();
                prop_assert!(one_sees == two_sees, "{:#?}", differ);
                one.is_sound().await;
                two.is_sound().await;
                Ok(())
            })
        });
        if let Err(failure) = result {
            panic!("{failure}");
        }
    });
}
