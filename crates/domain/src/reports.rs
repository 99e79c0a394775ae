//! What a team did in a period: how much came and went, how long customers waited, how long the work took.
//!
//! A customer's **wait** begins with their first message that nobody has answered, and ends with the next message of the
//! business that reached Meta: the *first answer*. It counts in the period in which the answer falls, for whoever wrote it.
//! A **resolution** is a chat that somebody said is done; it took as long as from the customer's first message since the
//! chat was done the last time.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::account::Platform;
use crate::ids::{ChatId, UserId};
use crate::time::{DAY, SECOND, Timestamp};

/// How far before a period waits are looked for: after seven days Meta takes no answer any more.
pub const LOOK_BACK: i64 = 7 * DAY;
/// The longest period of a report, in days.
pub const MAX_DAYS: i64 = 366;

/// Where a moment stands in somebody's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The beginning of its day.
    pub day: Timestamp,
    /// 1 is Monday, 7 is Sunday.
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
}

/// A calendar of a time zone, its changes of the clock included.
pub trait Calendar: Sync {
    /// Where a moment stands.
    fn place(&self, at: Timestamp) -> Place;
    /// The beginnings of the days that lie, whole or in part, in a period, in order.
    fn days(&self, since: Timestamp, until: Timestamp) -> Vec<Timestamp>;
}

/// A message, as far as a report needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// In which chat.
    pub chat: ChatId,
    /// Where.
    pub platform: Platform,
    /// By the customer.
    pub inbound: bool,
    /// When.
    pub at: Timestamp,
    /// Who wrote it here.
    pub by: Option<UserId>,
}

/// A chat that somebody said is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Who said so.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// The customer's first message since it was done the last time.
    pub since: Option<Timestamp>,
}

/// Messages of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DayVolume {
    /// The beginning of the day in the asked zone.
    pub at: Timestamp,
    /// What customers wrote.
    pub inbound: i64,
    /// What was answered.
    pub outbound: i64,
}

/// What customers write at an hour of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HourVolume {
    /// 1 is Monday, 7 is Sunday.
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
    /// Messages in the whole period.
    pub inbound: i64,
}

/// How long first answers took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Answers {
    /// How many there were.
    pub count: i64,
    /// Half of them took at most so long.
    pub median_seconds: Option<i64>,
    /// Nine of ten took at most so long.
    pub p90_seconds: Option<i64>,
    /// Customers who were waiting at the end of the period.
    pub waiting: i64,
}

/// How long the work took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Resolutions {
    /// How many chats were done.
    pub count: i64,
    /// Half of them took at most so long.
    pub median_seconds: Option<i64>,
    /// Nine of ten took at most so long.
    pub p90_seconds: Option<i64>,
}

/// Whose work it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Worker {
    /// Our id.
    pub id: UserId,
    /// Their name.
    pub name: String,
}

/// One person's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AgentRow {
    /// Who; null for what was written in Meta's own apps or by another one.
    pub user: Option<Worker>,
    /// Messages they sent.
    pub sent: i64,
    /// Chats they wrote in.
    pub chats: i64,
    /// First answers they gave.
    pub first_answers: i64,
    /// Half of these took at most so long.
    pub median_first_answer_seconds: Option<i64>,
    /// Chats they said are done.
    pub resolved: i64,
    /// Half of these took at most so long.
    pub median_resolution_seconds: Option<i64>,
}

/// One platform's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlatformRow {
    /// Which.
    #[schema(value_type = String)]
    pub platform: Platform,
    /// What customers wrote.
    pub inbound: i64,
    /// What was answered.
    pub outbound: i64,
    /// Chats in which anything was said.
    pub chats: i64,
    /// First answers.
    pub first_answers: i64,
    /// Half of these took at most so long.
    pub median_first_answer_seconds: Option<i64>,
}

/// What a team did in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Report {
    /// The beginning of the period.
    pub since: Timestamp,
    /// Its end, which is not part of it.
    pub until: Timestamp,
    /// By day, each day of the period.
    pub volume: Vec<DayVolume>,
    /// By hour of the week, where anything came.
    pub by_hour: Vec<HourVolume>,
    /// How long customers waited.
    pub first_answer: Answers,
    /// How long the work took.
    pub resolution: Resolutions,
    /// By person, most messages first.
    pub by_agent: Vec<AgentRow>,
    /// By platform.
    pub by_platform: Vec<PlatformRow>,
}

