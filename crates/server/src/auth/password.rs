//! Password hashing: argon2id, off the async threads, and never more at once than the machine can bear.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use tokio::sync::Semaphore;

/// Hashes at once: each takes about 25 ms of a core and 19 MiB; more would starve the inbox.
const AT_ONCE: usize = 2;
/// Hashes that may wait; beyond this a login is told to try again.
const WAITING: usize = 64;
/// Longest password that is looked at: a hash of more is only a way to burn our time.
pub const MAX_BYTES: usize = domain::person::MAX_PASSWORD_BYTES;

/// Why a hash was not made.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many logins at once.
    #[error("too many logins are being checked at once")]
    Busy,
    /// The hash function failed.
    #[error("the password could not be hashed")]
    Hash,
}

/// Makes and checks hashes.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// Checked for unknown addresses, so that they take as long as known ones.
    nobody: Arc<str>,
}

impl Passwords {
    /// Ready to hash.
    ///
    /// # Errors
    /// If the hash function does not work at all.
    pub fn new() -> Result<Self, PasswordError> {
        let nobody = hash("nobody has this password").map(Arc::from)?;
        Ok(Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            queue: Arc::new(Semaphore::new(WAITING)),
            nobody,
        })
    }

    /// Hashes a password.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        self.work(move || hash(&password)).await?
    }

    /// Whether `password` belongs to `stored`; without a stored hash the answer is no, after the same time.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        // A one-time password that was used leaves an empty hash, which is as good as none.
        let stored = stored.filter(|s| !s.is_empty());
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        let fits = self.work(move || {
            let parsed = PasswordHash::new(&stored);
            parsed.is_ok_and(|h| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &h)
                    .is_ok()
            })
        });
        Ok(fits.await? && known)
    }

    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _place = self.queue.try_acquire().map_err(|_| PasswordError::Busy)?;
        let _turn = self
            .turns
            .acquire()
            .await
            .map_err(|_| PasswordError::Busy)?;
        tokio::task::spawn_blocking(job)
            .await
            .map_err(|_| PasswordError::Hash)
    }
}

fn hash(password: &str) -> Result<String, PasswordError> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|h| h.to_string())
        .map_err(|_| PasswordError::Hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn right_wrong_and_unknown() {
        let passwords = Passwords::new().unwrap();
        let stored = passwords.hash("admin123".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(
            passwords
                .verify("admin123".to_owned(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("admin124".to_owned(), Some(stored))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("nobody has this password".to_owned(), None)
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn the_queue_is_bounded() {
        let passwords = Passwords::new().unwrap();
        let _all = passwords
            .queue
            .clone()
            .acquire_many_owned(u32::try_from(WAITING).unwrap())
            .await
            .unwrap();
        assert!(matches!(
            passwords.hash("x".to_owned()).await,
            Err(PasswordError::Busy)
        ));
    }
}
