//! Starts a server and stops it: everything it holds is handed back, whatever has begun is finished.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::clock::{Clock, Ids, System};
use secrecy::{ExposeSecret as _, SecretString};
use store::Db;
use store::crypt::Sealer;
use store::writer::Writer;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info, warn};
use url::Url;

use meta::graph::{GraphClient, GraphConfig, LoginHosts};
use meta::verify::SecretSet;

use crate::app::{App, MetaApp, Simulator, Wake};
use crate::auth::password::Passwords;
use crate::auth::throttle::{LoginThrottle, NewcomerThrottle};
use crate::config::{Config, Graph, Mode};
use crate::media::Media;
use crate::outcomes::Outcomes;
use crate::realtime::{Limits, Node, Realtime};
use crate::{http, ingest, jobs, listener, people, push, seed};

pub use crate::people::People;

/// Whatever has begun gets this long to end: more than a Graph call usually takes, less than supervisors wait.
const GRACE: Duration = Duration::from_secs(20);
/// Fixed key of mock mode on PostgreSQL: nothing there is secret, and two nodes must agree on it.
const MOCK_KEY: &str = "mock mode's key: nothing it seals is secret";
/// File in the data folder that says it is in use.
const LOCK: &str = "in-use.lock";
/// File in the data folder that holds the key, unless `TICKLEGRAM_KEY` is set.
const KEY_FILE: &str = "ticklegram.key";

/// A running server.
pub struct Server {
    /// Its handles.
    pub app: Arc<App>,
    /// Where it listens.
    pub addr: std::net::SocketAddr,
    /// The link by which the first admin is made, in real mode while there is nobody. It is a secret: show it to the
    /// operator, once, and keep it out of logs.
    pub setup_link: Option<String>,
    soft: CancellationToken,
    tasks: TaskTracker,
    essential: Vec<JoinHandle<()>>,
    writer: JoinHandle<()>,
    simulator: Option<meta_sim::SimHandle>,
    _lock: Option<std::fs::File>,
}

/// The clock and ids of a server; tests bring their own.
#[derive(Clone)]
pub struct Sources {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Fresh ids.
    pub ids: Arc<dyn Ids>,
}

impl Default for Sources {
    fn default() -> Self {
        Self {
            clock: Arc::new(System),
            ids: Arc::new(System),
        }
    }
}

/// The database and the key of an installation, opened and bound to each other. Also what `admin` commands need.
pub struct Opened {
    /// The database.
    pub db: Db,
    /// Its key.
    pub sealer: Sealer,
}

/// Opens the database of a configuration.
///
/// # Errors
/// If the folder cannot be made, the key not read, or the database belongs to another mode or key.
pub async fn open(config: &Config) -> anyhow::Result<Opened> {
    std::fs::create_dir_all(&config.data).map_err(|e| {
        anyhow::anyhow!(
            "the data folder {} cannot be made: {e}",
            config.data.display()
        )
    })?;
    let sealer = Sealer::new(&key(config)?);
    let db = Db::open(&config.database).await?;
    db.claim(config.mode.as_str(), &sealer).await?;
    Ok(Opened { db, sealer })
}

