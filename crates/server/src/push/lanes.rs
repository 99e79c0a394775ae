//! One lane for each browser: a push service that is slow, or that somebody makes slow, keeps nobody else waiting.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::ids::UserId;
use domain::push::{NEWS, Notice};
use domain::time::Timestamp;
use store::push::Listener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info};

use super::sending::{Outcome, Sender};
use crate::app::App;

/// Requests at once: far more than push services need to keep up, few enough not to crowd out Meta.
const AT_ONCE: usize = 32;
/// Chats of which a browser can wait to be told. Who has missed more looks at the list anyway; the oldest give way.
const MAX_WAITING: usize = 20;
/// Between two tries of the same notice. All of them are over before it is no news any more.
const PAUSES: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(10),
    Duration::from_secs(30),
];

/// Something to tell.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) notice: Notice,
    /// When the message was written.
    pub(super) said: Timestamp,
}

/// What waits for one browser: the newest of each chat.
#[derive(Debug, Default)]
struct Lane(VecDeque<Call>);

impl Lane {
    fn add(&mut self, call: Call) {
        let chat = call.notice.chat_id;
        self.0.retain(|waiting| waiting.notice.chat_id != chat);
        if self.0.len() == MAX_WAITING {
            self.0.pop_front();
        }
        self.0.push_back(call);
    }
}

/// The lanes in which anything moves.
pub(super) struct Lanes {
    app: Arc<App>,
    sender: Sender,
    moving: Mutex<HashMap<String, Lane>>,
    slots: Semaphore,
    tracker: TaskTracker,
    soft: CancellationToken,
}

impl Lanes {
    pub(super) fn new(app: &Arc<App>, tracker: TaskTracker, soft: CancellationToken) -> Arc<Self> {
        Arc::new(Self {
            app: Arc::clone(app),
            sender: Sender::new(app),
            moving: Mutex::default(),
            slots: Semaphore::new(AT_ONCE),
            tracker,
            soft,
        })
    }

    /// Tells a browser as soon as its lane is free.
    pub(super) fn add(self: &Arc<Self>, to: &Listener, call: Call) {
        let mut moving = self.moving.lock().unwrap_or_else(PoisonError::into_inner);
        let begins = !moving.contains_key(&to.id);
        moving.entry(to.id.clone()).or_default().add(call);
        drop(moving);
        if begins {
            let (lanes, device, user) = (Arc::clone(self), to.id.clone(), to.user);
            self.tracker.spawn(async move {
                let soft = lanes.soft.clone();
                soft.run_until_cancelled(lanes.empty(&device, user)).await;
            });
        }
    }

    /// The next call of a lane; a lane without one is closed.
    fn next(&self, device: &str) -> Option<Call> {
        let mut moving = self.moving.lock().unwrap_or_else(PoisonError::into_inner);
        let next = moving.get_mut(device).and_then(|lane| lane.0.pop_front());
        if next.is_none() {
            moving.remove(device);
        }
        next
    }

    async fn empty(&self, device: &str, user: UserId) {
        while let Some(call) = self.next(device) {
            if let Err(problem) = self.tell(device, user, &call).await {
                error!(error = %problem, user.id = %user, "a notice was not sent: the database did not answer");
            }
        }
    }

    async fn tell(&self, device: &str, user: UserId, call: &Call) -> store::Result<()> {
        let mut pauses = PAUSES.into_iter();
        loop {
            let now = self.app.clock.now();
            // Who has logged out meanwhile is told nothing more.
            let address = self.app.db.address(&self.app.sealer, device, user, now);
            let Some(address) = address.await? else {
                return Ok(());
            };
            let outcome = {
                let _slot = self.slots.acquire().await;
                self.sender.send(&self.app, &address, &call.notice).await
            };
            let (why, pause) = match outcome {
                Outcome::Taken => return Ok(()),
                Outcome::Gone => return self.app.db.forget_device(device).await,
                Outcome::Later(why) => (why, pauses.next()),
                Outcome::Refused(why) => (why, None),
            };
            let late = self.app.clock.now().since(call.said) > NEWS;
            let Some(pause) = pause.filter(|_| !late) else {
                info!(user.id = %user, why, "a notice was not taken by the push service");
                return Ok(());
            };
            tokio::time::sleep(pause).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::ChatId;
    use domain::push::Prefs;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_newest_of_each_chat_waits_and_only_so_many() {
        let mut lane = Lane::default();
        let add = |lane: &mut Lane, chat: u128, text: &str| {
            let prefs = Prefs {
                show_text: true,
                ..Prefs::default()
            };
            let chat = ChatId::new(Uuid::from_u128(chat));
            lane.add(Call {
                notice: Notice::of("Maya", text, chat, &prefs),
                said: Timestamp::EPOCH,
            });
        };
        add(&mut lane, 1, "one");
        add(&mut lane, 2, "two");
        add(&mut lane, 1, "three");
        let texts: Vec<_> = lane.0.iter().map(|c| c.notice.body.as_str()).collect();
        assert_eq!(texts, ["two", "three"]);
        for chat in 3..100 {
            add(&mut lane, chat, "more");
        }
        assert_eq!(lane.0.len(), MAX_WAITING);
    }
}
