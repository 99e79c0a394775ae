//! A private PostgreSQL for tests, made from the system's own binaries.
//!
//! * Where `TICKLEGRAM_TEST_PG` names a server (`postgres://user:password@host:port/postgres`), that one is used; the
//!   whole test run then shares one, started by `scripts/pg-start`.
//! * Otherwise the first test of a process that asks starts a server in a temporary folder, as a user that is not root
//!   (PostgreSQL refuses root), and the server ends with the process, however that ends.
//!
//! Every caller of [`create_database`] gets an empty database of its own, dropped with the value.
//!
//! Nothing here is meant to keep data: `fsync` is off.

mod binaries;
mod server;

use std::process::{Command, Stdio};
use std::sync::OnceLock;

use url::Url;

use crate::ids::unique;

/// The variable that names a running server to use instead of starting one.
pub const SERVER_VARIABLE: &str = "TICKLEGRAM_TEST_PG";

/// The variable that turns "PostgreSQL is missing" from a failure into a skipped test, when it is `1`.
pub const SKIP_VARIABLE: &str = "TICKLEGRAM_NO_PG";

/// The variable that names a file to which each skipped test adds one line: test runners hide what passing tests
/// print, and a skip must be seen.
pub const SKIP_LOG_VARIABLE: &str = "TICKLEGRAM_SKIP_LOG";

/// One empty database on the test server; dropping the value drops it, with whatever is still connected.
#[derive(Debug)]
pub struct Database {
    url: String,
    name: String,
    server: &'static Server,
}

impl Database {
    /// `postgres://…`, over TCP on loopback (so that a proxy can stand in between), with everything needed to log in.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The database's own name on the server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Best effort: what stays behind goes away with the server.
        let _ = client("dropdb", self.server)
            .args(["--if-exists", "--force"])
            .arg(&self.name)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

/// A fresh, empty database (UTF-8, byte-wise collation) for one test.
///
/// # Panics
/// When there is no PostgreSQL, saying what to install; when the server does not start or refuses, with its reason.
pub async fn create_database() -> Database {
    match try_create().await {
        Ok(database) => database,
        Err(reason) => panic!("{reason}"),
    }
}

/// As [`create_database`], but `None` where PostgreSQL is missing and `TICKLEGRAM_NO_PG=1` allows to go without; the
/// skip is printed and written to the file of `TICKLEGRAM_SKIP_LOG`. `test` says which test it is.
///
/// # Panics
/// As [`create_database`], in every other case.
pub async fn database_or_skip(test: &str) -> Option<Database> {
    let reason = match try_create().await {
        Ok(database) => return Some(database),
        Err(reason) => reason,
    };
    assert!(may_skip(&reason), "{reason}");
    report_skip(test, &reason.to_string());
    None
}

/// The server's own URL (its `postgres` database, its superuser), for handing it to child processes in
/// [`SERVER_VARIABLE`]; started if need be, and alive as long as this process. Blocks for a second or two.
///
/// # Errors
/// What is missing or wrong, in words.
pub fn server_url() -> Result<String, String> {
    match SERVER.get_or_init(find_or_start) {
        Ok(server) => Ok(server.admin.to_string()),
        Err(reason) => Err(reason.to_string()),
    }
}

/// Why there is no database.
#[derive(Debug, Clone)]
enum NoDatabase {
    /// Nothing to start a server with.
    Missing,
    /// A server that does not start, or refuses.
    Broken(String),
}

impl std::fmt::Display for NoDatabase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.write_str(binaries::HOW_TO_INSTALL),
            Self::Broken(reason) => write!(f, "the PostgreSQL of the tests: {reason}"),
        }
    }
}

/// Only a missing PostgreSQL may be skipped; a broken one is a failure that must be seen.
fn may_skip(reason: &NoDatabase) -> bool {
    matches!(reason, NoDatabase::Missing) && std::env::var(SKIP_VARIABLE).is_ok_and(|v| v == "1")
}

#[expect(
    clippy::print_stdout,
    reason = "the line is what a reader of the test's output looks for"
)]
fn report_skip(test: &str, reason: &str) {
    println!("SKIPPED {test}: {reason}");
    let Ok(path) = std::env::var(SKIP_LOG_VARIABLE) else {
        return;
    };
    let line = format!("{test}: {reason}\n");
    let written = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, line.as_bytes()));
    assert!(
        written.is_ok(),
        "cannot note the skipped test in {path}: {written:?}"
    );
}

/// Where databases are made: a URL of the server's `postgres` database and the folder of the client programs.
#[derive(Debug)]
struct Server {
    admin: Url,
    programs: Option<std::path::PathBuf>,
    /// The process to keep alive as long as ours; nothing for a server that somebody else started.
    _own: Option<server::Running>,
}

/// One server per test process at most.
static SERVER: OnceLock<Result<Server, NoDatabase>> = OnceLock::new();

async fn try_create() -> Result<Database, NoDatabase> {
    // Starting takes a second or two of blocking work, creating about 50 ms: neither belongs on a runtime thread.
    tokio::task::spawn_blocking(|| {
        let server = SERVER
            .get_or_init(find_or_start)
            .as_ref()
            .map_err(Clone::clone)?;
        create_on(server)
    })
    .await
    .map_err(|panic| NoDatabase::Broken(panic.to_string()))?
}

fn find_or_start() -> Result<Server, NoDatabase> {
    let programs = binaries::folder();
    if let Ok(given) = std::env::var(SERVER_VARIABLE)
        && !given.is_empty()
    {
        let admin = Url::parse(&given)
            .map_err(|e| NoDatabase::Broken(format!("{SERVER_VARIABLE} is not a URL: {e}")))?;
        return Ok(Server {
            admin,
            programs,
            _own: None,
        });
    }
    let Some(folder) = &programs else {
        return Err(NoDatabase::Missing);
    };
    let running = server::start(folder).map_err(NoDatabase::Broken)?;
    Ok(Server {
        admin: running.url().clone(),
        programs,
        _own: Some(running),
    })
}

fn create_on(server: &'static Server) -> Result<Database, NoDatabase> {
    let name = format!("t_{}", unique());
    // template0 has no sessions of its own, so any number of tests may copy it at once.
    let made = client("createdb", server)
        .args(["--template", "template0"])
        .arg(&name)
        .output()
        .map_err(|e| NoDatabase::Broken(format!("cannot run createdb: {e}")))?;
    if !made.status.success() {
        let said = String::from_utf8_lossy(&made.stderr);
        return Err(NoDatabase::Broken(format!("createdb: {}", said.trim())));
    }
    let mut url = server.admin.clone();
    url.set_path(&name);
    Ok(Database {
        url: url.into(),
        name,
        server,
    })
}

/// One of PostgreSQL's client programs, pointed at the server.
fn client(program: &str, server: &Server) -> Command {
    let path = match &server.programs {
        Some(folder) => folder.join(program),
        None => program.into(),
    };
    let mut command = Command::new(path);
    binaries::clean_environment(&mut command);
    command
        .arg("--maintenance-db")
        .arg(server.admin.as_str())
        .stdin(Stdio::null());
    command
}

#[cfg(test)]
mod tests;
