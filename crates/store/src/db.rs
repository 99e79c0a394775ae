//! One database handle over two drivers.
//!
//! A statement is one text for both. The rules that make this possible: ids are text, times are 64-bit
//! microseconds, flags are 0 or 1, JSON is text, batches come as one JSON array through `json_each` (built into
//! SQLite, a two-line function in PostgreSQL), `CAST(… AS BIGINT)` where a number leaves JSON. The body of
//! [`on_db!`](crate::on_db) and [`on_tx!`](crate::on_tx) is compiled once per driver, so that binds and rows stay
//! statically typed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Postgres, Sqlite, Transaction};

use crate::error::{Result, StoreError};
use crate::turns::{Turn, Turns};

/// Connections that only read. More than the cores of a small machine: a slow report must not starve the screens.
const READERS: u32 = 4;
/// Connections to PostgreSQL per node: the default server takes 100, and several nodes share it.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a request waits for a connection before it is told that the database is busy.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long SQLite waits for a lock held by another process (a backup, an operator's shell).
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Pages of 4 KiB in the write-ahead log before it is folded back: 32 MiB, so that a burst of deliveries is not
/// interrupted by checkpoints.
const CHECKPOINT_PAGES: &str = "8000";
/// No statement of ours takes this long; one that does holds up everybody else.
const STATEMENT_TIMEOUT_MS: &str = "30000";
/// Longest wait for a row lock on PostgreSQL.
const LOCK_TIMEOUT_MS: &str = "5000";

/// Where the data are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL server.
    Postgres(String),
}

impl Location {
    /// From `DATABASE_URL`; empty means the file in the data folder.
    ///
    /// # Errors
    /// [`StoreError::UnknownUrl`] for any other scheme.
    pub fn parse(url: Option<&str>, data: &Path) -> Result<Self> {
        match url.map(str::trim).filter(|u| !u.is_empty()) {
            None => Ok(Self::File(data.join("ticklegram.db"))),
            Some(u) if u.starts_with("postgres://") || u.starts_with("postgresql://") => {
                Ok(Self::Postgres(u.to_owned()))
            }
            Some(u) => match u.strip_prefix("sqlite:") {
                Some(path) => Ok(Self::File(PathBuf::from(path.trim_start_matches("//")))),
                None => Err(StoreError::UnknownUrl),
            },
        }
    }
}

/// An open database.
#[derive(Clone, Debug)]
pub enum Db {
    /// One writer, several readers.
    Sqlite {
        /// Reads only.
        read: SqlitePool,
        /// The one connection that writes.
        write: SqlitePool,
        /// Who gets it next.
        turns: Turns,
    },
    /// A pool of equal connections.
    Postgres(PgPool),
}

/// A transaction that writes.
pub enum Tx {
    /// Begun with the write lock, so that it cannot fail half-way to get it.
    Sqlite(Transaction<'static, Sqlite>, Option<Turn>),
    /// Read committed.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the body with a pool that may only read.
#[macro_export]
macro_rules! on_db {
    ($db:expr, |$c:ident| $body:expr) => {
        match $db {
            $crate::db::Db::Sqlite { read: $c, .. } => $body,
            $crate::db::Db::Postgres($c) => $body,
        }
    };
}

/// Runs the body with the connection of a transaction.
#[macro_export]
macro_rules! on_tx {
    ($tx:expr, |$c:ident| $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(t, _) => {
                let $c = &mut **t;
                $body
            }
            $crate::db::Tx::Postgres(t) => {
                let $c = &mut **t;
                $body
            }
        }
    };
}

/// Declares statements as constants and lists them for the prepare test.
#[macro_export]
macro_rules! sql {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $text;)*
        /// The statements of this module.
        pub(crate) const SQL: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

impl Db {
    /// Opens the database and brings its schema up to date. Makes a missing SQLite file and its folder.
    ///
    /// # Errors
    /// If it cannot be opened, if it is newer than this program, or if SQLite does not keep the promise that a
    /// committed row survives a power cut (WAL with `synchronous=FULL`).
    pub async fn open(location: &Location) -> Result<Self> {
        let db = match location {
            Location::File(path) => Self::open_sqlite(path).await?,
            Location::Postgres(url) => Self::open_postgres(url).await?,
        };
        db.migrate().await?;
        db.assert_durable().await?;
        Ok(db)
    }

