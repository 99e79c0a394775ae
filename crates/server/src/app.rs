//! The handles that requests and tasks share.

use std::sync::Arc;

use domain::clock::{Clock, Ids};
use domain::time::Timestamp;
use meta::graph::{GraphClient, LoginHosts};
use meta::verify::SecretSet;
use secrecy::SecretString;
use store::Db;
use store::crypt::Sealer;
use store::ingest::View;
use store::writer::Writer;
use tokio::sync::{Notify, Semaphore};
use url::Url;

use crate::auth::password::Passwords;
use crate::auth::throttle::{LoginThrottle, NewcomerThrottle};
use crate::config::Config;
use crate::media::Media;
use crate::outcomes::Outcomes;
use crate::realtime::Realtime;

/// One running server.
pub struct App {
    /// What the operator decided.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// Seals and opens tokens.
    pub sealer: Sealer,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Fresh ids.
    pub ids: Arc<dyn Ids>,
    /// Makes deliveries durable.
    pub writer: Writer,
    /// Sockets.
    pub realtime: Realtime,
    /// Meta.
    pub graph: GraphClient,
    /// The Meta app that we are, as far as it is known.
    pub meta_app: Option<MetaApp>,
    /// Where people log in at Meta.
    pub login_hosts: LoginHosts,
    /// Files.
    pub media: Media,
    /// The simulator, in mock mode.
    pub simulator: Option<Simulator>,
    /// This node's name, fresh at every start.
    pub node: String,
    /// What deliveries may be signed with.
    pub secrets: SecretSet,
    /// What Meta's verification may carry.
    pub verify_tokens: Vec<SecretString>,
    /// Slows down guessing.
    pub logins: LoginThrottle,
    /// Slows down signing up.
    pub newcomers: NewcomerThrottle,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// Tells requests what became of their sends.
    pub outcomes: Outcomes,
    /// Wakes the tasks.
    pub wake: Arc<Wake>,
    /// Equal questions about figures wait for one answer.
    pub figures: crate::insights::Lanes,
    /// Bytes of webhook bodies that may be read at once.
    pub intake_room: Arc<Semaphore>,
    /// What the last look at the database said, and when: anybody may ask, and a look is a write.
    pub probed: tokio::sync::Mutex<Option<(Timestamp, bool)>>,
    /// Renders the metrics.
    pub metrics: metrics_exporter_prometheus::PrometheusHandle,
}

/// Wakes tasks that would otherwise look again after a second.
#[derive(Debug, Default)]
pub struct Wake {
    /// Deliveries wait.
    pub deliveries: Notify,
    /// Jobs wait.
    pub jobs: Notify,
    /// Files wait.
    pub media: Notify,
    /// Texts changed whose words are to be counted.
    pub words: Notify,
}

/// A Meta app: its token is `{id}|{secret}` (platform notes §8.3).
#[derive(Clone, Debug)]
pub struct MetaApp {
    /// The app's id.
    pub id: String,
    /// Its secret.
    pub secret: SecretString,
}

/// Where the simulator is.
#[derive(Clone, Debug)]
pub struct Simulator {
    /// Its page and control API.
    pub base: Url,
    /// Speaks to it.
    pub http: reqwest::Client,
}

impl App {
    /// What event shapes depend on.
    #[must_use]
    pub fn view(&self) -> View {
        View {
            now: self.clock.now(),
            human_agent: self.config.human_agent,
            auto_assign: self.config.auto_assign,
            history: false,
        }
    }

    /// Something was committed that screens or tasks may wait for.
    pub fn committed(&self) {
        self.realtime.hint();
        self.wake.jobs.notify_one();
        self.wake.media.notify_one();
        self.wake.words.notify_one();
    }
}