impl Server {
    /// Starts everything and returns once requests are answered.
    ///
    /// # Errors
    /// Whatever keeps it from starting, in words for the operator.
    pub async fn start(config: Config, sources: Sources) -> anyhow::Result<Self> {
        let lock = lock(&config)?;
        let Opened { db, sealer } = open(&config).await?;
        for warning in &config.warnings {
            warn!("{warning}");
        }
        let soft = CancellationToken::new();
        let tasks = TaskTracker::new();
        let listener = TcpListener::bind(config.listen).await.map_err(|e| {
            anyhow::anyhow!(
                "cannot listen on {}: {e}. Is another server running there?",
                config.listen
            )
        })?;
        let addr = listener.local_addr()?;
        let secrets = mock_secrets(&config, &db).await?;
        let simulator = start_simulator(&config, &secrets, addr, &soft).await?;
        let (graph, base, login_hosts) = graph(&config, simulator.as_ref())?;
        let meta_app = meta_app(&config, &secrets, simulator.is_some());
        let media = Media::open(
            &config,
            base.as_ref().map(|s| &s.base),
            Arc::clone(&sources.clock),
        )?;
        let wake = Arc::new(Wake::default());
        let node = sources.ids.next().to_string();
        let woken = Arc::clone(&wake);
        let (writer, writing) = Writer::start(db.clone(), node.clone(), move |_| {
            woken.deliveries.notify_one();
        });
        let log = db
            .setting_or("log_id", &sources.ids.next().to_string())
            .await?;
        let realtime = Realtime::start(
            db.clone(),
            Arc::clone(&sources.clock),
            log,
            Node {
                name: node.clone(),
                moved: {
                    let wake = Arc::clone(&wake);
                    Box::new(move || wake.jobs.notify_one())
                },
            },
            Limits::default(),
            &tasks,
            soft.clone(),
        )
        .await?;
        let app = Arc::new(App {
            db,
            sealer,
            clock: sources.clock,
            ids: sources.ids,
            writer,
            realtime,
            graph,
            meta_app,
            login_hosts,
            media,
            simulator: base,
            node,
            secrets: SecretSet::new(secrets.webhook),
            verify_tokens: secrets.verify,
            logins: LoginThrottle::default(),
            newcomers: NewcomerThrottle::default(),
            passwords: Passwords::new()?,
            outcomes: Outcomes::default(),
            wake,
            figures: crate::insights::Lanes::default(),
            intake_room: Arc::new(Semaphore::new(http::webhooks::READING)),
            probed: tokio::sync::Mutex::new(None),
            metrics: crate::telemetry::metrics()?,
            config,
        });
        {
            // Of several nodes that start on an empty database, one makes what belongs there.
            let _turn = app.db.take_turn("prepare").await?;
            seed::prepare(&app).await?;
        }
        if !app.db.is_shared() {
            // The lock says that nobody else works here: what was running has died with the last process.
            app.db.reclaim_jobs(app.clock.now()).await?;
            app.db.reclaim_media(app.clock.now()).await?;
            app.db.reclaim_deliveries(&app.node).await?;
        }
        // What an earlier version took in without understanding it.
        let again = app
            .db
            .replay_deferred(meta::inbound::ONCE_DEFERRED, &app.node, app.clock.now())
            .await?;
        if again > 0 {
            info!(
                deliveries = again,
                "deliveries that an earlier version put off are applied now"
            );
        }
        let essential = vec![
            tokio::spawn(ingest::run(Arc::clone(&app), soft.clone())),
            tokio::spawn(jobs::run(Arc::clone(&app), tasks.clone(), soft.clone())),
            tokio::spawn(jobs::media(Arc::clone(&app), tasks.clone(), soft.clone())),
            tokio::spawn(jobs::words(Arc::clone(&app), soft.clone())),
            tokio::spawn(jobs::upkeep(Arc::clone(&app), soft.clone())),
            tokio::spawn(push::run(Arc::clone(&app), tasks.clone(), soft.clone())),
            tokio::spawn(listener::serve(
                listener,
                http::router(Arc::clone(&app)),
                tasks.clone(),
                soft.clone(),
            )),
        ];
        greet(&app, addr);
        let setup_link = people::setup_link(&app, &own_url(addr)?).await?;
        Ok(Self {
            app,
            addr,
            setup_link,
            soft,
            tasks,
            essential,
            writer: tokio::spawn(writing),
            simulator,
            _lock: lock,
        })
    }

    /// Runs until `stop` resolves or a part of it ends by itself; then stops. `false`: something had failed.
    pub async fn run(mut self, stop: impl Future<Output = ()>) -> bool {
        let mut failed = false;
        let ended = tokio::select! {
            () = stop => None,
            (ended, index, _) = futures_util::future::select_all(self.essential.iter_mut()) => Some((ended, index)),
        };
        match ended {
            None => info!("stopping: no new work is taken, what has begun is finished"),
            Some((result, index)) => {
                error!(part = index, result = ?result.err(), "a part of the server ended by itself; stopping");
                // It has been waited for; the others have not.
                drop(self.essential.swap_remove(index));
                failed = true;
            }
        }
        self.stop().await && !failed
    }

