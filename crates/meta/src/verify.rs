//! Who sent this? Signatures on raw bytes, and the type that proves the check was made.
//!
//! Meta signs the body as it sent it (compact JSON, non-ASCII escaped), so the check works on the bytes of the
//! request and never on anything parsed and written again (§1.2).

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq as _};

/// What `X-Hub-Signature-256` begins with.
const PREFIX: &[u8] = b"sha256=";
/// Hex digits of a SHA-256.
const HEX_DIGITS: usize = 64;
/// How sample configurations mark a value that has to be filled in.
const PLACEHOLDER: &str = "your-";

/// A body that may be understood.
///
/// The parser takes nothing else, so a body whose origin was not checked cannot reach it. [`SecretSet::verify`]
/// makes one; [`Verified::unsigned`] and [`Verified::stored`] are the two doors beside it, each with a permit
/// that names its reason.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a> {
    body: &'a [u8],
}

impl<'a> Verified<'a> {
    /// Lets a body in whose signature nobody checked.
    #[must_use]
    pub const fn unsigned(body: &'a [u8], permit: UnsignedPermit) -> Self {
        match permit {
            UnsignedPermit::MockLoopback | UnsignedPermit::SkipSignature => Self { body },
        }
    }

    /// Lets a body in that was verified when it came and has lain in the journal since.
    #[must_use]
    pub const fn stored(body: &'a [u8], permit: StoredPermit) -> Self {
        match permit {
            StoredPermit::FromJournal => Self { body },
        }
    }

    /// The raw bytes, as they came.
    #[must_use]
    pub const fn body(&self) -> &'a [u8] {
        self.body
    }
}

/// Why a body without a checked signature may come in. Search for its variants to find every such place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsignedPermit {
    /// Mock mode: the delivery has **neither** signature header, comes from a loopback peer and was not
    /// forwarded. The caller has checked all of that.
    MockLoopback,
    /// `INSTAGRAM_SKIP_SIGNATURE=true`: the operator switched the check off, and was warned.
    SkipSignature,
}

/// Why a stored body may be parsed without its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredPermit {
    /// It was read back from the journal, which holds only bodies that were let in when they came.
    FromJournal,
}

/// Why a signature does not let a body in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    /// No `X-Hub-Signature-256`. The sha1 header alone is never enough.
    #[error("the header X-Hub-Signature-256 is missing")]
    Missing,
    /// Not `sha256=` and 64 hex digits.
    #[error("the header X-Hub-Signature-256 is not sha256= and 64 hex digits")]
    Malformed,
    /// No secret makes this signature of these bytes.
    #[error("the signature fits none of the configured app secrets")]
    Mismatch,
}

/// The app secrets that deliveries may be signed with.
///
/// A set, because Meta does not say whether Instagram Login signs with the Meta app's secret or with the
/// Instagram app's own (§1.2). An empty set matches nothing.
#[derive(Clone, Default)]
pub struct SecretSet {
    secrets: Vec<SecretString>,
}

impl SecretSet {
    /// Takes the usable ones: empty values and placeholders (`your-…`) are dropped, for they are no secrets.
    #[must_use]
    pub fn new(secrets: impl IntoIterator<Item = SecretString>) -> Self {
        Self {
            secrets: secrets
                .into_iter()
                .filter(|s| usable(s.expose_secret()))
                .collect(),
        }
    }

    /// Whether no signature can ever match.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.secrets.is_empty()
    }

    /// Checks `X-Hub-Signature-256` against the raw body.
    ///
    /// Every secret is tried and compared in constant time, so the time taken tells nothing about which one
    /// matched or how nearly.
    ///
    /// # Errors
    /// [`BadSignature`]; the caller answers 401 and keeps nothing.
    pub fn verify<'a>(
        &self,
        signature_256: Option<&[u8]>,
        body: &'a [u8],
    ) -> Result<Verified<'a>, BadSignature> {
        let header = signature_256.ok_or(BadSignature::Missing)?;
        let digits = header.strip_prefix(PREFIX).ok_or(BadSignature::Malformed)?;
        if digits.len() != HEX_DIGITS {
            return Err(BadSignature::Malformed);
        }
        let given = hex::decode(digits).map_err(|_| BadSignature::Malformed)?;
        let mut matched = Choice::from(0);
        for secret in &self.secrets {
            // HMAC takes keys of any length; a key it refused would simply not match.
            if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()) {
                mac.update(body);
                matched |= mac.finalize().into_bytes().as_slice().ct_eq(&given);
            }
        }
        if bool::from(matched) {
            Ok(Verified { body })
        } else {
            Err(BadSignature::Mismatch)
        }
    }
}

impl fmt::Debug for SecretSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretSet({} secrets)", self.secrets.len())
    }
}

