//! The place where files lie: a folder, or a bucket of an S3-compatible store.
//!
//! Names are made of our own ids, never of anything from outside. What is written is whole before it has its name, and in a
//! folder it is on the disk before we say so.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use bytes::Bytes;
use domain::clock::Clock;
use domain::ids::FileId;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _};
use rand::RngExt as _;
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _, SeekFrom};
use tokio_util::io::ReaderStream;
use tracing::{error, info};

use super::bucket::Bucket;
use crate::config::MediaPlace;

/// The beginning of a file that is looked at to tell its type; the longest signature is at 262 (tar).
const HEAD: usize = 512;
/// Bytes read from a folder at once.
const READ: usize = 64 * 1024;
/// End of the name of a small picture.
const THUMB: &str = ".thumb";
/// Folder in which files are until they are whole.
const INCOMING: &str = ".incoming";
/// A half written file that nobody touched for this long is a crash's.
const HALF_LIFE: Duration = Duration::from_secs(3_600);

/// The place where files lie.
#[derive(Clone)]
pub struct Files {
    place: Arc<Place>,
    /// Where files are until they are whole, on this machine.
    incoming: PathBuf,
    full: Arc<AtomicBool>,
}

enum Place {
    Folder(PathBuf),
    Bucket(Bucket),
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Bytes.
    pub size: u64,
    /// SHA-256, hex.
    pub sha256: String,
    /// The beginning.
    pub head: Vec<u8>,
}

/// Why a file was not written. Nothing is left of it.
#[derive(Debug, thiserror::Error)]
pub enum PutError {
    /// The disk, or the quota, is used up.
    #[error("there is no room for files")]
    Full,
    /// More bytes than allowed.
    #[error("it has more than {0} bytes")]
    TooLarge(u64),
    /// Where it came from broke off.
    #[error("it broke off: {0}")]
    Source(String),
    /// Anything else about the place.
    #[error("the place for files does not take it: {0}")]
    Place(#[source] io::Error),
}

impl From<io::Error> for PutError {
    fn from(problem: io::Error) -> Self {
        match problem.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Place(problem),
        }
    }
}

/// Bytes of a file as they come.
pub type FileStream = BoxStream<'static, io::Result<Bytes>>;

impl Files {
    /// Opens the place, and makes missing folders. `data` is the data folder.
    ///
    /// # Errors
    /// If it cannot be used, in words for the operator.
    pub fn open(place: &MediaPlace, data: &Path, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let (place, folder) = match place {
            MediaPlace::Folder(folder) => (Place::Folder(folder.clone()), folder.clone()),
            MediaPlace::S3(s3) => (Place::Bucket(Bucket::open(s3, clock)?), data.join("media")),
        };
        let incoming = folder.join(INCOMING);
        std::fs::create_dir_all(&incoming).with_context(|| {
            format!("the folder for files {} cannot be made", incoming.display())
        })?;
        remove_halves(&incoming);
        Ok(Self {
            place: Arc::new(place),
            incoming,
            full: Arc::default(),
        })
    }

    /// Something found no room: said once, until there is room again.
    pub fn has_no_room(&self) {
        if !self.full.swap(true, Ordering::Relaxed) {
            error!("there is no room for files; messages go on, files wait until there is room");
        }
        metrics::gauge!("ticklegram_media_no_room").set(1.0);
    }

    /// Something was written.
    pub fn had_room(&self) {
        if self.full.swap(false, Ordering::Relaxed) {
            info!("there is room for files again");
        }
        metrics::gauge!("ticklegram_media_no_room").set(0.0);
    }

    /// The name of a file: our id, in one of 256 folders, so that none holds too many.
    #[must_use]
    pub fn name(id: FileId) -> String {
        let text = id.to_string();
        let shard = text.get(text.len().saturating_sub(2)..).unwrap_or_default();
        format!("{shard}/{text}")
    }

    /// The name of the small picture of a file.
    #[must_use]
    pub fn thumb_name(name: &str) -> String {
        format!("{name}{THUMB}")
    }

