use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::time::HOUR;
use crate::user::AgentVisibility;

/// Days of 24 hours from the epoch, which was a Thursday.
struct Utc;

impl Calendar for Utc {
    fn place(&self, at: Timestamp) -> Place {
        let days = at.micros().div_euclid(DAY);
        Place {
            day: Timestamp::from_micros(days * DAY),
            weekday: u8::try_from((days + 3).rem_euclid(7) + 1).unwrap(),
            hour: u8::try_from(at.micros().rem_euclid(DAY) / HOUR).unwrap(),
        }
    }

    fn days(&self, since: Timestamp, until: Timestamp) -> Vec<Timestamp> {
        let first = self.place(since).day;
        (0..)
            .map(|n| first.plus(n * DAY))
            .take_while(|day| *day < until)
            .collect()
    }
}

fn hour(n: i64) -> Timestamp {
    Timestamp::from_micros((n + 30 * 24) * HOUR)
}

fn user(n: u128) -> UserId {
    UserId::new(Uuid::from_u128(n))
}

const ADMIN: Viewer = Viewer {
    id: UserId::new(Uuid::from_u128(99)),
    role: Role::Admin,
    visibility: AgentVisibility::Assigned,
};

/// Who reads of their own chats only.
fn agent(n: u128) -> Viewer {
    Viewer {
        id: user(n),
        role: Role::Agent,
        ..ADMIN
    }
}

#[derive(Clone, Debug)]
enum Step {
    Heard,
    Said(Option<u128>),
    Done(u128),
}
use Step::{Done, Heard, Said as Answered};

/// Something that happens in a chat after so many hours. Chat 1 is person 1's, and so on; chat 0 is nobody's.
type Event = (u128, i64, Step);

fn report(reader: Viewer, since: i64, until: i64, events: &[Event]) -> Report {
    let mut counting = Counting::new(hour(since), hour(until), reader, &Utc);
    for (chat, hours, step) in events {
        let (at, owner) = (hour(*hours), (*chat > 0).then(|| user(*chat)));
        let chat = ChatId::new(Uuid::from_u128(*chat));
        let said = |inbound, by: Option<u128>| Said {
            chat,
            owner,
            platform: Platform::Instagram,
            inbound,
            at,
            by: by.map(user),
        };
        match step {
            Heard => counting.said(&said(true, None)),
            Answered(by) => counting.said(&said(false, *by)),
            Done(by) => counting.resolved(&Resolved {
                chat,
                owner,
                by: Some(user(*by)),
                at,
                since: Some(hour(-1)),
            }),
        }
    }
    counting.report(|_| "Tom".to_owned())
}

#[test]
fn a_wait_ends_with_the_first_answer_and_is_the_answerers() {
    let events = [
        (1, 0, Heard),
        (1, 2, Heard),
        (1, 5, Answered(Some(7))),
        (1, 6, Answered(Some(8))),
        (2, 8, Heard),
    ];
    let report = report(ADMIN, 0, 24, &events);
    assert_eq!(report.first_answer.count, 1);
    assert_eq!(report.first_answer.median_seconds, Some(5 * 3600));
    assert_eq!(report.first_answer.waiting, 1);
    assert_eq!(report.by_agent.len(), 2);
    let first = report.by_agent.iter().find(|a| a.first_answers == 1);
    assert_eq!(first.unwrap().user.as_ref().unwrap().id, user(7));
    assert_eq!(
        (report.volume[0].inbound, report.volume[0].outbound),
        (3, 2)
    );
}

#[test]
fn a_wait_from_before_the_period_counts_where_it_is_answered() {
    let report = report(ADMIN, 0, 24, &[(1, -30, Heard), (1, 3, Answered(None))]);
    assert_eq!(report.first_answer.median_seconds, Some(33 * 3600));
    assert_eq!(report.volume[0].inbound, 0);
    assert_eq!(report.by_agent[0].user, None);
}

#[test]
fn who_was_told_that_all_is_done_waits_no_more() {
    let thanks = [(1, 0, Heard), (1, 1, Done(7)), (1, 20, Answered(Some(7)))];
    let report = report(ADMIN, 0, 24, &thanks);
    assert_eq!(report.first_answer.waiting, 0);
    assert_eq!(report.first_answer.count, 0, "nobody waited for it");
    let again = [(1, 0, Heard), (1, 1, Done(7)), (1, 2, Heard)];
    let report = self::report(ADMIN, 0, 24, &again);
    assert_eq!(report.first_answer.waiting, 1);
}

