//! What people did with posts, and the figures that follow from it (platform notes §6): nothing is made up, everything is
//! counted from visits, messages and shares.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::events::NewDelivery;
use crate::faults::{Subject, Then};
use crate::posts::STORY_LIFE_MS;
use crate::types::{Account, PlannedKind, Post, Side};
use crate::wire;
use crate::world::World;

/// §1.9: `story_insights` comes about an hour after the story has ended.
const LAST_WORD_MS: i64 = 3_600_000;
/// §1.9: below this a story's figures arrive as -1; §6.2: with fewer viewers it has none.
pub(crate) const FEW: u64 = 5;
/// People of one visit: enough for a popular post, and few enough to add up without care.
const MAX_PEOPLE: u32 = 1_000_000;

/// What somebody did with a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Did {
    View,
    Like,
    Comment,
    Save,
    Share,
    Repost,
    Follow,
    ProfileVisit,
    LinkClick,
    TapForward,
    TapBack,
    TapExit,
    SwipeForward,
    /// Left a reel within its first three seconds.
    Skip,
}

/// People who came by a post, and what each of them did.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Visit {
    pub(crate) account_id: String,
    pub(crate) media_id: String,
    /// ms, by Meta's reckoning.
    pub(crate) at: i64,
    /// A person the simulator knows.
    #[serde(default)]
    pub(crate) customer_id: Option<String>,
    /// So many others; the same ones each time, so that a second visit adds views and no reach.
    #[serde(default)]
    pub(crate) people: u32,
    pub(crate) did: Vec<Did>,
}

/// A visit as the control API takes it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct NewVisit {
    #[serde(default)]
    pub(crate) customer_id: Option<String>,
    #[serde(default)]
    pub(crate) people: u32,
    #[serde(default)]
    pub(crate) did: Vec<Did>,
    /// ms; now if absent.
    #[serde(default)]
    pub(crate) at: Option<i64>,
}

/// The visits that count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counted {
    visits: Vec<Visit>,
    /// People who answered the story by message, and how often.
    replies: u64,
    repliers: BTreeSet<String>,
    /// Messages in which a post was passed on.
    shared: u64,
}

impl Counted {
    /// How often people did this. Everybody who comes by, or answers it, has seen it.
    pub(crate) fn times(&self, what: Did) -> u64 {
        let visits = self.visits.iter().map(|v| {
            let each = v.did.iter().filter(|d| **d == what).count() as u64;
            let each = if what == Did::View { each.max(1) } else { each };
            each * (u64::from(v.people) + u64::from(v.customer_id.is_some()))
        });
        let others = match what {
            Did::Share => self.shared,
            Did::View => self.repliers.difference(&self.known()).count() as u64,
            _ => 0,
        };
        visits.sum::<u64>() + others
    }

    /// How many people it reached, each once.
    pub(crate) fn reach(&self) -> u64 {
        let known = self.known().union(&self.repliers).count() as u64;
        let others = self.visits.iter().map(|v| u64::from(v.people)).max();
        known + others.unwrap_or(0)
    }

    /// Those of the visitors whom the simulator knows.
    fn known(&self) -> BTreeSet<String> {
        let known = self.visits.iter().filter_map(|v| v.customer_id.clone());
        known.collect()
    }

    /// How many of them did anything but look.
    pub(crate) fn engaged(&self) -> u64 {
        let busy = |v: &&Visit| v.did.iter().any(|d| *d != Did::View);
        Self {
            visits: self.visits.iter().filter(busy).cloned().collect(),
            ..self.clone()
        }
        .reach()
    }

    pub(crate) fn replies(&self) -> u64 {
        self.replies
    }

    /// Likes, comments, saves, shares, reposts and answers.
    pub(crate) fn interactions(&self) -> u64 {
        let kinds = [Did::Like, Did::Comment, Did::Save, Did::Share, Did::Repost];
        kinds.into_iter().map(|k| self.times(k)).sum::<u64>() + self.replies
    }
}

impl World {
    /// People come by a post.
    pub(crate) fn visit(&mut self, post: &Post, new: NewVisit) -> Visit {
        let visit = Visit {
            account_id: post.account_id.clone(),
            media_id: post.id.clone(),
            at: new.at.unwrap_or_else(|| self.meta_now()),
            customer_id: new.customer_id,
            people: new.people.min(MAX_PEOPLE),
            did: new.did,
        };
        // Not from the common counter, as for posts.
        let id = format!("v{:010}", self.visits.len() + 1);
        self.visits.put(id, visit.clone());
        visit
    }

