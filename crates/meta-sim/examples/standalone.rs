//! The simulator without the rest of TickleGram: `cargo run -p meta-sim --example standalone -- --help`.

use clap::Parser;
use tokio_util::sync::CancellationToken;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: meta_sim::cli::Args,
}

#[tokio::main]
async fn main() -> Result<(), meta_sim::SimError> {
    let shutdown = CancellationToken::new();
    let stop = shutdown.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.cancel();
        }
    });
    meta_sim::cli::run(Command::parse().args, shutdown).await
}
