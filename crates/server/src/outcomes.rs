//! Waits for what becomes of a post. Whoever sends rings a bell; other nodes' sends and echoes are found by looking.

use std::time::Duration;

use domain::ids::{AccountId, GroupId};
use domain::message::Message;
use domain::outbox::{SendFailure, SendState};
use store::direct::Group;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::app::App;

/// How often a post is looked at without a bell: another node may have sent it, or an echo proved it.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// An echo mostly follows within a second, and turns a lost answer into a known one: as long as this is waited for it.
const ECHO_GRACE: Duration = Duration::from_secs(2);
/// Bells that all posts share: a bell that rings for somebody else costs its hearers one look at their row.
const BELLS: usize = 64;

/// Rings when a send has moved on, on this node.
#[derive(Debug)]
pub struct Outcomes {
    bells: [Notify; BELLS],
}

impl Default for Outcomes {
    fn default() -> Self {
        Self {
            bells: std::array::from_fn(|_| Notify::new()),
        }
    }
}

impl Outcomes {
    /// Tells those who wait that a message of this post has moved on.
    pub(crate) fn ring(&self, group: Option<GroupId>) {
        if let Some(group) = group {
            self.bell(group).notify_waiters();
        }
    }

    fn bell(&self, group: GroupId) -> &Notify {
        let place = group.uuid().as_u128() % BELLS as u128;
        // The remainder is less than the length.
        &self.bells[usize::try_from(place).unwrap_or(0)]
    }
}

/// What became of a post, as far as is known when the time is up.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// Meta took all of it.
    Sent(Group),
    /// A part was not sent, and those after it were not tried.
    Failed {
        /// How many parts before it Meta took.
        sent: usize,
        /// Why.
        failure: SendFailure,
    },
    /// Meta's answer to a part was lost or has not come.
    Unknown(Group),
    /// It waits in the outbox; if its account is held, why.
    Queued(Group, Option<String>),
}

/// Waits until a post has ended one way or the other, at most `patience`. `None`: there is no such post.
pub(crate) async fn of(
    app: &App,
    account: AccountId,
    group: GroupId,
    patience: Duration,
) -> store::Result<Option<Outcome>> {
    let deadline = Instant::now() + patience;
    let mut doubt: Option<Instant> = None;
    loop {
        let bell = app.outcomes.bell(group).notified();
        tokio::pin!(bell);
        // From here on no ring is missed.
        bell.as_mut().enable();
        let Some(post) = app.db.group(group).await? else {
            return Ok(None);
        };
        if let Some(outcome) = settled(&post) {
            return Ok(Some(outcome));
        }
        let now = Instant::now();
        let mut until = deadline;
        if post.rows.iter().any(|m| m.send == Some(SendState::Unknown)) {
            until = until.min(*doubt.get_or_insert(now) + ECHO_GRACE);
        }
        let held = held_beyond(app, account, &post, until.saturating_duration_since(now)).await?;
        if held.is_some() || now >= until {
            return Ok(Some(unfinished(post, held)));
        }
        let look = until.min(now + LOOK_EVERY);
        tokio::select! {
            () = bell => {}
            () = tokio::time::sleep_until(look) => {}
        }
    }
}

/// The outcome, if there is nothing left to wait for.
fn settled(post: &Group) -> Option<Outcome> {
    let is_sent = |m: &&Message| m.send == Some(SendState::Sent);
    if post.rows.iter().all(|m| is_sent(&m)) {
        return Some(Outcome::Sent(post.clone()));
    }
    let sent = post.rows.iter().take_while(is_sent).count();
    let failed = post
        .rows
        .iter()
        .find(|m| m.send == Some(SendState::Failed))?;
    let failure = failed.failure.clone().unwrap_or_else(SendFailure::unknown);
    Some(Outcome::Failed { sent, failure })
}

fn unfinished(post: Group, held: Option<String>) -> Outcome {
    // What is being sent at this moment may arrive: nobody may take it for something that can be sent once more.
    let doubtful = |m: &Message| matches!(m.send, Some(SendState::Sending | SendState::Unknown));
    if post.rows.iter().any(doubtful) {
        Outcome::Unknown(post)
    } else {
        Outcome::Queued(post, held)
    }
}

/// Why nothing can happen to a post within `rest`, if its account is held for longer.
async fn held_beyond(
    app: &App,
    account: AccountId,
    post: &Group,
    rest: Duration,
) -> store::Result<Option<String>> {
    let queued = post.rows.iter().any(|m| m.send == Some(SendState::Queued));
    let busy = |m: &Message| matches!(m.send, Some(SendState::Sending | SendState::Unknown));
    if !queued || post.rows.iter().any(busy) {
        return Ok(None);
    }
    let Some(hold) = app.db.hold_of(account).await? else {
        return Ok(None);
    };
    let rest = i64::try_from(rest.as_micros()).unwrap_or(i64::MAX);
    let now = app.clock.now();
    let longer = hold.until.is_none_or(|until| until.since(now) > rest);
    Ok(longer.then(|| {
        hold.reason
            .unwrap_or_else(|| "Meta does not take this account's messages now.".to_owned())
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[tokio::test]
    async fn a_bell_rings_for_whoever_listens() {
        let outcomes = Outcomes::default();
        let group = GroupId::new(Uuid::from_u128(7));
        let bell = outcomes.bell(group).notified();
        tokio::pin!(bell);
        assert!(!bell.as_mut().enable(), "nothing has rung yet");
        outcomes.ring(None);
        outcomes.ring(Some(GroupId::new(Uuid::from_u128(8))));
        assert!(!bell.as_mut().enable(), "that was another bell");
        outcomes.ring(Some(group));
        assert!(bell.as_mut().enable(), "this one was heard");
    }
}