    /// What happened to a post, or to all of an account's, from one time to before another.
    pub(crate) fn counted(
        &self,
        account: &str,
        media: Option<&str>,
        since: i64,
        until: i64,
    ) -> Counted {
        let time = since..until;
        let visits = self.visits.values().filter(|v| {
            v.account_id == account && media.is_none_or(|m| m == v.media_id) && time.contains(&v.at)
        });
        let mut out = Counted {
            visits: visits.cloned().collect(),
            ..Counted::default()
        };
        let about = |id: Option<&str>| match (media, id) {
            (Some(media), Some(id)) => media == id,
            (None, Some(id)) => self.posts.get(id).is_some(),
            (_, None) => false,
        };
        let messages = self.messages.values().filter(|m| {
            m.account_id == account && m.from == Side::Customer && time.contains(&m.timestamp)
        });
        for message in messages {
            if about(message.story.as_ref().and_then(|s| s["id"].as_str())) {
                out.replies += 1;
                out.repliers.insert(message.customer_id.clone());
            }
            let shares = message.attachments.iter();
            let shares = shares.filter(|a| about(a.media_id.as_deref())).count();
            out.shared += shares as u64;
        }
        out
    }

    /// Plans the last word about a story: about an hour after its end.
    pub(crate) fn plan_last_word(&mut self, post: &Post) {
        let due = post.posted_at + STORY_LIFE_MS + LAST_WORD_MS - self.offset_ms();
        self.plan(due - self.now, "", &post.id, PlannedKind::StoryEnds);
    }

    /// A moved clock moves the ends of stories.
    pub(crate) fn replan_stories(&mut self) {
        let planned: Vec<(String, i64, u64, String)> = self
            .planned
            .values()
            .filter(|p| p.what == PlannedKind::StoryEnds)
            .map(|p| (p.id.clone(), p.due_at, p.seq, p.mid.clone()))
            .collect();
        for (id, due, seq, media) in planned {
            self.agenda.remove(&(due, seq));
            self.planned.remove(&id);
            if let Some(post) = self.posts.get(&media).cloned() {
                self.plan_last_word(&post);
            }
        }
    }

    /// A story has ended: its figures go out once more, and then nobody is told anything of it (§6.2).
    pub(crate) fn story_ended(&mut self, media: &str) -> Option<String> {
        let post = self.posts.get_mut(media).filter(|p| !p.ended)?;
        post.ended = true;
        let post = post.clone();
        let account = self.account(&post.account_id)?.clone();
        let counted = self.counted(&account.id, Some(media), 0, i64::MAX);
        let figure = |n: u64| {
            if n < FEW { json!(-1) } else { json!(n) }
        };
        let value = json!({
            "media_id": media, "impressions": figure(counted.times(Did::View)), "reach": figure(counted.reach()),
            "taps_forward": figure(counted.times(Did::TapForward)), "taps_back": figure(counted.times(Did::TapBack)),
            "exits": figure(counted.times(Did::TapExit)), "replies": figure(counted.replies()),
        });
        self.announce(&account, "story_insights", &value, "a story ended")
    }

    /// Queues one element of `changes` (§1.9).
    fn announce(
        &mut self,
        account: &Account,
        field: &'static str,
        value: &Value,
        summary: &str,
    ) -> Option<String> {
        if !account.subscribed {
            return None;
        }
        let subject = Subject::Webhook {
            kind: field,
            account: &account.id,
            customer: "",
        };
        let met = self.strike(subject, |then| {
            matches!(
                then,
                Then::DelayMs(_) | Then::Duplicate(_) | Then::Drop | Then::BadSignature
            )
        });
        let delay = met.iter().find_map(|t| match t {
            Then::DelayMs(ms) => i64::try_from(*ms).ok(),
            _ => None,
        });
        let copies = met.iter().find_map(|t| match t {
            Then::Duplicate(n) => Some(*n),
            _ => None,
        });
        // Seconds here, not milliseconds (§1.5).
        let body = json!({"object": account.platform.object(), "entry": [
            {"id": account.id, "time": self.now / 1_000, "changes": [{"field": field, "value": value}]},
        ]});
        let first = self.enqueue(NewDelivery {
            account_id: account.id.clone(),
            customer_id: None,
            kind: field.to_owned(),
            summary: summary.to_owned(),
            body: wire::render(&body),
            bad_signature: met.contains(&Then::BadSignature),
            due_at: self.now + delay.unwrap_or(0),
            own_lane: true,
            held: false,
            faults: met.iter().map(|t| t.name().to_owned()).collect(),
            resend_of: None,
            drop: met.contains(&Then::Drop),
        });
        for _ in 1..copies.unwrap_or(1) {
            self.repeat(&first, true);
        }
        Some(first)
    }
}
