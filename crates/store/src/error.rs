//! What can go wrong with the database.

/// Result of a database call.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// What can go wrong with the database. The texts name the database, because operators search logs for the word.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or did not answer.
    #[error("database error: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("database migration failed: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value cannot be read.
    #[error("database inconsistency: {table}.{column} of {key} holds a value that cannot be read")]
    Inconsistent {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// The row.
        key: String,
    },
    /// A sealed token cannot be opened with the keys at hand.
    #[error(
        "a secret in the database cannot be opened: TICKLEGRAM_KEY is not the one it was sealed with"
    )]
    WrongKey,
    /// The database belongs to the other mode.
    #[error(
        "this database was made in {stored} mode and the server runs in {wanted} mode; use another data folder or database, or set INSTAGRAM_MODE={stored}"
    )]
    WrongMode {
        /// What the database remembers.
        stored: String,
        /// What was asked for.
        wanted: String,
    },
    /// The address of the database is of no known kind.
    #[error("DATABASE_URL must be empty, sqlite:<file> or postgres://…")]
    UnknownUrl,
    /// A value given by the caller is taken already (a named unique key).
    #[error("database conflict: {0} exists already")]
    Taken(&'static str),
}

impl StoreError {
    /// Whether trying again may help: the connection, a lock or a conflict of transactions, not the data. That
    /// another node was first with a message or a chat counts as passing: whoever tries again finds its row.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        let Self::Database(error) = self else {
            return false;
        };
        if let sqlx::Error::Database(inner) = error
            && inner.constraint().is_some_and(|name| RACED.contains(&name))
        {
            return true;
        }
        match error {
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_) => true,
            sqlx::Error::Database(inner) => inner.code().is_some_and(|code| is_passing_code(&code)),
            _ => false,
        }
    }

    /// Whether a unique key refused the row.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(inner)) if inner.is_unique_violation())
    }
}

/// The keys that two nodes can reach for at once, by PostgreSQL's names. (SQLite has one writer and names none.)
const RACED: [&str; 2] = [
    "message_account_id_mid_key",
    "chat_account_id_customer_id_key",
];

/// SQLite: busy (5), locked (6), I/O (10), full (13), with their extended codes (low byte). PostgreSQL: serialisation
/// and deadlock (40…), connection (08…), resources (53…), operator intervention (57…), lock not available (55P03).
fn is_passing_code(code: &str) -> bool {
    if let Ok(number) = code.parse::<i64>()
        && code.len() < 5
    {
        return matches!(number & 0xff, 5 | 6 | 10 | 13);
    }
    ["40", "08", "53", "57"]
        .iter()
        .any(|class| code.starts_with(class))
        || code == "55P03"
}

/// Names a stored value that cannot be read.
pub(crate) fn inconsistent(table: &'static str, column: &'static str, key: &str) -> StoreError {
    StoreError::Inconsistent {
        table,
        column,
        key: key.to_owned(),
    }
}
