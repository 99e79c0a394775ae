//! Ids in the forms Meta gives them (platform notes §1.8).
//!
//! Every id is a function of (instance, kind, number). The instance is random unless a seed is given,
//! so two simulators, or one after a reset, never hand out the same id; with a seed they always do.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256, Sha512};

/// Decimal digits derived from the instance, a label and a number; never starting with zero.
pub(crate) fn digits(instance: u64, label: &str, n: u64, width: usize) -> String {
    let mut out = String::with_capacity(width);
    let mut round = 0u32;
    while out.len() < width {
        let hash = Sha256::digest(format!("{instance}:{label}:{n}:{round}").as_bytes());
        for byte in hash {
            if out.len() == width {
                break;
            }
            let digit = byte % 10;
            if out.is_empty() && digit == 0 {
                continue;
            }
            out.push(char::from(b'0' + digit));
        }
        round += 1;
    }
    out
}

/// Letters and digits as in `fbtrace_id`.
pub(crate) fn letters(instance: u64, label: &str, n: u64, width: usize) -> String {
    let hash = Sha512::digest(format!("{instance}:{label}:{n}").as_bytes());
    URL_SAFE_NO_PAD
        .encode(hash)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(width)
        .collect()
}

/// Meta's own base64 dialect for Instagram ids: `Z→ZA`, `+→ZB`, `/→ZC`, `=→ZD` (§1.8).
fn ig_base64(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len() * 2);
    for c in STANDARD.encode(plain).chars() {
        match c {
            'Z' => out.push_str("ZA"),
            '+' => out.push_str("ZB"),
            '/' => out.push_str("ZC"),
            '=' => out.push_str("ZD"),
            c => out.push(c),
        }
    }
    out
}

/// The 39-digit thread number behind an Instagram conversation.
fn ig_thread(instance: u64, customer: &str) -> String {
    format!("34028236684171030124{}", digits(instance, customer, 0, 19))
}

/// An Instagram message id: 150 to 165 characters, opaque to everyone but us (§1.8).
pub(crate) fn ig_mid(instance: u64, account: &str, customer: &str, n: u64) -> String {
    let thread = ig_thread(instance, customer);
    let item = format!("3{}", digits(instance, "item", n, 34));
    ig_base64(&format!(
        "ig_dm_item:1:IGMessageID:{account}:{thread}:{item}"
    ))
}

/// A Messenger message id: `m_` and 86 characters (§1.8).
pub(crate) fn messenger_mid(instance: u64, n: u64) -> String {
    let hash = Sha512::digest(format!("{instance}:mid:{n}").as_bytes());
    format!("m_{}", URL_SAFE_NO_PAD.encode(hash))
}

/// An Instagram conversation id.
pub(crate) fn ig_conversation(instance: u64, customer: &str) -> String {
    ig_base64(&format!("ig_dm:{}", ig_thread(instance, customer)))
}

/// A Messenger conversation id.
pub(crate) fn page_conversation(instance: u64, customer: &str) -> String {
    format!("t_{}", digits(instance, customer, 1, 17))
}

/// Stands for a token wherever one is shown or logged; the token itself is never kept.
pub(crate) fn fingerprint(token: &str) -> String {
    let hash = Sha256::digest(token.as_bytes());
    hex::encode(&hash[..6])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instagram_mids_have_metas_form() {
        let mid = ig_mid(7, "17841400000000001", "1000000000000101", 3);
        assert!(
            mid.starts_with("aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOj"),
            "{mid}"
        );
        assert!((150..=165).contains(&mid.len()), "{}", mid.len());
        assert!(mid.ends_with("ZD"));
        assert_eq!(mid, ig_mid(7, "17841400000000001", "1000000000000101", 3));
        assert_ne!(mid, ig_mid(8, "17841400000000001", "1000000000000101", 3));
    }

    #[test]
    fn messenger_ids_have_metas_form() {
        assert_eq!(messenger_mid(1, 1).len(), 88);
        assert!(page_conversation(1, "2").starts_with("t_"));
        assert!(ig_conversation(1, "2").starts_with("aWdfZAG06"));
    }

    #[test]
    fn digits_never_begin_with_zero() {
        for n in 0..200 {
            let d = digits(1, "x", n, 16);
            assert_eq!(d.len(), 16);
            assert!(!d.starts_with('0'));
        }
    }
}