    /// Writes what `stream` gives, at most `limit` bytes, holding no more than a piece of it in memory.
    ///
    /// # Errors
    /// [`PutError`]; nothing is left of the file then.
    pub async fn put<E: std::fmt::Display>(
        &self,
        name: &str,
        limit: u64,
        stream: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<Put, PutError> {
        // Two tries of one file may be under way, so each has a name of its own.
        let half = self
            .incoming
            .join(format!("{:016x}", rand::rng().random::<u64>()));
        let written = self.put_by(&half, name, limit, stream).await;
        if written.is_err() {
            // What is left of a failed write goes; the error that counts is the first one.
            let _ = tokio::fs::remove_file(&half).await;
        }
        written
    }

    async fn put_by<E: std::fmt::Display>(
        &self,
        half: &Path,
        name: &str,
        limit: u64,
        stream: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<Put, PutError> {
        let put = write(half, limit, stream).await?;
        match &*self.place {
            Place::Folder(folder) => {
                let whole = folder.join(name);
                if let Some(shard) = whole.parent() {
                    tokio::fs::create_dir_all(shard).await?;
                }
                tokio::fs::rename(half, &whole).await?;
                sync_folder(whole.parent()).await?;
            }
            Place::Bucket(bucket) => {
                bucket.put(name, half, put.size, &put.sha256).await?;
                tokio::fs::remove_file(half).await?;
            }
        }
        Ok(put)
    }

    /// Writes a small file.
    ///
    /// # Errors
    /// [`PutError`].
    pub async fn put_small(&self, name: &str, bytes: Bytes) -> Result<(), PutError> {
        let limit = bytes.len() as u64;
        let once = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
        self.put(name, limit, once).await.map(drop)
    }

    /// A file, or a part of it, as it comes. `None`: there is none.
    ///
    /// # Errors
    /// What the place said.
    pub async fn get(
        &self,
        name: &str,
        part: Option<Range<u64>>,
    ) -> io::Result<Option<FileStream>> {
        let folder = match &*self.place {
            Place::Folder(folder) => folder,
            Place::Bucket(bucket) => return bucket.get(name, part).await,
        };
        let mut file = match File::open(folder.join(name)).await {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e),
        };
        let part = part.unwrap_or(0..u64::MAX);
        if part.start > 0 {
            file.seek(SeekFrom::Start(part.start)).await?;
        }
        let file = file.take(part.end - part.start);
        Ok(Some(ReaderStream::with_capacity(file, READ).boxed()))
    }

    /// A whole file of at most `limit` bytes. `None`: there is none, or it is larger.
    ///
    /// # Errors
    /// What the place said.
    pub async fn read(&self, name: &str, limit: u64) -> io::Result<Option<Bytes>> {
        let Some(mut stream) = self.get(name, None).await? else {
            return Ok(None);
        };
        let mut all = Vec::new();
        while let Some(piece) = stream.next().await {
            all.extend_from_slice(&piece?);
            if all.len() as u64 > limit {
                return Ok(None);
            }
        }
        Ok(Some(all.into()))
    }

    /// Removes a file and its small picture; what is not there is removed already.
    ///
    /// # Errors
    /// What the place said.
    pub async fn remove(&self, name: &str) -> io::Result<()> {
        for name in [Self::thumb_name(name), name.to_owned()] {
            match &*self.place {
                Place::Bucket(bucket) => bucket.remove(&name).await?,
                Place::Folder(folder) => match tokio::fs::remove_file(folder.join(name)).await {
                    Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
                    _ => {}
                },
            }
        }
        Ok(())
    }
}

async fn write<E: std::fmt::Display>(
    half: &Path,
    limit: u64,
    stream: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Put, PutError> {
    write_to(File::create_new(half).await?, limit, stream).await
}

async fn write_to<E: std::fmt::Display>(
    mut file: File,
    limit: u64,
    stream: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Put, PutError> {
    let mut stream = std::pin::pin!(stream);
    let mut hash = Sha256::new();
    let mut head = Vec::new();
    let mut size = 0_u64;
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|e| PutError::Source(e.to_string()))?;
        size += piece.len() as u64;
        if size > limit {
            return Err(PutError::TooLarge(limit));
        }
        hash.update(&piece);
        let missing = HEAD.saturating_sub(head.len()).min(piece.len());
        head.extend_from_slice(piece.get(..missing).unwrap_or_default());
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    file.sync_all().await?;
    Ok(Put {
        size,
        sha256: hex::encode(hash.finalize()),
        head,
    })
}

/// A name is on the disk once its folder is.
async fn sync_folder(folder: Option<&Path>) -> io::Result<()> {
    match folder {
        #[cfg(unix)]
        Some(folder) => File::open(folder).await?.sync_all().await,
        _ => Ok(()),
    }
}

/// Removes what a crash left half written.
fn remove_halves(incoming: &Path) {
    let files = std::fs::read_dir(incoming).into_iter().flatten();
    for file in files.flatten() {
        // Another node that shares the folder may be writing; nothing is written for this long.
        let modified = file.metadata().and_then(|m| m.modified());
        if modified.is_ok_and(|m| m.elapsed().is_ok_and(|age| age > HALF_LIFE)) {
            let _ = std::fs::remove_file(file.path());
        }
    }
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
