//! A stand-in for Meta's platform: the Graph API's messaging side over real HTTP, signed webhooks, and a
//! page on which a person plays the customers.
//!
//! It shares no types with the rest of TickleGram, so that a misunderstanding of Meta cannot hide on
//! both sides at once. Every behaviour names its paragraph of the platform notes (“§2.3”).
//!
//! * [`start`] runs it inside another program; [`cli`] runs it alone.
//! * One address serves both of Meta's hosts: `graph.facebook.com` at the root, `graph.instagram.com`
//!   below `/ig-host`. [`SimHandle::graph_base_url`] and [`SimHandle::instagram_graph_base_url`] say so.
//! * Everything is durable before a webhook leaves.

mod actions;
mod answers;
mod cdn;
pub mod cli;
mod clock;
mod comments;
mod config;
mod control;
mod db;
mod deliver;
mod demo;
mod docs;
mod events;
mod faults;
mod graph;
mod ids;
mod insights;
mod lanes;
mod page;
mod pictures;
mod posts;
mod serve;
mod sim;
mod told;
mod types;
mod wire;
mod world;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

pub use crate::config::{Mode, SimConfig, Timings};
use crate::sim::Sim;
use crate::world::Fixed;

/// Name of the state file inside the data folder.
const FILE: &str = "simulator.db";

/// Why the simulator does not run.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// Listening beyond this machine was not allowed.
    #[error(
        "the simulator has no login and listens on loopback only; {0} is reachable from elsewhere (set ALLOW_PUBLIC_MOCK=true to allow it)"
    )]
    Public(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// The data folder cannot be made.
    #[error("cannot make the folder {0}: {1}")]
    Folder(PathBuf, #[source] std::io::Error),
    /// The state file cannot be opened or read.
    #[error("the simulator's state file: {0}")]
    Store(#[from] sqlx::Error),
    /// The state file would not survive a power cut.
    #[error("the simulator's state file is not durable (synchronous is {0}, not FULL)")]
    NotDurable(i64),
    /// A stored document cannot be read.
    #[error("stored document {0} is inconsistent: {1}")]
    Inconsistent(String, #[source] serde_json::Error),
    /// A change was not on disk in time.
    #[error("the simulator's state file does not take changes")]
    Stuck,
    /// The HTTP client cannot be made.
    #[error("no HTTP client: {0}")]
    Client(#[source] reqwest::Error),
    /// The listening address makes no URL.
    #[error("no URL from the listening address: {0}")]
    Address(#[from] url::ParseError),
}

/// A running simulator.
#[derive(Debug)]
pub struct SimHandle {
    addr: SocketAddr,
    sim: Arc<Sim>,
    tasks: Vec<JoinHandle<()>>,
}

impl SimHandle {
    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its page, and the root of its control API.
    pub fn base_url(&self) -> Url {
        self.sim.fixed.base_url.clone()
    }

    /// What `GRAPH_BASE_URL` should be: no slash at the end.
    pub fn graph_base_url(&self) -> String {
        self.sim
            .fixed
            .base_url
            .as_str()
            .trim_end_matches('/')
            .to_owned()
    }

    /// What `INSTAGRAM_GRAPH_BASE_URL` should be: no slash at the end.
    pub fn instagram_graph_base_url(&self) -> String {
        format!("{}{}", self.graph_base_url(), graph::INSTAGRAM_HOST_PATH)
    }

    /// Where webhooks go from now on; what was waiting goes there too. In memory at once, on disk soon after.
    pub fn set_webhook_url(&self, url: Url) {
        let sim = Arc::clone(&self.sim);
        sim.take(|w| w.change_meta(|m| m.webhook_url = Some(url.to_string())));
        tokio::spawn(async move {
            if let Err(error) = sim.change(|_| ()).await {
                tracing::error!(%error, "the webhook address could not be stored");
            }
        });
    }

    /// Returns after shutdown, when everything is written and the file is closed.
    pub async fn wait(self) {
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task of the simulator failed");
            }
        }
        self.sim.db.close().await;
    }
}

/// Starts a simulator; it stops when `shutdown` is cancelled.
pub async fn start(config: SimConfig, shutdown: CancellationToken) -> Result<SimHandle, SimError> {
    if !config.listen.ip().is_loopback() && !config.allow_public {
        return Err(SimError::Public(config.listen));
    }
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|e| SimError::Listen(config.listen, e))?;
    let addr = listener
        .local_addr()
        .map_err(|e| SimError::Listen(config.listen, e))?;
    // “Every address” is none to be called at; this machine is always among them.
    let reachable = if addr.ip().is_unspecified() {
        SocketAddr::from(([127, 0, 0, 1], addr.port()))
    } else {
        addr
    };
    let base_url = Url::parse(&format!("http://{reachable}/"))?;
    let fixed = Arc::new(Fixed {
        app_id: config.app_id,
        app_secret: config.app_secret,
        strict: config.strict,
        mode: config.mode,
        seed: config.seed,
        demo: config.demo,
        timings: config.timings,
        base_url,
        dashboard_url: config.dashboard_url,
    });
    let file = config.data_dir.map(|folder| folder.join(FILE));
    let db = db::Db::open(file.as_deref()).await?;
    let (releases, released) = mpsc::unbounded_channel();
    let webhook_url = config.webhook_url.map(String::from);
    let sim = Arc::new(Sim::load(fixed, db, webhook_url, shutdown.clone(), releases).await?);
    // The store outlives everything that writes: it stops when the others have.
    let store_stop = CancellationToken::new();
    let store = tokio::spawn({
        let (sim, stop) = (Arc::clone(&sim), store_stop.clone());
        async move { sim.db.run(stop).await }
    });
    sim.change(|_| ()).await?;
    let pump = tokio::spawn(deliver::run(Arc::clone(&sim), released));
    let server = tokio::spawn({
        let sim = Arc::clone(&sim);
        let router = serve::router(Arc::clone(&sim), config.allow_public);
        async move {
            serve::run(listener, router, sim).await;
            store_stop.cancel();
        }
    });
    Ok(SimHandle {
        addr,
        sim,
        tasks: vec![pump, server, store],
    })
}
