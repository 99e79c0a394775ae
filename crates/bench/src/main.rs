//! What `make bench` runs: durable webhook acknowledgements per second beside the least that could give them, and the
//! time from a webhook to an open dashboard.
//!
//! Both servers are child processes on this machine, fed by the same generator with the same bytes, in turns; so the
//! ratio means something even where the absolute figures say more about the machine.

mod baseline;
mod generator;
mod latency;
mod product;
mod report;
mod throughput;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Context;

/// The application secret of both servers: anything that is no placeholder.
const SECRET: &str = "bench-4f9c1e7a2b";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            report::complain(&format!("bench: {e:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[OsString]) -> anyhow::Result<()> {
    if let [mode, file] = arguments
        && mode == baseline::MODE
    {
        return baseline::serve(file.as_ref())
            .await
            .context("the plain handler");
    }
    anyhow::ensure!(arguments.is_empty(), "usage: bench (no arguments)");
    throughput::run().await.context("acknowledgements")?;
    latency::run().await.context("latency")
}