    /// Stops: sockets close, requests and sends that have begun end, leases are given back. `false`: not in time.
    pub async fn stop(self) -> bool {
        self.soft.cancel();
        let Self {
            app,
            tasks,
            essential,
            writer,
            simulator,
            ..
        } = self;
        let quiet = async {
            // First those that begin work, then the work that they have begun.
            for task in essential {
                let _ = task.await;
            }
            tasks.close();
            tasks.wait().await;
        };
        let in_time = tokio::time::timeout(GRACE, quiet).await.is_ok();
        if !in_time {
            warn!("some work did not end in time; it is taken up again at the next start");
        }
        if let Err(problem) = app.db.release_jobs(&app.node, app.clock.now()).await {
            warn!(error = %problem, "leases could not be given back to the database; they end by themselves");
        }
        let db = app.db.clone();
        drop(app);
        // The writer ends when the last handle to it is gone.
        if tokio::time::timeout(Duration::from_secs(5), writer)
            .await
            .is_err()
        {
            warn!("the delivery writer did not end in time");
        }
        if let Some(simulator) = simulator {
            simulator.wait().await;
        }
        db.close().await;
        info!("stopped");
        in_time
    }
}

/// Takes the data folder for this process.
fn lock(config: &Config) -> anyhow::Result<Option<std::fs::File>> {
    std::fs::create_dir_all(&config.data)?;
    let path = config.data.join(LOCK);
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => {
            anyhow::bail!(
                "the data folder {} is in use by another server; stop it, or use --data with another folder",
                config.data.display()
            )
        }
        Err(std::fs::TryLockError::Error(e)) => anyhow::bail!(
            "the data folder {} cannot be locked: {e}",
            config.data.display()
        ),
    }
}

/// The key that seals tokens: from the configuration, else from the data folder, made at the first start.
fn key(config: &Config) -> anyhow::Result<SecretString> {
    if let Some(key) = &config.key {
        return Ok(key.clone());
    }
    if matches!(config.database, store::Location::Postgres(_)) {
        return Ok(SecretString::from(MOCK_KEY.to_owned()));
    }
    let path = config.data.join(KEY_FILE);
    match std::fs::read_to_string(&path) {
        Ok(text) if !text.trim().is_empty() => Ok(SecretString::from(text.trim().to_owned())),
        Ok(_) => anyhow::bail!(
            "{} is empty: put the key back, or set TICKLEGRAM_KEY",
            path.display()
        ),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let key = crate::auth::token::fresh();
            write_private(&path, &key)?;
            Ok(SecretString::from(key))
        }
        Err(e) => anyhow::bail!("{} cannot be read: {e}", path.display()),
    }
}

fn write_private(path: &Path, text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

/// What deliveries are signed with and verified by; mock mode makes what is not configured, once per database.
struct Secrets {
    webhook: Vec<SecretString>,
    verify: Vec<SecretString>,
    app: SecretString,
}

async fn mock_secrets(config: &Config, db: &Db) -> anyhow::Result<Secrets> {
    let mut webhook = config.webhook_secrets.clone();
    let mut verify = config.verify_tokens.clone();
    let mut app = config
        .app_secret
        .clone()
        .or_else(|| webhook.first().cloned());
    if config.mode == Mode::Mock {
        if app.is_none() {
            let secret = SecretString::from(
                db.setting_or("mock_app_secret", &crate::auth::token::fresh())
                    .await?,
            );
            webhook.push(secret.clone());
            app = Some(secret);
        }
        if verify.is_empty() {
            let token = db
                .setting_or("mock_verify_token", &crate::auth::token::fresh())
                .await?;
            verify.push(SecretString::from(token));
        }
    }
    let app = app.unwrap_or_else(|| SecretString::from(String::new()));
    Ok(Secrets {
        webhook,
        verify,
        app,
    })
}

/// Which app we are to Meta; our own simulator knows by which id.
fn meta_app(config: &Config, secrets: &Secrets, own_simulator: bool) -> Option<MetaApp> {
    let made_up = || own_simulator.then(|| meta_sim::SimConfig::default().app_id);
    let id = config.app_id.clone().or_else(made_up)?;
    let secret = config
        .app_secret
        .clone()
        .or_else(|| own_simulator.then(|| secrets.app.clone()))?;
    Some(MetaApp { id, secret })
}

async fn start_simulator(
    config: &Config,
    secrets: &Secrets,
    server: std::net::SocketAddr,
    soft: &CancellationToken,
) -> anyhow::Result<Option<meta_sim::SimHandle>> {
    let Graph::OwnSimulator(listen) = config.graph else {
        return Ok(None);
    };
    let own = own_url(server)?;
    let sim = meta_sim::SimConfig {
        listen,
        data_dir: Some(config.data.clone()),
        webhook_url: Some(own.join("/webhook")?),
        app_id: config
            .app_id
            .clone()
            .unwrap_or_else(|| meta_sim::SimConfig::default().app_id),
        app_secret: secrets.app.expose_secret().to_owned(),
        strict: config.sim_strict,
        demo: true,
        dashboard_url: Some(own),
        allow_public: config.public_mock,
        ..meta_sim::SimConfig::default()
    };
    Ok(Some(meta_sim::start(sim, soft.child_token()).await?))
}

/// How this server is reached from this machine.
fn own_url(addr: std::net::SocketAddr) -> anyhow::Result<Url> {
    let host = if addr.ip().is_unspecified() {
        "127.0.0.1".to_owned()
    } else {
        addr.ip().to_string()
    };
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host
    };
    Ok(Url::parse(&format!("http://{host}:{}/", addr.port()))?)
}

