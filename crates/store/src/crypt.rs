//! Sealing of access tokens: XChaCha20-Poly1305 with a random 24-byte nonce, bound to the row it belongs to.
//!
//! A sealed value is `v1.<key id>.<hex of nonce and ciphertext>`. The key id is a fingerprint of the key, so that
//! a wrong key is named instead of looking like damage, and a later ring of keys can tell which one to use.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::Rng as _;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256};

use crate::error::{Result, StoreError};

/// Bytes of an XChaCha20 nonce: long enough to be drawn at random for ever.
const NONCE: usize = 24;
/// Hex digits of a key's fingerprint: enough to tell keys apart, too few to help a search for the key.
const KEY_ID: usize = 8;

/// Seals and opens tokens with the installation's key.
#[derive(Clone)]
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    key_id: String,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealer({})", self.key_id)
    }
}

impl Sealer {
    /// From `TICKLEGRAM_KEY`, any text; 32 random bytes in hex are what the server makes.
    #[must_use]
    pub fn new(key: &SecretString) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"ticklegram token key v1\0");
        hash.update(key.expose_secret().as_bytes());
        let bytes = hash.finalize();
        let key_id = hex::encode(Sha256::digest(bytes))[..KEY_ID].to_owned();
        Self {
            cipher: XChaCha20Poly1305::new(&bytes),
            key_id,
        }
    }

    /// Which key this is.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Seals `secret` for the row `row`.
    ///
    /// # Errors
    /// Never in practice: only if the cipher refuses a text beyond 256 GiB.
    pub fn seal(&self, row: &str, secret: &SecretString) -> Result<String> {
        let mut nonce = [0_u8; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload {
            msg: secret.expose_secret().as_bytes(),
            aad: row.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| StoreError::WrongKey)?;
        Ok(format!(
            "v1.{}.{}{}",
            self.key_id,
            hex::encode(nonce),
            hex::encode(sealed)
        ))
    }

    /// Opens what was sealed for the row `row`.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] if another key sealed it, or for another row, or if it was changed.
    pub fn open(&self, row: &str, sealed: &str) -> Result<SecretString> {
        let digits = sealed
            .strip_prefix("v1.")
            .and_then(|rest| rest.strip_prefix(self.key_id.as_str()));
        let bytes = digits
            .and_then(|rest| rest.strip_prefix('.'))
            .and_then(|d| hex::decode(d).ok());
        let bytes = bytes
            .filter(|b| b.len() > NONCE)
            .ok_or(StoreError::WrongKey)?;
        let (nonce, sealed) = bytes.split_at(NONCE);
        let nonce = <[u8; NONCE]>::try_from(nonce).map_err(|_| StoreError::WrongKey)?;
        let payload = Payload {
            msg: sealed,
            aad: row.as_bytes(),
        };
        let opened = self
            .cipher
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| StoreError::WrongKey)?;
        String::from_utf8(opened)
            .map(SecretString::from)
            .map_err(|_| StoreError::WrongKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text.to_owned())
    }

    #[test]
    fn opens_what_it_sealed_for_that_row_only() {
        let sealer = Sealer::new(&secret("k"));
        let sealed = sealer.seal("row-1", &secret("EAA-token")).unwrap();
        assert!(!sealed.contains("EAA"));
        assert_eq!(
            sealer.open("row-1", &sealed).unwrap().expose_secret(),
            "EAA-token"
        );
        assert!(sealer.open("row-2", &sealed).is_err());
        assert!(
            Sealer::new(&secret("other"))
                .open("row-1", &sealed)
                .is_err()
        );
        let mut broken = sealed.clone();
        broken.replace_range(
            sealed.len() - 1..,
            if sealed.ends_with('0') { "1" } else { "0" },
        );
        assert!(sealer.open("row-1", &broken).is_err());
    }

    #[test]
    fn never_the_same_twice() {
        let sealer = Sealer::new(&secret("k"));
        assert_ne!(
            sealer.seal("r", &secret("t")).unwrap(),
            sealer.seal("r", &secret("t")).unwrap()
        );
    }
}
