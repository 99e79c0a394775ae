//! What a team did in a period: how much came and went, how long customers waited, how long the work took.
//!
//! A customer's **wait** begins with their first message that nobody has answered, and ends with the next message of the
//! business that reached Meta: the *first answer*. It counts in the period in which the answer falls, for whoever wrote it.
//! A **resolution** is a chat that somebody said is done; it took as long as from the customer's first message since the
//! chat was done the last time. It ends a wait without an answer: who says "thanks" waits for nothing.
//!
//! A report covers the chats that its reader may see. An agent reads of no other people, and of themselves everything they
//! did, whoever has the chat now.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::account::Platform;
use crate::ids::{ChatId, UserId};
use crate::time::{DAY, MINUTE, SECOND, Timestamp};
use crate::user::{Role, Viewer};

/// How far before a period waits are looked for: after seven days Meta takes no answer any more.
pub const LOOK_BACK: i64 = 7 * DAY;
/// An answer that was written before the chat was said to be done may reach Meta so much later.
pub const ON_ITS_WAY: i64 = 5 * MINUTE;
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
    /// Whose chat it is now.
    pub owner: Option<UserId>,
    /// Where.
    pub platform: Platform,
    /// By the customer.
    pub inbound: bool,
    /// When.
    pub at: Timestamp,
    /// Who wrote it here.
    pub by: Option<UserId>,
}

/// A chat that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Which.
    pub chat: ChatId,
    /// Whose it is now.
    pub owner: Option<UserId>,
    /// Who said so; nobody for what was history when it came, which is nobody's work.
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

/// Since when a customer waits, whether the reader may see it, and since when there is nothing to wait for.
struct Wait {
    began: Timestamp,
    seen: bool,
    over: Option<Timestamp>,
}

impl Wait {
    /// How long it took until an answer, if it was one.
    fn answered(&self, at: Timestamp) -> Option<i64> {
        let late = self.over.is_some_and(|over| at.since(over) > ON_ITS_WAY);
        (!late).then(|| at.since(self.began))
    }
}

/// Counts a period for a reader. Messages and resolutions come in the order of their time, those of [`LOOK_BACK`] before
/// it first.
pub struct Counting<'a> {
    since: Timestamp,
    until: Timestamp,
    reader: Viewer,
    calendar: &'a dyn Calendar,
    waiting: HashMap<ChatId, Wait>,
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
    pub fn new(
        since: Timestamp,
        until: Timestamp,
        reader: Viewer,
        calendar: &'a dyn Calendar,
    ) -> Self {
        Self {
            since,
            until,
            reader,
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

    /// The beginning of the period.
    #[must_use]
    pub const fn since(&self) -> Timestamp {
        self.since
    }

    /// Its end.
    #[must_use]
    pub const fn until(&self) -> Timestamp {
        self.until
    }

    /// The next message.
    pub fn said(&mut self, said: &Said) {
        if said.at >= self.until {
            return;
        }
        let seen = self.reader.may_see(said.owner);
        let wait = if said.inbound {
            let known = self.waiting.get(&said.chat);
            if known.is_none_or(|wait| wait.over.is_some()) {
                let wait = Wait {
                    began: said.at,
                    seen,
                    over: None,
                };
                self.waiting.insert(said.chat, wait);
            }
            None
        } else {
            let wait = self.waiting.remove(&said.chat);
            wait.and_then(|wait| wait.answered(said.at))
        };
        if said.at < self.since {
            return;
        }
        if seen {
            self.volume(said, wait);
        }
        if !said.inbound {
            let person = self.people.entry(said.by).or_default();
            person.outbound += 1;
            person.chats.insert(said.chat);
            person.waits.extend(wait);
        }
    }

    fn volume(&mut self, said: &Said, wait: Option<i64>) {
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
        } else {
            day.1 += 1;
            platform.outbound += 1;
            platform.waits.extend(wait);
            self.waits.extend(wait);
        }
    }

    /// The next chat that was done.
    pub fn resolved(&mut self, one: &Resolved) {
        if one.at >= self.until {
            return;
        }
        if let Some(wait) = self.waiting.get_mut(&one.chat) {
            wait.over.get_or_insert(one.at);
        }
        if one.at < self.since || one.by.is_none() {
            return;
        }
        // One that nobody wrote in took no time that could be told.
        let work = one.since.map(|began| one.at.since(began));
        let person = self.people.entry(one.by).or_default();
        person.resolved += 1;
        person.work.extend(work);
        if self.reader.may_see(one.owner) {
            self.resolved += 1;
            self.work.extend(work);
        }
    }

    /// The report; `name` tells what people are called.
    #[must_use]
    pub fn report(self, name: impl Fn(UserId) -> String) -> Report {
        let reader = self.reader;
        let waiting = self.waiting.values();
        let waiting = waiting.filter(|wait| wait.seen && wait.over.is_none());
        let waiting = count(waiting.count());
        let mut by_agent: Vec<AgentRow> = self
            .people
            .into_iter()
            .filter(|(user, _)| reader.role == Role::Admin || *user == Some(reader.id))
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
                waiting,
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
#[path = "reports_tests.rs"]
mod tests;
