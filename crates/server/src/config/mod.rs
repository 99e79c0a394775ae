//! What the operator decides, checked once and as a whole: every problem is named at the first start.

mod env;
pub mod guide;
mod media;
mod read;
mod variables;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use domain::user::{AgentVisibility, AutoAssign};
use secrecy::SecretString;
use store::Location;
use url::Url;

pub use env::Environment;
pub use media::{MediaPlace, S3Place};
pub use read::Problems;
pub use variables::{VARIABLES, Variable};

/// Against what the server works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Our own simulator of Meta.
    Mock,
    /// Meta.
    Real,
}

impl Mode {
    /// As written in `INSTAGRAM_MODE`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mock => "mock",
            Self::Real => "real",
        }
    }
}

/// Where Meta is.
#[derive(Clone, Debug)]
pub enum Graph {
    /// The simulator that this process starts.
    OwnSimulator(SocketAddr),
    /// These addresses.
    At {
        /// `GRAPH_BASE_URL`.
        facebook: Url,
        /// `INSTAGRAM_GRAPH_BASE_URL`.
        instagram: Url,
    },
}

/// The account named by the environment.
#[derive(Clone, Debug)]
pub struct EnvAccount {
    /// `INSTAGRAM_PAGE_ID`.
    pub id: String,
    /// `INSTAGRAM_PAGE_ACCESS_TOKEN`.
    pub token: SecretString,
}

/// Command-line options of `serve`; each has its variable.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Options {
    /// Where to listen [env: LISTEN] [default: 127.0.0.1:8001]
    #[arg(long)]
    pub listen: Option<String>,
    /// The data folder [env: DATA] [default: ./data]
    #[arg(long)]
    pub data: Option<PathBuf>,
}

/// The configuration of a server. Secrets do not show in its `Debug`.
#[derive(Clone, Debug)]
pub struct Config {
    /// Mock or real.
    pub mode: Mode,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The data folder.
    pub data: PathBuf,
    /// The database.
    pub database: Location,
    /// Where files are kept.
    pub media: MediaPlace,
    /// Where Meta is.
    pub graph: Graph,
    /// `GRAPH_VERSION`.
    pub graph_version: String,
    /// Longest Graph call.
    pub graph_timeout: Duration,
    /// `FACEBOOK_APP_ID`.
    pub app_id: Option<String>,
    /// The Meta app's secret.
    pub app_secret: Option<SecretString>,
    /// The Instagram app's id, for Instagram Login.
    pub instagram_app_id: Option<String>,
    /// The Instagram app's secret.
    pub instagram_app_secret: Option<SecretString>,
    /// Every secret that deliveries may be signed with.
    pub webhook_secrets: Vec<SecretString>,
    /// Every token that Meta's verification may carry.
    pub verify_tokens: Vec<SecretString>,
    /// Deliveries are not checked.
    pub skip_signature: bool,
    /// Refused signatures are explained in the log.
    pub hmac_debug: bool,
    /// The account of `INSTAGRAM_PAGE_ID`.
    pub env_account: Option<EnvAccount>,
    /// Whether the app has Meta's Human Agent feature.
    pub human_agent: bool,
    /// How the server is reached from outside.
    pub public_url: Option<Url>,
    /// Seals tokens; none on SQLite means that the data folder holds one.
    pub key: Option<SecretString>,
    /// Origins besides our own that may call the API from a browser.
    pub cors_origins: Vec<String>,
    /// Log file besides standard error.
    pub log_file: Option<PathBuf>,
    /// What agents see.
    pub visibility: AgentVisibility,
    /// Whether new chats are given to agents in turn.
    pub auto_assign: AutoAssign,
    /// Whether people may make themselves a login.
    pub public_signup: bool,
    /// `PIXEL_ID`: where conversions go.
    pub pixel_id: Option<String>,
    /// `CAPI_ACCESS_TOKEN`: what may send them, if not the account's token.
    pub capi_token: Option<SecretString>,
    /// Whether mock mode may listen beyond loopback.
    pub public_mock: bool,
    /// Refuse what the simulator was never told of (`SIM_STRICT`).
    pub sim_strict: bool,
    /// What the operator should know although it starts.
    pub warnings: Vec<String>,
}

impl Config {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// All problems at once.
    pub fn read(env: &Environment, options: &Options) -> Result<Self, Problems> {
        read::read(env, options)
    }
}
