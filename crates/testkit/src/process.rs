//! The built binary as a child process: started, killed, started again.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::api::Api;
use crate::wait;

/// The variable that names the binary under test; otherwise `target/quick/ticklegram`.
pub const BINARY_VARIABLE: &str = "TICKLEGRAM_BIN";

/// A start takes well under a second; the rest is for machines that compile meanwhile.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// A clean end lets requests finish and sockets close over some seconds.
const STOP_TIMEOUT: Duration = Duration::from_secs(60);

/// How often a start is tried when somebody else took a port between our asking for a free one and its use.
const PORT_ATTEMPTS: u32 = 3;

/// How much of the log a failure shows.
const LOG_LINES: usize = 60;

/// How to start a server. The default is mock mode with nothing but a temporary folder.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// Variables, beside `SIM_LISTEN` (a free port) unless it is given here.
    pub env: Vec<(String, String)>,
    /// Arguments after `serve --listen … --data …`.
    pub args: Vec<String>,
    /// A folder to use and keep, instead of a temporary one.
    pub data: Option<PathBuf>,
    /// Files in the folder that it runs in (its `.env`): name and text.
    pub files: Vec<(String, String)>,
}

impl Options {
    /// The same with one more variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same on the data of another server.
    #[must_use]
    pub fn data(self, folder: &Path) -> Self {
        Self {
            data: Some(folder.to_owned()),
            ..self
        }
    }

    /// The same with a file in the folder that it runs in.
    #[must_use]
    pub fn file(mut self, name: &str, text: &str) -> Self {
        self.files.push((name.to_owned(), text.to_owned()));
        self
    }
}

/// A server that ended instead of becoming ready.
#[derive(Debug)]
pub struct Ended {
    /// How it ended.
    pub status: ExitStatus,
    /// What it said.
    pub log: String,
}

/// A running server; killed when the value is dropped.
///
/// It sees none of this process's variables but those of [`Options`] and the ones any program needs, and runs in a
/// folder of its own, so that nobody's `.env` reaches a test.
#[derive(Debug)]
pub struct Server {
    child: Child,
    options: Options,
    folder: TempDir,
    listen: SocketAddr,
    simulator: SocketAddr,
}

/// The binary under test.
///
/// # Panics
/// When there is none, saying how to build it.
#[must_use]
pub fn binary() -> PathBuf {
    let path = std::env::var_os(BINARY_VARIABLE)
        .filter(|path| !path.is_empty())
        .map_or_else(
            || {
                let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
                root.unwrap_or(Path::new(""))
                    .join("target/quick/ticklegram")
            },
            PathBuf::from,
        );
    assert!(
        path.is_file(),
        "{} is not there: cargo build --profile quick -p ticklegram, or name another in {BINARY_VARIABLE}",
        path.display()
    );
    path
}

/// A command for the binary with a clean environment, in `folder`; also for the subcommands that are no servers.
///
/// # Panics
/// As [`binary`].
#[must_use]
pub fn command(folder: &Path) -> Command {
    program(&binary(), folder)
}

