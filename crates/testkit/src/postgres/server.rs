//! One PostgreSQL server that lives as long as this process.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use url::Url;

use super::binaries::clean_environment;
use crate::ids::unique;
use crate::wait;

/// How often a port is tried that somebody else took between our asking for a free one and the server's using it.
const STARTS: u32 = 3;

/// Sessions of all tests of a run together; a pool of ten for each of some dozens of tests fits.
const MAX_CONNECTIONS: &str = "max_connections=300";

/// A start is about 0.2 s; a minute allows for a machine that compiles at the same time.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// Runs the server, and ends it when standard input ends: that is when the test process has ended, in whatever way.
/// The folder goes with it.
const KEEPER: &str = r#"
folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null &
server=$!
read -r _
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"
"#;

/// Users that may own a server when the tests run as root, in the order of preference.
const USERS: [&str; 2] = ["postgres", "nobody"];

/// A running server.
#[derive(Debug)]
pub(super) struct Running {
    url: Url,
    /// Holds the pipe whose end is the signal to stop.
    keeper: Child,
}

impl Running {
    /// The `postgres` database of the server, as its superuser.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Whose name the server runs in: nobody else's unless we are root.
#[derive(Debug, Clone, Copy)]
struct Owner {
    uid: u32,
    gid: u32,
}

/// Makes a cluster in a temporary folder and starts a server on it.
pub(super) fn start(programs: &Path) -> Result<Running, String> {
    let (folder, owner) = prepare_folder().map_err(|e| format!("temporary folder: {e}"))?;
    let password = unique();
    init(programs, folder.path(), owner, &password)?;
    // From here on the keeper removes the folder: it outlives us by a moment, and we may be killed.
    let folder = folder.keep();
    let mut last = String::new();
    for _ in 0..STARTS {
        match serve(programs, &folder, owner, &password) {
            Ok(running) => return Ok(running),
            Err(reason) => last = reason,
        }
    }
    let _ = fs::remove_dir_all(&folder);
    Err(last)
}

fn prepare_folder() -> io::Result<(TempDir, Option<Owner>)> {
    let mut folder = tempfile::Builder::new()
        .prefix("ticklegram-pg-")
        .tempdir()?;
    let owner = if folder.path().metadata()?.uid() == 0 {
        Some(unprivileged()?)
    } else {
        None
    };
    if owner.is_some() && !reachable(folder.path()) {
        folder = tempfile::Builder::new()
            .prefix("ticklegram-pg-")
            .tempdir_in("/tmp")?;
    }
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700))?;
    if let Some(owner) = owner {
        chown(folder.path(), Some(owner.uid), Some(owner.gid))?;
    }
    Ok((folder, owner))
}

/// Whether another user may walk down to the folder (root's own `TMPDIR` is often closed to others).
fn reachable(folder: &Path) -> bool {
    folder.ancestors().skip(1).all(|parent| {
        parent
            .metadata()
            .is_ok_and(|data| data.permissions().mode() & 0o001 != 0)
    })
}

fn unprivileged() -> io::Result<Owner> {
    let users = fs::read_to_string("/etc/passwd")?;
    USERS.iter().find_map(|name| find_user(&users, name)).ok_or_else(|| {
        io::Error::other(
            "we are root, which PostgreSQL refuses, and there is neither a user `postgres` nor `nobody`",
        )
    })
}

fn find_user(users: &str, name: &str) -> Option<Owner> {
    let line = users
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some(Owner {
        uid: fields.next()?.parse().ok()?,
        gid: fields.next()?.parse().ok()?,
    })
}

/// A command in the owner's name, with nothing of a person's PostgreSQL settings.
fn command(program: &Path, folder: &Path, owner: Option<Owner>) -> Command {
    let mut command = Command::new(program);
    clean_environment(&mut command);
    command.current_dir(folder);
    if let Some(owner) = owner {
        command.uid(owner.uid).gid(owner.gid);
    }
    command
}

