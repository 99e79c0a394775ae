//! Durability: every change is in SQLite before anything leaves the simulator.
//!
//! Changes are gathered per document (the latest wins, so the backlog is bounded by the number of
//! documents) and committed in groups by one task. A caller waits until the generation of its own
//! change is committed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use sqlx::Row as _;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::SimError;
use crate::docs::Change;

/// How long a caller waits for its commit before it is told that the store is stuck.
const COMMIT_TIMEOUT: Duration = Duration::from_secs(10);
/// Pause before a failed commit is tried again: long enough not to spin on a full disk.
const RETRY_PAUSE: Duration = Duration::from_millis(200);
/// How long to wait for a previous simulator to let go of the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS doc (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID";
const SCHEMA_MEDIA: &str = "CREATE TABLE IF NOT EXISTS media (id TEXT PRIMARY KEY, mime TEXT NOT NULL, name TEXT NOT NULL, bytes BLOB NOT NULL)";
const UPSERT: &str = "INSERT INTO doc (kind, id, body) VALUES (?1, ?2, ?3) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body";
const DELETE: &str = "DELETE FROM doc WHERE kind = ?1 AND id = ?2";
const UPSERT_MEDIA: &str =
    "INSERT OR REPLACE INTO media (id, mime, name, bytes) VALUES (?1, ?2, ?3, ?4)";
const WIPE: &str = "DELETE FROM doc";
const WIPE_MEDIA: &str = "DELETE FROM media";
const ALL: &str = "SELECT kind, id, body FROM doc ORDER BY kind, id";
const ONE_MEDIA: &str = "SELECT mime, name, bytes FROM media WHERE id = ?1";
/// `PRAGMA synchronous` of FULL: a commit survives a power cut.
const FULL: i64 = 2;

/// A file a person sent or the business uploaded.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub(crate) id: String,
    pub(crate) mime: String,
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