fn program(path: &Path, folder: &Path) -> Command {
    let mut command = Command::new(path);
    command.env_clear().current_dir(folder).stdin(Stdio::null());
    for name in [
        "PATH",
        "HOME",
        "TMPDIR",
        "LANG",
        "RUST_BACKTRACE",
        "LLVM_PROFILE_FILE",
    ] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

impl Server {
    /// Starts a server and waits until it is ready.
    ///
    /// # Panics
    /// When it ends before, or is not ready in time; with the end of its log.
    pub async fn start(options: Options) -> Self {
        match Self::try_start(options).await {
            Ok(server) => server,
            Err(ended) => panic!("the server {}:\n{}", ended.status, tail(&ended.log)),
        }
    }

    /// As [`start`](Self::start), for those that should refuse to.
    ///
    /// # Errors
    /// When it ends before it is ready.
    ///
    /// # Panics
    /// When it neither ends nor is ready in time.
    pub async fn try_start(options: Options) -> Result<Self, Ended> {
        Self::start_program(&binary(), options).await
    }

    async fn start_program(path: &Path, options: Options) -> Result<Self, Ended> {
        let mut attempt = 1;
        loop {
            let mut server = Self::spawn(path, options.clone());
            match server.until_ready().await {
                Ok(()) => return Ok(server),
                Err(ended) if attempt < PORT_ATTEMPTS && port_taken(&ended.log) => attempt += 1,
                Err(ended) => return Err(ended),
            }
        }
    }

    fn spawn(path: &Path, options: Options) -> Self {
        let made = tempfile::Builder::new()
            .prefix("ticklegram-test-")
            .tempdir();
        let folder = must("temporary folder", made);
        let listen = must("free port", free_address());
        let simulator = must("free port", free_address());
        let mut program = program(path, folder.path());
        let child = spawn(&mut program, &options, folder.path(), listen, simulator);
        Self {
            child,
            options,
            folder,
            listen,
            simulator,
        }
    }

    async fn until_ready(&mut self) -> Result<(), Ended> {
        let ready = Api::new(&self.base());
        let waited = wait::try_until(START_TIMEOUT, "/readyz to be 200", async || {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(Err(status));
            }
            let answer = ready
                .try_send(reqwest::Method::GET, "/readyz", None, &[])
                .await;
            answer
                .ok()
                .filter(|answer| answer.status == 200)
                .map(|_| Ok(()))
        });
        match waited.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(status)) => Err(Ended {
                status,
                log: self.log(),
            }),
            Err(late) => panic!("{late}; the server's log:\n{}", tail(&self.log())),
        }
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.listen)
    }

    /// Where the server listens; the same after a restart.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listen
    }

    /// The base of the simulator that it starts in mock mode.
    #[must_use]
    pub fn simulator(&self) -> String {
        format!("http://{}", self.simulator)
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        data(&self.options, self.folder.path())
    }

    /// Nobody's view of the API.
    #[must_use]
    pub fn api(&self) -> Api {
        Api::new(&self.base())
    }

    /// The process id, while it runs.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Everything that it has written so far, through all restarts.
    #[must_use]
    pub fn log(&self) -> String {
        let bytes = fs::read(log_file(self.folder.path())).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// SIGKILL, and waits until it is gone: a crash.
    pub fn kill9(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// SIGTERM, and waits for the end.
    ///
    /// # Panics
    /// When it does not end in time.
    pub async fn terminate(&mut self) -> ExitStatus {
        if let Ok(Some(status)) = self.child.try_wait() {
            return status;
        }
        // The standard library sends SIGKILL only.
        let sent = Command::new("/bin/sh")
            .args([
                "-c",
                "kill -TERM \"$1\"",
                "kill",
                &self.child.id().to_string(),
            ])
            .status();
        must("kill", sent);
        let child = &mut self.child;
        let waited = wait::try_until(STOP_TIMEOUT, "the server to end", async || {
            child.try_wait().ok()?
        });
        match waited.await {
            Ok(status) => status,
            Err(late) => panic!("{late}; its log:\n{}", tail(&self.log())),
        }
    }

    /// Starts it again on the same ports and data, after [`kill9`](Self::kill9) or [`terminate`](Self::terminate)
    /// (or kills it first).
    ///
    /// # Panics
    /// As [`start`](Self::start).
    pub async fn restart(&mut self) {
        self.restart_program(&binary()).await;
    }

    async fn restart_program(&mut self, path: &Path) {
        self.kill9();
        let folder = self.folder.path();
        let mut program = program(path, folder);
        self.child = spawn(
            &mut program,
            &self.options,
            folder,
            self.listen,
            self.simulator,
        );
        if let Err(ended) = self.until_ready().await {
            panic!(
                "the server {} at its restart:\n{}",
                ended.status,
                tail(&ended.log)
            );
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill9();
        if std::thread::panicking() {
            show(&format!("the server's log:\n{}", tail(&self.log())));
        }
    }
}

#[expect(
    clippy::print_stderr,
    reason = "a failing test shows what the server said"
)]
fn show(text: &str) {
    eprintln!("{text}");
}

fn spawn(
    program: &mut Command,
    options: &Options,
    folder: &Path,
    listen: SocketAddr,
    simulator: SocketAddr,
) -> Child {
    let log = must("log file", append(&log_file(folder)));
    let copy = must("log file", log.try_clone());
    for (name, text) in &options.files {
        must("file", fs::write(folder.join(name), text));
    }
    program
        .arg("serve")
        .args(["--listen", &listen.to_string()])
        .arg("--data")
        .arg(data(options, folder))
        .args(&options.args)
        .env("SIM_LISTEN", simulator.to_string())
        .envs(options.env.iter().map(|(name, value)| (name, value)))
        .stdout(log)
        .stderr(copy);
    must("start of the server", program.spawn())
}

fn data(options: &Options, folder: &Path) -> PathBuf {
    options.data.clone().unwrap_or_else(|| folder.join("data"))
}

fn log_file(folder: &Path) -> PathBuf {
    folder.join("server.log")
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind(("127.0.0.1", 0))?.local_addr()
}

fn port_taken(log: &str) -> bool {
    let log = log.to_lowercase();
    log.contains("address already in use") || log.contains("address in use")
}

fn tail(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(LOG_LINES)..].join("\n")
}

fn must<T>(what: &str, result: io::Result<T>) -> T {
    match result {
        Ok(value) => value,
        Err(e) => panic!("{what}: {e}"),
    }
}

#[cfg(test)]
mod tests;
