//! The running simulator: one state under one lock, made durable change by change, shown live.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::json;
use tokio::sync::{Notify, broadcast, mpsc};
use tokio_util::sync::CancellationToken;

use crate::SimError;
use crate::clock::{Clock, SEEDED_START_MS, system_now};
use crate::config::Mode;
use crate::db::Db;
use crate::docs::Change;
use crate::world::{Fixed, World};

/// How many live updates a slow page may lag behind before it reads everything again.
const LIVE_BACKLOG: usize = 4_096;
/// Kinds that never go to a page: tokens, even as fingerprints, and what customers are about to do.
const PRIVATE_KINDS: [&str; 4] = ["token", "planned", "private_reply", "code"];

/// What everything shares.
#[derive(Debug)]
pub(crate) struct Sim {
    pub(crate) fixed: Arc<Fixed>,
    pub(crate) clock: Clock,
    world: Mutex<World>,
    pub(crate) db: Db,
    /// Rung when something may be due.
    pub(crate) wake: Notify,
    pub(crate) live: broadcast::Sender<Arc<str>>,
    pub(crate) http: reqwest::Client,
    pub(crate) stop: CancellationToken,
    /// Deliveries whose causing call has been answered.
    pub(crate) releases: mpsc::UnboundedSender<String>,
    /// One step at a time.
    pub(crate) stepping: tokio::sync::Mutex<()>,
}

impl Sim {
    /// Loads the stored state, or begins a new one.
    pub(crate) async fn load(
        fixed: Arc<Fixed>,
        db: Db,
        webhook_url: Option<String>,
        stop: CancellationToken,
        releases: mpsc::UnboundedSender<String>,
    ) -> Result<Self, SimError> {
        let start = match (fixed.mode, fixed.seed) {
            (Mode::Stepped, Some(_)) => SEEDED_START_MS,
            _ => system_now(),
        };
        let clock = match fixed.mode {
            Mode::Auto => Clock::System,
            Mode::Stepped => Clock::manual(start),
        };
        let mut world = World::new(Arc::clone(&fixed), start);
        let stored = db.load().await?;
        let fresh = !stored.iter().any(|(kind, _, _)| kind == "meta");
        for (kind, id, body) in stored {
            let place = format!("{kind}/{id}");
            match world.load(&kind, id, &body) {
                Ok(true) => {}
                Ok(false) => tracing::warn!(
                    document = place,
                    "a stored document of an unknown kind is left alone"
                ),
                Err(error) => return Err(SimError::Inconsistent(place, error)),
            }
        }
        if fresh {
            world.begin(webhook_url);
        } else {
            if let Some(ms) = world.meta.get("0").and_then(|m| m.manual_ms) {
                clock.set(ms);
            }
            if webhook_url.is_some() {
                world.change_meta(|m| m.webhook_url = webhook_url);
            }
            world.index();
            if fixed.demo && world.account(crate::demo::DEMO_INSTAGRAM).is_none() {
                crate::demo::populate(&mut world);
            }
        }
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // Loopback receivers must not be looked for behind a proxy of the machine.
            .no_proxy()
            .build()
            .map_err(SimError::Client)?;
        Ok(Self {
            fixed,
            clock,
            world: Mutex::new(world),
            db,
            wake: Notify::new(),
            live: broadcast::Sender::new(LIVE_BACKLOG),
            http,
            stop,
            releases,
            stepping: tokio::sync::Mutex::new(()),
        })
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the state.
    pub(crate) fn look<R>(&self, f: impl FnOnce(&World) -> R) -> R {
        let mut world = self.lock();
        world.now = self.clock.now();
        f(&world)
    }

    /// Changes the state and returns when the change is on disk.
    pub(crate) async fn change<R>(&self, f: impl FnOnce(&mut World) -> R) -> Result<R, SimError> {
        let (result, generation, changes) = self.change_now(f);
        self.db.committed(generation).await?;
        self.show(&changes);
        self.wake.notify_one();
        Ok(result)
    }

    fn change_now<R>(&self, f: impl FnOnce(&mut World) -> R) -> (R, u64, Vec<Change>) {
        let mut world = self.lock();
        world.now = self.clock.now();
        if self.fixed.mode == Mode::Stepped {
            let now = world.now;
            if world
                .meta
                .get("0")
                .is_some_and(|m| m.manual_ms != Some(now))
            {
                world.change_meta(|m| m.manual_ms = Some(now));
            }
        }
        let result = f(&mut world);
        let wipe = std::mem::take(&mut world.wiped);
        let media = std::mem::take(&mut world.new_media);
        let mut changes = world.drain();
        let generation = self.db.enqueue(&changes, media, wipe);
        if wipe {
            changes.insert(
                0,
                Change {
                    kind: "reset",
                    id: String::new(),
                    body: None,
                },
            );
        }
        (result, generation, changes)
    }

    /// Takes the next delivery without waiting for a commit: nothing stored changes.
    pub(crate) fn take<R>(&self, f: impl FnOnce(&mut World) -> R) -> R {
        let mut world = self.lock();
        world.now = self.clock.now();
        f(&mut world)
    }

    fn show(&self, changes: &[Change]) {
        if self.live.receiver_count() == 0 {
            return;
        }
        for change in changes {
            if PRIVATE_KINDS.contains(&change.kind) {
                continue;
            }
            let doc = change.body.as_deref().unwrap_or("null");
            let line = format!(
                "{{\"kind\":{},\"id\":{},\"doc\":{doc}}}",
                json!(change.kind),
                json!(change.id)
            );
            // Nobody listening is no failure.
            let _ = self.live.send(Arc::from(line));
        }
    }
}