#[test]
fn an_answer_that_was_on_its_way_is_one() {
    let at = |minutes: i64| hour(1).plus(minutes * MINUTE);
    let answers = |minutes| {
        let mut counting = Counting::new(hour(0), hour(24), ADMIN, &Utc);
        let chat = ChatId::new(Uuid::from_u128(1));
        let said = |inbound, minutes| Said {
            chat,
            owner: None,
            platform: Platform::Instagram,
            inbound,
            at: at(minutes),
            by: None,
        };
        counting.said(&said(true, 0));
        counting.resolved(&Resolved {
            chat,
            owner: None,
            by: Some(user(7)),
            at: at(10),
            since: None,
        });
        counting.said(&said(false, minutes));
        counting.report(|_| String::new()).first_answer
    };
    assert_eq!(answers(15).median_seconds, Some(15 * 60));
    assert_eq!(answers(16).count, 0);
}

#[test]
fn an_agent_reads_of_their_chats_and_of_all_they_did_themselves() {
    let events = [
        (1, 1, Heard),
        (2, 1, Heard),
        (2, 2, Answered(Some(1))),
        (2, 3, Done(1)),
        (2, 4, Heard),
        (2, 5, Answered(Some(2))),
    ];
    let mine = report(agent(1), 0, 24, &events);
    assert_eq!(mine.volume[0].inbound, 1);
    assert_eq!((mine.first_answer.count, mine.first_answer.waiting), (0, 1));
    assert_eq!(mine.resolution.count, 0);
    assert_eq!(mine.by_agent.len(), 1);
    let row = &mine.by_agent[0];
    assert_eq!((row.sent, row.first_answers, row.resolved), (1, 1, 1));
    assert_eq!(row.median_first_answer_seconds, Some(3600));
}

#[test]
fn work_is_counted_even_where_its_time_is_not_known_and_history_is_no_work() {
    let mut counting = Counting::new(hour(0), hour(24), ADMIN, &Utc);
    for (by, since) in [(Some(7), Some(hour(1))), (Some(7), None), (None, None)] {
        counting.resolved(&Resolved {
            chat: ChatId::new(Uuid::from_u128(1)),
            owner: None,
            by: by.map(user),
            at: hour(4),
            since,
        });
    }
    let report = counting.report(|_| "Tom".to_owned());
    assert_eq!(report.resolution.count, 2);
    assert_eq!(report.resolution.median_seconds, Some(3 * 3600));
    assert_eq!(report.by_agent.len(), 1);
    assert_eq!(report.by_agent[0].resolved, 2);
}

#[test]
fn quantiles_are_times_that_were_really_taken() {
    let micros = |n: i64| n * SECOND;
    assert_eq!(quantile(vec![], 50), None);
    assert_eq!(quantile(vec![micros(4)], 90), Some(4));
    assert_eq!(quantile((1..=10).map(micros).collect(), 50), Some(5));
    assert_eq!(quantile((1..=10).map(micros).collect(), 90), Some(9));
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let step = prop_oneof![
        3 => Just(Heard),
        3 => prop::option::of(0_u128..3).prop_map(Answered),
        1 => (0_u128..3).prop_map(Done),
    ];
    prop::collection::vec((0_u128..4, 0_i64..96, step), 0..60).prop_map(|mut events| {
        events.sort_by_key(|(_, at, _)| *at);
        events
    })
}

proptest! {
    /// Two halves of a period add up to the whole, wherever it is cut.
    #[test]
    fn halves_add_up(events in events(), cut in 0_i64..=96) {
        let sums = |report: &Report| {
            let days = report.volume.iter();
            let volume = days.fold((0, 0), |sum, day| (sum.0 + day.inbound, sum.1 + day.outbound));
            let people = report.by_agent.iter();
            let people = people.fold((0, 0), |sum, row| (sum.0 + row.sent, sum.1 + row.resolved));
            [volume.0, volume.1, report.first_answer.count, report.resolution.count, people.0, people.1]
        };
        let whole = report(ADMIN, 0, 96, &events);
        let (first, second) = (report(ADMIN, 0, cut, &events), report(ADMIN, cut, 96, &events));
        let (a, b) = (sums(&first), sums(&second));
        prop_assert_eq!(sums(&whole), std::array::from_fn(|n| a[n] + b[n]));
        prop_assert_eq!(whole.first_answer.waiting, second.first_answer.waiting);
        prop_assert_eq!(whole.volume.len(), 4);
    }

    /// What a person reads of their own work is what the admin reads of it.
    #[test]
    fn own_work_is_the_same_for_all_readers(events in events(), me in 0_u128..3) {
        let row = |reader| {
            let rows = report(reader, 0, 96, &events).by_agent;
            rows.into_iter().find(|row| row.user.as_ref().is_some_and(|u| u.id == user(me)))
        };
        prop_assert_eq!(row(agent(me)), row(ADMIN));
    }
}