#[derive(Default)]
struct Part {
    inbound: i64,
    outbound: i64,
    chats: std::collections::HashSet<ChatId>,
    waits: Vec<i64>,
    resolved: i64,
    work: Vec<i64>,
}

/// Counts a period. Messages come in the order of their time, those of [`LOOK_BACK`] before it first.
pub struct Counting<'a> {
    since: Timestamp,
    until: Timestamp,
    calendar: &'a dyn Calendar,
    waiting: HashMap<ChatId, Timestamp>,
    days: BTreeMap<Timestamp, (i64, i64)>,
    hours: BTreeMap<(u8, u8), i64>,
    platforms: BTreeMap<&'static str, (Platform, Part)>,
    people: BTreeMap<Option<UserId>, Part>,
    waits: Vec<i64>,
    work: Vec<i64>,
    resolved: i64,
}

impl<'a> Counting<'a> {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(since: Timestamp, until: Timestamp, calendar: &'a dyn Calendar) -> Self {
        Self {
            since,
            until,
            calendar,
            waiting: HashMap::new(),
            days: calendar
                .days(since, until)
                .into_iter()
                .map(|day| (day, (0, 0)))
                .collect(),
            hours: BTreeMap::new(),
            platforms: BTreeMap::new(),
            people: BTreeMap::new(),
            waits: Vec::new(),
            work: Vec::new(),
            resolved: 0,
        }
    }

    /// The next message, not older than the one before.
    pub fn said(&mut self, said: &Said) {
        if said.at >= self.until {
            return;
        }
        let wait = if said.inbound {
            self.waiting.entry(said.chat).or_insert(said.at);
            None
        } else {
            self.waiting
                .remove(&said.chat)
                .map(|began| said.at.since(began))
        };
        if said.at < self.since {
            return;
        }
        let place = self.calendar.place(said.at);
        let day = self.days.entry(place.day).or_default();
        let (_, platform) = self
            .platforms
            .entry(said.platform.as_str())
            .or_insert_with(|| (said.platform, Part::default()));
        platform.chats.insert(said.chat);
        if said.inbound {
            day.0 += 1;
            platform.inbound += 1;
            *self.hours.entry((place.weekday, place.hour)).or_default() += 1;
            return;
        }
        day.1 += 1;
        platform.outbound += 1;
        let person = self.people.entry(said.by).or_default();
        person.outbound += 1;
        person.chats.insert(said.chat);
        if let Some(wait) = wait {
            platform.waits.push(wait);
            person.waits.push(wait);
            self.waits.push(wait);
        }
    }

    /// A chat was done.
    pub fn resolved(&mut self, one: &Resolved) {
        if one.at < self.since || one.at >= self.until {
            return;
        }
        let person = self.people.entry(one.by).or_default();
        person.resolved += 1;
        self.resolved += 1;
        // One that nobody wrote in took no time that could be told.
        if let Some(began) = one.since {
            person.work.push(one.at.since(began));
            self.work.push(one.at.since(began));
        }
    }

