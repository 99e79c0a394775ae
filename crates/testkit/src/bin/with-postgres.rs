//! `with-postgres COMMAND [ARGUMENT…]`: runs a command beside a private PostgreSQL.
//!
//! The server is named to the command in `TICKLEGRAM_TEST_PG` and ends with this program, however that ends. Where the
//! variable is already set, that server is used. The exit code is the command's.

use std::process::{Command, ExitCode};

use testkit::postgres;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(reason) => {
            complain(&reason);
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, String> {
    let mut words = std::env::args_os().skip(1);
    let program = words
        .next()
        .ok_or("usage: with-postgres COMMAND [ARGUMENT…]")?;
    let server = postgres::server_url()?;
    let status = Command::new(&program)
        .args(words)
        .env(postgres::SERVER_VARIABLE, server)
        .status()
        .map_err(|e| format!("cannot run {}: {e}", program.display()))?;
    // `None`: ended by a signal, which no exit code of ours can repeat.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

#[expect(
    clippy::print_stderr,
    reason = "a command line program speaks on standard error"
)]
fn complain(reason: &str) {
    eprintln!("with-postgres: {reason}");
}