    async fn open_sqlite(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(sqlx::Error::Io)?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL would lose committed deliveries in a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .statement_cache_capacity(256)
            .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
            .pragma("cache_size", "-32000")
            .pragma("temp_store", "memory");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options.pragma("query_only", "on"))
            .await?;
        Ok(Self::Sqlite {
            read,
            write,
            turns: Turns::default(),
        })
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let options: PgConnectOptions = url.parse()?;
        let options = options.application_name("ticklegram").options([
            ("synchronous_commit", "on"),
            ("statement_timeout", STATEMENT_TIMEOUT_MS),
            ("lock_timeout", LOCK_TIMEOUT_MS),
            ("idle_in_transaction_session_timeout", STATEMENT_TIMEOUT_MS),
        ]);
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options)
            .await?;
        Ok(Self::Postgres(pool))
    }

    async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { write, .. } => sqlx::migrate!("migrations/sqlite").run(write).await?,
            Self::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        Ok(())
    }

    /// Reads the durability settings back: what was asked for is not always what a database does.
    async fn assert_durable(&self) -> Result<()> {
        let broken =
            |text: &str| StoreError::Database(sqlx::Error::Configuration(text.to_owned().into()));
        match self {
            Self::Sqlite { write, .. } => {
                let journal: String = sqlx::query_scalar("PRAGMA journal_mode")
                    .fetch_one(write)
                    .await?;
                let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous")
                    .fetch_one(write)
                    .await?;
                if journal != "wal" || synchronous != 2 {
                    return Err(broken(
                        "the database file does not keep journal_mode=WAL with synchronous=FULL; put it on a local disk",
                    ));
                }
            }
            Self::Postgres(pool) => {
                let commit: String = sqlx::query_scalar("SHOW synchronous_commit")
                    .fetch_one(pool)
                    .await?;
                if commit == "off" {
                    return Err(broken("the database does not keep synchronous_commit=on"));
                }
            }
        }
        Ok(())
    }

    /// Begins a transaction that writes. On SQLite it has the write lock at once.
    ///
    /// # Errors
    /// If no connection is free in time.
    pub async fn write(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { write, turns, .. } => {
                let turn = turns.next(ACQUIRE_TIMEOUT).await?;
                Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?, Some(turn))
            }
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// The same, before everybody who asks by [`Self::write`]: for the journal, on which Meta waits.
    ///
    /// # Errors
    /// If no connection is free in time.
    pub(crate) async fn write_first(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { write, .. } => {
                Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?, None)
            }
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Whether the database takes writes now; used by `/readyz`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn probe(&self, now: i64) -> Result<()> {
        let mut tx = self.write().await?;
        crate::settings::put(&mut tx, "probed_at", &now.to_string()).await?;
        tx.commit().await
    }

    /// Whether several nodes may share it.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Closes all connections; SQLite folds its write-ahead log back.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write, .. } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes it durable.
    ///
    /// # Errors
    /// If the database cannot; nothing is stored then.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx, _) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// Locks accounts against other nodes for the rest of the transaction, in a fixed order. Whoever changes messages
/// or chats of an account holds this lock, so that reading, folding and writing back is one step. On SQLite the
/// write lock does it.
pub(crate) async fn lock_accounts(tx: &mut Tx, accounts: &[domain::ids::AccountId]) -> Result<()> {
    if let Tx::Postgres(tx) = tx {
        let ids: Vec<String> = accounts.iter().map(ToString::to_string).collect();
        sqlx::query("SELECT 1 FROM account WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE")
            .bind(ids)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Locks a name against other nodes for the rest of the transaction, for what has no row to lock yet. On SQLite the
/// write lock does it.
pub(crate) async fn lock_name(tx: &mut Tx, name: &str) -> Result<()> {
    if let Tx::Postgres(tx) = tx {
        sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
            .bind(name)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// A batch as the one JSON parameter of a statement.
pub(crate) fn batch<T: serde::Serialize>(rows: &[T]) -> String {
    // Rows are plain structs with text keys: they cannot fail to serialise.
    json(&rows).unwrap_or_else(|| "[]".to_owned())
}

/// JSON text that both databases read: PostgreSQL refuses NUL in text even where it is escaped, so it becomes U+FFFD.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> Option<String> {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, WithoutNul);
    value.serialize(&mut serializer).ok()?;
    String::from_utf8(out).ok()
}

/// What stands in the place of NUL.
const REPLACEMENT: &str = "\u{FFFD}";

/// Compact JSON without NUL.
struct WithoutNul;

impl serde_json::ser::Formatter for WithoutNul {
    fn write_char_escape<W>(
        &mut self,
        writer: &mut W,
        escape: serde_json::ser::CharEscape,
    ) -> std::io::Result<()>
    where
        W: ?Sized + std::io::Write,
    {
        match escape {
            serde_json::ser::CharEscape::AsciiControl(0) => {
                writer.write_all(REPLACEMENT.as_bytes())
            }
            other => serde_json::ser::CompactFormatter.write_char_escape(writer, other),
        }
    }
}

/// Text from outside as a parameter: PostgreSQL refuses NUL, so it becomes U+FFFD on both.
pub(crate) fn plain(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\0') {
        text.replace('\0', REPLACEMENT).into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_hold_no_nul_and_are_otherwise_plain_json() {
        let text =
            json(&serde_json::json!({"a": "x\0y", "b": "\\u0000", "c": "\n\u{1}ä"})).unwrap();
        let back: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            back,
            serde_json::json!({"a": "x\u{FFFD}y", "b": "\\u0000", "c": "\n\u{1}ä"})
        );
        assert_eq!(plain("a\0b"), "a\u{FFFD}b");
        assert_eq!(plain("ab"), "ab");
    }

    #[test]
    fn addresses_name_the_database() {
        let data = Path::new("/data");
        let file = |name: &str| Location::File(PathBuf::from(name));
        assert_eq!(
            Location::parse(None, data).unwrap(),
            file("/data/ticklegram.db")
        );
        assert_eq!(
            Location::parse(Some(" "), data).unwrap(),
            file("/data/ticklegram.db")
        );
        assert_eq!(
            Location::parse(Some("sqlite:///x/y.db"), data).unwrap(),
            file("/x/y.db")
        );
        assert_eq!(
            Location::parse(Some("sqlite:y.db"), data).unwrap(),
            file("y.db")
        );
        let url = "postgres://u@h/d";
        assert_eq!(
            Location::parse(Some(url), data).unwrap(),
            Location::Postgres(url.to_owned())
        );
        assert!(Location::parse(Some("mysql://h/d"), data).is_err());
    }
}