    /// The report; `name` tells what people are called.
    #[must_use]
    pub fn report(self, name: impl Fn(UserId) -> String) -> Report {
        let mut by_agent: Vec<AgentRow> = self
            .people
            .into_iter()
            .map(|(user, part)| AgentRow {
                user: user.map(|id| Worker { id, name: name(id) }),
                sent: part.outbound,
                chats: count(part.chats.len()),
                first_answers: count(part.waits.len()),
                median_first_answer_seconds: quantile(part.waits, 50),
                resolved: part.resolved,
                median_resolution_seconds: quantile(part.work, 50),
            })
            .collect();
        by_agent.sort_by_key(|row| std::cmp::Reverse((row.sent, row.resolved)));
        Report {
            since: self.since,
            until: self.until,
            volume: self
                .days
                .into_iter()
                .map(|(at, (inbound, outbound))| DayVolume {
                    at,
                    inbound,
                    outbound,
                })
                .collect(),
            by_hour: self
                .hours
                .into_iter()
                .map(|((weekday, hour), inbound)| HourVolume {
                    weekday,
                    hour,
                    inbound,
                })
                .collect(),
            first_answer: Answers {
                count: count(self.waits.len()),
                median_seconds: quantile(self.waits.clone(), 50),
                p90_seconds: quantile(self.waits, 90),
                waiting: count(self.waiting.len()),
            },
            resolution: Resolutions {
                count: self.resolved,
                median_seconds: quantile(self.work.clone(), 50),
                p90_seconds: quantile(self.work, 90),
            },
            by_agent,
            by_platform: self
                .platforms
                .into_values()
                .map(|(platform, part)| PlatformRow {
                    platform,
                    inbound: part.inbound,
                    outbound: part.outbound,
                    chats: count(part.chats.len()),
                    first_answers: count(part.waits.len()),
                    median_first_answer_seconds: quantile(part.waits, 50),
                })
                .collect(),
        }
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The smallest time, in seconds, that at least `percent` of a hundred did not exceed.
fn quantile(mut micros: Vec<i64>, percent: usize) -> Option<i64> {
    if micros.is_empty() {
        return None;
    }
    micros.sort_unstable();
    let place = (micros.len() * percent).div_ceil(100).max(1) - 1;
    Some(micros[place] / SECOND)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::time::HOUR;

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

    fn said(chat: u128, hours: i64, by: Option<Option<u128>>) -> Said {
        Said {
            chat: ChatId::new(Uuid::from_u128(chat)),
            platform: Platform::Instagram,
            inbound: by.is_none(),
            at: hour(hours),
            by: by.flatten().map(user),
        }
    }

    fn report(since: i64, until: i64, messages: &[Said]) -> Report {
        let mut counting = Counting::new(hour(since), hour(until), &Utc);
        for one in messages {
            counting.said(one);
        }
        counting.report(|_| "Tom".to_owned())
    }

    #[test]
    fn a_wait_ends_with_the_first_answer_and_is_the_answerers() {
        let messages = [
            said(1, 0, None),
            said(1, 2, None),
            said(1, 5, Some(Some(7))),
            said(1, 6, Some(Some(8))),
            said(2, 8, None),
        ];
        let report = report(0, 24, &messages);
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
        let messages = [said(1, -30, None), said(1, 3, Some(None))];
        let report = report(0, 24, &messages);
        assert_eq!(report.first_answer.median_seconds, Some(33 * 3600));
        assert_eq!(report.volume[0].inbound, 0);
        assert_eq!(report.by_agent[0].user, None);
    }

    #[test]
    fn work_is_counted_even_where_its_time_is_not_known() {
        let mut counting = Counting::new(hour(0), hour(24), &Utc);
        for since in [Some(hour(1)), None] {
            counting.resolved(&Resolved {
                by: Some(user(7)),
                at: hour(4),
                since,
            });
        }
        let report = counting.report(|_| "Tom".to_owned());
        assert_eq!(report.resolution.count, 2);
        assert_eq!(report.resolution.median_seconds, Some(3 * 3600));
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

    proptest! {
        /// Two halves of a period add up to the whole, wherever it is cut.
        #[test]
        fn halves_add_up(
            talk in prop::collection::vec((0_u128..4, 0_i64..96, prop::option::of(prop::option::of(0_u128..3))), 0..60),
            cut in 0_i64..=96,
        ) {
            let mut messages: Vec<Said> = talk.into_iter().map(|(chat, at, by)| said(chat, at, by)).collect();
            messages.sort_by_key(|m| m.at);
            let sums = |report: &Report| {
                let volume = report.volume.iter().fold((0, 0), |sum, day| (sum.0 + day.inbound, sum.1 + day.outbound));
                let sent: i64 = report.by_agent.iter().map(|a| a.sent).sum();
                (volume, report.first_answer.count, sent)
            };
            let whole = report(0, 96, &messages);
            let (first, second) = (report(0, cut, &messages), report(cut, 96, &messages));
            let (w, a, b) = (sums(&whole), sums(&first), sums(&second));
            prop_assert_eq!(w, ((a.0.0 + b.0.0, a.0.1 + b.0.1), a.1 + b.1, a.2 + b.2));
            prop_assert_eq!(whole.first_answer.waiting, second.first_answer.waiting);
            prop_assert_eq!(whole.volume.len(), 4);
        }
    }
}