/// Whether a configured value is a secret at all.
fn usable(secret: &str) -> bool {
    let trimmed = secret.trim();
    let placeholder = trimmed
        .get(..PLACEHOLDER.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(PLACEHOLDER));
    !trimmed.is_empty() && !placeholder
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Vector {
        name: String,
        app_secret: String,
        raw_body: String,
        x_hub_signature_256: String,
        x_hub_signature: String,
        wrong_if_reserialised: String,
    }

    fn vectors() -> Vec<Vector> {
        serde_json::from_str(include_str!("../fixtures/webhooks/signature_vectors.json")).unwrap()
    }

    fn set(secrets: &[&str]) -> SecretSet {
        SecretSet::new(secrets.iter().map(|s| SecretString::from(*s)))
    }

    #[test]
    fn every_vector_passes_beside_other_secrets() {
        let all = vectors();
        assert_eq!(all.len(), 4);
        for v in all {
            for secrets in [
                vec![v.app_secret.as_str()],
                vec!["another", &v.app_secret],
                vec![&v.app_secret, "another"],
            ] {
                let ok = set(&secrets).verify(
                    Some(v.x_hub_signature_256.as_bytes()),
                    v.raw_body.as_bytes(),
                );
                assert_eq!(
                    ok.map(|b| b.body().len()),
                    Ok(v.raw_body.len()),
                    "{}",
                    v.name
                );
            }
        }
    }

    #[test]
    fn what_a_reserialising_receiver_would_compute_is_refused() {
        for v in vectors()
            .into_iter()
            .filter(|v| v.wrong_if_reserialised != v.x_hub_signature_256)
        {
            let bad = set(&[&v.app_secret]).verify(
                Some(v.wrong_if_reserialised.as_bytes()),
                v.raw_body.as_bytes(),
            );
            assert_eq!(bad.err(), Some(BadSignature::Mismatch), "{}", v.name);
        }
    }

    #[test]
    fn a_flipped_bit_anywhere_is_refused() {
        let v = vectors().remove(1);
        let secrets = set(&[&v.app_secret]);
        for i in 0..v.raw_body.len() {
            let mut body = v.raw_body.clone().into_bytes();
            body[i] ^= 1;
            assert!(
                secrets
                    .verify(Some(v.x_hub_signature_256.as_bytes()), &body)
                    .is_err(),
                "body byte {i}"
            );
        }
        let digits = v.x_hub_signature_256.len();
        for i in PREFIX.len()..digits {
            let mut header = v.x_hub_signature_256.clone().into_bytes();
            header[i] = if header[i] == b'0' { b'1' } else { b'0' };
            assert!(
                secrets
                    .verify(Some(&header), v.raw_body.as_bytes())
                    .is_err(),
                "header byte {i}"
            );
        }
    }

    #[test]
    fn missing_sha1_and_wrong_lengths() {
        let v = vectors().remove(0);
        let secrets = set(&[&v.app_secret]);
        let check = |header: Option<&str>| {
            secrets
                .verify(header.map(str::as_bytes), v.raw_body.as_bytes())
                .err()
        };
        assert_eq!(check(None), Some(BadSignature::Missing));
        assert_eq!(
            check(Some(&v.x_hub_signature)),
            Some(BadSignature::Malformed)
        );
        let good = v.x_hub_signature_256.as_str();
        for bad in [
            "",
            "sha256=",
            "sha256",
            &good[..good.len() - 1],
            &good[..good.len() - 2],
            &format!("{good}0"),
            &format!("{good}00"),
            &good[PREFIX.len()..],
            &good.replace("sha256", "sha1"),
            &format!("sha256={}", "g".repeat(64)),
            &format!("sha256={}", "é".repeat(32)),
        ] {
            assert_eq!(check(Some(bad)), Some(BadSignature::Malformed), "{bad}");
        }
    }

    #[test]
    fn empty_and_placeholder_secrets_never_match() {
        let body = b"{}";
        for value in ["", "  ", "your-actual-app-secret", "Your-Secret", " your-x"] {
            let secrets = set(&[value]);
            assert!(secrets.is_empty(), "{value:?}");
            let mut mac = Hmac::<Sha256>::new_from_slice(value.as_bytes()).unwrap();
            mac.update(body);
            let header = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
            assert_eq!(
                secrets.verify(Some(header.as_bytes()), body).err(),
                Some(BadSignature::Mismatch)
            );
        }
        assert!(
            SecretSet::default()
                .verify(Some(format!("sha256={}", "0".repeat(64)).as_bytes()), body)
                .is_err()
        );
    }

    #[test]
    fn debug_shows_no_secret() {
        assert_eq!(
            format!("{:?}", set(&["hunter2hunter2"])),
            "SecretSet(1 secrets)"
        );
    }
}