fn init(
    programs: &Path,
    folder: &Path,
    owner: Option<Owner>,
    password: &str,
) -> Result<(), String> {
    // A password, because other users of this machine can reach a loopback port; in the clear, because hashing it for
    // each of thousands of connections would only cost time.
    let password_file = folder.join("password");
    fs::write(&password_file, password).map_err(|e| format!("password file: {e}"))?;
    let mode = fs::Permissions::from_mode(0o600);
    fs::set_permissions(&password_file, mode).map_err(|e| format!("password file: {e}"))?;
    if let Some(owner) = owner {
        chown(&password_file, Some(owner.uid), Some(owner.gid))
            .map_err(|e| format!("password file: {e}"))?;
    }
    let made = command(&programs.join("initdb"), folder, owner)
        .arg("--pgdata")
        .arg(data(folder))
        .arg("--pwfile")
        .arg(&password_file)
        .args(["--username=postgres", "--auth=password", "--encoding=UTF8"])
        .args(["--locale=C", "--no-sync"])
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("cannot run initdb: {e}"))?;
    if made.status.success() {
        Ok(())
    } else {
        Err(format!(
            "initdb: {}",
            String::from_utf8_lossy(&made.stderr).trim()
        ))
    }
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

fn serve(
    programs: &Path,
    folder: &Path,
    owner: Option<Owner>,
    password: &str,
) -> Result<Running, String> {
    let port = free_port().map_err(|e| format!("no free port: {e}"))?;
    let _ = fs::remove_file(data(folder).join("postmaster.pid"));
    let mut keeper = command(Path::new("/bin/sh"), folder, owner)
        .args(["-c", KEEPER, "keeper"])
        .arg(folder)
        .arg(programs.join("postgres"))
        .arg("-D")
        .arg(data(folder))
        .args(["-p", &port.to_string()])
        .args([
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
        ])
        .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
        .args([
            "-c",
            MAX_CONNECTIONS,
            "-c",
            "shared_buffers=64MB",
            "-c",
            "timezone=UTC",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Its own group: an interrupt at the keyboard ends us, and by that the keeper, in order.
        .process_group(0)
        .spawn()
        .map_err(|e| format!("cannot run /bin/sh: {e}"))?;
    let ready = wait::until_blocking(START_TIMEOUT, "PostgreSQL to be ready", || {
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        if log.contains("FATAL:") {
            return Some(Err(log));
        }
        let status = fs::read_to_string(data(folder).join("postmaster.pid")).unwrap_or_default();
        (status.lines().nth(7).map(str::trim) == Some("ready")).then_some(Ok(()))
    });
    match ready {
        Ok(Ok(())) => {
            let text = format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres");
            let url = Url::parse(&text).map_err(|e| e.to_string())?;
            Ok(Running { url, keeper })
        }
        Ok(Err(log)) => {
            // The keeper would remove the folder, which the next attempt needs.
            let _ = keeper.kill();
            let _ = keeper.wait();
            Err(format!("the server did not start:\n{log}"))
        }
        Err(late) => {
            drop(keeper.stdin.take());
            let _ = keeper.wait();
            Err(late.to_string())
        }
    }
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_users_by_whole_name() {
        let users = "root:x:0:0::/root:/bin/sh\npostgres2:x:7:8::/:/x\npostgres:x:101:104::/:/x\n";
        let owner = find_user(users, "postgres").unwrap();
        assert_eq!((owner.uid, owner.gid), (101, 104));
        assert!(find_user(users, "nobody").is_none());
    }

    #[test]
    fn a_closed_folder_is_not_reachable() {
        let root = tempfile::tempdir_in("/tmp").unwrap();
        let inner = root.path().join("inner");
        fs::create_dir(&inner).unwrap();
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert!(!reachable(&inner));
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert!(reachable(&inner));
    }
}