fn graph(
    config: &Config,
    simulator: Option<&meta_sim::SimHandle>,
) -> anyhow::Result<(GraphClient, Option<Simulator>, LoginHosts)> {
    let (facebook, instagram, base) = match (&config.graph, simulator) {
        (_, Some(sim)) => (
            Url::parse(&sim.graph_base_url())?,
            Url::parse(&sim.instagram_graph_base_url())?,
            Some(sim.base_url()),
        ),
        (
            Graph::At {
                facebook,
                instagram,
            },
            None,
        ) => {
            let base = (config.mode == Mode::Mock).then(|| facebook.clone());
            (facebook.clone(), instagram.clone(), base)
        }
        (Graph::OwnSimulator(_), None) => anyhow::bail!("mock mode has no simulator"),
    };
    let login_hosts = login_hosts(&facebook, &instagram)?;
    let client = GraphClient::new(GraphConfig {
        facebook_base: facebook,
        instagram_base: instagram,
        version: config.graph_version.clone(),
        timeout: config.graph_timeout,
        app_secret: config.app_secret.clone(),
    })?;
    let client = client.on_usage(|report| {
        metrics::gauge!("ticklegram_graph_usage_percent", "host" => report.host.as_str())
            .set(f64::from(report.usage.percent));
    });
    let simulator = base
        .map(|base| {
            Ok::<_, anyhow::Error>(Simulator {
                base,
                http: crate::sim_client()?,
            })
        })
        .transpose()?;
    Ok((client, simulator, login_hosts))
}

/// Where people log in: at Meta, or at the simulator that stands in for it.
fn login_hosts(facebook: &Url, instagram: &Url) -> anyhow::Result<LoginHosts> {
    let local = |url: &Url| match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    };
    let or = |base: &Url, own: &str| match local(base) {
        true => Ok(base.clone()),
        false => Url::parse(own),
    };
    Ok(LoginHosts {
        facebook: or(facebook, "https://www.facebook.com")?,
        instagram: or(instagram, "https://www.instagram.com")?,
        instagram_api: or(instagram, "https://api.instagram.com")?,
    })
}

/// Tells the operator where everything is.
fn greet(app: &App, addr: std::net::SocketAddr) {
    let kind = if app.db.is_shared() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    info!(database.kind = kind, "the database is open and up to date");
    info!(
        mode = app.config.mode.as_str(),
        "TickleGram listens on http://{addr}"
    );
    if app.config.mode == Mode::Mock {
        if let Some(sim) = &app.simulator {
            info!(
                "play a customer on the simulator's phone page: {}",
                sim.base
            );
        }
        if app.config.verify_tokens.is_empty()
            && let Some(token) = app.verify_tokens.first()
        {
            let base = app
                .config
                .public_url
                .clone()
                .map_or_else(|| format!("http://{addr}/"), |u| u.to_string());
            let token = token.expose_secret();
            info!(
                "webhook callback: {}/api/webhooks/instagram, verify token (mock mode): {token}",
                base.trim_end_matches('/')
            );
        }
    }
}

/// Where the key of a data folder is kept.
#[must_use]
pub fn key_file(data: &Path) -> PathBuf {
    data.join(KEY_FILE)
}
