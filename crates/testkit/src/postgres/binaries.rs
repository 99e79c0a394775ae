//! Finding the programs of PostgreSQL, which most systems keep outside of the search path.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a person without PostgreSQL is told.
pub(super) const HOW_TO_INSTALL: &str = "PostgreSQL is missing: its programs `initdb` and `postgres` are neither in PATH nor in \
     the usual folders. Install the server (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install \
     postgresql-server; macOS: brew install postgresql), or name a running one in TICKLEGRAM_TEST_PG=postgres://…, or \
     set TICKLEGRAM_NO_PG=1 to skip these tests.";

/// Folders that hold one subfolder per installed version, with the programs in `bin`.
const VERSIONED: [&str; 3] = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"];

/// The folder with `initdb` and `postgres` side by side, symbolic links followed; the search path decides first.
pub(super) fn folder() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut candidates: Vec<PathBuf> = std::env::split_paths(&path).collect();
    candidates.extend(pg_config());
    for parent in VERSIONED {
        candidates.extend(newest_first(Path::new(parent)));
    }
    candidates.push("/usr/local/bin".into());
    candidates.push("/usr/local/pgsql/bin".into());
    candidates.into_iter().find_map(|folder| complete(&folder))
}

/// `folder`, or where its `initdb` really is, if the server stands next to it.
fn complete(folder: &Path) -> Option<PathBuf> {
    let initdb = folder.join("initdb").canonicalize().ok()?;
    let real = initdb.parent()?;
    ["postgres", "createdb", "dropdb"]
        .iter()
        .all(|program| real.join(program).is_file())
        .then(|| real.to_path_buf())
}

fn pg_config() -> Option<PathBuf> {
    let answer = Command::new("pg_config").arg("--bindir").output().ok()?;
    let text = String::from_utf8(answer.stdout).ok()?;
    Some(PathBuf::from(text.trim()))
}

fn newest_first(parent: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut versions: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name();
            let version = name
                .to_str()?
                .trim_start_matches("postgresql@")
                .parse()
                .ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    versions.into_iter().map(|(_, bin)| bin).collect()
}

/// Settings of the person's own PostgreSQL must not reach the one of the tests.
pub(super) fn clean_environment(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("PG")) {
            command.env_remove(&name);
        }
    }
    command.env("LC_ALL", "C");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_newest_version() {
        let root = tempfile::tempdir().unwrap();
        for version in ["9", "15", "postgresql@17", "other"] {
            std::fs::create_dir_all(root.path().join(version)).unwrap();
        }
        let found = newest_first(root.path());
        let wanted: Vec<_> = ["postgresql@17", "15", "9"]
            .iter()
            .map(|version| root.path().join(version).join("bin"))
            .collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_folder_counts_only_when_complete() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("initdb"), "").unwrap();
        assert_eq!(complete(root.path()), None);
        for program in ["postgres", "createdb", "dropdb"] {
            std::fs::write(root.path().join(program), "").unwrap();
        }
        assert_eq!(complete(root.path()), root.path().canonicalize().ok());
    }
}
