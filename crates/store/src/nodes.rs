//! Words between the nodes that share a PostgreSQL: `LISTEN` and `NOTIFY`.
//!
//! A word is a hint and never data: one that is lost costs the time until the next look (a second), nothing else. It is
//! said from a connection of its own after the commit, because a transaction that notifies takes a lock on the whole
//! database at its commit. SQLite has one node, and nobody to talk to.

use sqlx::postgres::PgListener;

use crate::db::{Db, Tx, lock_name};
use crate::error::Result;

/// The channel. Channels belong to a database, so two installations on one server do not hear each other.
const CHANNEL: &str = "ticklegram";
/// Longest word in bytes: PostgreSQL takes less than 8,000.
pub const MAX_WORD_BYTES: usize = 7_900;
/// How long a node that starts waits for another one that is starting.
const TURN_TRIES: usize = 12;

/// Hears what other nodes say, and what this one says too.
#[derive(Debug)]
pub struct Ear {
    listener: PgListener,
}

/// Something was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// These words.
    Words(String),
    /// The line was cut for a moment: anything may have been said.
    Gap,
}

impl Ear {
    /// The next thing that is said. Reconnects by itself.
    ///
    /// # Errors
    /// If the database is out of reach.
    pub async fn hear(&mut self) -> Result<Heard> {
        Ok(match self.listener.try_recv().await? {
            Some(word) => Heard::Words(word.payload().to_owned()),
            None => Heard::Gap,
        })
    }
}

/// Keeps other nodes from doing the same thing until it is dropped.
pub struct Turn {
    _tx: Tx,
}

impl Db {
    /// Listens to the other nodes; `None` where there can be none.
    ///
    /// # Errors
    /// If the database is out of reach.
    pub async fn listen(&self) -> Result<Option<Ear>> {
        let Self::Postgres(pool) = self else {
            return Ok(None);
        };
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(Ear { listener }))
    }

    /// Says `words` to all nodes that listen, at most [`MAX_WORD_BYTES`] of them.
    ///
    /// # Errors
    /// What the database said.
    pub async fn tell_nodes(&self, words: &str) -> Result<()> {
        if let Self::Postgres(pool) = self {
            sqlx::query("SELECT pg_notify($1, $2)")
                .bind(CHANNEL)
                .bind(words)
                .execute(pool)
                .await?;
        }
        Ok(())
    }

    /// Waits until no other node is doing `what`, and keeps it that way until the value is dropped. `None` where there can
    /// be no other node.
    ///
    /// # Errors
    /// What the database said, or that the others took longer than a minute.
    pub async fn take_turn(&self, what: &str) -> Result<Option<Turn>> {
        if !self.is_shared() {
            return Ok(None);
        }
        let mut tries = 0;
        loop {
            let mut tx = self.write().await?;
            // Ends by itself after the time that a lock may be waited for.
            match lock_name(&mut tx, what).await {
                Ok(()) => return Ok(Some(Turn { _tx: tx })),
                Err(problem) if problem.is_passing() && tries < TURN_TRIES => tries += 1,
                Err(problem) => return Err(problem),
            }
        }
    }
}