#[derive(Debug, Default)]
struct Pending {
    generation: u64,
    wipe: bool,
    docs: BTreeMap<(&'static str, String), Option<String>>,
    media: Vec<Media>,
}

/// The state file, or nothing when the simulator lives in memory.
#[derive(Debug)]
pub(crate) struct Db {
    pool: Option<SqlitePool>,
    pending: Mutex<Pending>,
    wake: Notify,
    committed: watch::Sender<u64>,
    /// Media of a simulator without a file.
    memory: Mutex<BTreeMap<String, Media>>,
}

impl Db {
    /// Opens the file and checks that a commit is really durable.
    pub(crate) async fn open(path: Option<&Path>) -> Result<Self, SimError> {
        let pool = match path {
            None => None,
            Some(path) => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder)
                        .map_err(|e| SimError::Folder(folder.to_owned(), e))?;
                }
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .locking_mode(SqliteLockingMode::Exclusive)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(BUSY_TIMEOUT);
                // One connection: one writer task, and media reads between its commits.
                let pool = SqlitePoolOptions::new()
                    .max_connections(1)
                    .min_connections(1)
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .connect_with(options)
                    .await?;
                let level: i64 = sqlx::query_scalar("PRAGMA synchronous")
                    .fetch_one(&pool)
                    .await?;
                if level != FULL {
                    return Err(SimError::NotDurable(level));
                }
                sqlx::query(SCHEMA).execute(&pool).await?;
                sqlx::query(SCHEMA_MEDIA).execute(&pool).await?;
                Some(pool)
            }
        };
        Ok(Self {
            pool,
            pending: Mutex::default(),
            wake: Notify::new(),
            committed: watch::Sender::new(0),
            memory: Mutex::default(),
        })
    }

    /// Every stored document as (kind, id, body).
    pub(crate) async fn load(&self) -> Result<Vec<(String, String, String)>, SimError> {
        let Some(pool) = &self.pool else {
            return Ok(Vec::new());
        };
        let rows = sqlx::query(ALL).fetch_all(pool).await?;
        rows.into_iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)))
            .collect()
    }

    /// Hands changes over for the next commit and gives the generation to wait for.
    /// Called under the world's lock, so that commits happen in the order of the changes.
    pub(crate) fn enqueue(&self, changes: &[Change], media: Vec<Media>, wipe: bool) -> u64 {
        let mut pending = lock(&self.pending);
        pending.generation += 1;
        let generation = pending.generation;
        if self.pool.is_none() {
            let mut memory = lock(&self.memory);
            if wipe {
                memory.clear();
            }
            memory.extend(media.into_iter().map(|m| (m.id.clone(), m)));
            self.committed.send_replace(generation);
            return generation;
        }
        if wipe {
            pending.docs.clear();
            pending.media.clear();
            pending.wipe = true;
        }
        for change in changes {
            pending
                .docs
                .insert((change.kind, change.id.clone()), change.body.clone());
        }
        pending.media.extend(media);
        drop(pending);
        self.wake.notify_one();
        generation
    }

    /// Waits until this generation, and with it all before it, is on disk.
    pub(crate) async fn committed(&self, generation: u64) -> Result<(), SimError> {
        let mut seen = self.committed.subscribe();
        match tokio::time::timeout(COMMIT_TIMEOUT, seen.wait_for(|done| *done >= generation)).await
        {
            Ok(Ok(_)) => Ok(()),
            _ => Err(SimError::Stuck),
        }
    }

    /// Waits until everything enqueued so far is on disk.
    pub(crate) async fn barrier(&self) -> Result<(), SimError> {
        let generation = lock(&self.pending).generation;
        self.committed(generation).await
    }

    /// One stored file.
    pub(crate) async fn media(&self, id: &str) -> Result<Option<Media>, SimError> {
        let Some(pool) = &self.pool else {
            return Ok(lock(&self.memory).get(id).cloned());
        };
        let Some(row) = sqlx::query(ONE_MEDIA).bind(id).fetch_optional(pool).await? else {
            return Ok(None);
        };
        Ok(Some(Media {
            id: id.to_owned(),
            mime: row.try_get(0)?,
            name: row.try_get(1)?,
            bytes: Bytes::from(row.try_get::<Vec<u8>, _>(2)?),
        }))
    }

    /// The committing task; ends after a last commit when told to stop.
    pub(crate) async fn run(&self, stop: CancellationToken) {
        let Some(pool) = &self.pool else { return };
        loop {
            tokio::select! {
                () = self.wake.notified() => {}
                () = stop.cancelled() => {}
            }
            self.commit_all(pool).await;
            if stop.is_cancelled() {
                return;
            }
        }
    }

    /// Commits what is pending until nothing is; a failed commit is put back and tried again.
    async fn commit_all(&self, pool: &SqlitePool) {
        loop {
            let (generation, wipe, docs, media) = {
                let mut pending = lock(&self.pending);
                if pending.generation == *self.committed.borrow() {
                    return;
                }
                let wipe = std::mem::take(&mut pending.wipe);
                (
                    pending.generation,
                    wipe,
                    std::mem::take(&mut pending.docs),
                    std::mem::take(&mut pending.media),
                )
            };
            match write(pool, wipe, &docs, &media).await {
                Ok(()) => {
                    self.committed.send_replace(generation);
                }
                Err(error) => {
                    tracing::error!(%error, "the simulator could not commit; trying again");
                    self.put_back(wipe, docs, media);
                    tokio::time::sleep(RETRY_PAUSE).await;
                }
            }
        }
    }

    /// What could not be committed waits again, behind nothing newer for the same document.
    fn put_back(
        &self,
        wipe: bool,
        docs: BTreeMap<(&'static str, String), Option<String>>,
        media: Vec<Media>,
    ) {
        let mut pending = lock(&self.pending);
        // A reset since then has made the old batch void.
        if pending.wipe {
            return;
        }
        pending.wipe = wipe;
        for (key, body) in docs {
            pending.docs.entry(key).or_insert(body);
        }
        pending.media.splice(0..0, media);
    }

    /// Closes the file so that another process can open it.
    pub(crate) async fn close(&self) {
        if let Some(pool) = &self.pool {
            pool.close().await;
        }
    }
}

async fn write(
    pool: &SqlitePool,
    wipe: bool,
    docs: &BTreeMap<(&'static str, String), Option<String>>,
    media: &[Media],
) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    if wipe {
        sqlx::query(WIPE).execute(&mut *tx).await?;
        sqlx::query(WIPE_MEDIA).execute(&mut *tx).await?;
    }
    for file in media {
        sqlx::query(UPSERT_MEDIA)
            .bind(&file.id)
            .bind(&file.mime)
            .bind(&file.name)
            .bind(file.bytes.as_ref())
            .execute(&mut *tx)
            .await?;
    }
    for ((kind, id), body) in docs {
        match body {
            Some(body) => {
                sqlx::query(UPSERT)
                    .bind(*kind)
                    .bind(id)
                    .bind(body)
                    .execute(&mut *tx)
                    .await?
            }
            None => {
                sqlx::query(DELETE)
                    .bind(*kind)
                    .bind(id)
                    .execute(&mut *tx)
                    .await?
            }
        };
    }
    tx.commit().await
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic elsewhere cannot leave these maps half changed; going on is better than stopping everything.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
