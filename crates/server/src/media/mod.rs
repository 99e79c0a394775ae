//! Files: the place where they lie, the way they come from Meta, and small pictures of them.

mod bucket;
pub mod files;
pub(crate) mod guard;
mod pull;
pub mod thumb;

use std::sync::Arc;

use domain::clock::Clock;
use tokio::sync::Semaphore;

use crate::config::{Config, Mode};

pub use files::{Files, Put, PutError};
pub use pull::{LONGEST, Pull, Pulled, clean_name};

/// Uploads that are received at once: each holds at most a few megabytes while it is written on.
const RECEIVING: usize = 8;

/// Everything about files that requests and tasks share.
pub struct Media {
    /// Where they lie.
    pub files: Files,
    /// Fetches them from Meta.
    pub pull: Pull,
    /// Room for uploads on their way in.
    pub receiving: Arc<Semaphore>,
    /// Makes small pictures.
    pub thumbs: thumb::Thumbs,
}

impl Media {
    /// Of this configuration; `simulator` is where mock mode's Meta is.
    ///
    /// # Errors
    /// If the place for files cannot be used.
    pub fn open(
        config: &Config,
        simulator: Option<&url::Url>,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let origin = match (simulator, &config.graph) {
            (Some(base), _) => Some(base.clone()),
            (None, crate::config::Graph::At { facebook, .. }) => (config.mode == Mode::Mock
                || guard::is_loopback(facebook))
            .then(|| facebook.clone()),
            (None, crate::config::Graph::OwnSimulator(_)) => None,
        };
        Ok(Self {
            files: Files::open(&config.media, &config.data, clock)?,
            pull: Pull::new(origin, config.mode == Mode::Real)?,
            receiving: Arc::new(Semaphore::new(RECEIVING)),
            thumbs: thumb::Thumbs::default(),
        })
    }
}

/// The type that the first bytes of a file show; `None` if they tell nothing.
#[must_use]
pub fn sniff(head: &[u8]) -> Option<&'static str> {
    infer::get(head).map(|kind| kind.mime_type())
}
