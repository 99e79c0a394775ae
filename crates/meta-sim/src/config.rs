//! How a simulator is started.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

/// Who moves things on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Timers: webhooks leave at once, customers read after a while.
    #[default]
    Auto,
    /// Nothing moves until `POST /_sim/step`; the clock stands still with it.
    Stepped,
}

/// Durations of Meta's habits, all settable so that a test need not wait for them.
#[derive(Clone, Debug)]
pub struct Timings {
    /// How long after a send the customer reads it. 2 s: slow enough to see both states on a screen.
    pub read_after: Duration,
    /// How long after a send Messenger reports delivery; before the read. Instagram has no such report.
    pub delivered_after: Duration,
    /// How long the receiver of a webhook may take (platform notes §1.3: 5 s).
    pub webhook_timeout: Duration,
    /// Pauses before the second, third, … attempt; the last one repeats (§1.3: a few at once, then growing).
    pub retry: Vec<Duration>,
    /// How many of these retries keep the customer's order; later ones let newer deliveries pass (§1.3).
    pub ordered_retries: usize,
    /// After how long of nothing but failures the account is unsubscribed (§1.3: 1 h).
    pub unsubscribe_after: Duration,
    /// How long after the answer to a send its echo leaves. Long enough for the answer to have been read.
    pub echo_after: Duration,
}

impl Default for Timings {
    fn default() -> Self {
        Self {
            read_after: Duration::from_secs(2),
            delivered_after: Duration::from_millis(600),
            webhook_timeout: Duration::from_secs(5),
            retry: [
                200, 600, 1_500, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
            ]
            .map(Duration::from_millis)
            .to_vec(),
            ordered_retries: 3,
            unsubscribe_after: Duration::from_secs(3_600),
            echo_after: Duration::from_millis(20),
        }
    }
}

/// Everything a simulator needs to start.
#[derive(Clone, Debug)]
pub struct SimConfig {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Folder of `simulator.db`; none keeps the state in memory.
    pub data_dir: Option<PathBuf>,
    /// Where deliveries are posted; none keeps them undelivered until one is set.
    pub webhook_url: Option<Url>,
    /// The Meta app's id: `app_id` of Messenger echoes.
    pub app_id: String,
    /// The secret that signs deliveries.
    pub app_secret: String,
    /// Refuse what was never introduced, instead of adopting it.
    pub strict: bool,
    /// Timers or steps.
    pub mode: Mode,
    /// One seed, one history. Without it ids carry a random part.
    pub seed: Option<u64>,
    /// Begin with the demo account, the demo Page and a few customers of each.
    pub demo: bool,
    /// Where the phone page's “Open dashboard” leads.
    pub dashboard_url: Option<Url>,
    /// Durations.
    pub timings: Timings,
    /// Allow `listen` beyond loopback: the simulator has no login.
    pub allow_public: bool,
}

impl Default for SimConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            data_dir: None,
            webhook_url: None,
            app_id: String::from("1234567890"),
            app_secret: String::from("simulated-app-secret"),
            strict: false,
            mode: Mode::Auto,
            seed: None,
            demo: false,
            dashboard_url: None,
            timings: Timings::default(),
            allow_public: false,
        }
    }
}
