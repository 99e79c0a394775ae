//! `ticklegram sim`: the simulator alone.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::ArgAction;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{Mode, SimConfig, SimError, Timings};

/// The Meta simulator alone, with its phone page at `/`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where to listen.
    #[arg(long, env = "SIM_LISTEN", default_value = "127.0.0.1:8002")]
    pub listen: SocketAddr,
    /// Folder of the state file.
    #[arg(long, env = "SIM_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// Where webhooks are posted; kept until one is set if none is given.
    #[arg(long, env = "SIM_WEBHOOK_URL")]
    pub webhook_url: Option<Url>,
    /// The Meta app's id.
    #[arg(long, env = "FACEBOOK_APP_ID", default_value = "1234567890")]
    pub app_id: String,
    /// The secret that signs webhooks.
    #[arg(
        long,
        env = "FACEBOOK_APP_SECRET",
        default_value = "simulated-app-secret",
        hide_env_values = true
    )]
    pub app_secret: String,
    /// Refuse accounts, tokens and customers that were never introduced, instead of adopting them.
    #[arg(long, env = "SIM_STRICT", action = ArgAction::SetTrue)]
    pub strict: bool,
    /// Nothing moves until `POST /_sim/step`.
    #[arg(long, env = "SIM_STEPPED", action = ArgAction::SetTrue)]
    pub stepped: bool,
    /// One seed, one history.
    #[arg(long, env = "SIM_SEED")]
    pub seed: Option<u64>,
    /// Begin without the demo accounts and their customers.
    #[arg(long, env = "SIM_EMPTY", action = ArgAction::SetTrue)]
    pub empty: bool,
    /// Where the phone page's “Open dashboard” leads.
    #[arg(
        long,
        env = "SIM_DASHBOARD_URL",
        default_value = "http://localhost:8001/"
    )]
    pub dashboard_url: Url,
    /// Allow listening beyond loopback: there is no login.
    #[arg(long, env = "ALLOW_PUBLIC_MOCK", action = ArgAction::SetTrue)]
    pub allow_public_mock: bool,
}

impl Args {
    fn config(self) -> SimConfig {
        SimConfig {
            listen: self.listen,
            data_dir: Some(self.data),
            webhook_url: self.webhook_url,
            app_id: self.app_id,
            app_secret: self.app_secret,
            strict: self.strict,
            mode: if self.stepped {
                Mode::Stepped
            } else {
                Mode::Auto
            },
            seed: self.seed,
            demo: !self.empty,
            dashboard_url: Some(self.dashboard_url),
            timings: Timings::default(),
            allow_public: self.allow_public_mock,
        }
    }
}

/// Runs the simulator until told to stop.
pub async fn run(args: Args, shutdown: CancellationToken) -> Result<(), SimError> {
    let sim = crate::start(args.config(), shutdown).await?;
    tracing::info!(
        page = %sim.base_url(),
        graph_base_url = %sim.graph_base_url(),
        instagram_graph_base_url = %sim.instagram_graph_base_url(),
        "simulator is up: open its page to play a customer"
    );
    sim.wait().await;
    Ok(())
}
